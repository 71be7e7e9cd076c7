import type { MessageRow } from '../../core/contract/index.ts'

/**
 * What the person has typed and not yet sent, by place. Here in memory; core keeps what stands in rooms and threads, for the
 * browser's own storage lies on disk in the clear, and everything people write is encrypted there.
 */
const drafts = new Map<string, string>()
/** The message each of them answers. */
const answered = new Map<string, MessageRow>()
const listeners = new Set<(place: string) => void>()

export function draftOf(place: string): string {
  return drafts.get(place) ?? ''
}

/** Whether anything was typed there since the screens were opened, be it only to be sent. */
export function hasDraft(place: string): boolean {
  return drafts.has(place)
}

export function keepDraft(place: string, text: string): void {
  if (drafts.get(place) === text) return
  drafts.set(place, text)
  for (const listener of [...listeners]) listener(place)
}

/** The message that is being answered there. */
export function answeredIn(place: string): MessageRow | undefined {
  return answered.get(place)
}

export function keepAnswered(place: string, row: MessageRow | undefined): void {
  if (answered.get(place) === row) return
  if (row) answered.set(place, row)
  else answered.delete(place)
  for (const listener of [...listeners]) listener(place)
}

/** Takes over what core had kept, unless the person was faster. */
export function putDraft(place: string, text: string, reply?: MessageRow): void {
  if (drafts.has(place)) return
  drafts.set(place, text)
  if (reply && !answered.has(place)) keepAnswered(place, reply)
}

/** Tells of each change, until the answer is called. */
export function watchDrafts(told: (place: string) => void): () => void {
  listeners.add(told)
  return () => void listeners.delete(told)
}
