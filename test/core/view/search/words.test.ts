/** How texts are cut into what they are found by, in any script; and what is found the other way round. */
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../../core/shared/index.ts'
import { hasAll, snippetOf, termsOf } from '../../../../core/view/index.ts'
import { plainOf } from '../../../../core/view/search/plain.ts'
import { wordsOf } from '../../../../core/view/search/words.ts'

const words = (text: string): string[] => wordsOf(text.normalize('NFC')).words.map(({ word }) => word)
/** Whether somebody who types this finds that. */
const finds = (typed: string, text: string, open = false): boolean =>
  hasAll(text.normalize('NFC'), termsOf(typed, open))

describe('words', () => {
  it('are without case, accents and punctuation, however they were typed', () => {
    expect(words("Don't stop_it: 3.14 CAFÉ, cafe\u0301!")).toEqual(['dont', 'stop', 'it', '3', '14', 'cafe', 'cafe'])
    expect(finds('don’t', "don't")).toBe(true)
    expect(words('ﬁne ＡＢＣ ²')).toEqual(['fine', 'abc', '2'])
    expect(words('Ελλάς ΕΛΛΑΣ')).toEqual(['ελλασ', 'ελλασ'])
    expect(words('İSTANBUL ısı')).toEqual(['istanbul', 'isi'])
  })

  it('of German stay whole, and ß is ss', () => {
    expect(words('Die Straßenbahnhaltestelle')).toEqual(['die', 'strassenbahnhaltestelle'])
    expect(finds('STRASSENBAHN', 'Straßenbahnhaltestelle', true)).toBe(true)
    expect(finds('haltestelle', 'Straßenbahnhaltestelle', true)).toBe(false)
  })

  it('of Arabic and Hebrew are the same with and without their vowel signs', () => {
    expect(words('كِتَابٌ جَمِيلٌ')).toEqual(['كتاب', 'جميل'])
    expect(finds('كتاب', 'هذا كِتَابٌ')).toBe(true)
    expect(finds('كـــتاب', 'كتاب')).toBe(true)
    expect(finds('שלום', 'שָׁלוֹם')).toBe(true)
    expect(finds('می‌خواهم', 'میخواهم')).toBe(true)
  })

  it('of Chinese, Japanese, Korean and Thai are found by any part of a sentence', () => {
    expect(words('我們在東京')).toEqual(['我們', '們在', '在東', '東京'])
    expect(finds('東京', '我們在東京吃飯')).toBe(true)
    expect(finds('京東', '我們在東京吃飯')).toBe(false)
    expect(finds('飯', '我們在東京吃飯')).toBe(true)
    expect(finds('ラーメン', 'おいしいラーメンを食べる')).toBe(true)
    expect(finds('ガギ', 'ｶﾞｷﾞ')).toBe(true)
    expect(finds('서울', '서울에서 만나요')).toBe(true)
    expect(finds('서울', '서울에서 만나요'.normalize('NFD'))).toBe(true)
    expect(finds('ไทย', 'ภาษาไทยสวย')).toBe(true)
    // Half a syllable is typed.
    expect(finds('ที', 'วันที่ดี')).toBe(true)
    expect(finds('東京 tower', '東京tower')).toBe(true)
  })

  it('may be pictures, in any colour of skin, and flags', () => {
    expect(words('ok 👍🏽 👩‍👩‍👧 🇩🇪')).toEqual(['ok', '👍', '👩', '👩', '👧', '🇩🇪'])
    expect(finds('👍', 'well done👍🏿')).toBe(true)
    expect(finds('🇫🇷', '🇩🇪🇫🇷')).toBe(true)
    expect(finds('🇪🇫', '🇩🇪🇫🇷')).toBe(false)
  })

  it('stand where they stand in the text', () => {
    const text = 'Ein Straßenfest in 東京都!'
    const [, fest, , tokyo] = wordsOf(text).words
    expect(text.slice(fest?.from, fest?.to)).toBe('Straßenfest')
    expect(text.slice(tokyo?.from, tokyo?.to)).toBe('東京')
  })

  it('are bounded, whatever is thrown at them', () => {
    const many = 'a '.repeat(100_000)
    expect(words(many)).toHaveLength(LIMITS.searchWords)
    expect(words('水'.repeat(50_000)).length).toBeLessThanOrEqual(LIMITS.searchWords)
    expect(words('x'.repeat(100_000))).toEqual(['x'.repeat(LIMITS.searchWordChars)])
    expect(words(`e${'\u0301'.repeat(50_000)}`)).toEqual(['e'])
    expect(words(`a${"'a".repeat(50_000)}`)[0]?.length).toBeLessThanOrEqual(LIMITS.searchWordChars)
    expect(words('\uD800x \uDC00')).toEqual(['x'])
    expect(words('\u0000\u202E.,;')).toEqual([])
  })
})

describe('terms', () => {
  it('stand beside each other when they were typed as one', () => {
    expect(finds('seed-swap', 'the seed swap')).toBe(true)
    expect(finds('seed-swap', 'swap the seed')).toBe(false)
    expect(finds('seed swap', 'the seed of a swap')).toBe(false)
  })

  it('go on while they are typed, unless one letter would stand for everything', () => {
    expect(finds('tom', 'tomatoes', true)).toBe(true)
    expect(finds('tom', 'tomatoes')).toBe(false)
    expect(finds('t', 'tomatoes', true)).toBe(false)
    expect(finds('tom.', 'tomatoes', true)).toBe(false)
  })
})

describe('what is shown', () => {
  const long = `${'filling words of no meaning '.repeat(20)}the Café opens${' and so on'.repeat(40)}`

  it('is the piece around what was found, with its place marked', () => {
    const { text, marks } = snippetOf(long, termsOf('cafe', false))
    expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(['Café'])
    expect(text.length).toBeLessThanOrEqual(LIMITS.snippetChars + 2)
    expect(text).toMatch(/^….*…$/)
  })

  it('is the beginning when nothing stands in it, and never half a picture', () => {
    expect(snippetOf('a\nb', [])).toEqual({ text: 'a b', marks: [] })
    for (let by = 0; by < 4; by++) {
      const { text } = snippetOf(`${'x'.repeat(by)}${'👍'.repeat(500)}`, [])
      expect(text.isWellFormed()).toBe(true)
    }
  })

  it('marks what overlaps once', () => {
    const terms = [...termsOf('我們在', false), ...termsOf('在東京', false)]
    expect(snippetOf('我們在東京', terms).marks).toEqual([{ from: 0, to: 5 }])
  })
})

describe('a message', () => {
  it('is searched as it is shown, and is known to hold a link', () => {
    expect(plainOf('**bold** `code` ~~gone~~').text).toBe('bold code gone')
    expect(plainOf('see [the plan](https://example.org/secret)')).toEqual({ text: 'see the plan', link: true })
    expect(plainOf('https://example.org')).toMatchObject({ link: true })
    expect(plainOf('> - [x](https://example.org)').link).toBe(true)
    expect(plainOf('nothing here')).toEqual({ text: 'nothing here', link: false })
    expect(plainOf('`https://example.org`').link).toBe(false)
  })
})
