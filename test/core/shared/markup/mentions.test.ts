import { describe, expect, test } from 'vitest'
import {
  LIMITS,
  markupText,
  mentionHref,
  mentionsOf,
  messageHref,
  messageLinkOf,
  parseMarkup,
  type EntryId,
  type MemberId,
  type SpaceId,
} from '../../../../core/shared/index.ts'

const idOf = (letter: string): string => `${letter.repeat(42)}A`
const ada = idOf('a') as MemberId
const [space, entry] = [idOf('s') as SpaceId, `${'0f'.repeat(16)}.7` as EntryId]
const toAda = `folkmoot:member/${ada}`
const paragraph = (...children: readonly object[]) => [{ type: 'paragraph', children }]
const said = (text: string) => mentionsOf(text).map(mentionHref)

describe('a mention', () => {
  test('is a link to a member, a role or the room, and reads as its words', () => {
    const text = `Hi [@Ada](${toAda}), [@moderators](folkmoot:role/moderator) and [@room](folkmoot:room)`
    expect(parseMarkup(text)).toEqual(
      paragraph(
        { type: 'text', text: 'Hi ' },
        { type: 'mention', of: { kind: 'member', id: ada }, text: '@Ada' },
        { type: 'text', text: ', ' },
        { type: 'mention', of: { kind: 'role', role: 'moderator' }, text: '@moderators' },
        { type: 'text', text: ' and ' },
        { type: 'mention', of: { kind: 'room' }, text: '@room' },
      ),
    )
    expect(markupText(parseMarkup(text))).toBe('Hi @Ada, @moderators and @room')
    expect(said(text)).toEqual([toAda, 'folkmoot:role/moderator', 'folkmoot:room'])
  })

  test('may stand in anything but code, and what follows it stays where it was', () => {
    const inside = `[@Ada](${toAda})`
    for (const text of [
      `**${inside}** after`,
      `> - ${inside}`,
      `# ${inside}`,
      `|a|\n|-|\n|${inside}|`,
      `1. one\n2. *~~${inside}~~*`,
    ])
      expect(said(text)).toEqual([toAda])
    expect(parseMarkup(`**${inside} b** c`)).toMatchObject(
      paragraph(
        { type: 'strong', children: [{ type: 'mention' }, { type: 'text', text: ' b' }] },
        { type: 'text', text: ' c' },
      ),
    )
  })

  test.each([
    ['in code', `\`[@Ada](${toAda})\``],
    ['in a fence', `\`\`\`\n[@Ada](${toAda})\n\`\`\``],
    ['in indented code', `    [@Ada](${toAda})`],
    ['in a fence that does not end', `\`\`\`\n[@Ada](${toAda})`],
    ['with its marks taken away', `\\[@Ada](${toAda})`],
    ['as a picture', `![x](${toAda})`],
    ['as a bare address', `<${toAda}> ${toAda}`],
    ['by reference', `[@Ada][1]\n\n[1]: ${toAda}`],
    ['behind other words', `[Click here](${toAda})`],
    ['behind no words', `[](${toAda})`],
    ['behind an @ alone', `[@](${toAda})`],
    ['behind two lines', `[@Ada\nBram](${toAda})`],
    ['behind a name longer than names are', `[@${'a'.repeat(LIMITS.nameChars + 1)}](${toAda})`],
  ])('is none %s', (_what, text) => {
    expect(mentionsOf(text)).toEqual([])
    expect(JSON.stringify(parseMarkup(text))).not.toContain('"mention"')
  })

  test.each([
    ['too short an id', 'folkmoot:member/abc'],
    ['too long an id', `${toAda}a`],
    ['another way to write the same bytes', `folkmoot:member/${'a'.repeat(42)}B`],
    ['letters that look alike', `folkmoot:member/${'а'.repeat(42)}A`],
    ['escapes', `folkmoot:member/%61${'a'.repeat(41)}A`],
    ['something after it', `${toAda}?x`],
    ['a fragment', `${toAda}#x`],
    ['another spelling of the scheme', `Folkmoot:member/${ada}`],
    ['a space before it', ` folkmoot:member/${ada}/`],
    ['a role there is not', 'folkmoot:role/member'],
    ['a role of another spelling', 'folkmoot:role/Owner'],
    ['a room named', 'folkmoot:room/x'],
    ['a way up', `folkmoot:member/../member/${ada}`],
    ['an unknown kind', `folkmoot:everyone`],
    ['a script', 'folkmoot:javascript:alert(1)'],
  ])('with %s is none, and no link either: its words are kept', (_what, href) => {
    const text = `a [@Ada](${href}) b`
    expect(mentionsOf(text)).toEqual([])
    expect(JSON.stringify(parseMarkup(text))).not.toMatch(/"(?:mention|link)"/)
    expect(markupText(parseMarkup(text))).toContain('@Ada')
  })

  test('in a link is a mention, and in a mention there is no link', () => {
    expect(said(`[see [@Ada](${toAda}) there](https://example.org)`)).toEqual([toAda])
    const inner = parseMarkup(`[@Ada https://evil.example](${toAda})`)
    expect(inner).toEqual(
      paragraph({ type: 'mention', of: { kind: 'member', id: ada }, text: '@Ada https://evil.example' }),
    )
  })

  test('with marks in its name reads without them', () => {
    expect(parseMarkup(`[@**A\\*d\\]a** \`x\`](${toAda})`)).toMatchObject(paragraph({ text: '@A*d]a x' }))
  })
})

