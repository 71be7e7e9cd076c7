/** The devices this one speaks to in a community, and those it cannot reach now. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, deviceId, memberId, peerId, procedure } from './base.ts'
import { keeperView } from './keepers.ts'
import { pathKind } from './network.ts'

/** A member's device; `deviceName` is empty until its member has named it. */
const someDevice = {
  member: memberId,
  device: deviceId,
  name: z.string(),
  deviceName: z.string(),
  /** Another device of my own. */
  mine: z.boolean(),
}

export const peerView = z.object({
  ...someDevice,
  path: pathKind,
  address: z.string(),
  /** Name of the member over whose device it is relayed; empty when that is not known. */
  relayedBy: z.string().optional(),
  state: z.enum(['connecting', 'authenticated', 'synced']),
  /** Pages of which this peer still has something to send us, and we them. */
  receiving: z.number().int(),
  sending: z.number().int(),
  /** ms: since when it has been connected. */
  since: z.number(),
  /** Bytes of this session. */
  received: z.number(),
  sent: z.number(),
})
export type PeerView = z.infer<typeof peerView>

/** A known device that is not met now. */
export const unreachedView = z.object({
  ...someDevice,
  /** ms; nothing when it was never met. */
  lastMet: z.number().optional(),
  /** ms: when it is tried again; nothing while that is not planned. */
  nextTry: z.number().optional(),
  /** Code of the last failure; empty when it was not tried yet. */
  why: z.string(),
  /** Addresses known of it. */
  addresses: z.number().int(),
})
export type UnreachedView = z.infer<typeof unreachedView>

/** The one truth about the network, for the sync chip. */
export const syncView = z.object({
  /** kept: no member is met, and a keeper holds nothing that is not here. */
  state: z.enum(['offline', 'alone', 'connecting', 'receiving', 'up-to-date', 'kept']),
  /** Devices of members that are connected. */
  peers: z.number().int(),
  /** Own messages no other member is known to hold. */
  waiting: z.number().int(),
  /**
   * Pages of which something is still to come at least, or parcels where only keepers are met; and how many there were since receiving
   * began.
   */
  receiving: z.object({ left: z.number().int(), whole: z.number().int() }),
  /** Own addresses others can dial. */
  addresses: z.array(z.string()),
  list: z.array(peerView),
  /** Not met now, those met last first; at most LIMITS.shownUnreached, of `unreachedCount`. */
  unreached: z.array(unreachedView),
  unreachedCount: z.number().int(),
  /** Devices others reach this one over; the name is empty when it is no member of this community. */
  relays: z.array(z.object({ peer: peerId, name: z.string(), state: z.enum(['asking', 'reserved']) })),
  keepers: z.array(keeperView),
})
export type SyncView = z.infer<typeof syncView>

export const sync = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(syncView)),
  /** Tries again at once to reach everybody. */
  retry: procedure.input(z.object({ community: communityId })),
}
