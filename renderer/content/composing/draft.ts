/**
 * What is being written: a text as the person sees it, and which pieces of it are mentions that were chosen. A piece whose words
 * are changed is plain text again. Pure.
 */
import type { Mention } from '../../../core/shared/index.ts'

/** A chosen mention: the characters (UTF-16) from `at` to before `end` are its words, with the @. */
export interface Span {
  readonly at: number
  readonly end: number
  readonly of: Mention
}

export interface Draft {
  readonly text: string
  /** In the order of the text; they do not overlap. */
  readonly spans: readonly Span[]
}

export const emptyDraft: Draft = { text: '', spans: [] }

/** The draft after the person changed its text; `caret` is where they stand afterwards. */
export function edited({ text: before, spans }: Draft, text: string, caret: number): Draft {
  if (spans.length === 0) return { text, spans }
  // What stands behind the caret was there before, unless this was no typing; then both ends tell what is the same.
  const behind = text.slice(caret)
  const kept = before.endsWith(behind) ? behind.length : sameEnd(before, text)
  const from = sameStart(before, text, Math.min(before.length, text.length) - kept)
  return { text, spans: moved(spans, from, before.length - kept, text.length - before.length) }
}

/** Puts words in place of what stands from `from` to before `to`, as a mention when `of` says whom they mean. */
export function replaced({ text, spans }: Draft, from: number, to: number, words: string, of?: Mention): Draft {
  const around = moved(spans, from, to, words.length - (to - from))
  const own = of ? [{ at: from, end: from + words.length, of }] : []
  return {
    text: text.slice(0, from) + words + text.slice(to),
    spans: [...around, ...own].toSorted((a, b) => a.at - b.at),
  }
}

/** One text before another, on a line of its own. */
export function joined(first: Draft, second: Draft): Draft {
  if (second.text === '') return first
  const ahead = `${first.text}\n`
  return { text: ahead + second.text, spans: [...first.spans, ...moved(second.spans, 0, 0, ahead.length)] }
}

/** Spans after what stood from `from` to before `to` became `by` characters longer; those it touched are gone. */
function moved(spans: readonly Span[], from: number, to: number, by: number): readonly Span[] {
  return spans.flatMap((span) => {
    if (span.end <= from) return [span]
    return span.at >= to ? [{ ...span, at: span.at + by, end: span.end + by }] : []
  })
}

function sameStart(one: string, other: string, most: number): number {
  let same = 0
  while (same < most && one[same] === other[same]) same += 1
  return same
}

function sameEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length)
  let same = 0
  while (same < most && one.at(-1 - same) === other.at(-1 - same)) same += 1
  return same
}
