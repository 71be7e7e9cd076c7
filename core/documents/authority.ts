/** What documents ask of the membership log: as narrow as it can be, so that it is plain what entries depend on. */
import type { ActionId, DeviceId, FeedId, MemberId } from '../shared/index.ts'
import type { Action, MemberRole } from '../membership/index.ts'

export interface Authority {
  readonly state: {
    readonly devices: ReadonlyMap<DeviceId, { readonly member: MemberId; readonly state: string }>
    readonly members: ReadonlyMap<MemberId, { readonly state: string; readonly role: MemberRole }>
  }
  has(action: ActionId): boolean
  /** Actions without children, sorted. */
  heads(): readonly ActionId[]
  /** The heads a device names in what it writes, sorted: as many as may be named. */
  headsFor(device: DeviceId): readonly ActionId[]
  /** The role a device's member held as far as these heads had seen: never changes. */
  roleAt(device: DeviceId, heads: readonly ActionId[]): MemberRole | undefined
  /** What an author's word counts for in the whole log. */
  roleOf(item: {
    readonly device: DeviceId
    readonly feed: FeedId
    readonly seq: number
    readonly heads: readonly ActionId[]
  }): MemberRole | undefined
  /** The last seq of a feed that counts; nothing when all of it does. */
  cutOf(device: DeviceId, feed: FeedId): number | undefined
  /** Why a device's feeds are cut. */
  cutReason(device: DeviceId): { readonly kind: string; readonly action: ActionId } | undefined
  isActive(device: DeviceId): boolean
  /** Each decision, and whether it counts. */
  history(): readonly {
    readonly action: Pick<Action, 'id' | 'payload'>
    readonly target: MemberId | undefined
    readonly state: string
  }[]
  onChange(listener: () => void): () => void
}

/** Whether a device is an owner's or a moderator's now. */
export function isLeading({ state }: Authority, device: DeviceId): boolean {
  const member = state.devices.get(device)?.member
  const known = member && state.members.get(member)
  return known?.state === 'active' && known.role !== 'member'
}

/** A device, and those of its member that were removed; not those of which that is still to be decided. */
export function ownDevices(log: Authority, device: DeviceId): DeviceId[] {
  const { devices } = log.state
  const member = devices.get(device)?.member
  const removed = [...devices].filter(
    ([id, of]) => id !== device && of.member === member && of.state === 'removed' && isTaken(log, id),
  )
  return [device, ...removed.map(([id]) => id)]
}

function isTaken(log: Authority, device: DeviceId): boolean {
  return log.cutReason(device)?.kind === 'device-removed'
}
