/** Home: what is new in a community, newest first. Nothing is ranked and nothing is chosen for anybody. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, entryIdText, memberId, procedure, role, spaceId } from './base.ts'
import { messageRow, spaceView } from './rooms.ts'

/** The room something is in. */
const place = { space: spaceId, spaceName: z.string(), spaceKind: spaceView.shape.kind, people: z.array(memberId) }

/** `at` is where it stands among the others, ms: when its newest part was written, as claimed. */
export const homeItem = z.discriminatedUnion('kind', [
  /** What was said last in a room itself. */
  z.object({ kind: z.literal('room'), at: z.number(), ...place, unread: z.number().int(), row: messageRow }),
  /** A thread or topic something was said in; without `first` what began it is not on this device. */
  z.object({
    kind: z.literal('thread'),
    at: z.number(),
    ...place,
    root: entryIdText,
    /** What it is called, where it is a topic of a board. */
    title: z.string().optional(),
    /** Without what began it. */
    posts: z.number().int(),
    unread: z.number().int(),
    first: messageRow.optional(),
    /** What was said last in it. */
    row: messageRow,
  }),
  /** A message that somebody put in sight for everybody. */
  z.object({ kind: z.literal('pinned'), at: z.number(), ...place, row: messageRow }),
  z.object({ kind: z.literal('opened'), at: z.number(), ...place }),
  z.object({ kind: z.literal('newcomer'), at: z.number(), member: memberId, name: z.string(), role, me: z.boolean() }),
])
export type HomeItem = z.infer<typeof homeItem>

export const home = {
  /** The newest `limit` items, again after each change; `more`: there are older ones. */
  watch: procedure
    .input(z.object({ community: communityId, limit: z.number().int().min(1).max(200) }))
    .output(eventIterator(z.object({ items: z.array(homeItem), more: z.boolean() }))),
}
