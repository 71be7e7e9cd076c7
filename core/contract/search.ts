/** What this device holds of communities, searched: it answers with the network gone, and with nothing that is not here. */
import { z } from 'zod'
import { LIMITS } from '../shared/index.ts'
import { communityId, entryIdText, memberId, procedure, role, spaceId } from './base.ts'

/** Stretches of a text, in UTF-16 units: what was sought stands there. */
const marks = z.array(z.object({ from: z.number().int(), to: z.number().int() }))

export const foundMessage = z.object({
  community: communityId,
  communityName: z.string(),
  space: spaceId,
  spaceKind: z.enum(['room', 'board', 'private', 'direct']),
  /** Empty for direct messages, which are named by their people. */
  spaceName: z.string(),
  id: entryIdText,
  /** The message whose thread it stands in. */
  root: entryIdText.optional(),
  author: memberId,
  authorName: z.string(),
  mine: z.boolean(),
  /** When the author says it was written, ms. */
  at: z.number(),
  /** One line of it. */
  text: z.string(),
  marks,
  /** Of the topic it begins, as it is called now; with where the words stand in it. */
  title: z.object({ text: z.string(), marks }).optional(),
})
export type FoundMessage = z.infer<typeof foundMessage>

export const foundTopic = z.object({
  community: communityId,
  communityName: z.string(),
  space: spaceId,
  spaceName: z.string(),
  /** Of the message it began with. */
  id: entryIdText,
  title: z.string(),
  marks,
  author: memberId,
  authorName: z.string(),
  /** When it was begun, as claimed, ms. */
  at: z.number(),
  /** Posts besides the first. */
  replies: z.number().int(),
  answered: z.boolean(),
})
export type FoundTopic = z.infer<typeof foundTopic>

export const foundRoom = z.object({
  community: communityId,
  communityName: z.string(),
  space: spaceId,
  kind: z.enum(['room', 'board', 'private']),
  name: z.string(),
  topic: z.string(),
  marks,
})
export type FoundRoom = z.infer<typeof foundRoom>

export const foundPerson = z.object({
  community: communityId,
  communityName: z.string(),
  member: memberId,
  name: z.string(),
  role: role.optional(),
  marks,
  /** Where in what they tell of themselves the words stand, when their name has not all of them. */
  told: z
    .object({ place: z.enum(['skill', 'offer', 'seek', 'experience', 'bio']), text: z.string(), marks })
    .optional(),
})
export type FoundPerson = z.infer<typeof foundPerson>

/** What of a community is here. */
export const heldView = z.object({
  community: communityId,
  name: z.string(),
  /** Documents that those who are met have and this device has not yet, as far as they have said. */
  left: z.number().int(),
  /** Of all documents known of, those that are here, 0 to 100; 100 also when nobody is met who could have more. */
  percent: z.number().int(),
  /** Nobody is met, so there may be more than is known of. */
  alone: z.boolean(),
  /** Something is here that cannot be read yet. */
  locked: z.boolean(),
  /** Messages that are here and were not looked at yet. */
  unindexed: z.number().int(),
})
export type HeldView = z.infer<typeof heldView>

/** Where a page of messages ended; from the answer before, and good for the same search alone. */
export const searchPosition = z.object({ key: z.number().int().min(0), place: z.string().max(100) })
export type SearchPosition = z.infer<typeof searchPosition>

export const searchResult = z.object({
  messages: z.array(foundMessage),
  /** Topics by their titles. One whose first post has all of the words as well is among the messages too. */
  topics: z.array(foundTopic),
  /** Given when there may be more of the kind that was asked for, messages where none was. */
  after: searchPosition.optional(),
  /** Rooms by name, and people by name and what they tell, where the search is by words alone. */
  rooms: z.array(foundRoom),
  people: z.array(foundPerson),
  /** Operators that lead to nothing, as they were typed: a room or a person nobody knows here, or a day there is not. */
  unknown: z.array(z.string()),
  /** `has:` and `is:` with what no search knows, as typed: the rest was sought without them. */
  ignored: z.array(z.string()),
  held: z.array(heldView),
})
export type SearchResult = z.infer<typeof searchResult>

export const search = {
  /**
   * What has all of the words, "phrases" and beginnings* in `text`, as far as `in: from: before: after:`, `has:` with link, reaction,
   * thread or answer, and `is:` with topic or pinned allow; in one room, one community, or all.
   */
  find: procedure
    .input(
      z.object({
        text: z.string().max(LIMITS.searchChars),
        community: communityId.optional(),
        /** Of that community. */
        space: spaceId.optional(),
        /** Only these, page by page; without it messages so, and the first of the others. */
        kind: z.enum(['messages', 'topics', 'rooms', 'people']).optional(),
        /** best: the best of the newest that were found. */
        order: z.enum(['newest', 'best']),
        after: searchPosition.optional(),
        limit: z.number().int().min(1).max(LIMITS.searchRows),
      }),
    )
    .output(searchResult),
}
