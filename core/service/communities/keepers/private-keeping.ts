/**
 * Keepers of a private space: those of its community that its own charter names. There it has a shelf of its own, beside the community's,
 * which nobody but its people can use or see. Who manages the space says who may use it.
 */
import { base64url, type DeviceId, fromBase64url, LIMITS, sameBytes } from '../../../shared/index.ts'
import type { MembershipState } from '../../../membership/index.ts'
import { type Change, CommunityKeeping, type KeeperPlace, type KeepingParts, type Roster } from './keeping.ts'
import type { KeptShelf } from './kept-shelf.ts'

export interface PrivateKeepingParts extends KeepingParts {
  /** The keepers of its community. */
  readonly parent: { list(): readonly KeeperPlace[]; onChange(listener: (what: Change) => void): () => void }
  /** Whether this device manages the space. */
  readonly mayManage: () => boolean
  /** What tells a device of the space. */
  readonly letterTo: (device: DeviceId) => Uint8Array | undefined
}

export class PrivateKeeping {
  readonly #parts: PrivateKeepingParts
  readonly #shelves: CommunityKeeping
  /** Where a keeper calls this device to a shelf, whose charter it may not have yet: by the community's shelf there. */
  readonly #called = new Map<string, Uint8Array>()
  /** All shelves it was called to there: each is noted on the disk, and a keeper could make up ever others. */
  readonly #everCalled = new Map<string, Set<string>>()
  readonly #listeners = new Set<(what: Change) => void>()

  constructor(parts: PrivateKeepingParts) {
    this.#parts = parts
    this.#shelves = new CommunityKeeping(parts)
  }

  list(): readonly KeeperPlace[] {
    const { membership, device } = this.#parts
    // Who has no part in it any more; of whom the log does not know yet a letter has come.
    if (membership.state.devices.has(device.id) && !membership.isActive(device.id)) return []
    return this.#beside(this.#named(), (under) => this.#called.get(base64url(under)))
  }

  /** Those that are to let go of its shelf, when this device may say so. */
  dropped(): readonly KeeperPlace[] {
    const { view, mayManage } = this.#parts
    return mayManage() ? this.#beside(shelvesOf(view.queries.formerKeepers())) : []
  }

  /** Whether its charter names a keeper its community has. */
  get isOn(): boolean {
    return this.#beside(this.#named()).length > 0
  }

  /** By which shelf each keeper of the community knows it. */
  named(): ReadonlyMap<string, Uint8Array> {
    return this.#named()
  }

  onChange(listener: (what: Change) => void): () => void {
    this.#listeners.add(listener)
    const ends = [
      this.#shelves.onChange(listener),
      this.#parts.parent.onChange((what) => what === 'list' && listener('list')),
    ]
    return () => {
      this.#listeners.delete(listener)
      ends.forEach((end) => end())
    }
  }

  roster(): Roster | undefined {
    return this.#parts.mayManage() ? this.everybody() : undefined
  }

  /** All who manage the space may say who uses its shelf, clear and drop it. */
  everybody(): Roster {
    const { membership } = this.#parts
    const groups = { managing: [] as DeviceId[], others: [] as DeviceId[] }
    for (const id of membership.state.devices.keys()) {
      if (!membership.isActive(id)) continue
      if (managed(membership.state, id)) groups.managing.push(id)
      else groups.others.push(id)
    }
    const owners = groups.managing.slice(0, LIMITS.keeperDevices)
    const others = groups.others.slice(0, LIMITS.keeperDevices - owners.length)
    return { version: membership.size, owners, moderators: [], others }
  }

  /** Only who manages the space brings others to its shelf. */
  newcomers(): readonly DeviceId[] {
    return []
  }

  /** Whether the charter names a shelf: to one that only a call tells of nothing is given, since anybody could have made it. */
  mayPut({ peer, shelf }: KeeperPlace): boolean {
    const named = this.#named().get(peer)
    return named !== undefined && sameBytes(named, shelf)
  }

  /** Whoever manages it, or did. */
  mayHaveCleared(device: DeviceId): boolean {
    const { membership } = this.#parts
    const { state } = membership
    const member = state.devices.get(device)?.member
    if (member === undefined) return false
    const was = membership.history().some(({ action: { payload }, by, target }) => {
      if (payload.type === 'create') return by === member
      return target === member && 'role' in payload && payload.role !== 'member'
    })
    return was || managed(state, device)
  }

  shelf(place: KeeperPlace): KeptShelf {
    return this.#shelves.shelf(place)
  }

  letterTo(device: DeviceId): Uint8Array | undefined {
    return this.#parts.letterTo(device)
  }

  /** A keeper says that this device is called to a shelf beside the community's. */
  called(under: Uint8Array, shelf: Uint8Array): void {
    const place = base64url(under)
    const before = this.#called.get(place)
    if (before && sameBytes(before, shelf)) return
    const all = this.#everCalled.get(place) ?? new Set<string>()
    if (all.size >= LIMITS.keeperCalledShelves && !all.has(base64url(shelf))) return
    this.#everCalled.set(place, all.add(base64url(shelf)))
    this.#called.set(place, shelf)
    for (const listener of this.#listeners) listener('list')
  }

  #named(): ReadonlyMap<string, Uint8Array> {
    return shelvesOf(this.#parts.view.queries.keepers())
  }

  /** Its shelves at keepers of the community, by what the charter says, or what else is known. */
  #beside(
    shelves: ReadonlyMap<string, Uint8Array>,
    otherwise: (under: Uint8Array) => Uint8Array | undefined = () => undefined,
  ): readonly KeeperPlace[] {
    return this.#parts.parent.list().flatMap((place): KeeperPlace | [] => {
      const shelf = shelves.get(place.peer) ?? otherwise(place.shelf)
      return shelf ? { ...place, shelf, under: place.shelf } : []
    })
  }
}

function shelvesOf(all: readonly { readonly peer: string; readonly shelf: string }[]): ReadonlyMap<string, Uint8Array> {
  return new Map(
    all.flatMap(({ peer, shelf }) => {
      const name = fromBase64url(shelf)
      return name ? [[peer, name] as const] : []
    }),
  )
}

function managed({ devices, members }: MembershipState, device: DeviceId): boolean {
  const id = devices.get(device)?.member
  const member = id && members.get(id)
  return member !== undefined && member.state === 'active' && member.role !== 'member'
}
