/** What a community has of its keepers, as sync sees it. Service has this shape. All is synchronous; what throws is a storage failure. */
import type { DeviceId, PeerId } from '../../shared/index.ts'
import type { LaneItem, LaneMark } from './lane.ts'
import type { Roster } from './signed.ts'

/** A keeper that owners have named. */
export interface KeeperPlace {
  readonly peer: PeerId
  readonly addresses: readonly string[]
  /** 16 bytes: by which it knows this community. */
  readonly shelf: Uint8Array
  readonly name: string
  /** The community's shelf, where this is a private space's beside it. */
  readonly under?: Uint8Array | undefined
}

export type KeepingChange = 'list' | 'own' | 'decided' | 'others' | 'keys'

export interface CarriedKeeping {
  /** At most LIMITS.communityKeepers. */
  list(): readonly KeeperPlace[]
  /** The list changed, or who may use a shelf, or something came to be here: `own` by this device, which has `decided` something, or keys. */
  onChange(listener: (what: KeepingChange) => void): () => void
  /** Who may use shelves by the log, when this device may say so. */
  roster(): Roster | undefined
  /** Who may use shelves by the log, whoever this device is. */
  everybody(): Roster
  /** Devices this one's member has let in that take part, those let in last first; at most LIMITS.keeperIntroductions. */
  newcomers(): readonly DeviceId[]
  /** Whether it is a device of somebody who is or once was an owner, as far as the log is here: only those have anything cleared. */
  mayHaveCleared(device: DeviceId): boolean
  shelf(place: KeeperPlace): KeptShelf
  /** Of a private space: keepers that are to let go of its shelf, when this device may say so. */
  dropped?(): readonly KeeperPlace[]
  /** Of a private space: whether something may be given to a shelf, or nobody but a keeper says so far that it is for this space. */
  mayPut?(place: KeeperPlace): boolean
  /** Of a private space: a letter that tells a device of it. */
  letterTo?(device: DeviceId): Uint8Array | undefined
  /** Of a community: by this letter, which may be for nobody here, a device is called to a private space's shelf beside a shelf of its own. */
  called?(under: Uint8Array, shelf: Uint8Array, letter: Uint8Array): void
}

/** How far a lane has been read, and the furthest it was ever shown: what is shown later must agree with that. */
export interface ReadLane {
  readonly read: LaneMark
  readonly top: LaneMark
}

/** An item that could not be read yet. */
export interface Unread {
  readonly device: DeviceId
  readonly seq: number
  readonly link: Uint8Array
  /** For want of what stands before it, not of a key. */
  readonly early: boolean
}

/** What this device knows of one shelf. */
export interface KeptShelf {
  lanes(): ReadonlyMap<DeviceId, ReadLane>
  /** The next item of a lane, which has been checked: what is in it is taken, or noted to be read again. */
  take(device: DeviceId, item: LaneItem, link: Uint8Array): void
  /** Items that could not be read yet: for want of a key, or of what stands before. */
  unread(): readonly Unread[]
  /** One of those, once more. Answers whether it is read now, or never will be. */
  takeAgain(device: DeviceId, item: LaneItem): boolean
  /** One that is not to be had any more. */
  forgo(device: DeviceId, seq: number): void
  /** Something was cleared: all that is left is to be read again, as nothing is known to be held there before that. */
  reread(version: number): void
  /** The newest clearing that was heeded. */
  readonly clearing: number
  /**
   * How many bytes all that is here would come to, packed anew; nothing when something lies there that this device may not read, or could not
   * yet, so that it is not the one to clear anything.
   */
  sizeAnew(): number | undefined
  /** All is packed anew from now on, and lanes are to be cleared this far when that is done: kept until `cleared` or the next reread. */
  beginAnew(plan: ReadonlyMap<DeviceId, number>): void
  readonly plan: ReadonlyMap<DeviceId, number> | undefined
  /** The own clearing is on the keeper's disk. */
  cleared(version: number): void
  /** A conversation begins, or a round of putting: what is to be put is seen anew. */
  rest(): void
  /** The item that was sent last and not acknowledged, if it follows the own lane; else the next that is to be put, if there is any. */
  next(): LaneItem | undefined
  /** The item that `next` answered is on the keeper's disk. */
  kept(link: Uint8Array): void
  /** It was met, and says so much of itself. */
  met(said: { readonly at: number; readonly used: number; readonly budget: number }): void
  readonly said: { readonly at: number; readonly used: number; readonly budget: number } | undefined
}
