/** Which private spaces this profile has, and of which community: kept in profile.db, so that a damaged file takes nothing else along. */
import type { CommunityId } from '../../../shared/index.ts'
import type { Database, Schema } from '../../../storage/index.ts'

export const privateSchema: Schema = {
  room: 'private-spaces',
  migrations: [
    `CREATE TABLE private_space (
       number INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       community TEXT NOT NULL,
       state TEXT NOT NULL CHECK (state IN ('making', 'open', 'leaving', 'gone')),
       secret BLOB NOT NULL,
       genesis BLOB NOT NULL
     ) STRICT;
     CREATE INDEX private_space_community ON private_space (community)`,
  ],
}

/**
 * making: a stop in the middle undoes it; leaving: shown no more, and kept until somebody has been told; gone: left, and not taken up
 * again however often others write.
 */
export type PrivateState = 'making' | 'open' | 'leaving' | 'gone'

export interface KnownPrivate {
  /** The id of its log. */
  readonly id: CommunityId
  readonly community: CommunityId
  readonly state: PrivateState
  /** 16 bytes. */
  readonly secret: Uint8Array
  /** The sealed first action: all that is needed to begin again and be sent the rest. */
  readonly genesis: Uint8Array
}

export class PrivateRegistry {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Those of one community, in the order they became known. */
  all(community: CommunityId): KnownPrivate[] {
    return this.#db
      .statement<KnownPrivate>('SELECT * FROM private_space WHERE community = ? ORDER BY number')
      .all(community)
      .map(plain)
  }

  get(id: CommunityId): KnownPrivate | undefined {
    const row = this.#db.statement<KnownPrivate>('SELECT * FROM private_space WHERE id = ?').get(id)
    return row && plain(row)
  }

  add({ id, community, state, secret, genesis }: KnownPrivate): void {
    this.#db.transaction('authored', () => {
      this.#db
        .statement('INSERT INTO private_space (id, community, state, secret, genesis) VALUES (?, ?, ?, ?, ?)')
        .run(id, community, state, secret, genesis)
    })
  }

  become(id: CommunityId, state: PrivateState): void {
    this.#db.transaction('authored', () => {
      this.#db.statement('UPDATE private_space SET state = ? WHERE id = ?').run(state, id)
    })
  }

  remove(id: CommunityId): void {
    this.#db.transaction('authored', () => void this.#db.statement('DELETE FROM private_space WHERE id = ?').run(id))
  }
}

function plain({ id, community, state, secret, genesis }: KnownPrivate): KnownPrivate {
  return { id, community, state, secret: Uint8Array.from(secret), genesis: Uint8Array.from(genesis) }
}
