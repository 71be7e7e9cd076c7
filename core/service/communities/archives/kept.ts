/** Which archives this profile keeps to be read, in the order they came; kept in profile.db. */
import type { CommunityId } from '../../../shared/index.ts'
import type { Database, Schema } from '../../../storage/index.ts'

export const archiveSchema: Schema = {
  room: 'archives',
  migrations: [
    `CREATE TABLE kept_archive (
       position INTEGER PRIMARY KEY,
       place TEXT NOT NULL UNIQUE,
       community TEXT NOT NULL,
       name TEXT NOT NULL,
       newest INTEGER NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('filling', 'kept'))
     ) STRICT`,
  ],
}

export interface KeptArchive {
  /** What it is called in this profile, in place of a community's id. */
  readonly place: CommunityId
  /** The community it is of. */
  readonly of: CommunityId
  readonly name: string
  /** ms: the newest moment in it. */
  readonly newest: number
}

export class KeptArchives {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Those that can be read. */
  all(): KeptArchive[] {
    return this.#in('kept')
  }

  /** Those whose filling was cut short, or goes on. */
  unfinished(): KeptArchive[] {
    return this.#in('filling')
  }

  get(place: CommunityId): KeptArchive | undefined {
    return this.all().find((each) => each.place === place)
  }

  /** Its database is about to be filled. */
  begin({ place, of, name, newest }: KeptArchive): void {
    this.#db.transaction('authored', () => {
      this.#db
        .statement(
          `INSERT OR REPLACE INTO kept_archive (place, community, name, newest, state) VALUES (?, ?, ?, ?, 'filling')`,
        )
        .run(place, of, name, newest)
    })
  }

  /** All of it is there. */
  finish(place: CommunityId): void {
    this.#db.transaction('authored', () => {
      this.#db.statement(`UPDATE kept_archive SET state = 'kept' WHERE place = ?`).run(place)
    })
  }

  remove(place: CommunityId): void {
    this.#db.transaction(
      'authored',
      () => void this.#db.statement('DELETE FROM kept_archive WHERE place = ?').run(place),
    )
  }

  #in(state: 'filling' | 'kept'): KeptArchive[] {
    return this.#db
      .statement<Row>('SELECT place, community, name, newest FROM kept_archive WHERE state = ? ORDER BY position')
      .all(state)
      .map(({ place, community, name, newest }) => ({ place, of: community, name, newest }))
  }
}

interface Row {
  place: CommunityId
  community: CommunityId
  name: string
  newest: number
}
