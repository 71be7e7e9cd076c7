/** What the index knows of members beyond their names, and which first steps this person has taken. */
import { type MemberId, tagKey } from '../../shared/index.ts'
import type { AboutText } from '../../documents/index.ts'
import type { Database } from '../../storage/index.ts'

export interface AboutRecord {
  readonly about: AboutText
  /** The bio without its marks. */
  readonly words: string
  /** When it was said, as claimed, ms. */
  readonly at: number
}

/** That somebody vouches for a skill; `skill` as `tagKey` writes it. */
export interface VouchRecord {
  readonly voucher: MemberId
  readonly member: MemberId
  readonly skill: string
}

/** people: looked at who is here. dismissed: wants to see no first steps. */
export type WelcomeStep = 'people' | 'dismissed'

interface AboutRow {
  readonly member: MemberId
  readonly about: string
  readonly words: string
  readonly at: number
}

export class People {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  about(member: MemberId): AboutRecord | undefined {
    const row = this.#db.statement<AboutRow & Record<string, string | number>>(`${ABOUT} WHERE member = ?`).get(member)
    return row && aboutOf(row)
  }

  /** When a member last said how they wish to be named, as claimed, ms. */
  namedAt(member: MemberId): number | undefined {
    return this.#db.statement<{ at: number }>('SELECT at FROM profile WHERE member = ?').get(member)?.at
  }

  allAbout(): ReadonlyMap<MemberId, AboutRecord> {
    const rows = this.#db.statement<AboutRow & Record<string, string | number>>(ABOUT).all()
    return new Map(rows.map((row) => [row.member, aboutOf(row)]))
  }

  /** Who vouches for skills of one member, or of all. Whether a voucher still belongs here is for who asks. */
  vouches(member?: MemberId): VouchRecord[] {
    const all = 'SELECT voucher, member, skill FROM vouch WHERE stands = 1'
    const records = this.#db.statement<VouchRecord & Record<string, string>>(
      `${all}${member === undefined ? '' : ' AND member = ?'} ORDER BY member, skill, voucher`,
    )
    return member === undefined ? records.all() : records.all(member)
  }

  /** When somebody last said whether they vouch, as claimed, ms. */
  vouchedAt(voucher: MemberId, member: MemberId, skill: string): number | undefined {
    return this.#db
      .statement<{ at: number }>('SELECT at FROM vouch WHERE voucher = ? AND member = ? AND skill = ?')
      .get(voucher, member, tagKey(skill))?.at
  }

  /** Whether this person has said anything in a room of all. */
  hasSpoken(): boolean {
    return this.#db.statement('SELECT 1 AS one FROM own_feed LIMIT 1').get() !== undefined
  }

  steps(): ReadonlySet<WelcomeStep> {
    const rows = this.#db.statement<{ step: WelcomeStep }>('SELECT step FROM welcome').all()
    return new Set(rows.map(({ step }) => step))
  }

  /** True when it had not been taken before. */
  takeStep(step: WelcomeStep): boolean {
    return this.#db.statement('INSERT OR IGNORE INTO welcome (step) VALUES (?)').run(step).changes > 0
  }
}

const ABOUT = 'SELECT member, about, words, at FROM about'

function aboutOf({ about, words, at }: AboutRow): AboutRecord {
  // Written by the fold, from an entry that had been read.
  return { about: JSON.parse(about) as AboutText, words, at }
}
