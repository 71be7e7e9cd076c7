/** Who is there and who writes, as those say of themselves who are met directly. Nothing of it is kept. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, entryIdText, memberId, procedure, spaceId } from './base.ts'

export const presenceView = z.object({
  /** Members who say how they are: at a screen, or with a device that runs alone. */
  members: z.array(z.object({ member: memberId, state: z.enum(['online', 'away']) })),
})
export type PresenceView = z.infer<typeof presenceView>

export const typingView = z.object({ members: z.array(z.object({ member: memberId, name: z.string() })) })
export type TypingView = z.infer<typeof typingView>

/** What this person says of themselves: switched off, nothing of it is sent. */
export const presenceSettings = z.object({ presence: z.boolean(), typing: z.boolean() })
export type PresenceSettings = z.infer<typeof presenceSettings>

/** A room, or the thread of it that began with `root`. */
const inThread = { community: communityId, space: spaceId, root: entryIdText.optional() }

export const presence = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(presenceView)),
  /** Others who write in a room itself or in a thread now. */
  watchTyping: procedure.input(z.object(inThread)).output(eventIterator(typingView)),
  /** I write there, to be said every few seconds while I do; or I stopped. */
  type: procedure.input(z.object({ ...inThread, typing: z.boolean() })),
  /** As long as it is listened to, somebody is at this screen. It answers once. */
  attend: procedure.output(eventIterator(z.object({}))),
  watchSettings: procedure.output(eventIterator(presenceSettings)),
  changeSettings: procedure.input(presenceSettings.partial()).output(presenceSettings),
}
