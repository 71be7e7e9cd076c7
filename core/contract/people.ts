/** Members of a community: who they are, what they may do, and what was decided about them. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { actionId, communityId, deviceId, memberId, procedure, role, typed } from './base.ts'

/** pending: waits until a moderator confirms; removed: may no longer take part, what they wrote may remain. */
export const memberState = z.enum(['active', 'pending', 'left', 'removed'])

export const memberView = z.object({
  id: memberId,
  name: z.string(),
  /** First characters of the id, shown where two members chose names that look alike. */
  tag: z.string(),
  lookAlike: z.boolean(),
  role,
  state: memberState,
  me: z.boolean(),
  online: z.boolean(),
  /** When admitted, as claimed by who admitted, ms. */
  since: z.number(),
  /** Devices in use. */
  devices: z.number().int(),
})
export type MemberView = z.infer<typeof memberView>

export const deviceView = z.object({
  id: deviceId,
  /** What its member calls it; empty until they have said. */
  name: z.string(),
  /** suspended: it and another device of its member revoked each other. */
  state: z.enum(['active', 'removed', 'suspended']),
  /** A recovery key rather than a device. */
  recovery: z.boolean(),
  /** The device this screen belongs to. */
  mine: z.boolean(),
  online: z.boolean(),
  /** It signed two different things for one place. */
  equivocated: z.boolean(),
  /** When it was added, as claimed, ms. */
  since: z.number(),
  /** The removal that may be overturned, when it is removed or suspended. */
  removal: actionId.optional(),
})
export type DeviceView = z.infer<typeof deviceView>

/** One member in full, with what I may do. */
export const memberDetail = memberView.extend({
  /** Decimal digits in groups of five, the same on both sides: read to each other to know that nobody stands between. */
  safetyNumber: z.string(),
  deviceList: z.array(deviceView),
  hasRecovery: z.boolean(),
  /** Who admitted them, and whose invite it was; nothing for the founder. */
  admittedBy: memberId.optional(),
  invitedBy: memberId.optional(),
  /** The member they were before they left or were removed, as they have proven. */
  formerly: memberId.optional(),
  /** Who they were in the community this one goes on from, as they have proven; empty texts where that is not on this device. */
  past: z.object({ name: z.string(), community: z.string() }).optional(),
  /** Roles I may give them. */
  mayGive: z.array(role),
  mayConfirm: z.boolean(),
  mayRemove: z.boolean(),
  /** A removal by me would wait for a second signer now: I have removed as many today as one may alone. */
  removalWaits: z.boolean(),
  /** The removal in force, and whether I may overturn it. */
  removal: actionId.optional(),
  mayOverturn: z.boolean(),
})
export type MemberDetail = z.infer<typeof memberDetail>

/** One line of the history of membership. */
export const decisionView = z.object({
  id: actionId,
  type: z.enum([
    'create',
    'admit',
    'add',
    'confirm',
    'set-role',
    'remove',
    'sign-removal',
    'leave',
    'add-device',
    'add-recovery',
    'remove-device',
    'overturn',
    'revoke-invite',
    'rotate',
    'fork-evidence',
    'unknown',
  ]),
  /** As claimed, ms. */
  at: z.number(),
  by: memberId,
  byName: z.string(),
  /** Whom it is about. */
  target: memberId.optional(),
  targetName: z.string().optional(),
  role: role.optional(),
  /** The decision this one overturns or signs. */
  about: actionId.optional(),
  /** void: it does not count, because its author was removed, demoted or not entitled; unsigned: it waits for a second signer. */
  state: z.enum(['counts', 'void', 'overturned', 'unsigned']),
  /** The reason given, in the author's words. */
  reason: z.string(),
  mayOverturn: z.boolean(),
  maySign: z.boolean(),
})
export type DecisionView = z.infer<typeof decisionView>

/** What this community asks of me now. */
export const careView = z.object({
  /** Members who wait to be confirmed, and may be by me. */
  pending: z.number().int(),
  /** Removals that wait for a second signer, and may be signed by me. */
  unsigned: z.number().int(),
  /** I am the only owner: a second one is advised. */
  needsSecondOwner: z.boolean(),
  /** I have no recovery key here. */
  needsRecovery: z.boolean(),
  /** Invites used more often than they allow, or after they were revoked. */
  overused: z.number().int(),
  /** Content cannot be read until another member hands over a key: so many keys are missing. */
  missingKeys: z.number().int(),
  /** Own messages that others do not see any more and that can be written again. */
  lost: z.number().int(),
  /** Something was written by a newer Folkmoot. */
  needsUpdate: z.boolean(),
})
export type CareView = z.infer<typeof careView>

const about = { community: communityId, member: memberId }

export const members = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(z.array(memberView))),
  watchOne: procedure.input(z.object(about)).output(eventIterator(memberDetail)),
  /** Refused: community/not-allowed, member/unknown. */
  setRole: procedure.input(z.object({ ...about, role })),
  /** Lets somebody in who waits. */
  confirm: procedure.input(z.object(about)),
  /**
   * Removes a member and changes the keys. `keep`: whether what they wrote until now stays to be read; nothing is ever deleted.
   * Answers whether it counts already or waits for a second signer.
   */
  remove: procedure
    .input(z.object({ ...about, keep: z.enum(['all', 'none']), reason: typed }))
    .output(z.object({ action: actionId, state: z.enum(['counts', 'unsigned']) })),
  /** Ends a decision as if it had never been made. Refused: community/not-allowed. */
  overturn: procedure.input(z.object({ community: communityId, action: actionId })),
  /** The second signature under a removal. */
  signRemoval: procedure.input(z.object({ community: communityId, action: actionId })),
  watchCare: procedure.input(z.object({ community: communityId })).output(eventIterator(careView)),
  /** Every membership decision, newest first. */
  watchHistory: procedure
    .input(z.object({ community: communityId, limit: z.number().int().min(1).max(1000) }))
    .output(eventIterator(z.object({ decisions: z.array(decisionView), total: z.number().int() }))),
  /** Shows that I am who another member was, if this profile still has that member's key. */
  claimFormer: procedure.input(z.object({ community: communityId, former: memberId })),
  /** Members who left or were removed whose key this profile has. */
  formerSelves: procedure.input(z.object({ community: communityId })).output(z.array(memberView)),
  /** Who I was in the community this one goes on from, where this profile has that member's key and the community or an archive of it. */
  pastSelves: procedure
    .input(z.object({ community: communityId }))
    .output(z.array(z.object({ member: memberId, name: z.string(), community: z.string() }))),
  /** Shows that I am who that member was there. Refused: member/no-key, community/left … */
  claimPast: procedure.input(z.object({ community: communityId, past: memberId })),
}
