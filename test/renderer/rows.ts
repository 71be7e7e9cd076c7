/** Rows of a room for tests: the n-th row stands n minutes after the first. */
import type { EntryId, MemberId, MessageRow } from '../../renderer/session/index.ts'

export const start = new Date(2026, 10, 12, 8, 0).getTime()
const minute = 60_000

export function row(n: number, over: Partial<MessageRow> = {}): MessageRow {
  return {
    id: `${n.toString(16).padStart(32, '0')}.1` as EntryId,
    time: start + n * minute,
    at: start + n * minute,
    author: 'ada' as MemberId,
    authorName: 'Ada',
    mine: false,
    text: `row ${n}`,
    late: false,
    withdrawn: false,
    forked: false,
    arrival: n,
    reached: 0,
    reactions: [],
    files: [],
    pinned: false,
    ...over,
  }
}

export function rows(from: number, to: number): MessageRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => row(from + index))
}
