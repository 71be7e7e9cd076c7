/** Which picture each member shows of themselves. */
import type { MemberId, PictureName } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'

export interface ShownPicture {
  readonly member: MemberId
  readonly picture: PictureName
}

export class Pictures {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Who shows one, and which. */
  all(): ShownPicture[] {
    return this.#db
      .statement<{ member: MemberId; picture: PictureName }>(
        `SELECT member, name AS picture FROM picture WHERE name <> '' ORDER BY member`,
      )
      .all()
  }

  /** The bytes of a picture that somebody shows. */
  bytes(picture: PictureName): Uint8Array | undefined {
    return this.#db
      .statement<{ bytes: Uint8Array }>(`SELECT bytes FROM picture WHERE name = ? AND name <> '' LIMIT 1`)
      .get(picture)?.bytes
  }

  /** What a member last said about their picture, and when, as claimed, ms; the name is empty where they took it away. */
  last(member: MemberId): { readonly name: PictureName | ''; readonly at: number } | undefined {
    return this.#db
      .statement<{ name: PictureName | ''; at: number }>('SELECT name, at FROM picture WHERE member = ?')
      .get(member)
  }
}
