/** Own messages that others do not see any more, since a device of this person was cut off or forked: to be written again, or let go. */
import type { EntryId, SpaceId } from '../../shared/index.ts'
import {
  type Entry,
  type LostEntry,
  readFiles,
  readMessage,
  readMessageAbout,
  readTopic,
} from '../../documents/index.ts'
import type { Database, Schema } from '../../storage/index.ts'
import type { Place } from './place.ts'

export const lostSchema: Schema = {
  room: 'lost',
  migrations: [`CREATE TABLE settled_lost (entry TEXT PRIMARY KEY) STRICT, WITHOUT ROWID`],
}

/** A lost message, and what holds its room. */
export interface Lost extends LostEntry {
  readonly place: Place
}

export class LostMessages {
  readonly #db: Database
  readonly #places: () => readonly Place[]
  /** What was found, until something is cut or forked anew. */
  readonly #found = new WeakMap<Place, readonly LostEntry[]>()

  /** @param places what holds the rooms: the community itself, and its private spaces */
  constructor(database: Database, places: () => readonly Place[]) {
    this.#db = database
    this.#places = places
  }

  /** Those that nobody has decided about, the oldest first. */
  all(most: number): Lost[] {
    const found: Lost[] = []
    for (const place of this.#places()) {
      for (const lost of this.#in(place)) {
        if (readMessage(lost.entry) !== undefined && !this.#isSettled(lost.id)) found.push({ ...lost, place })
        if (found.length >= most) break
      }
    }
    return found.sort((a, b) => a.entry.at - b.entry.at)
  }

  /**
   * Writes them again as new messages, each once however often this is asked, or lets go of them. Two branches of a feed have different
   * messages under one name; they are settled together.
   */
  settle(ids: readonly EntryId[], again: boolean): void {
    const all = this.all(Infinity)
    for (const id of new Set(ids)) {
      const named = all.filter((lost) => lost.id === id)
      if (again)
        for (const [at, { space, entry, place }] of named.entries()) sayAgain(place, space, entry, `again ${id} ${at}`)
      this.#db.transaction('authored', () => {
        this.#db.statement('INSERT OR IGNORE INTO settled_lost (entry) VALUES (?)').run(id)
      })
    }
  }

  #in(place: Place): readonly LostEntry[] {
    const known = this.#found.get(place)
    if (known) return known
    const found = [...place.documents.lost()]
    this.#found.set(place, found)
    const ends = [place.documents.onChange(({ anew }) => anew && forget()), place.membership.onChange(() => forget())]
    const forget = (): void => {
      this.#found.delete(place)
      for (const end of ends) end()
    }
    return found
  }

  #isSettled(id: EntryId): boolean {
    return this.#db.statement('SELECT 1 AS one FROM settled_lost WHERE entry = ?').get(id) !== undefined
  }
}

function sayAgain({ writing }: Place, space: SpaceId, entry: Entry, clientKey: string): void {
  const topic = readTopic(entry)
  if (topic) writing.boards.begin(space, topic, clientKey)
  else {
    // Who wrote it and where are as before, so its files open as before.
    const files = readFiles(entry)
    const adopt = (): void => undefined
    writing.send(space, readMessage(entry) ?? '', clientKey, readMessageAbout(entry), () => ({ files, adopt }))
  }
}
