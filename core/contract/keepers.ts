/** Always-on devices that keep a community's sealed content for its members, without being able to read it. */
import { z } from 'zod'
import { communityId, peerId, procedure, typed } from './base.ts'

export const keeperView = z.object({
  peer: peerId,
  /** As its owner calls it; not proven by anything. */
  name: z.string(),
  /** full: it has no room left for this community; refused: it does not keep this community (any more). */
  state: z.enum(['reached', 'unreached', 'full', 'refused']),
  /** Bytes it keeps of this community, and may keep at most, as it says. */
  used: z.number(),
  budget: z.number(),
  /** Parcels still to be taken there. */
  waiting: z.number().int(),
  /** ms */
  lastMet: z.number().optional(),
})
export type KeeperView = z.infer<typeof keeperView>

/** What a keeper's link says of it, before anything is sent. */
export const keeperPreview = z.object({
  peer: peerId,
  name: z.string(),
  addresses: z.array(z.string()),
  /** Bytes it offers; nothing when the link does not say. */
  budget: z.number().optional(),
})
export type KeeperPreview = z.infer<typeof keeperPreview>

const here = { community: communityId }

export const keepers = {
  /** Reads a link; nothing is sent. Refused: keeper/… */
  preview: procedure.input(z.object({ link: typed })).output(keeperPreview),
  /** Gives this community to a keeper: from now on sealed parcels are taken there. Refused: keeper/…, community/… */
  add: procedure.input(z.object({ ...here, link: typed })),
  /** Nothing more is taken there. What it holds it may keep, and cannot read. */
  remove: procedure.input(z.object({ ...here, keeper: peerId })),
}
