/**
 * What the person has typed and not yet sent, by room. In memory alone: the browser's own storage lies on disk in the clear,
 * and everything people write is encrypted there.
 */
const drafts = new Map<string, string>()

export function draftOf(room: string): string {
  return drafts.get(room) ?? ''
}

export function keepDraft(room: string, text: string): void {
  if (text === '') drafts.delete(room)
  else drafts.set(room, text)
}
