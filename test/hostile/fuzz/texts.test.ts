/** Readers of texts: what people write, names, links and paths handed over by the system, and the command line. */
import { resolve, sep } from 'node:path'
import { describe, expect } from 'vitest'
import { cliErrors } from '../../../core/node/errors.ts'
import { readOptions } from '../../../core/node/cli/options.ts'
import { judge } from '../../../core/node/loopback/guard.ts'
import { Session } from '../../../core/node/loopback/session.ts'
import { byPeer } from '../../../core/service/communities/acquaintances.ts'
import {
  base64url,
  cleanLine,
  cleanOptionalLine,
  cleanOptionalText,
  cleanText,
  entryId,
  fromBase64url,
  fromHex,
  hex,
  parseEntryId,
  mentionHref,
  mentionOf,
  parseMarkup,
  markupText,
  type Block,
  type Inline,
} from '../../../core/shared/index.ts'
import {
  externalLink,
  inviteAmong,
  inviteLink,
  isOwn,
  mayDownload,
  mayNavigate,
  mayRequest,
  openingBounds,
  profileAmong,
} from '../../../electron/policy.ts'
import { fileOf } from '../../../electron/serve.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import { seededRandom } from '../../support/surroundings.ts'

const spoil = [spoilText]

describe('what people write', () => {
  const links =
    /^(?:https?:\/\/[^\s/]|mailto:[^\s]|folkmoot:\/\/)|^folkmoot:message\/[\w-]{43}\/[0-9a-f]{32}\.[1-9]\d*$/i
  const lines = (parts: readonly Inline[]): readonly Inline[] =>
    parts.flatMap((part) => ['children' in part ? lines(part.children) : [], part].flat())
  const inlines = (block: Block): readonly Inline[] => {
    if (block.type === 'paragraph' || block.type === 'heading') return lines(block.children)
    if (block.type === 'quote') return block.children.flatMap(inlines)
    if (block.type === 'list') return block.items.flat().flatMap(inlines)
    return block.type === 'table' ? block.rows.flat().flatMap(lines) : []
  }
  fuzz({
    name: 'markup',
    samples: [
      '# Soup\n\n**Bring** _bread_ and ~~cake~~, `please`.\n> quoted\n\n- one\n  1. two\n\n| a | b |\n|---|---|\n| c | d |',
      'See <https://example.org/a?b=c#d> or [this](mailto:ada@example.org) [that](folkmoot://join#x) https://a.b/(c)',
      '```ts\nconst a = 1\n```\n---\n<script>alert(1)</script> ![x](https://example.org/x.png) &lt; \\*',
      `[@Ada](folkmoot:member/${'a'.repeat(42)}A) [@room](folkmoot:room) [x](folkmoot:message/${'s'.repeat(42)}A/${'0f'.repeat(16)}.7)`,
      '> > > - - - 1. * a\n\n    code\n\n***a** b*',
    ].map(unitsOf),
    spoil,
    read: (input) => parseMarkup(textOf(input)),
    throws: [],
    accepted: (blocks) => {
      for (const part of blocks.flatMap(inlines)) if (part.type === 'link') expect(part.href).toMatch(links)
      for (const part of blocks.flatMap(inlines))
        if (part.type === 'mention') expect(mentionOf(mentionHref(part.of))).toEqual(part.of)
      expect(typeof markupText(blocks)).toBe('string')
    },
    most: (length) => 200 * length + 1_000_000,
    cases: 1500,
  })

  const named = [
    'Ada',
    '  Mill\tLane\n',
    'e\u0301te\u0301',
    '🏳️‍🌈 Ünal',
    '\u202Eevil\u202C',
    'a\u0000b\u200Bc',
    '가\u1100',
  ].map(unitsOf)
  const throws = ['text/empty', 'text/too-long']
  const again = (clean: (text: string) => string) => (text: string) => {
    expect(text.isWellFormed()).toBe(true)
    expect(clean(text)).toBe(text)
  }
  const line = (text: string): string => cleanLine(text, 80)
  const optional = (text: string): string => cleanOptionalLine(text, 80)
  const text = (of: string): string => cleanText(of, { bytes: 3000 })
  const optionalText = (of: string): string => cleanOptionalText(of, { chars: 2000 })
  for (const [name, clean] of Object.entries({ line, 'optional-line': optional, text, 'optional-text': optionalText }))
    fuzz({
      name,
      samples: named,
      spoil,
      read: (input) => clean(textOf(input)),
      throws,
      accepted: again(clean),
      cases: 1000,
    })
})

describe('names of things', () => {
  const samples = [
    '',
    'AAAA',
    base64url(new Uint8Array(32).fill(200)),
    '00ff',
    `${'0f'.repeat(16)}.17`,
    `${'0f'.repeat(16)}.9007199254740991`,
  ].map(unitsOf)
  fuzz({
    name: 'base64url',
    samples,
    spoil,
    read: (input) => fromBase64url(textOf(input)),
    throws: [],
    accepted: (bytes, input) => bytes && expect(base64url(bytes)).toBe(textOf(input)),
    cases: 1500,
  })
  fuzz({
    name: 'hex',
    samples,
    spoil,
    read: (input) => fromHex(textOf(input)),
    throws: [],
    accepted: (bytes, input) => bytes && expect(hex(bytes)).toBe(textOf(input).toLowerCase()),
    cases: 1500,
  })
  fuzz({
    name: 'entry-id',
    samples: samples.slice(-2),
    spoil,
    read: (input) => parseEntryId(textOf(input)),
    throws: [],
    accepted: (id, input) => id && expect(entryId(id.feed, id.seq)).toBe(textOf(input)),
    cases: 1500,
  })
  fuzz({
    name: 'peers-of-addresses',
    samples: [unitsOf('/ip4/192.0.2.7/tcp/1/p2p/12D3KooWGoLden\n/dns4/a.b/tcp/2/p2p/__proto__\nx')],
    spoil,
    read: (input) => byPeer(textOf(input).split('\n')),
    throws: [],
    cases: 500,
  })
})

