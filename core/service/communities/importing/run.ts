/** How far a file was brought into a community, kept with what came of it: after a crash it goes on from there. */
import type { DocumentId, EntryId, SpaceId } from '../../../shared/index.ts'
import type { Database } from '../../../storage/index.ts'

export interface RunRoom {
  readonly space: SpaceId
  /** The page written in last by this process, and what stands last there: when it was said, ms, and the moment it stands at. */
  page: DocumentId | undefined
  said: number
  last: number
}

const freshRoom = (space: SpaceId): RunRoom => ({ space, page: undefined, said: 0, last: 0 })

export class ImportRun {
  readonly #db: Database
  readonly #number: number
  readonly #rooms = new Map<string, RunRoom>()
  /** Messages of the file that were looked at, and of these written. */
  done: number
  written: number

  /** @param file what tells this file from all others */
  constructor(database: Database, file: string) {
    this.#db = database
    database.statement('INSERT OR IGNORE INTO import_run (file, done, written, over) VALUES (?, 0, 0, 0)').run(file)
    const row = database
      .statement<{ number: number; done: number; written: number }>(
        'SELECT number, done, written FROM import_run WHERE file = ?',
      )
      .get(file)
    this.#number = row?.number ?? 0
    this.done = row?.done ?? 0
    this.written = row?.written ?? 0
    for (const { room, space } of this.#keptRooms()) this.#rooms.set(room, freshRoom(space))
  }

  room(id: string): RunRoom | undefined {
    return this.#rooms.get(id)
  }

  keepRoom(id: string, space: SpaceId): void {
    this.#rooms.set(id, freshRoom(space))
    this.#db
      .statement('INSERT OR REPLACE INTO import_room (run, room, space) VALUES (?, ?, ?)')
      .run(this.#number, id, space)
  }

  /** The entry a message of the file became. */
  entry(id: string): EntryId | undefined {
    return this.#db
      .statement<{ entry: EntryId }>('SELECT entry FROM import_item WHERE run = ? AND id = ?')
      .get(this.#number, id)?.entry
  }

  keepEntry(id: string, entry: EntryId): void {
    this.#db.statement('INSERT INTO import_item (run, id, entry) VALUES (?, ?, ?)').run(this.#number, id, entry)
  }

  /** Keeps how far it has come. */
  keep(done: number, written: number, isOver: boolean): void {
    this.#db
      .statement('UPDATE import_run SET done = ?, written = ?, over = ? WHERE number = ?')
      .run(done, written, Number(isOver), this.#number)
    this.done = done
    this.written = written
  }

  #keptRooms() {
    return this.#db
      .statement<{ room: string; space: SpaceId }>('SELECT room, space FROM import_room WHERE run = ?')
      .all(this.#number)
  }
}
