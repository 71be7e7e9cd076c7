/** Boards: topics in the order of what happened in them. The posts of a topic are the messages of its thread: `rooms` with its id as `root`. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, entryIdText, memberId, procedure, role, spaceId, typed } from './base.ts'

export const boardCategory = z.object({
  /** Names it in topics, whatever it is called; made by the screen. */
  id: z.string().regex(/^[a-z0-9]{1,16}$/),
  name: z.string().max(1000),
  /** One of eight colours. */
  colour: z.number().int().min(0).max(7),
})
export type BoardCategory = z.infer<typeof boardCategory>

export const topicView = z.object({
  /** Of the message it began with, which is the first of its thread. */
  id: entryIdText,
  /** Empty when its author withdrew it. */
  title: z.string(),
  withdrawn: z.boolean(),
  tags: z.array(z.string()),
  /** The id of a category; empty for none. One that the board has no more may stand here. */
  category: z.string(),
  /** Everybody who writes in the board may edit what it begins with. */
  wiki: z.boolean(),
  /** Nobody but owners and moderators goes on in it. */
  closed: z.boolean(),
  /** An answer was accepted. */
  answered: z.boolean(),
  /** The accepted answer, while it is here and in this topic. */
  answer: entryIdText.optional(),
  author: memberId,
  authorName: z.string(),
  authorRole: role.optional(),
  /** It was brought in from another system: `author` is no member. */
  imported: z.boolean().optional(),
  mine: z.boolean(),
  /** When it was begun, as claimed, ms. */
  at: z.number(),
  /** Posts besides the first. */
  replies: z.number().int(),
  unread: z.number().int(),
  /** Sort keys, ms: of the first message and of the newest one. */
  time: z.number(),
  last: z.number(),
  pinned: z.boolean(),
  /** Whether I may retitle it, close it and accept an answer. */
  mayChange: z.boolean(),
})
export type TopicView = z.infer<typeof topicView>

/** One text a first post has had, the oldest first; the last is what it says. */
export const postVersion = z.object({
  /** Of the entry that said it. */
  id: entryIdText,
  author: memberId,
  authorName: z.string(),
  mine: z.boolean(),
  /** As claimed, ms. */
  at: z.number(),
  text: z.string(),
  /** The version it was made from; none for the first. */
  from: entryIdText.optional(),
  /** Written without having seen something that was written at the same time and stands now: nothing of it stands. */
  beside: z.boolean(),
})
export type PostVersion = z.infer<typeof postVersion>

/** How the first post of a topic stands as to who may edit it. */
export const firstPost = z.object({
  /** The entry that said what it says now: to be handed back as `base` by who edits it. */
  version: entryIdText,
  /** Texts it has had, this one among them. */
  versions: z.number().int(),
  /** Who made it what it is, when that is not who began the topic. */
  changed: z.object({ by: memberId, byName: z.string(), at: z.number() }).optional(),
  mayEdit: z.boolean(),
  /** Whether I may let everybody edit it, or no longer. */
  maySwitch: z.boolean(),
  /** My last edit stands beside what somebody wrote at the same time, and I have not said that I know. */
  beside: z.object({ id: entryIdText, byName: z.string() }).optional(),
})
export type FirstPost = z.infer<typeof firstPost>

/** active: what was said in last first; new: what was begun last first; waiting: open and without an accepted answer, as active. */
export const topicOrder = z.enum(['active', 'new', 'waiting'])
export type TopicOrder = z.infer<typeof topicOrder>

/** All topics; those of a category; those with a tag, however it is written. */
export const topicFilter = z.union([
  z.object({ category: z.string().min(1).max(16) }),
  z.object({ tag: z.string().min(1).max(200) }),
])
export type TopicFilter = z.infer<typeof topicFilter>

export const topicsEvent = z.object({
  /** window: pinned topics and the first of the list; changes: topics that are new or other than before, anywhere in the list. */
  type: z.enum(['window', 'changes']),
  rows: z.array(topicView),
  /** Topics that do not stand in this list (any more). */
  gone: z.array(entryIdText),
  /** Of a window: whether the list goes on below. */
  more: z.boolean(),
})
export type TopicsEvent = z.infer<typeof topicsEvent>

