/** A community's keepers: which there are, who may use their shelves, and what this device knows of each. */
import {
  base64url,
  type DeviceId,
  fromBase64url,
  LIMITS,
  type Log,
  type MemberId,
  type PeerId,
  type Random,
} from '../../../shared/index.ts'
import type { Documents } from '../../../documents/index.ts'
import { type Device, deviceId, digest, sha256, sign } from '../../../identity/index.ts'
import type { KeyRing, MembershipLog } from '../../../membership/index.ts'
import type { ParcelSource } from '../../../parcels/index.ts'
import type { Database } from '../../../storage/index.ts'
import type { View } from '../../../view/index.ts'
import { encodeCanonical } from '../../../shared/index.ts'
import { KeptShelf } from './kept-shelf.ts'
import type { LaneMark } from './shelf-rows.ts'

export interface KeepingParts {
  readonly database: Database
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly ring: KeyRing
  readonly view: View
  /** Asked for later than this is made. */
  readonly source: () => ParcelSource
  readonly device: Device
  readonly random: Random
  readonly log: Log
  /** Of a community: a keeper calls this device, which may be told of a private space by it, to a shelf beside the community's. */
  readonly called?: (under: Uint8Array, shelf: Uint8Array, letter: Uint8Array) => void
}

export interface KeeperPlace {
  readonly peer: PeerId
  readonly addresses: readonly string[]
  readonly shelf: Uint8Array
  readonly name: string
  /** The community's shelf, where this is a private space's beside it. */
  readonly under?: Uint8Array
}

/** Who may use a shelf: owners and moderators may say so anew. */
export interface Roster {
  readonly version: number
  readonly owners: readonly DeviceId[]
  readonly moderators: readonly DeviceId[]
  readonly others: readonly DeviceId[]
}

export type Change = 'list' | 'own' | 'decided' | 'others' | 'keys'

export class CommunityKeeping {
  readonly #parts: KeepingParts
  readonly #shelves = new Map<string, KeptShelf>()

  constructor(parts: KeepingParts) {
    this.#parts = parts
  }

  /** In one order for all, so that of too many all use the same. */
  list(): readonly KeeperPlace[] {
    return this.#parts.view.queries
      .keepers()
      .flatMap(({ peer, addresses, shelf: text, name }): KeeperPlace | [] => {
        const shelf = fromBase64url(text)
        return shelf?.length === SHELF_BYTES ? { peer: peer as PeerId, addresses, shelf, name } : []
      })
      .slice(0, LIMITS.communityKeepers)
  }

  onChange(listener: (what: Change) => void): () => void {
    const { membership, documents, ring, view } = this.#parts
    const ends = [
      membership.onChange(() => listener(this.#hasDecided() ? 'decided' : 'others')),
      ring.onChange(() => listener('keys')),
      documents.onChange(({ own }) => listener(own ? 'own' : 'others')),
      view.onChange(({ charter }) => charter && listener('list')),
    ]
    return () => ends.forEach((end) => end())
  }

  /** As the log has it, when this device is an owner's or moderator's. */
  roster(): Roster | undefined {
    const { membership, device } = this.#parts
    const { devices, members } = membership.state
    const mine = members.get(devices.get(device.id)?.member ?? ('' as MemberId))
    const leads = mine?.state === 'active' && mine.role !== 'member' && membership.isActive(device.id)
    return leads ? this.everybody() : undefined
  }

  /** Those who may exchange by the log, no more than may be named. */
  everybody(): Roster {
    const { membership } = this.#parts
    const { devices, members } = membership.state
    const groups: Record<'owner' | 'moderator' | 'member', DeviceId[]> = { owner: [], moderator: [], member: [] }
    for (const [id, { member, recovery }] of devices) {
      const of = members.get(member)
      if (of?.state === 'active' && !recovery && membership.isActive(id)) groups[of.role].push(id)
    }
    const owners = groups.owner.slice(0, LIMITS.keeperDevices)
    const moderators = groups.moderator.slice(0, LIMITS.keeperDevices - owners.length)
    const others = groups.member.slice(0, LIMITS.keeperDevices - owners.length - moderators.length)
    return { version: membership.size, owners, moderators, others }
  }

  /** Devices this one's member has let in that may exchange, those let in last first. */
  newcomers(): readonly DeviceId[] {
    const { membership, device } = this.#parts
    const { devices } = membership.state
    const me = devices.get(device.id)?.member
    const found: DeviceId[] = []
    for (const { device: by, payload } of membership.actions().toReversed()) {
      if (me === undefined || devices.get(by)?.member !== me) continue
      if (payload.type !== 'admit' && payload.type !== 'add-device') continue
      const id = deviceId(payload.device)
      if (id !== device.id && !devices.get(id)?.recovery && membership.isActive(id)) found.push(id)
      if (found.length === LIMITS.keeperIntroductions) break
    }
    return found
  }

  called(under: Uint8Array, shelf: Uint8Array, letter: Uint8Array): void {
    this.#parts.called?.(under, shelf, letter)
  }

  mayHaveCleared(device: DeviceId): boolean {
    const { membership } = this.#parts
    const { devices, members } = membership.state
    const member = devices.get(device)?.member
    if (member === undefined) return false
    const was = membership.history().some(({ action: { payload }, by, target }) => {
      if (payload.type === 'create') return by === member
      return target === member && 'role' in payload && payload.role === 'owner'
    })
    return was || members.get(member)?.role === 'owner'
  }

  shelf({ shelf }: KeeperPlace): KeptShelf {
    const name = base64url(shelf)
    const known = this.#shelves.get(name) ?? this.#open(name, shelf)
    this.#shelves.set(name, known)
    return known
  }

  /** Whether what came to the log last is this device's. */
  #hasDecided(): boolean {
    const { membership, device } = this.#parts
    return membership.actions().at(-1)?.device === device.id
  }

  #open(name: string, shelf: Uint8Array): KeptShelf {
    const { device } = this.#parts
    const signed = (prev: LaneMark, parcel: Uint8Array) => {
      const seq = prev.seq + 1
      const link = laneLink(shelf, device, seq, prev.head, parcel)
      return { seq, prev: prev.head, signature: sign(device.signing, link), parcel }
    }
    return new KeptShelf({ ...this.#parts, source: this.#parts.source(), device: device.id, sign: signed }, name)
  }
}

/** As sync has it: what a device signs for one parcel in its lane. */
function laneLink(shelf: Uint8Array, device: Device, seq: number, prev: Uint8Array, parcel: Uint8Array): Uint8Array {
  const fields = [shelf, device.signing.publicKey, seq, prev, sha256(parcel)]
  return digest('folkmoot/keep-link/1', encodeCanonical(fields))
}

const SHELF_BYTES = 16