describe('the command line', () => {
  const words = (input: Uint8Array): string[] => textOf(input).split('\n')
  const lines = [
    '--headless\n--listen\n0.0.0.0:4001\n--no-discovery',
    '--profile=/tmp/x\n--port\n8080\n--print-url',
    '--listen=[::1]:0\n--passphrase',
    '--browser\n--help',
    '--keeper\n--budget=2GB\n--address\na.b:1\n--new-link',
    '--headless\n--join-file\nlink\n--help-connect',
  ]
  const told = [
    'no-value',
    'needs-value',
    'unknown-option',
    'cannot-combine',
    'bad-port',
    'bad-address',
    'bad-size',
    'needs-headless',
  ] as const
  fuzz({
    name: 'options',
    samples: lines.map(unitsOf),
    spoil,
    read: (input) => readOptions(words(input)),
    throws: told.map((code) => cliErrors(code).code),
    cases: 2000,
  })
  fuzz({
    name: 'arguments-of-a-start',
    samples: ['folkmoot\n--profile\n/tmp/x\nfolkmoot://join#AbC_-', 'a\n--profile=b\nfolkmoot://device/#x'].map(
      unitsOf,
    ),
    spoil,
    read: (input) => ({ link: inviteAmong(words(input)), profile: profileAmong(words(input)) }),
    throws: [],
    accepted: ({ link }) => link !== undefined && expect(inviteLink(link)).toBe(link),
    cases: 1000,
  })
})

describe('what the shell lets through', () => {
  const folder = resolve('/somewhere/renderer')
  const urls = [
    'app://folkmoot/',
    'app://folkmoot/assets/a-b.js?x#y',
    'app://folkmoot/%2e%2e/%2fetc/passwd.txt',
    'blob:app://folkmoot/1-2',
    'data:text/plain,x',
    'https://example.org/a',
    'https://a:b@example.org/',
    'mailto:ada@example.org?attach=x',
    'folkmoot://join#AbC',
    'file:///etc/passwd',
    'app://folkmoot@evil/',
    'APP://FOLKMOOT/index.html',
  ]
  fuzz({
    name: 'url',
    samples: urls.map(unitsOf),
    spoil,
    read: (input) => {
      const url = textOf(input)
      return {
        url,
        own: isOwn(url),
        file: fileOf(folder, url),
        outside: externalLink(url),
        may: [mayNavigate(url), mayRequest(url), mayDownload(url)],
        link: inviteLink(url),
      }
    },
    throws: [],
    accepted: ({ own, file, outside, link, may }) => {
      if (file !== undefined) expect([own, resolve(file).startsWith(folder + sep)]).toEqual([true, true])
      if (outside) expect(outside.url).toMatch(/^(https:\/\/|mailto:)/)
      if (link !== undefined) expect(link).toMatch(/^folkmoot:\/\/(join|device)#[\w.~=&%+,:-]+$/)
      if (may[0]) expect(own).toBe(true)
    },
    cases: 3000,
  })
  fuzz({
    name: 'window-file',
    samples: ['{"x":1,"y":2,"width":800,"height":600,"maximized":true}', '{"width":null}', '[]'].map(unitsOf),
    spoil,
    read: (input) => {
      let found: unknown
      try {
        found = JSON.parse(textOf(input))
      } catch {
        return undefined
      }
      const saved = typeof found === 'object' && found !== null ? found : {}
      return openingBounds(saved, [{ x: 0, y: 0, width: 1920, height: 1080 }])
    },
    throws: [],
    accepted: (bounds) => {
      for (const number of Object.values(bounds ?? {})) expect(Number.isSafeInteger(number)).toBe(true)
      if (bounds) expect(Math.min(bounds.width, bounds.height)).toBeGreaterThanOrEqual(480)
    },
    cases: 600,
  })
})

describe('headers at the browser address', () => {
  const own = { authority: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }
  fuzz({
    name: 'headers',
    samples: [
      'GET\n127.0.0.1:8080\nhttp://127.0.0.1:8080\nsame-origin\nnavigate',
      'POST\n127.0.0.1:8080\n\ncross-site\ncors',
    ].map(unitsOf),
    spoil,
    read: (input) => {
      const [method = '', host, origin, fetchSite, fetchMode] = textOf(input).split('\n')
      return { host, origin, answer: judge({ method, host, origin, fetchSite, fetchMode }, own, true) }
    },
    throws: [],
    accepted: ({ host, origin, answer }) =>
      answer === undefined && expect([host, origin ?? own.origin]).toEqual([own.authority, own.origin]),
    cases: 800,
  })
  const session = new Session(seededRandom('fuzz/session'), 8080)
  const { cookie, key } = session.exchange(session.token) ?? { cookie: '', key: '' }
  const pair = cookie.split(';')[0] ?? ''
  fuzz({
    name: 'cookie',
    samples: [`a=b; ${pair}`, `folkmoot, ${key}`].map(unitsOf),
    spoil,
    read: (input) => ({
      knows: session.knows(textOf(input)),
      holds: session.holds(textOf(input)),
      again: session.exchange(textOf(input)),
    }),
    throws: [],
    accepted: ({ knows, holds, again }, input) => {
      if (knows) expect(textOf(input)).toContain(pair)
      if (holds) expect(textOf(input)).toContain(key)
      expect(again).toBeUndefined()
    },
    cases: 800,
  })
})
