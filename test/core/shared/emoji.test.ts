import { describe, expect, test } from 'vitest'
import { isEmoji } from '../../../core/shared/index.ts'

describe('one emoji', () => {
  test.each([
    ['a face', '😀'],
    ['a heart with its selector', '❤️'],
    ['a thumb with a skin tone', '👍🏽'],
    ['a flag of two letters', '🇩🇪'],
    ['a flag of tags', '🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}'],
    ['a key cap', '#️⃣'],
    ['a family', '👨‍👩‍👧‍👦'],
    ['two who kiss, with skin tones: the longest there is', '👩🏽‍❤️‍💋‍👨🏿'],
  ])('is %s', (_what, text) => {
    expect(isEmoji(text)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['a letter', 'a'],
    ['a digit, which is part of emoji', '1'],
    ['words', ':thumbsup:'],
    ['two of them', '👍👍'],
    ['one and a space', '👍 '],
    ['one and a line end', '👍\n'],
    ['one and what cannot be seen', '👍\u200B'],
    ['one and a mark that turns the direction', '\u202E👍'],
    ['a selector alone', '\uFE0F'],
    ['a joiner alone', '\u200D'],
    ['the same heart without its selector', '❤'],
    ['a thumb with a selector it does not take', '👍\uFE0F'],
    ['a flag of half a pair', '🇩'],
    ['a flag of a country that is none', '🇽🇽'],
    ['joined ones nobody draws', '👍\u200D👎'],
    ['a family without end', '👨' + '\u200D👩'.repeat(1000)],
    ['a letter under a heap of accents', 'a' + '\u0301'.repeat(30)],
    ['a lone surrogate', '\uD83D'],
    ['a megabyte', '👍'.repeat(250_000)],
  ])('is not %s', (_what, text) => {
    expect(isEmoji(text)).toBe(false)
  })
})
