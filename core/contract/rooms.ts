/** Spaces of a community and the messages of its rooms. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, entryIdText, memberId, procedure, role, spaceId, typed } from './base.ts'

export const spaceView = z.object({
  id: spaceId,
  kind: z.enum(['room']),
  name: z.string(),
  topic: z.string(),
  unread: z.number().int(),
  messages: z.number().int(),
})
export type SpaceView = z.infer<typeof spaceView>

/** Where a message stands: `time` in ms, then `id`; rows sort by these two. Ids compare as plain text. */
export const position = z.object({ time: z.number(), id: entryIdText })
export type Position = z.infer<typeof position>

export const messageRow = z.object({
  id: entryIdText,
  /** Sort key, ms; never shown. */
  time: z.number(),
  /** When the author says it was written, ms. Shown, never trusted. */
  at: z.number(),
  author: memberId,
  authorName: z.string(),
  authorRole: role.optional(),
  mine: z.boolean(),
  text: z.string(),
  /** Arrived here long after the claimed time. */
  late: z.boolean(),
  /** Order of arrival on this device, from 1; unread is counted by it. */
  arrival: z.number().int(),
  /** For my own messages: how many other members hold it. */
  reached: z.number().int(),
})
export type MessageRow = z.infer<typeof messageRow>

export const roomEvent = z.discriminatedUnion('type', [
  /** The newest rows, oldest first; `total` messages are in the room. `readUpTo` is an arrival number. */
  z.object({
    type: z.literal('window'),
    rows: z.array(messageRow),
    total: z.number().int(),
    readUpTo: z.number().int(),
  }),
  /** Rows that are new or changed, anywhere in the room; a row above what the screen holds is left aside by the screen. */
  z.object({
    type: z.literal('changes'),
    rows: z.array(messageRow),
    total: z.number().int(),
    readUpTo: z.number().int(),
  }),
])
export type RoomEvent = z.infer<typeof roomEvent>

const inSpace = { community: communityId, space: spaceId }
const rows = z.object({ rows: z.array(messageRow), /** Whether there is more on that side. */ more: z.boolean() })

export const spaces = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(z.array(spaceView))),
  create: procedure
    .input(z.object({ community: communityId, kind: z.literal('room'), name: typed, topic: typed }))
    .output(z.object({ space: spaceId })),
}

export const rooms = {
  /** The newest `limit` rows, then changes to the whole room. A slow reader gets a fresh window. */
  watch: procedure
    .input(z.object({ ...inSpace, limit: z.number().int().min(1).max(200) }))
    .output(eventIterator(roomEvent)),
  /** Up to `limit` rows just before a position, oldest first. */
  before: procedure.input(z.object({ ...inSpace, position, limit: z.number().int().min(1).max(200) })).output(rows),
  /** Up to `limit` rows just after a position, oldest first: the way back down for a screen that let go of the newest rows. */
  after: procedure.input(z.object({ ...inSpace, position, limit: z.number().int().min(1).max(200) })).output(rows),
  /**
   * Writes a message. It is on this device's disk when the answer comes. `clientKey` makes a repeated send the same message.
   * Refused: text/empty, text/too-long, storage/disk-full, community/left …
   */
  send: procedure
    .input(z.object({ ...inSpace, text: typed, clientKey: z.string().min(8).max(64) }))
    .output(z.object({ id: entryIdText })),
  /** Everything that arrived up to this number has been seen by the person. */
  markRead: procedure.input(z.object({ ...inSpace, upTo: z.number().int() })),
}
