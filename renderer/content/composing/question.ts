/** What the person is about to name where they type: somebody after an @, an emoji after a colon. Pure. */
export interface Question {
  readonly kind: 'mention' | 'emoji'
  /** Where the @ or the colon stands. */
  readonly at: number
  /** What was typed after it. */
  readonly typed: string
}

/** Characters before the caret that are looked at. */
const near = 64
// Not after a Latin letter or a digit, where addresses and times have these signs; scripts that put no space between words need none.
const begun = String.raw`(?:^|[^\p{Script=Latin}\p{N}\p{M}_.+%@:/-])`
// A name may have spaces, so that several words are taken.
const somebody = new RegExp(`${begun}[@＠]([^\\n@＠\`]{0,40})$`, 'u')
const anEmoji = new RegExp(`${begun}[:：]([\\p{L}\\p{M}\\p{N}_+-]{2,30})$`, 'u')

/** `caret`: where the person types, or nothing when a piece is selected. */
export function questionAt(text: string, caret: number | undefined): Question | undefined {
  if (caret === undefined) return undefined
  const before = text.slice(Math.max(0, caret - near), caret)
  const after = text[caret] ?? ' '
  // In the middle of a word nothing is being begun.
  if (/[\p{Script=Latin}\p{N}]/u.test(after)) return undefined
  const typed = somebody.exec(before)?.[1]
  const kind = typed === undefined ? 'emoji' : 'mention'
  const words = typed ?? anEmoji.exec(before)?.[1]
  if (words === undefined || isCode(text, caret)) return undefined
  return { kind, at: caret - words.length - 1, typed: words }
}

/** Whether what is typed here will be code, as far as can be told while it is open. */
function isCode(text: string, caret: number): boolean {
  return (text.slice(0, caret).match(/`+/g)?.length ?? 0) % 2 === 1
}
