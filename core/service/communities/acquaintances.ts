/** Where others of a community are: peers this device has met or read of in an invite link, and the entries of the address book. */
import type { DeviceId } from '../../shared/index.ts'
import { LIMITS } from '../../shared/index.ts'
import type { Database, Schema } from '../../storage/index.ts'

export const acquaintanceSchema: Schema = {
  room: 'acquaintances',
  migrations: [
    `CREATE TABLE acquaintance (peer TEXT PRIMARY KEY, device TEXT NOT NULL, addresses TEXT NOT NULL, met INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE place (device TEXT PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID`,
  ],
}

export interface Acquaintance {
  readonly peer: string
  readonly addresses: readonly string[]
}

/** Which device was met under a peer id, and when last. */
export interface Meeting extends Acquaintance {
  readonly device: DeviceId | undefined
  /** ms; nothing when it was not met yet. */
  readonly met: number | undefined
}

/** How many are remembered. */
const KEPT = 200

export class Acquaintances {
  readonly #db: Database

  constructor(database: Database) {
    this.#db = database
  }

  /** Most recently met first. */
  all(): Meeting[] {
    return this.#db
      .statement<{ peer: string; device: string; addresses: string; met: number }>(
        'SELECT peer, device, addresses, met FROM acquaintance ORDER BY met DESC',
      )
      .all()
      .map(({ peer, device, addresses, met }) => ({
        peer,
        addresses: JSON.parse(addresses) as string[],
        device: device === '' ? undefined : (device as DeviceId),
        met: device === '' ? undefined : met,
      }))
  }

  /** Entries of the address book, at most one of a device. */
  get places() {
    return {
      all: (): Uint8Array[] =>
        this.#db
          .statement<{ entry: Uint8Array }>('SELECT entry FROM place')
          .all()
          .map(({ entry }) => new Uint8Array(entry)),
      keep: (device: DeviceId, entry: Uint8Array): void =>
        this.#db.transaction('received', () => {
          this.#db.statement('INSERT OR REPLACE INTO place (device, entry) VALUES (?, ?)').run(device, entry)
        }),
      forget: (device: DeviceId): void =>
        this.#db.transaction('received', () => {
          this.#db.statement('DELETE FROM place WHERE device = ?').run(device)
        }),
    }
  }

  /** Whether a device was met. */
  knows(device: DeviceId): boolean {
    return this.#db.statement('SELECT 1 AS one FROM acquaintance WHERE device = ?').get(device) !== undefined
  }

  /**
   * Notes a meeting. Addresses told now come first; those known before are kept behind them, since a device may be back where it was,
   * unless it is to be reached over relays alone, so that nobody is handed on where it was before it began to hide that.
   * A device is known by one peer id, the last, so that nobody crowds out the others by coming under ever new ones.
   * @param met ms; later than any before moves the peer to the front
   */
  remember(device: DeviceId | '', { peer, addresses }: Acquaintance, met: number): void {
    this.#db.transaction('received', () => {
      const known = this.all().find((each) => each.peer === peer)?.addresses ?? []
      const isHidden = addresses.length > 0 && addresses.every((address) => address.includes('/p2p-circuit/'))
      const few = [...new Set([...addresses, ...(isHidden ? [] : known)])].slice(0, LIMITS.inviteAddresses)
      if (device !== '') this.#db.statement('DELETE FROM acquaintance WHERE device = ? AND peer <> ?').run(device, peer)
      this.#db
        .statement('INSERT OR REPLACE INTO acquaintance (peer, device, addresses, met) VALUES (?, ?, ?, ?)')
        .run(peer, device, JSON.stringify(few), met)
      this.#db
        .statement(
          'DELETE FROM acquaintance WHERE peer NOT IN (SELECT peer FROM acquaintance ORDER BY met DESC LIMIT ?)',
        )
        .run(KEPT)
    })
  }
}

/** What a link names, the best first: some of the own addresses, of both kinds, since only one may do, and one each of others. */
export function linkAddresses(own: readonly string[], others: readonly Acquaintance[]): string[] {
  const [relayed, direct] = [true, false].map((is) => own.filter((address) => address.includes('/p2p-circuit/') === is))
  const best = [...(direct ?? []).slice(0, 3), ...(relayed ?? []).slice(0, 2)]
  return [...best, ...others.flatMap(({ addresses }) => addresses.slice(0, 1))]
}

/** Addresses ending in `/p2p/<peer>`, by peer. */
export function byPeer(addresses: readonly string[]): Acquaintance[] {
  const named = addresses.flatMap((address) => {
    const peer = /\/p2p\/([1-9A-HJ-NP-Za-km-z]{10,100})$/.exec(address)?.[1]
    return peer ? [{ peer, address }] : []
  })
  const groups = Map.groupBy(named, ({ peer }) => peer)
  return [...groups].map(([peer, all]) => ({ peer, addresses: all.map(({ address }) => address) }))
}
