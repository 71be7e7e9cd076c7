/** Founding, joining, seeing and leaving communities; invites. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, procedure, role, spaceId, typed } from './base.ts'

export const template = z.enum(['neighbourhood', 'class', 'cause', 'game-club', 'professional', 'support-group'])
export type Template = z.infer<typeof template>

export const communitySummary = z.object({
  id: communityId,
  name: z.string(),
  purpose: z.string(),
  rules: z.string(),
  /** joining: invited and not yet admitted; damaged: its data cannot be opened; left: kept to read. */
  state: z.enum(['joining', 'member', 'left', 'damaged']),
  /** The sentence and code for `damaged`. */
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
  /** waiting: nobody could be reached, tried again at `nextTry`; receiving: admitted, history is coming. */
  step: z.enum(['connecting', 'waiting', 'asking', 'receiving', 'done', 'refused']),
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

export const communities = {
  /** All communities of this profile in the order of the rail, again after each change. */
  watch: procedure.output(eventIterator(z.array(communitySummary))),
  /** Founds a community; the template lays out its first spaces. Refused: text/empty, text/too-long. */
  create: procedure
    .input(z.object({ name: typed, purpose: typed, rules: typed, template, displayName: typed }))
    .output(z.object({ community: communityId, space: spaceId })),
  /** Leaves for good; `keepData` leaves a copy to read here. */
  leave: procedure.input(z.object({ community: communityId, keepData: z.boolean() })),
  /** Removes what this device holds of a community that was left, is damaged, or was never joined. */
  forget: procedure.input(z.object({ community: communityId })),
}

export const invites = {
  /** A link that admits up to `uses` people until it expires. */
  create: procedure
    .input(
      z.object({
        community: communityId,
        uses: z.number().int().min(1).max(1000),
        hours: z.number().int().min(1).max(720),
      }),
    )
    .output(inviteView),
  /** Reads a link without sending anything. Refused: invite/not-a-link, invite/damaged, invite/expired, invite/newer-version … */
  preview: procedure.input(z.object({ link: typed })).output(invitePreview),
  /** Accepts the rules and joins; goes on by itself until admitted, also after a restart. */
  accept: procedure.input(z.object({ link: typed, displayName: typed })).output(z.object({ community: communityId })),
  /** How a join stands, again after each change; ends after done or refused. */
  watchJoin: procedure.input(z.object({ community: communityId })).output(eventIterator(joinProgress)),
}
