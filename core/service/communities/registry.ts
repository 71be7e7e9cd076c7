/** Which communities this profile has, in the order of the rail; kept in profile.db. */
import type { CommunityId } from '../../shared/index.ts'
import type { Database, Schema } from '../../storage/index.ts'

export const registrySchema: Schema = {
  room: 'registry',
  migrations: [
    `CREATE TABLE community (
       position INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       state TEXT NOT NULL CHECK (state IN ('joining', 'member', 'left')),
       name TEXT NOT NULL,
       display_name TEXT NOT NULL,
       link TEXT
     ) STRICT`,
  ],
}

export interface Registered {
  readonly id: CommunityId
  readonly state: 'joining' | 'member' | 'left'
  /** Its name as last known. */
  readonly name: string
  /** How this person is named in it. */
  readonly displayName: string
  /** The invite link, while joining. */
  readonly link: string | undefined
}

export class Registry {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  all(): Registered[] {
    return this.#db.statement<Row>('SELECT * FROM community ORDER BY position').all().map(registeredOf)
  }

  get(id: CommunityId): Registered | undefined {
    const row = this.#db.statement<Row>('SELECT * FROM community WHERE id = ?').get(id)
    return row && registeredOf(row)
  }

  /** Adds a community at the end of the rail, or replaces what is known of one. */
  put({ id, state, name, displayName, link }: Registered): void {
    this.#db.transaction('authored', () => {
      this.#db
        .statement(
          `INSERT INTO community (id, state, name, display_name, link) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET state = excluded.state, name = excluded.name, display_name = excluded.display_name, link = excluded.link`,
        )
        .run(id, state, name, displayName, link ?? null)
    })
  }

  remove(id: CommunityId): void {
    this.#db.transaction('authored', () => void this.#db.statement('DELETE FROM community WHERE id = ?').run(id))
  }
}

interface Row {
  id: CommunityId
  state: Registered['state']
  name: string
  display_name: string
  link: string | null
}

function registeredOf(row: Row): Registered {
  return { id: row.id, state: row.state, name: row.name, displayName: row.display_name, link: row.link ?? undefined }
}
