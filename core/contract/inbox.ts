/** What is unread and for this person, how much they wish to be told of, and what the system is to show of it. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, entryIdText, memberId, procedure, spaceId } from './base.ts'
import { messageRow, spaceView } from './rooms.ts'

/** `mentions`: what mentions me, answers me, or stands in a thread I began, wrote in or follow. */
export const inboxFilter = z.enum(['mentions', 'unread'])
export type InboxFilter = z.infer<typeof inboxFilter>

/** A room or thread in which something is unread. */
export const inboxGroup = z.object({
  community: communityId,
  communityName: z.string(),
  space: spaceId,
  kind: spaceView.shape.kind,
  /** Of a conversation, the names of the others. */
  spaceName: z.string(),
  /** The message a thread began with, and how it begins; nothing in the room itself. */
  root: entryIdText.optional(),
  rootText: z.string(),
  unread: z.number().int(),
  /** How many of them mention or answer me. */
  mentions: z.number().int(),
  /** Whether it is a thread I began, wrote in or follow. */
  mine: z.boolean(),
  /** What came up to this arrival is read by marking the group. */
  upTo: z.number().int(),
  /** The first of them, in the order they came. */
  rows: z.array(messageRow),
})
export type InboxGroup = z.infer<typeof inboxGroup>

/** People who wait to be let in, in a community where I may let them in. */
export const inboxRequest = z.object({
  community: communityId,
  communityName: z.string(),
  count: z.number().int(),
  /** The first of them, in the order they came. */
  people: z.array(z.object({ member: memberId, name: z.string() })),
})
export type InboxRequest = z.infer<typeof inboxRequest>

export const inboxView = z.object({
  /** Whatever the filter is: they go when they are let in or sent away, by anybody, and not by being seen. */
  requests: z.array(inboxRequest),
  groups: z.array(inboxGroup),
  /** Groups that found no room here. */
  more: z.number().int(),
  /** Rooms and threads that are put off. */
  snoozed: z.number().int(),
})
export type InboxView = z.infer<typeof inboxView>

/** Unread messages, of those heeded; `mentions` as in InboxFilter, and with them whoever waits to be let in. */
export const inboxCounts = z.object({
  unread: z.number().int(),
  mentions: z.number().int(),
  communities: z.array(z.object({ community: communityId, unread: z.number().int(), mentions: z.number().int() })),
})
export type InboxCounts = z.infer<typeof inboxCounts>

/** How much of a community or room I am told of. */
export const heedLevel = z.enum(['all', 'mentions', 'none'])
export type HeedLevel = z.infer<typeof heedLevel>

export const heedView = z.object({
  /** Of the community. */
  level: heedLevel,
  /** Rooms for which it is another one. */
  rooms: z.array(z.object({ space: spaceId, level: heedLevel })),
  threads: z.array(z.object({ space: spaceId, root: entryIdText, follow: z.enum(['follow', 'mute']) })),
  /** Put off until then, ms. */
  snoozed: z.array(z.object({ space: spaceId, root: entryIdText.optional(), until: z.number() })),
})
export type HeedView = z.infer<typeof heedView>

/** What the system shows of new messages. Empty texts are not to be shown. */
const messageNotice = z.object({
  what: z.literal('messages'),
  /** The same for everything of one room: a later notice takes the place of the one before. */
  tag: z.string(),
  community: communityId,
  communityName: z.string(),
  space: spaceId,
  spaceName: z.string(),
  root: entryIdText.optional(),
  /** The newest of them. */
  message: entryIdText,
  author: z.string(),
  /** Its beginning, without marks; empty when texts are not to be shown. */
  text: z.string(),
  /** How many messages it tells of. */
  count: z.number().int(),
})

/** What it shows of people who have come to wait to be let in. */
const requestNotice = z.object({
  what: z.literal('requests'),
  /** The same for all of one community. */
  tag: z.string(),
  community: communityId,
  communityName: z.string(),
  /** How many it tells of. */
  count: z.number().int(),
})

export const notice = z.discriminatedUnion('what', [messageNotice, requestNotice])
export type Notice = z.infer<typeof notice>

const minuteOfDay = z
  .number()
  .int()
  .min(0)
  .max(24 * 60 - 1)

export const noticeSettings = z.object({
  on: z.boolean(),
  /** Whether a notice says what was written, and by whom. */
  showText: z.boolean(),
  quiet: z.boolean(),
  /** Minutes after midnight, by this device's clock; from a later one to an earlier one goes over midnight. */
  quietFrom: minuteOfDay,
  quietTo: minuteOfDay,
})
export type NoticeSettings = z.infer<typeof noticeSettings>

const inSpace = { community: communityId, space: spaceId }

export const inbox = {
  watch: procedure.input(z.object({ filter: inboxFilter })).output(eventIterator(inboxView)),
  watchCounts: procedure.output(eventIterator(inboxCounts)),
  /** Everything this filter shows was seen. */
  markAllRead: procedure.input(z.object({ filter: inboxFilter })),
  watchHeed: procedure.input(z.object({ community: communityId })).output(eventIterator(heedView)),
  /** Of a room, or without one of the community; nothing goes back to what the community has. Refused: space/unknown */
  setLevel: procedure.input(
    z.object({ community: communityId, space: spaceId.optional(), level: heedLevel.optional() }),
  ),
  /** Follows a thread or is told nothing of it any more; nothing goes back to what follows from having written there. */
  follow: procedure.input(z.object({ ...inSpace, root: entryIdText, follow: z.enum(['follow', 'mute']).optional() })),
  /** Puts a room or thread off until a moment, ms; nothing brings it back now. */
  snooze: procedure.input(
    z.object({ ...inSpace, root: entryIdText.optional(), until: z.number().int().min(0).max(8.64e15).optional() }),
  ),
  /** Brings back everything that is put off. */
  wakeAll: procedure,
  /** What to show as it comes, gathered for a few seconds; none of what was read meanwhile. */
  watchNotices: procedure.output(eventIterator(z.array(notice))),
  watchSettings: procedure.output(eventIterator(noticeSettings)),
  changeSettings: procedure.input(noticeSettings.partial()).output(noticeSettings),
}
