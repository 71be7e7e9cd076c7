/** Always-on devices that keep a community's sealed content for its members, without being able to read it. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, peerId, procedure, spaceId, typed } from './base.ts'

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

/** How a private space stands with the community's keepers. */
export const carriedView = z.object({
  /** Whether the community has a keeper. */
  offered: z.boolean(),
  /** Whether keepers carry it. */
  on: z.boolean(),
  /** Whether I may switch it. */
  mayChange: z.boolean(),
  /** The best of how it stands with them: full and refused as of a keeper. */
  state: keeperView.shape.state,
  /** Whether something written here is still to be taken there. */
  waiting: z.boolean(),
})
export type CarriedView = z.infer<typeof carriedView>

const here = { community: communityId }
const inside = { ...here, space: spaceId }

export const keepers = {
  /** Reads a link; nothing is sent. Refused: keeper/… */
  preview: procedure.input(z.object({ link: typed })).output(keeperPreview),
  /** Gives this community to a keeper: from now on sealed parcels are taken there. Refused: keeper/…, community/… */
  add: procedure.input(z.object({ ...here, link: typed })),
  /** Nothing more is taken there. What it holds it may keep, and cannot read. */
  remove: procedure.input(z.object({ ...here, keeper: peerId })),
  /** Whether keepers carry a private room or conversation; of rooms of all nothing is offered. Live. Refused: private/… */
  watchCarried: procedure.input(z.object(inside)).output(eventIterator(carriedView)),
  /** Has the community's keepers carry it from now on, or let go of all they have of it. Refused: keeper/none, private/… */
  carry: procedure.input(z.object({ ...inside, on: z.boolean() })),
}
