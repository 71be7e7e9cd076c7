/** How rows stand together: under one name, under a day, under the line that says what is new. Pure. */
import { daysBetween } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'

export interface Line {
  readonly row: MessageRow
  /** Begins a group: shows who wrote it and when. */
  readonly head: boolean
  /** Begins a day. */
  readonly day: boolean
  /** What follows is new since the person left. */
  readonly fresh: boolean
}

/** Which arrivals are new: those after what was read when the person left, up to what was there when they came back. */
export interface Fresh {
  readonly after: number
  readonly upTo: number
}

const together = 5 * 60_000

export function linesOf(rows: readonly MessageRow[], fresh: Fresh, wholeTop: boolean): readonly Line[] {
  const firstFresh = rows.findIndex(({ arrival, mine }) => !mine && arrival > fresh.after && arrival <= fresh.upTo)
  // Where everything held is new, its beginning is further up: a line here would not tell the truth.
  const lineAt = firstFresh > 0 || wholeTop ? firstFresh : -1
  return rows.map((row, index) => {
    const before = rows[index - 1]
    const day = before === undefined ? wholeTop : daysBetween(before.time, row.time) !== 0
    const isFresh = index === lineAt
    const head = before === undefined || day || isFresh || !follows(before, row)
    return { row, head, day, fresh: isFresh }
  })
}

function follows(before: MessageRow, row: MessageRow): boolean {
  // What answers something shows under a name of its own, since the answered stands between.
  if (row.reply) return false
  return before.author === row.author && before.late === row.late && Math.abs(row.at - before.at) < together
}
