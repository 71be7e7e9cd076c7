/**
 * The rows of a room that the screen holds: a stretch of the whole, sorted by (time, id), that grows at either end as the person
 * scrolls and is cut at the far end. Pure; knows nothing of core, React or the clock.
 */
import type { MessageRow, Position, RoomEvent } from '../session/index.ts'

export interface Rows {
  readonly list: readonly MessageRow[]
  /** Whether the room has rows beyond the held ones. */
  readonly above: boolean
  readonly below: boolean
  readonly total: number
  readonly readUpTo: number
  /** The last change was made at the top: the view keeps its place by the distance from the end. */
  readonly atTop: boolean
  /** Counts complete replacements: the view begins anew. */
  readonly window: number
  /** The message a thread began with, where these are the rows of one and it is here. */
  readonly first?: MessageRow | undefined
}

export type RowsChange =
  | RoomEvent
  | { readonly type: 'older' | 'newer'; readonly rows: readonly MessageRow[]; readonly more: boolean }
  | { readonly type: 'cut-above' | 'cut-below' }
  /** The person has asked for the newest rows, which a fresh window brings. */
  | { readonly type: 'present'; readonly rows: readonly MessageRow[]; readonly more: boolean }
  /** The person has jumped: the rows around the one they look for. */
  | {
      readonly type: 'around'
      readonly rows: readonly MessageRow[]
      readonly above: boolean
      readonly below: boolean
    }

/** Rows held at most. */
export const mostRows = 1200

export const noRows: Rows = { list: [], above: false, below: false, total: 0, readUpTo: 0, atTop: false, window: 0 }

/** Below zero when `a` stands above `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a.time !== b.time) return a.time - b.time
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export function changeRows(rows: Rows, change: RowsChange): Rows {
  switch (change.type) {
    case 'window':
      return windowed(standing(rows, change), change.rows)
    case 'changes':
      return changed({ ...standing(rows, change), atTop: false }, change.rows)
    case 'older':
      return { ...rows, list: merged(change.rows, rows.list), above: change.more, atTop: true }
    case 'newer':
      return { ...rows, list: merged(rows.list, change.rows), below: change.more, atTop: false }
    case 'cut-above':
      if (rows.list.length <= mostRows) return rows
      return { ...rows, list: rows.list.slice(-mostRows), above: true, atTop: true }
    case 'cut-below':
      if (rows.list.length <= mostRows) return rows
      return { ...rows, list: rows.list.slice(0, mostRows), below: true, atTop: false }
    case 'present':
      return {
        ...rows,
        list: sorted(change.rows),
        above: change.more,
        below: false,
        atTop: false,
        window: rows.window + 1,
      }
    case 'around':
      return {
        ...rows,
        list: sorted(change.rows),
        above: change.above,
        below: change.below,
        atTop: false,
        window: rows.window + 1,
      }
  }
}

/** What an event says of the whole. */
function standing(rows: Rows, { gone, total, readUpTo, first }: RoomEvent): Rows {
  const same = first && rows.first && sameRow(rows.first, first)
  return { ...without(rows, gone), total, readUpTo, first: same ? rows.first : first }
}

/** Without what is shown no more, wherever it stands. */
function without(rows: Rows, gone: readonly string[]): Rows {
  if (gone.length === 0) return rows
  const all = new Set(gone)
  return { ...rows, list: rows.list.filter(({ id }) => !all.has(id)) }
}

/** A window comes at the beginning, and again after a lost link: then the rows above it stay, if nothing can be missing between. */
function windowed(rows: Rows, fresh: readonly MessageRow[]): Rows {
  const last = rows.list.at(-1)
  const first = fresh[0]
  // Whoever reads far above goes on reading: the newest rows are fetched when the person gets there.
  if (rows.below) return changed(rows, fresh)
  if (last && first && comparePositions(first, last) <= 0) {
    const kept = rows.list.filter((row) => comparePositions(row, first) < 0)
    return { ...rows, list: merged(kept, fresh), atTop: false }
  }
  return {
    ...rows,
    list: sorted(fresh),
    above: fresh.length < rows.total,
    below: false,
    atTop: false,
    window: rows.window + 1,
  }
}

function changed(rows: Rows, news: readonly MessageRow[]): Rows {
  const known = new Set(rows.list.map(({ id }) => id))
  const first = rows.list[0]
  const last = rows.list.at(-1)
  const held = news.filter((row) => {
    if (known.has(row.id)) return true
    if (rows.above && first && comparePositions(row, first) < 0) return false
    return !(rows.below && last && comparePositions(row, last) > 0)
  })
  return held.length === 0 ? rows : { ...rows, list: merged(rows.list, held) }
}

/** Both lists as one; where both have a row, the second is the newer truth. */
function merged(one: readonly MessageRow[], other: readonly MessageRow[]): readonly MessageRow[] {
  const all = new Map(one.map((row) => [row.id, row]))
  for (const row of other) {
    const old = all.get(row.id)
    all.set(row.id, old && sameRow(old, row) ? old : row)
  }
  return sorted([...all.values()])
}

function sorted(list: readonly MessageRow[]): readonly MessageRow[] {
  const inOrder = list.every((row, index) => {
    const before = list[index - 1]
    return before === undefined || comparePositions(before, row) < 0
  })
  return inOrder ? list : list.toSorted(comparePositions)
}

/** Whether nothing on screen would differ: then the old object stays, and its row is not drawn again. */
function sameRow(a: MessageRow, b: MessageRow): boolean {
  const keys = Object.keys(b) as (keyof MessageRow)[]
  return keys.length === Object.keys(a).length && keys.every((key) => sameValue(a[key], b[key]))
}

/** What hangs on a row (reply, thread, reactions) is small and comes as data in one order of keys. */
function sameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
}
