/** How this device may be reached, for all communities alike, and how it is reached now. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS, PATH_KINDS } from '../shared/index.ts'
import { communityId, deviceId, memberId, peerId, procedure, typed } from './base.ts'

/** From memory (one process) to relayed: see core/shared/reach.ts. */
export const pathKind = z.enum(PATH_KINDS)

/** The person's switches: ReachSettings of core/shared/reach.ts, as far as their form goes. */
export const reachSettings = z.object({
  lanOnly: z.boolean(),
  hideAddress: z.boolean(),
  helpConnect: z.boolean(),
  openRouter: z.boolean(),
  /** 0 is any free one. */
  port: z.number().int().min(0).max(65_535),
  /** Multiaddrs without a peer; as typed by the person, `host:port` will do. */
  addresses: z.array(typed).max(LIMITS.peerAddresses),
})

export const networkView = z.object({
  settings: reachSettings,
  status: z.object({
    /** Whether others can dial at all. */
    listening: z.boolean(),
    router: z.enum(['off', 'asking', 'open', 'refused', 'none']),
    relays: z.array(z.object({ peer: peerId, state: z.enum(['asking', 'reserved']) })),
    /** Members whose connections this device relays. */
    helped: z.number().int(),
  }),
  /** Own addresses others can dial, best first. */
  addresses: z.array(z.string()),
  /** Why the switches are not in force as they stand: what they need could not be had when Folkmoot started. */
  trouble: z
    .object({ code: z.string(), text: z.string(), details: z.record(z.string(), z.union([z.string(), z.number()])) })
    .optional(),
})
export type NetworkView = z.infer<typeof networkView>

/** One way tried to one member's device. */
export const reachStep = z.object({
  peer: peerId,
  /** Whose device it is, where known. */
  member: memberId.optional(),
  device: deviceId.optional(),
  name: z.string(),
  deviceName: z.string(),
  kind: pathKind,
  address: z.string(),
  /** `reached`, or the code of what went wrong. */
  outcome: z.string(),
  ms: z.number(),
})
export type ReachStep = z.infer<typeof reachStep>

const here = { community: communityId }

export const network = {
  watch: procedure.output(eventIterator(networkView)),
  /** Applied at once; what cannot be had is refused, and nothing has changed. Refused: network/…, sync/port-in-use, sync/cannot-listen. */
  change: procedure.input(reachSettings.partial()).output(networkView),
  /** Tries every way to every member's device once; ends when all were tried. */
  test: procedure.input(z.object(here)).output(eventIterator(reachStep)),
  /** What helps somebody else to help: versions, switches, counts, kinds of paths, codes. No names, no texts, addresses shortened. */
  diagnostics: procedure.input(z.object(here)).output(z.object({ text: z.string() })),
}
