/**
 * What the person has typed and not yet sent, by place. Here in memory; core keeps what stands in rooms and threads, for the
 * browser's own storage lies on disk in the clear, and everything people write is encrypted there.
 */
const drafts = new Map<string, string>()
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

/** Takes over what core had kept, unless the person was faster. */
export function putDraft(place: string, text: string): void {
  if (!drafts.has(place)) drafts.set(place, text)
}

/** Tells of each change, until the answer is called. */
export function watchDrafts(told: (place: string) => void): () => void {
  listeners.add(told)
  return () => void listeners.delete(told)
}