export const boardView = z.object({
  categories: z.array(boardCategory),
  /** Tags in use, by their letters; at most LIMITS.boardTags. */
  tags: z.array(z.string()),
  /** Whether I may set categories, move posts, and change topics of others. */
  mayModerate: z.boolean(),
})
export type BoardView = z.infer<typeof boardView>

const inSpace = { community: communityId, space: spaceId }
const inList = {
  ...inSpace,
  order: topicOrder,
  filter: topicFilter.optional(),
  limit: z.number().int().min(1).max(200),
}
const filed = {
  title: typed,
  tags: z.array(z.string().max(1000)).max(100),
  /** Empty for none. */
  category: z.string().max(16),
}

export const boards = {
  watchBoard: procedure.input(z.object(inSpace)).output(eventIterator(boardView)),
  /** Sets all categories of a board. Refused: community/not-allowed, board/many-categories, text/… */
  setCategories: procedure.input(z.object({ ...inSpace, categories: z.array(boardCategory).max(200) })),
  /** A list of topics, then what changes in it. A slow reader gets a fresh window. */
  watch: procedure.input(z.object(inList)).output(eventIterator(topicsEvent)),
  /** Up to `limit` topics that stand in the list after one: `key` is its `last`, in the order `new` its `time`. */
  after: procedure
    .input(z.object({ ...inList, position: z.object({ key: z.number(), root: entryIdText }) }))
    .output(z.object({ rows: z.array(topicView), more: z.boolean() })),
  /** One topic; nothing while it is not here. */
  watchTopic: procedure
    .input(z.object({ ...inSpace, topic: entryIdText }))
    .output(
      eventIterator(z.object({ topic: topicView.optional(), first: firstPost.optional(), mayModerate: z.boolean() })),
    ),
  /** The first post of a topic, as posts stand in order, that I have not seen; nothing when I have seen all. */
  firstUnread: procedure
    .input(z.object({ ...inSpace, topic: entryIdText }))
    .output(z.object({ id: entryIdText.optional() })),
  /**
   * Begins a topic. `clientKey` makes a repeated send the same topic. Refused: text/empty, text/too-long, board/many-tags,
   * board/unknown-category, board/not-a-board, space/archived, community/left …
   */
  begin: procedure
    .input(z.object({ ...inSpace, ...filed, text: typed, clientKey: z.string().min(8).max(64) }))
    .output(z.object({ id: entryIdText })),
  /** Files a topic otherwise, closes it or opens it again. Refused: board/not-yours, board/closed-above-you, and as `begin` */
  change: procedure.input(z.object({ ...inSpace, ...filed, topic: entryIdText, closed: z.boolean() })),
  /** Accepts a post as the answer; without one, none is any more. Refused: board/not-yours, board/not-in-topic … */
  answer: procedure.input(z.object({ ...inSpace, topic: entryIdText, post: entryIdText.optional() })),
  /** All texts of the first post; none when it was withdrawn. */
  versions: procedure.input(z.object({ ...inSpace, topic: entryIdText })).output(z.array(postVersion)),
  /** Lets everybody edit the first post, or no longer. Refused: board/not-yours … */
  setWiki: procedure.input(z.object({ ...inSpace, topic: entryIdText, on: z.boolean() })),
  /**
   * Changes the first post. `base` is the version the text was made from. Refused: board/no-wiki, board/closed, message/withdrawn,
   * text/…
   */
  editFirst: procedure.input(z.object({ ...inSpace, topic: entryIdText, text: typed, base: entryIdText })),
  /** I know that an edit of mine stands beside another: I am not told again. */
  besideSeen: procedure.input(z.object({ ...inSpace, version: entryIdText })),
  /** Puts posts into another topic of the board; nothing is lost, and moving back undoes it. Refused: community/not-allowed, board/… */
  move: procedure.input(z.object({ ...inSpace, topic: entryIdText, posts: z.array(entryIdText).min(1).max(500) })),
}
