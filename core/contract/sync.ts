/** The peers this device speaks to. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, deviceId, memberId, procedure } from './base.ts'

export const peerView = z.object({
  member: memberId,
  device: deviceId,
  name: z.string(),
  path: z.enum(['memory', 'lan', 'direct']),
  address: z.string(),
  state: z.enum(['connecting', 'authenticated', 'synced']),
  /** Pages of which this peer still has something to send us, and we them. */
  receiving: z.number().int(),
  sending: z.number().int(),
})
export type PeerView = z.infer<typeof peerView>

/** The one truth about the network, for the sync chip. */
export const syncView = z.object({
  state: z.enum(['offline', 'alone', 'connecting', 'receiving', 'up-to-date']),
  peers: z.number().int(),
  /** Own messages no other member is known to hold. */
  waiting: z.number().int(),
  /** Pages of which something is still to come. */
  receiving: z.number().int(),
  /** Own addresses others can dial. */
  addresses: z.array(z.string()),
  list: z.array(peerView),
})
export type SyncView = z.infer<typeof syncView>

export const sync = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(syncView)),
  /** Tries again at once to reach everybody. */
  retry: procedure.input(z.object({ community: communityId })),
}
