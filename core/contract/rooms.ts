/** Spaces of a community and the messages of its rooms. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { filesToSend, fileView } from './files.ts'
import { actionId, communityId, entryIdText, memberId, procedure, role, spaceId, typed } from './base.ts'

export const spaceView = z.object({
  id: spaceId,
  /** room and board: for all members; private: for those in `people`, named; direct: for those in `people`, without a name. */
  kind: z.enum(['room', 'board', 'private', 'direct']),
  name: z.string(),
  /** Members of a private space, without those who left; empty for rooms of all. */
  people: z.array(memberId),
  /** Whether I may add and remove people, in a private space. */
  mayManage: z.boolean(),
  topic: z.string(),
  /** Of all that stands in it, its threads included. */
  unread: z.number().int(),
  messages: z.number().int(),
  /** Closed by owners or moderators: it is read, and not written in. */
  archived: z.boolean(),
  /** Something is being written there and not yet sent. */
  draft: z.boolean(),
  /** Whether I may change its name and topic, and archive it. */
  mayChange: z.boolean(),
})
export type SpaceView = z.infer<typeof spaceView>

/** Where a message stands: `time` in ms, then `id`; rows sort by these two. Ids compare as plain text. */
export const position = z.object({ time: z.number(), id: entryIdText })
export type Position = z.infer<typeof position>

/** The message another one answers. */
export const replyView = z.object({
  id: entryIdText,
  /** missing: it is not on this device, or was set aside. */
  state: z.enum(['here', 'withdrawn', 'missing']),
  author: memberId.optional(),
  authorName: z.string(),
  /** Its beginning, as typed; at most LIMITS.excerptChars characters. */
  text: z.string(),
  /** The thread it stands in; nothing in the room itself. */
  root: entryIdText.optional(),
})
export type ReplyView = z.infer<typeof replyView>

/** One emoji under a message. */
export const reactionView = z.object({
  emoji: z.string(),
  count: z.number().int(),
  mine: z.boolean(),
  /** Who reacted so, the first of them, by name. */
  names: z.array(z.string()),
})
export type ReactionView = z.infer<typeof reactionView>

/** What stands under a message that began a thread. */
export const threadSummary = z.object({
  posts: z.number().int(),
  unread: z.number().int(),
  /** Where its newest message stands, ms. */
  last: z.number(),
})
export type ThreadSummary = z.infer<typeof threadSummary>

/**
 * A message that was brought in from another system: nobody here signed it as its author. `author` is then no member's id, and
 * `authorName` names the system too.
 */
export const importedView = z.object({
  /** The system, as people call it. */
  from: z.string(),
  /** Who is said to have written it. */
  name: z.string(),
  /** When it was brought in, ms, and by whom. */
  on: z.number(),
  by: memberId,
  byName: z.string(),
  /** How people there reacted. */
  reactions: z.array(z.object({ emoji: z.string(), count: z.number().int(), names: z.array(z.string()) })),
})
export type ImportedView = z.infer<typeof importedView>

export const messageRow = z.object({
  id: entryIdText,
  /** Sort key, ms; never shown. */
  time: z.number(),
  /** When the author says it was written, ms. Shown, never trusted. */
  at: z.number(),
  author: memberId,
  authorName: z.string(),
  authorRole: role.optional(),
  imported: importedView.optional(),
  mine: z.boolean(),
  text: z.string(),
  /** Arrived here long after the claimed time. */
  late: z.boolean(),
  /** When it was last changed by its author, as claimed, ms. */
  editedAt: z.number().optional(),
  /** Its author withdrew it: `text` is empty. */
  withdrawn: z.boolean(),
  /** Its author's device said different things to different members; this is what most had seen. */
  forked: z.boolean(),
  /** Order of arrival on this device, from 1; unread is counted by it. */
  arrival: z.number().int(),
  /** The arrival of a change by which it calls me, as long as that is unread: the message itself may have been read before. */
  called: z.number().int().optional(),
  /** For my own messages: how many other members hold it. */
  reached: z.number().int(),
  reply: replyView.optional(),
  /** The message whose thread it stands in; nothing for what stands in the room itself. */
  root: entryIdText.optional(),
  thread: threadSummary.optional(),
  reactions: z.array(reactionView),
  /** In the order their author gave them; none of a message that was withdrawn. */
  files: z.array(fileView),
  /** Kept in sight for everybody. */
  pinned: z.boolean(),
  /** Owners or moderators put it into this topic of a board; `from` is the one its author had put it in. */
  moved: z.object({ byName: z.string(), at: z.number(), from: entryIdText }).optional(),
})
export type MessageRow = z.infer<typeof messageRow>

