/** What members call themselves, read as it is asked for: most answers name few, and there may be very many. */
import type { MemberId } from '../shared/index.ts'
import type { Database } from '../storage/index.ts'

/** Names as they are when they are asked for first. */
export interface Names extends Iterable<[MemberId, string]> {
  get(member: MemberId): string | undefined
  has(member: MemberId): boolean
}

/** Names read one by one, before all others are read at once. */
const ONE_BY_ONE = 50

export class ReadNames implements Names {
  readonly #db: Database
  readonly #known = new Map<MemberId, string | undefined>()
  #all: ReadonlyMap<MemberId, string> | undefined

  constructor(database: Database) {
    this.#db = database
  }

  get(member: MemberId): string | undefined {
    if (this.#known.has(member)) return this.#known.get(member)
    if (this.#all || this.#known.size >= ONE_BY_ONE) return this.#read().get(member)
    const name = nameOf(this.#db, member)
    this.#known.set(member, name)
    return name
  }

  has(member: MemberId): boolean {
    return this.get(member) !== undefined
  }

  [Symbol.iterator](): Iterator<[MemberId, string]> {
    return this.#read()[Symbol.iterator]()
  }

  #read(): ReadonlyMap<MemberId, string> {
    this.#all ??= new Map(
      this.#db
        .statement<{ member: MemberId; name: string }>('SELECT member, name FROM profile')
        .all()
        .map(({ member, name }) => [member, name]),
    )
    return this.#all
  }
}

/** What one member calls themselves. */
export function nameOf(database: Database, member: MemberId): string | undefined {
  return database.statement<{ name: string }>('SELECT name FROM profile WHERE member = ?').get(member)?.name
}
