/** What is said in boards besides messages: topics, what becomes of them, and where posts belong. Of several about the same the last counts. */
import {
  type CborValue,
  cleanOptionalLine,
  type DocumentId,
  type EntryId,
  LIMITS,
  parseEntryId,
} from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { entry, entryName, isList, isMap, key, lineOf, lines, text } from './fields.ts'

/** What a board is called, and is about. */
export interface BoardText {
  readonly name: string
  readonly topic: string
}

/** What a topic is filed under. */
export interface TopicHead {
  readonly title: string
  readonly tags: readonly string[]
  /** The id of one of the board's categories; empty for none. */
  readonly category: string
}

/** A topic with its first message. */
export interface TopicText extends TopicHead {
  readonly text: string
}

/** What a topic is filed under from now on, and whether it is still answered in. */
export interface TopicChange extends TopicHead {
  readonly topic: EntryId
  readonly closed: boolean
}

/** The post that answers a topic's question; nothing when none does any more. */
export interface TopicAnswer {
  readonly topic: EntryId
  readonly post: EntryId | undefined
}

/** Posts that stand in a topic from now on, wherever their authors put them. */
export interface PostsMove {
  readonly posts: readonly EntryId[]
  readonly topic: EntryId
}

/** Whether everybody who writes in the board may change what a topic begins with, from now on. */
export interface TopicWiki {
  readonly topic: EntryId
  readonly on: boolean
}

export interface BoardCategory {
  /** Names it in topics, whatever it is called: a few letters and digits. */
  readonly id: string
  readonly name: string
  /** One of eight colours, 0 to 7. */
  readonly colour: number
}

export interface BoardSettings {
  readonly board: DocumentId
  readonly categories: readonly BoardCategory[]
}

const CATEGORY_ID = /^[a-z0-9]{1,16}$/
const COLOURS = 8

export const isCategoryId = (id: string): boolean => CATEGORY_ID.test(id)

/** In the charter: opens a board. `random` is base64url of 16 bytes. */
export const boardEntry = (at: number, board: BoardText, random: string): Entry =>
  entry('board', at, { ...board, random })
/** In the charter: what owners and moderators made of a board. */
export const boardSettingsEntry = (at: number, { board, categories }: BoardSettings): Entry =>
  entry('board-settings', at, {
    board,
    categories: categories.map(
      ({ id, name, colour }): CborValue =>
        new Map<string, CborValue>([
          ['id', id],
          ['name', name],
          ['colour', colour],
        ]),
    ),
  })
/** In a board's page: begins a topic. */
export const topicEntry = (at: number, topic: TopicText): Entry => entry('topic', at, { ...topic })
/** In a board's page. */
export const topicChangeEntry = (at: number, change: TopicChange): Entry => entry('topic-change', at, { ...change })
/** In a board's page. */
export const answerEntry = (at: number, { topic, post }: TopicAnswer): Entry =>
  entry('answer', at, { topic, ...(post && { post }) })
/** In a board's page. */
export const moveEntry = (at: number, move: PostsMove): Entry => entry('move', at, { ...move })

/** In a board's page: makes the first post of a topic one that all may edit, or no longer. */
export const topicWikiEntry = (at: number, wiki: TopicWiki): Entry => entry('topic-wiki', at, { ...wiki })

export function readTopic(of: Entry): TopicText | undefined {
  const head = of.kind === 'topic' ? headOf(of) : undefined
  const said = text(of, 'text', LIMITS.messageBytes)
  return head && said ? { ...head, text: said } : undefined
}

export function readTopicChange(of: Entry): TopicChange | undefined {
  const head = of.kind === 'topic-change' ? headOf(of) : undefined
  const topic = entryName(of, 'topic')
  const closed = of.fields.get('closed')
  return head && topic && typeof closed === 'boolean' ? { ...head, topic, closed } : undefined
}

export function readAnswer(of: Entry): TopicAnswer | undefined {
  const topic = entryName(of, 'topic')
  const post = entryName(of, 'post')
  if (of.kind !== 'answer' || !topic || (of.fields.has('post') && !post)) return undefined
  return { topic, post }
}

export function readMove(of: Entry): PostsMove | undefined {
  const topic = entryName(of, 'topic')
  const named = of.fields.get('posts')
  if (of.kind !== 'move' || !topic || named === undefined || !isList(named)) return undefined
  if (named.length === 0 || named.length > LIMITS.movedPosts) return undefined
  const posts = named.filter((post): post is EntryId => typeof post === 'string' && parseEntryId(post) !== undefined)
  return posts.length === named.length ? { posts: [...new Set(posts)], topic } : undefined
}

export function readTopicWiki(of: Entry): TopicWiki | undefined {
  const topic = entryName(of, 'topic')
  const on = of.fields.get('on')
  return of.kind === 'topic-wiki' && topic && typeof on === 'boolean' ? { topic, on } : undefined
}

export function readBoardSettings(of: Entry): BoardSettings | undefined {
  const board = key(of, 'board')
  const listed = of.fields.get('categories')
  if (of.kind !== 'board-settings' || !board || listed === undefined || !isList(listed)) return undefined
  if (listed.length > LIMITS.boardCategories) return undefined
  const categories = listed.flatMap((each) => categoryOf(each) ?? [])
  const isEachOnce = new Set(categories.map(({ id }) => id)).size === listed.length
  return isEachOnce ? { board: board as DocumentId, categories } : undefined
}

function headOf(of: Entry): TopicHead | undefined {
  const title = lineOf(of.fields.get('title'), LIMITS.topicTitleChars)
  const tags = lines(of.fields.get('tags'), LIMITS.topicTags, LIMITS.tagChars)
  const category = of.fields.get('category') ?? ''
  if (!title || !tags || typeof category !== 'string') return undefined
  return category === '' || isCategoryId(category) ? { title, tags, category } : undefined
}

function categoryOf(value: CborValue): BoardCategory | undefined {
  if (!isMap(value)) return undefined
  const [id, named, colour] = [value.get('id'), value.get('name'), value.get('colour')]
  const name = typeof named === 'string' ? cleanOptionalLine(named.slice(0, 2 * LIMITS.tagChars), Infinity) : ''
  if (typeof id !== 'string' || !isCategoryId(id) || name === '' || [...name].length > LIMITS.tagChars) return undefined
  const isColour = typeof colour === 'number' && Number.isInteger(colour) && colour >= 0 && colour < COLOURS
  return isColour ? { id, name, colour } : undefined
}
