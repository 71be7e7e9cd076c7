const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** One or two letters that stand for a name: of its first two words, or its first two letters. */
export function initials(name: string): string {
  const words = name.match(/(?:[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]|\u200D|\uFE0F)+/gu) ?? []
  const [first = '', second] = words
  const letters =
    second === undefined
      ? lettersOf(first).slice(0, 2)
      : [...lettersOf(first).slice(0, 1), ...lettersOf(second).slice(0, 1)]
  return letters.join('').toLocaleUpperCase() || '?'
}

function lettersOf(word: string): string[] {
  return [...graphemes.segment(word.slice(0, 40))].map(({ segment }) => segment)
}
