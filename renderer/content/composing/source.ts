/** A draft as the text that is kept and sent, in which mentions are links; and back. */
import { mentionHref, mentionOf } from '../../../core/shared/index.ts'
import { emptyDraft, type Draft, type Span } from './draft.ts'

/** What would begin something in Markdown where a name stands. */
const marks = /[\\`*_[\]<>&~|!]/g
const link = /\[@((?:[^\\[\]\n]|\\.){1,200})\]\((folkmoot:[\w/-]{1,60})\)/g

/** The text others get. A mention whose words are in code stays words: nobody is told by code. */
export function sourceOf({ text, spans }: Draft): string {
  let source = ''
  let done = 0
  for (const { at, end, of } of spans) {
    if (isQuoted(text, at, end)) continue
    const name = text.slice(at + 1, end).replaceAll(marks, String.raw`\$&`)
    source += `${text.slice(done, at)}[@${name}](${mentionHref(of)})`
    done = end
  }
  return source + text.slice(done)
}

/** The draft which becomes exactly this text: links that we would not write so are left as they were written. */
export function draftFrom(source: string): Draft {
  let { text } = emptyDraft
  let done = 0
  const spans: Span[] = []
  for (const { 0: whole, 1: name = '', 2: href = '', index } of source.matchAll(link)) {
    const of = mentionOf(href)
    if (!of || isQuoted(source, index, index + whole.length)) continue
    text += source.slice(done, index)
    const at = text.length
    text += `@${name.replaceAll(/\\(.)/g, '$1')}`
    spans.push({ at, end: text.length, of })
    done = index + whole.length
  }
  const draft: Draft = { text: text + source.slice(done), spans }
  return sourceOf(draft) === source ? draft : { text: source, spans: [] }
}

/** Whether a piece of a text stands between marks of code, or its first character is escaped. */
function isQuoted(text: string, at: number, end: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes += 1
  if (slashes % 2 === 1) return true
  return (text.slice(0, at).match(/`+/g)?.length ?? 0) % 2 === 1 && text.includes('`', end)
}
