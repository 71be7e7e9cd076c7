/**
 * Places that others depend on, kept right while entries come in. What a batch of new entries unsettles is looked at once the batch is
 * in, the earliest first, going on from an entry only when its time has changed. Pointers are hashes, so there are no circles; where
 * that way would be long all the same, the document is placed from nothing, which looks at each entry once.
 */
import { type DocumentId, entryId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'
import { baseTime, orderTime, placeAll } from './order.ts'
import {
  type PageRow,
  pointersOf,
  rowArrived,
  rowNamed,
  rowsOf,
  setPlace,
  sourcesOf,
  timesBefore,
} from './page-rows.ts'

/** How many entries are looked at one by one before their document is placed from nothing. */
const ONE_BY_ONE = 200

/** Entries whose time may not be right, with the time they have. */
export type Unsettled = Map<number, { readonly time: number; readonly document: DocumentId }>

/** @param moved told of each entry that got another time */
export function settleTimes(database: Database, unsettled: Unsettled, moved: (row: PageRow) => void): void {
  for (let looked = 0; unsettled.size > 0 && unsettled.size + looked <= ONE_BY_ONE; looked++) {
    const row = rowArrived(database, takeEarliest(unsettled))
    if (!row) continue
    const base = row.early ? baseTime(row.at, row.author, sourcesOf(database, row)) : row.at
    const time = orderTime(base, timesBefore(database, row))
    if (time === row.time) continue
    setPlace(database, row.arrival, time, row.early === 1)
    moved(row)
    for (const follower of followersOf(database, row)) {
      // It stood after this one for some other reason, and still does.
      if (follower.time > Math.max(time, row.time + 1)) continue
      unsettled.set(follower.arrival, follower)
    }
  }
  for (const document of new Set([...unsettled.values()].map((each) => each.document))) {
    placeAnew(database, document, moved)
  }
  unsettled.clear()
}

/** Those that must stand after an entry: whatever points at it, and the next of its feed. */
function followersOf(database: Database, row: Pick<PageRow, 'feed' | 'seq' | 'hash' | 'document'>): PageRow[] {
  const next = rowNamed(database, row.feed, row.seq + 1)
  const sources = sourcesOf(database, row)
  return next ? [...sources, next] : sources
}

function takeEarliest(unsettled: Unsettled): number {
  let [earliest, least] = [0, Infinity]
  for (const [arrival, { time }] of unsettled) if (time < least) [earliest, least] = [arrival, time]
  unsettled.delete(earliest)
  return earliest
}

function placeAnew(database: Database, document: DocumentId, moved: (row: PageRow) => void): void {
  const pointers = pointersOf(database, document)
  const rows = rowsOf(database, document)
  const places = placeAll(rows.map((row) => ({ ...row, seen: pointers.get(row.arrival) ?? [] })))
  for (const row of rows) {
    const place = places.get(entryId(row.feed, row.seq))
    if (!place || (place.time === row.time && Number(place.early) === row.early)) continue
    setPlace(database, row.arrival, place.time, place.early)
    if (place.time !== row.time) moved(row)
  }
}
