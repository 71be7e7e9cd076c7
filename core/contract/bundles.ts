/** Changes carried by a file, where no network leads: the same sealed content, opened by whoever is a member. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../shared/index.ts'
import { communityId, deviceId, procedure } from './base.ts'

/** What goes into a file. */
export const bundleWish = z.object({
  community: communityId,
  /** What this device lacks, as far as is known here; everything for everybody unless told. */
  for: deviceId.optional(),
  /** ms: what was received here since; from the beginning unless told. */
  since: z.number().int().nonnegative().optional(),
})
export type BundleWish = z.infer<typeof bundleWish>

export const bundlePlan = z.object({
  /** About how large the file will be. */
  bytes: z.number(),
  parcels: z.number().int(),
})
export type BundlePlan = z.infer<typeof bundlePlan>

/** A piece of a file in base64, of LIMITS.bundleChunkBytes at most. */
export const bundleChunk = z.base64().max(Math.ceil(LIMITS.bundleChunkBytes / 3) * 4)

export const bundlePiece = z.discriminatedUnion('type', [
  z.object({ type: z.literal('chunk'), chunk: bundleChunk }),
  /** The last: the file is whole. */
  z.object({ type: z.literal('done'), bytes: z.number(), parcels: z.number().int() }),
])
export type BundlePiece = z.infer<typeof bundlePiece>

export const bundleReport = z.object({
  /** Only communities of this profile; there may be others in the file, which are not named. */
  communities: z.array(
    z.object({
      community: communityId,
      name: z.string(),
      /** Entries and decisions that are new here, that were here, and that were refused. */
      taken: z.number().int(),
      known: z.number().int(),
      refused: z.number().int(),
      /** Entries and decisions that follow on others which are not here: they can be taken once those have come. */
      early: z.number().int(),
      /** Parcels kept back until somebody hands over the key. */
      waitingForKey: z.number().int(),
    }),
  ),
  /** Parcels that cannot be opened here: of other communities, for other people, or filling that hides how many these are. */
  others: z.number().int(),
  /** Whether the file was read to its end. */
  complete: z.boolean(),
})
export type BundleReport = z.infer<typeof bundleReport>

const opened = { id: z.string().max(64) }

export const bundles = {
  plan: procedure.input(bundleWish).output(bundlePlan),
  /** The file, piece by piece. */
  export: procedure.input(bundleWish).output(eventIterator(bundlePiece)),
  /** Begins to bring in a file; given up after a while without a piece. Refused: bundle/too-many */
  begin: procedure.output(z.object(opened)),
  /** The next piece, in order; `taken`: entries and decisions that were new until now. Refused: bundle/…, parcel/… */
  append: procedure.input(z.object({ ...opened, chunk: bundleChunk })).output(z.object({ taken: z.number().int() })),
  finish: procedure.input(z.object(opened)).output(bundleReport),
  /** Ends it early; what was taken until then stays. */
  cancel: procedure.input(z.object(opened)),
}
