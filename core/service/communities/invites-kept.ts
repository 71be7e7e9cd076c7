/** Invites made on this device: kept so that their links can be shown and copied again. */
import { base64url, Listeners, type Log } from '../../shared/index.ts'
import { type Certificate, readLink } from '../../membership/index.ts'
import type { Database, Schema } from '../../storage/index.ts'

export const madeInviteSchema: Schema = {
  room: 'invites',
  migrations: [
    `CREATE TABLE made_invite (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, link TEXT NOT NULL) STRICT`,
  ],
}

export interface MadeInvite {
  /** Base64url of the invite's 32-byte key. */
  readonly key: string
  readonly link: string
  readonly certificate: Certificate
}

export class KeptInvites {
  readonly #db: Database
  readonly #changed: Listeners<void>
  /** Read once, since reading a link checks its signatures. */
  #made: readonly MadeInvite[] | undefined

  constructor(database: Database, log: Log) {
    this.#db = database
    this.#changed = new Listeners(() => log.error('invites.listener'))
  }

  /** Newest first. */
  all(): readonly MadeInvite[] {
    this.#made ??= this.#db
      .statement<{ link: string }>('SELECT link FROM made_invite ORDER BY number DESC')
      .all()
      .map(({ link }) => madeInvite(link))
    return this.#made
  }

  keep(link: string): MadeInvite {
    const made = madeInvite(link)
    this.#db.transaction('authored', () => {
      this.#db.statement('INSERT INTO made_invite (key, link) VALUES (?, ?)').run(made.key, link)
    })
    if (this.#made) this.#made = [made, ...this.#made]
    this.#changed.tell()
    return made
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }
}

function madeInvite(link: string): MadeInvite {
  const { certificate } = readLink(link)
  return { key: base64url(certificate.inviteKey), link, certificate }
}
