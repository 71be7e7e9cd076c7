/** What every procedure of the contract has in common: one error form, and the schemas of names. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { ActionId, CommunityId, DeviceId, EntryId, MemberId, PeerId, SpaceId } from '../shared/index.ts'

/** A refusal: `code` is stable and translated by the screen, `message` is the English sentence for the person. */
export const procedure = oc.errors({
  REFUSED: {
    status: 400,
    data: z.object({ code: z.string().max(100), details: z.record(z.string(), z.union([z.string(), z.number()])) }),
  },
})

const key32 = /^[A-Za-z0-9_-]{43}$/
export const communityId = z
  .string()
  .regex(key32)
  .transform((id) => id as CommunityId)
export const memberId = z
  .string()
  .regex(key32)
  .transform((id) => id as MemberId)
export const deviceId = z
  .string()
  .regex(key32)
  .transform((id) => id as DeviceId)
export const actionId = z
  .string()
  .regex(key32)
  .transform((id) => id as ActionId)
export const spaceId = z
  .string()
  .regex(key32)
  .transform((id) => id as SpaceId)
export const peerId = z
  .string()
  .regex(/^[1-9A-HJ-NP-Za-km-z]{10,100}$/)
  .transform((id) => id as PeerId)
export const entryIdText = z
  .string()
  .regex(/^[0-9a-f]{32}\.[1-9][0-9]{0,15}$/)
  .transform((id) => id as EntryId)

/** A text as typed; its real limits are checked by core, which answers with a sentence instead of a schema error. */
export const typed = z.string().max(1_500_000)

/** A member's role; owners stand above moderators, moderators above members. */
export const role = z.enum(['owner', 'moderator', 'member'])
export type Role = z.infer<typeof role>