describe('who is mentioned', () => {
  test('is told once, and no more than there may be', () => {
    const many = Array.from({ length: 50 }, (_, n) => idOf(String.fromCharCode(97 + (n % 26))))
    const text = many.map((id) => `[@x](folkmoot:member/${id})`).join(' ')
    expect(said(text)).toEqual(
      [...new Set(many)].slice(0, LIMITS.mentionsPerMessage).map((id) => `folkmoot:member/${id}`),
    )
    expect(said(`${`[@a](${toAda}) `.repeat(500)}[@room](folkmoot:room)`)).toEqual([toAda, 'folkmoot:room'])
  })

  test('is nobody in a text that is too much to be read', () => {
    expect(mentionsOf(`[@Ada](${toAda}) `.repeat(20_000))).toEqual([])
    expect(mentionsOf(`${'> '.repeat(200)}[@Ada](${toAda})`)).toEqual([])
    expect(mentionsOf('[@'.repeat(30_000))).toEqual([])
    expect(mentionsOf('[@a](folkmoot:member/'.repeat(3000))).toEqual([])
  })
})

describe('a link to a message', () => {
  test('is a link with its place', () => {
    const href = messageHref({ space, id: entry })
    expect(messageLinkOf(href)).toEqual({ space, id: entry })
    expect(parseMarkup(`[there](${href})`)).toEqual(
      paragraph({ type: 'link', href, children: [{ type: 'text', text: 'there' }] }),
    )
    expect(mentionsOf(`[@there](${href})`)).toEqual([])
  })

  test.each([
    `folkmoot:message/${space}`,
    `folkmoot:message/${space}/`,
    `folkmoot:message/${space}/${entry}/x`,
    `folkmoot:message/${space}/${entry}0123456789012345`,
    `folkmoot:message/${space}/${'0F'.repeat(16)}.7`,
    `folkmoot:message/${space}/${'0f'.repeat(16)}.0`,
    `folkmoot:message/${space}/${'0f'.repeat(16)}.07`,
    `folkmoot:message/short/${entry}`,
    `folkmoot:message/../${entry}`,
    `folkmoot:message/${'s'.repeat(42)}B/${entry}`,
  ])('leads nowhere when it is written otherwise: %s', (href) => {
    expect(messageLinkOf(href)).toBeUndefined()
    expect(JSON.stringify(parseMarkup(`[there](${href})`))).not.toContain('"link"')
  })
})