/** Messages that are shown no more: set aside, because of a removal, a fork, or another decision. */
const gone = {
  gone: z.array(entryIdText),
  /** The message a thread began with, where one is watched; nothing while it is not here. */ first:
    messageRow.optional(),
}

export const roomEvent = z.discriminatedUnion('type', [
  /** The newest rows, oldest first; `total` messages are in the room. `readUpTo` is an arrival number. */
  z.object({
    type: z.literal('window'),
    rows: z.array(messageRow),
    total: z.number().int(),
    readUpTo: z.number().int(),
    ...gone,
  }),
  /** Rows that are new or changed, anywhere in the room; a row above what the screen holds is left aside by the screen. */
  z.object({
    type: z.literal('changes'),
    rows: z.array(messageRow),
    total: z.number().int(),
    readUpTo: z.number().int(),
    ...gone,
  }),
])
export type RoomEvent = z.infer<typeof roomEvent>

/** Something that is kept but not shown, and why. */
export const hiddenView = z.object({
  /** What names the group: all that is hidden for one reason. */
  reason: z.enum([
    'removed',
    'left',
    'device-removed',
    'forked',
    'refused',
    'waiting-for-key',
    'damaged',
    'update-needed',
  ]),
  author: memberId.optional(),
  authorName: z.string(),
  /** How many items; 0 when that is not known. */
  count: z.number().int(),
  /** The decision behind it, and who made it. */
  decision: actionId.optional(),
  byName: z.string().optional(),
  at: z.number().optional(),
  /** The texts, for whoever wishes to see them all the same: at most fifty. */
  texts: z.array(z.string()),
})
export type HiddenView = z.infer<typeof hiddenView>

/** An own message others do not see any more, because its feed was cut or ended before it. */
export const lostView = z.object({
  id: entryIdText,
  space: spaceId,
  spaceName: z.string(),
  at: z.number(),
  text: z.string(),
})
export type LostView = z.infer<typeof lostView>

/** One of a room's threads, with the message it began with. */
export const threadView = threadSummary.extend({
  root: entryIdText,
  /** Nothing while the message it began with is not on this device. */
  first: messageRow.optional(),
})
export type ThreadView = z.infer<typeof threadView>

const inSpace = { community: communityId, space: spaceId }
/** A thread of the room, by the message it began with; without, the room itself. */
const inThread = { ...inSpace, root: entryIdText.optional() }
const rows = z.object({ rows: z.array(messageRow), /** Whether there is more on that side. */ more: z.boolean() })

export const spaces = {
  watch: procedure.input(z.object({ community: communityId })).output(eventIterator(z.array(spaceView))),
  create: procedure
    .input(z.object({ community: communityId, kind: z.enum(['room', 'board']), name: typed, topic: typed }))
    .output(z.object({ space: spaceId })),
  /** A room only these members know of, me included. Who is not online is told when met. */
  createPrivate: procedure
    .input(z.object({ community: communityId, name: typed, topic: typed, people: z.array(memberId).max(200) }))
    .output(z.object({ space: spaceId })),
  /** Direct messages with one or a few members; the same people always have the same space. */
  direct: procedure
    .input(z.object({ community: communityId, people: z.array(memberId).min(1).max(20) }))
    .output(z.object({ space: spaceId })),
  addPeople: procedure.input(z.object({ ...inSpace, people: z.array(memberId).min(1).max(200) })),
  removePerson: procedure.input(z.object({ ...inSpace, member: memberId })),
  /**
   * Gives a room another name and topic, or archives it and opens it again. Refused: community/not-allowed, private/not-allowed,
   * space/nameless for a conversation, text/…
   */
  change: procedure.input(z.object({ ...inSpace, name: typed, topic: typed, archived: z.boolean() })),
  /** Leaves a private space; what is here is forgotten. */
  leave: procedure.input(z.object(inSpace)),
  /** Everything in the spaces of one kind, or in all of the community, has been seen; archived ones belong to their kind. */
  markAllRead: procedure.input(z.object({ community: communityId, kind: spaceView.shape.kind.optional() })),
}

