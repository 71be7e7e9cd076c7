/** Founding, joining, seeing and leaving communities; invites. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, memberId, procedure, role, spaceId, typed } from './base.ts'

export const template = z.enum(['neighbourhood', 'class', 'cause', 'game-club', 'professional', 'support-group'])
export type Template = z.infer<typeof template>

export const communitySummary = z.object({
  id: communityId,
  name: z.string(),
  purpose: z.string(),
  rules: z.string(),
  /** joining: invited and not yet admitted; damaged: its data cannot be opened; left, removed: kept to read; archive: nobody is in it. */
  state: z.enum(['joining', 'member', 'left', 'damaged', 'removed', 'archive']),
  /** Of an archive: the community it is of, which may be in this profile as well. */
  archiveOf: communityId.optional(),
  /** Of an archive: the newest moment in it, ms. */
  archiveUntil: z.number().optional(),
  /** Whether I wait until a moderator confirms me: I can read nothing yet. */
  pending: z.boolean(),
  history: z.enum(['all', 'from-joining']),
  /** The sentence and code for `damaged`, and for `removed`: I was, or this device, or it is suspended. */
  trouble: z.object({ code: z.string(), text: z.string() }).optional(),
  unread: z.number().int(),
  myRole: role.optional(),
  members: z.number().int(),
})
export type CommunitySummary = z.infer<typeof communitySummary>

/** What a link says about itself, shown before anything is sent. */
export const invitePreview = z.object({
  community: communityId,
  name: z.string(),
  purpose: z.string(),
  rules: z.string(),
  inviter: z.string(),
  role,
  expires: z.number(),
  /** Whether this profile already belongs to the community, or is on its way in. */
  standing: z.enum(['new', 'joining', 'member', 'left']),
})
export type InvitePreview = z.infer<typeof invitePreview>

export const joinProgress = z.object({
  community: communityId,
  name: z.string(),
  /**
   * waiting: nobody could be reached, tried again at `nextTry`; comparing: the other device must confirm; pending: admitted, but a
   * moderator must confirm; receiving: admitted, history is coming.
   */
  step: z.enum(['connecting', 'waiting', 'asking', 'comparing', 'pending', 'receiving', 'done', 'refused']),
  /** Six digits to compare with the other device, when a device is being added. */
  code: z.string().optional(),
  tries: z.number().int(),
  nextTry: z.number().optional(),
  received: z.number().int(),
  trouble: z.object({ code: z.string(), text: z.string() }).optional(),
})
export type JoinProgress = z.infer<typeof joinProgress>

export const inviteView = z.object({
  /** `folkmoot://join#…` */
  link: z.string(),
  expires: z.number(),
  uses: z.number().int(),
})

/** One invite as the invite manager shows it: made on this device, or known because somebody used or revoked it. */
export const inviteRecord = z.object({
  /** Names the invite: base64url of its 32-byte key. */
  key: z.string(),
  /** Only on the device that made it. */
  link: z.string().optional(),
  inviter: memberId.optional(),
  inviterName: z.string(),
  mine: z.boolean(),
  role,
  uses: z.number().int(),
  used: z.number().int(),
  /** Names of who came by it. */
  usedBy: z.array(z.string()),
  expires: z.number(),
  approval: z.boolean(),
  state: z.enum(['open', 'used-up', 'expired', 'revoked']),
  /** It admitted more than it allows, or somebody after it was revoked: members who had not heard of each other let people in. */
  overused: z.boolean(),
  mayRevoke: z.boolean(),
})
export type InviteRecord = z.infer<typeof inviteRecord>

export const communities = {
  /** All communities of this profile in the order of the rail, again after each change. */
  watch: procedure.output(eventIterator(z.array(communitySummary))),
  /** Founds a community; the template lays out its first spaces. Refused: text/empty, text/too-long. */
  create: procedure
    .input(z.object({ name: typed, purpose: typed, rules: typed, template, displayName: typed }))
    .output(z.object({ community: communityId, space: spaceId })),
  /** Leaves for good; `keepData` leaves a copy to read here. */
  leave: procedure.input(z.object({ community: communityId, keepData: z.boolean() })),
  /** What newcomers may read: all that was ever said, or what is said from then on. For owners. */
  setHistory: procedure.input(z.object({ community: communityId, history: z.enum(['all', 'from-joining']) })),
  /** Removes what this device holds of a community that was left, is damaged, or was never joined. */
  forget: procedure.input(z.object({ community: communityId })),
}

export const invites = {
  /** A link that admits up to `uses` people until it expires; with `approval` they wait until a moderator confirms them. */
  create: procedure
    .input(
      z.object({
        community: communityId,
        uses: z.number().int().min(1).max(1000),
        hours: z.number().int().min(1).max(720),
        role: z.enum(['member', 'moderator']),
        approval: z.boolean(),
      }),
    )
    .output(inviteView),
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(z.array(inviteRecord))),
  /** Ends an invite; whoever is offline may let in somebody who has the link until they hear of it. */
  revoke: procedure.input(z.object({ community: communityId, key: z.string().max(64) })),
  /** Reads a link without sending anything. Refused: invite/not-a-link, invite/damaged, invite/expired, invite/newer-version … */
  preview: procedure.input(z.object({ link: typed })).output(invitePreview),
  /** Accepts the rules and joins; goes on by itself until admitted, also after a restart. */
  accept: procedure.input(z.object({ link: typed, displayName: typed })).output(z.object({ community: communityId })),
  /** How a join stands, again after each change; ends after done or refused. */
  watchJoin: procedure.input(z.object({ community: communityId })).output(eventIterator(joinProgress)),
}
