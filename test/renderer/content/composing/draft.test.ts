import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mentionsOf, parseMarkup, type MemberId, type Mention } from '../../../../core/shared/index.ts'
import { edited, emptyDraft, joined, replaced, type Draft } from '../../../../renderer/content/composing/draft.ts'
import { draftFrom, sourceOf } from '../../../../renderer/content/composing/source.ts'

const idOf = (letter: string): MemberId => `${letter.repeat(42)}A` as MemberId
const ada: Mention = { kind: 'member', id: idOf('a') }
const bram: Mention = { kind: 'member', id: idOf('b') }
const link = (name: string, letter: string): string => `[@${name}](folkmoot:member/${idOf(letter)})`

/** "Hi @Ada and @Bram!" with both chosen. */
const both = ((): Draft => {
  const first = replaced({ text: 'Hi @A', spans: [] }, 3, 5, '@Ada', ada)
  const more = edited(first, `${first.text} and @!`, first.text.length + 6)
  return replaced(more, 12, 13, '@Bram', bram)
})()

/** Types or deletes in a draft as a text box would: `text` in place of what stands from `from` to before `to`. */
const type = (draft: Draft, from: number, to: number, text: string): Draft =>
  edited(draft, draft.text.slice(0, from) + text + draft.text.slice(to), from + text.length)

describe('a mention while it is written', () => {
  test('is seen by its name and sent as a link', () => {
    expect(both.text).toBe('Hi @Ada and @Bram!')
    expect(sourceOf(both)).toBe(`Hi ${link('Ada', 'a')} and ${link('Bram', 'b')}!`)
  })

  test('moves along with the text around it', () => {
    expect(sourceOf(type(both, 0, 2, 'Good morning'))).toBe(
      `Good morning ${link('Ada', 'a')} and ${link('Bram', 'b')}!`,
    )
    expect(sourceOf(type(both, 7, 11, ','))).toBe(`Hi ${link('Ada', 'a')}, ${link('Bram', 'b')}!`)
    expect(sourceOf(type(both, 18, 18, '!'))).toBe(`Hi ${link('Ada', 'a')} and ${link('Bram', 'b')}!!`)
    expect(sourceOf(type(both, 3, 3, '@'))).toBe(`Hi @${link('Ada', 'a')} and ${link('Bram', 'b')}!`)
  })

  test('is plain text once its own words are changed, also by what looks the same afterwards', () => {
    expect(sourceOf(type(both, 6, 7, ''))).toBe(`Hi @Ad and ${link('Bram', 'b')}!`)
    expect(sourceOf(type(both, 5, 5, 'x'))).toBe(`Hi @Axda and ${link('Bram', 'b')}!`)
    expect(sourceOf(type(type(both, 6, 7, ''), 6, 6, 'a'))).toBe(`Hi @Ada and ${link('Bram', 'b')}!`)
    expect(sourceOf(type(both, 0, 18, ''))).toBe('')
    expect(sourceOf(type(both, 5, 14, ''))).toBe('Hi @Aram!')
  })

  test('of two that are the same, the one that was deleted is gone', () => {
    const twice = replaced(replaced(emptyDraft, 0, 0, '@Ada', ada), 4, 4, '@Ada', bram)
    expect(sourceOf(type(twice, 0, 4, ''))).toBe(link('Ada', 'b'))
    expect(sourceOf(type(twice, 4, 8, ''))).toBe(link('Ada', 'a'))
  })

  test('stays one where a text is put before it', () => {
    expect(sourceOf(joined(both, both))).toBe(`${sourceOf(both)}\n${sourceOf(both)}`)
    expect(joined(both, emptyDraft)).toBe(both)
  })

  test('in code is only its words', () => {
    for (const [before, after] of [
      ['`', '`'],
      ['```\n', '\n```'],
      ['\\', ''],
    ] as const) {
      const quoted = replaced({ text: before + after, spans: [] }, before.length, before.length, '@Ada', ada)
      expect(sourceOf(quoted)).toBe(`${before}@Ada${after}`)
    }
  })
})

describe('a text that is opened again', () => {
  test('shows names and keeps them mentions', () => {
    const draft = draftFrom(sourceOf(both))
    expect(draft).toEqual(both)
    expect(mentionsOf(sourceOf(type(draft, 0, 2, 'Hello')))).toEqual([ada, bram])
  })

  test.each([
    ['a link of another form', '[Ada](folkmoot:member/x) [@Ada](https://example.org)'],
    ['a name with marks we would write otherwise', `[@*Ada*](folkmoot:member/${idOf('a')})`],
    ['one in code', `\`${link('Ada', 'a')}\``],
    ['one in a fence', `\`\`\`\n${link('Ada', 'a')}\n\`\`\``],
    ['one that is escaped', `\\${link('Ada', 'a')}`],
    ['one whose id is no id', '[@Ada](folkmoot:member/abc)'],
    ['half of one', '[@Ada](folkmoot:member/'],
  ])('leaves %s as it was written', (_what, source) => {
    expect(draftFrom(source)).toEqual({ text: source, spans: [] })
  })

  test('is the same text again, whatever was written', () => {
    const bits = fc.constantFrom(
      '@',
      '[',
      ']',
      '(',
      ')',
      '\\',
      '`',
      '```\n',
      ' ',
      'x',
      link('Ada', 'a'),
      link('B\\]', 'b'),
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 12 }), (parts) => {
        const source = parts.join('')
        expect(sourceOf(draftFrom(source))).toBe(source)
      }),
    )
  })

  test('takes no time, however long and hostile', () => {
    for (const source of [
      '[@'.repeat(60_000),
      '\\'.repeat(120_000),
      `${link('A', 'a')} `.repeat(800),
      '`'.repeat(100_000),
    ])
      expect(sourceOf(draftFrom(source))).toBe(source)
  })
})

test('whatever a member is called, the mention means them and reads as their name', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((text) => !/[\s\p{C}]/u.test(text) && text.trim() !== '')
  fc.assert(
    fc.property(name, (called) => {
      const source = sourceOf(replaced({ text: 'to : ok', spans: [] }, 3, 3, `@${called}`, ada))
      expect(mentionsOf(source)).toEqual([ada])
      expect(parseMarkup(source)).toMatchObject([
        { children: [{ text: 'to ' }, { type: 'mention', text: `@${called}` }, { text: ': ok' }] },
      ])
    }),
  )
})