export const rooms = {
  /** The newest `limit` rows of a room or thread, then changes to the whole of it. A slow reader gets a fresh window. */
  watch: procedure
    .input(z.object({ ...inThread, limit: z.number().int().min(1).max(200) }))
    .output(eventIterator(roomEvent)),
  /** Up to `limit` rows just before a position, oldest first. */
  before: procedure.input(z.object({ ...inThread, position, limit: z.number().int().min(1).max(200) })).output(rows),
  /** Up to `limit` rows just after a position, oldest first: the way back down for a screen that let go of the newest rows. */
  after: procedure.input(z.object({ ...inThread, position, limit: z.number().int().min(1).max(200) })).output(rows),
  /**
   * Where a message stands, or the first one at a moment (ms) or later, with up to `limit` rows around it, oldest first. It answers in
   * which thread that is, so that whoever follows a link need not know. Refused: message/unknown.
   */
  around: procedure
    .input(
      z.object({
        ...inThread,
        to: z.union([z.object({ id: entryIdText }), z.object({ moment: z.number() })]),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        id: entryIdText,
        root: entryIdText.optional(),
        rows: z.array(messageRow),
        above: z.boolean(),
        below: z.boolean(),
      }),
    ),
  /**
   * Writes a message. It is on this device's disk when the answer comes. `clientKey` makes a repeated send the same message; `reply` is the
   * message it answers, `root` the one whose thread it goes into. Refused: files/unknown, files/unfinished, files/too-much-text, text/empty, text/too-long, storage/disk-full, community/left,
   * space/archived …
   */
  send: procedure
    .input(
      z.object({
        ...inThread,
        text: typed,
        clientKey: z.string().min(8).max(64),
        reply: entryIdText.optional(),
        /** Files that were handed over whole; with one of them the text may be empty. */
        files: filesToSend.optional(),
      }),
    )
    .output(z.object({ id: entryIdText })),
  /** Puts an emoji under a message, or takes it back. Refused: message/unknown, message/not-an-emoji, message/many-reactions … */
  react: procedure.input(z.object({ ...inSpace, id: entryIdText, emoji: z.string().max(100), on: z.boolean() })),
  /** Keeps a message in sight for everybody, or no longer. Refused: message/unknown, community/not-allowed … */
  pin: procedure.input(z.object({ ...inSpace, id: entryIdText, on: z.boolean() })),
  /** Messages kept in sight, the newest first; whether I may pin. */
  watchPins: procedure
    .input(z.object(inSpace))
    .output(eventIterator(z.object({ rows: z.array(messageRow), mayPin: z.boolean() }))),
  /** Threads of a room, those in which something was said last first. */
  watchThreads: procedure
    .input(z.object({ ...inSpace, limit: z.number().int().min(1).max(200) }))
    .output(eventIterator(z.array(threadView))),
  /** What was being written and not yet sent, empty when nothing was; and the message it answers, while that stands. */
  draft: procedure.input(z.object(inThread)).output(z.object({ text: z.string(), reply: messageRow.optional() })),
  /** Keeps what is being written on this device, and what it answers. An empty text that answers nothing lets go of it. */
  keepDraft: procedure.input(z.object({ ...inThread, text: typed, reply: entryIdText.optional() })),
  /** Changes what I wrote. Refused: message/not-yours, text/… */
  edit: procedure.input(z.object({ ...inSpace, id: entryIdText, text: typed })),
  /** Takes back what I wrote: others' devices show it no longer; copies cannot be recalled. */
  withdraw: procedure.input(z.object({ ...inSpace, id: entryIdText })),
  /** Earlier texts of a message, oldest first. */
  versions: procedure
    .input(z.object({ ...inSpace, id: entryIdText }))
    .output(z.array(z.object({ at: z.number(), text: z.string() }))),
  /** Everything in a space that is kept and not shown, again after each change. */
  watchHidden: procedure.input(z.object(inSpace)).output(eventIterator(z.array(hiddenView))),
  /** Own messages that others do not see any more. */
  watchLost: procedure.input(z.object({ community: communityId })).output(eventIterator(z.array(lostView))),
  /** Writes such messages again, or lets go of them. */
  settleLost: procedure.input(
    z.object({ community: communityId, ids: z.array(entryIdText).max(500), again: z.boolean() }),
  ),
  /** Everything in a room or thread that arrived up to this number has been seen by the person, and these changes that call them. */
  markRead: procedure.input(
    z.object({ ...inThread, upTo: z.number().int(), called: z.array(z.number().int()).max(200).optional() }),
  ),
  /** Everything that is in a room now has been seen, in all its threads. */
  markAllRead: procedure.input(z.object(inSpace)),
}
