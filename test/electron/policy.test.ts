/** The decisions alone. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../core/shared/index.ts'
import * as policy from '../../electron/policy.ts'
import { fileOf } from '../../electron/serve.ts'

describe('invite links', () => {
  it.each([
    ['folkmoot://join#abc_-123', 'folkmoot://join#abc_-123'],
    ['folkmoot://join/#abc', 'folkmoot://join#abc'],
    [' folkmoot://join#abc\n', 'folkmoot://join#abc'],
    ['folkmoot://device/#abc', 'folkmoot://device#abc'],
  ])('%s is one', (text, link) => expect(policy.inviteLink(text)).toBe(link))

  it.each([
    undefined,
    null,
    7,
    { href: 'folkmoot://join#abc' },
    '',
    'folkmoot://join',
    'folkmoot://join#',
    'folkmoot://join#a b',
    'folkmoot://join#a"b',
    'folkmoot://join#a\u0000b',
    'folkmoot://join#<script>',
    'folkmoot://join/x#abc',
    'folkmoot://join?x#abc',
    'folkmoot://u@join#abc',
    'https://join#abc',
    'folkmoot://recover#abc',
    'xfolkmoot://join#abc',
    `folkmoot://join#${'a'.repeat(LIMITS.inviteLinkChars)}`,
  ])('%j is none', (text) => expect(policy.inviteLink(text)).toBeUndefined())

  it('a link of the greatest allowed size is one', () => {
    const link = `folkmoot://join#${'a'.repeat(LIMITS.inviteLinkChars - 'folkmoot://join#'.length)}`
    expect(policy.inviteLink(link)).toBe(link)
  })

  it('is found among arguments, and a profile beside it', () => {
    const argv = ['folkmoot', '--profile', '/tmp/x', '--other', 'folkmoot://join#abc', 'folkmoot://join#def']
    expect(policy.inviteAmong(argv)).toBe('folkmoot://join#abc')
    expect(policy.profileAmong(argv)).toBe('/tmp/x')
    expect(policy.profileAmong(['folkmoot', '--profile=/tmp/y'])).toBe('/tmp/y')
    for (const none of [[], ['--profile'], ['--profile', '--headless'], ['--profile=']]) {
      expect(policy.profileAmong(none)).toBeUndefined()
    }
  })
})

describe('outside links', () => {
  it('https and mailto, without what a program could be told by them', () => {
    expect(policy.externalLink('https://example.org/a?b#c')).toEqual({
      url: 'https://example.org/a?b#c',
      place: 'example.org',
    })
    expect(policy.externalLink('mailto:a@b.example?attach=/etc/passwd')?.url).toBe('mailto:a@b.example')
  })

  it('shows a look-alike name as what it is', () => {
    expect(policy.externalLink('https://ex\u0430mple.org/')?.place).toBe('xn--exmple-4nf.org')
  })
})

describe('the window', () => {
  const areas = [{ x: 0, y: 0, width: 1920, height: 1080 }]
  it.each([
    [undefined, { width: 1360, height: 860 }],
    [
      { x: 5, y: 6, width: 800, height: 600 },
      { x: 5, y: 6, width: 800, height: 600 },
    ],
    [
      { x: 5000, y: 6, width: 800, height: 600 },
      { width: 800, height: 600 },
    ],
    [
      { x: 5, y: -600, width: 800, height: 600 },
      { width: 800, height: 600 },
    ],
    [
      { x: 5, y: 6, width: 1, height: 1e9 },
      { x: 5, y: 6, width: 480, height: 16384 },
    ],
    [
      { x: 0.5, y: Number.NaN, width: Infinity, height: 'a' as unknown as number },
      { width: 1360, height: 860 },
    ],
  ])('%j opens as %j', (saved, bounds) => expect(policy.openingBounds(saved, areas)).toEqual(bounds))

  it('waits longer after each death, up to half a minute', () => {
    expect([1, 2, 3, 7, 8, 1000].map(policy.restartDelay)).toEqual([250, 500, 1000, 16000, 30000, 30000])
    expect(policy.restartDelay(0)).toBe(250)
  })
})

describe('any path at all', () => {
  it('stays inside the folder', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('..', '.', '/', '%2f', '%2e', '\\', '%5c', 'a', 'b.js', '%00', ':', '%25', '~')),
        (parts) => {
          const file = fileOf('/srv/screens', `app://folkmoot/${parts.join('')}`)
          return file === undefined || (file.startsWith('/srv/screens/') && !/\/\.|\\|\0/.test(file))
        },
      ),
      { numRuns: 2000 },
    )
  })
})
