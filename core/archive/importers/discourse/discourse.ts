/** Discourse: a whole site's backup (a dump of its database), or the JSON of an export of categories. A category is a board. */
import type { ImportedItem, ImportedReaction, ImportSource } from '../about.ts'
import { Fields, jsonItems } from '../files/json.ts'
import { linesOf, type Pieces, textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { copiedRows } from './sql.ts'
import { discourseText } from './text.ts'

export const isCategoryExport = (beginning: string): boolean =>
  /^\uFEFF?\s*\{\s*"(?:groups|categories|users|topics)"\s*:/.test(beginning) &&
  /"(?:category_id|slug|text_color|topic_count|username)"/.test(beginning)

export interface Dump {
  readonly path: string
  open(signal: AbortSignal): Pieces
}

const ABOUT = new Set(['users', 'categories', 'topics', 'tags', 'topic_tags', 'post_actions'])
const POSTS = new Set(['posts'])
const LIKE = '2'

/** The dump is read three times, since posts stand in it before their topics, and in no order. */
export function discourseBackup(name: string, dump: Dump): ImportSource {
  const rows = (wanted: ReadonlySet<string>, signal: AbortSignal) =>
    copiedRows(linesOf(textOf(dump.open(signal)), dump.path), wanted)
  return {
    system: 'discourse',
    name,
    async *items(signal) {
      const site = new Site()
      for await (const row of rows(ABOUT, signal)) site.learn(row.table, row.get)
      yield* site.said()
      for (const isFirst of [true, false]) {
        let at = 0
        for await (const { get } of rows(POSTS, signal)) {
          at += 1
          if ((get('post_number') === '1') === isFirst) yield* site.post(get, `${dump.path} posts #${at}`)
        }
      }
    },
  }
}

export function discourseCategories(name: string, dump: Dump): ImportSource {
  return {
    system: 'discourse',
    name,
    async *items(signal) {
      const site = new Site()
      const read = () => jsonItems(textOf(dump.open(signal)), dump.path)
      for await (const { key, value } of read())
        if (key === 'users' || key === 'categories') site.learn(key, getOf(new Fields(value)))
      yield* site.said()
      let at = 0
      for await (const { key, value } of read()) {
        if (key !== 'topics') continue
        const topic = new Fields(value)
        const where = `${dump.path} #${++at}`
        site.learn('topics', getOf(topic))
        let post = 0
        for (const each of topic.list('posts')) {
          const get = getOf(new Fields(each))
          const of = (column: string) => (column === 'topic_id' ? topic.text('id') : get(column))
          yield* site.post(of, `${where}.${++post}`)
        }
      }
    },
  }
}

type Get = (column: string) => string | undefined

const getOf =
  (fields: Fields): Get =>
  (column) =>
    fields.has(column) ? fields.text(column) : undefined

interface Topic {
  readonly title: string
  readonly room: string
  readonly isPrivate: boolean
  /** Numbers of its posts, by their ids there. */
  root?: string
}

class Site {
  readonly #names = new Names()
  readonly #rooms = new Map<string, ImportedItem>()
  readonly #topics = new Map<string, Topic>()
  readonly #tags = new Map<string, string>()
  readonly #tagged = new Map<string, string[]>()
  readonly #likes = new Map<string, { count: number; names: string[] }>()

  learn(table: string, get: Get): void {
    const id = get('id') ?? ''
    if (table === 'users') this.#names.add(id, get('name') || (get('username') ?? id))
    else if (table === 'categories') this.#category(id, get)
    else if (table === 'tags') this.#tags.set(id, get('name') ?? '')
    else if (table === 'topic_tags') {
      const topic = get('topic_id') ?? ''
      this.#tagged.set(topic, [...(this.#tagged.get(topic) ?? []), get('tag_id') ?? ''])
    } else if (table === 'post_actions' && get('post_action_type_id') === LIKE && get('deleted_at') === undefined) {
      const likes = this.#likes.get(get('post_id') ?? '') ?? { count: 0, names: [] }
      likes.count += 1
      if (likes.names.length < 10) likes.names.push(get('user_id') ?? '')
      this.#likes.set(get('post_id') ?? '', likes)
    } else if (table === 'topics' && get('deleted_at') === undefined) {
      const isPrivate = get('archetype') === 'private_message'
      this.#topics.set(id, { title: get('title') ?? '', room: get('category_id') ?? 'none', isPrivate })
    }
  }

  #category(id: string, get: Get): void {
    const topic = (get('description') ?? '').replace(/<[^>]*>/g, '')
    const isPrivate = get('read_restricted') === 't' || get('read_restricted') === 'true'
    this.#rooms.set(id, roomItem({ id, name: get('name') ?? id, topic, kind: 'board', private: isPrivate }))
  }

  /** People and categories, once all of them are known. */
  *said(): Generator<ImportedItem> {
    for (const [id, name] of this.#names.all) yield userItem(id, name)
    for (const room of this.#rooms.values()) {
      yield room
      if (room.type === 'room' && room.private) yield notItem('private-room', room.name)
    }
  }

  *post(get: Get, where: string): Generator<ImportedItem> {
    const topicId = get('topic_id') ?? ''
    const topic = this.#topics.get(topicId)
    if (get('deleted_at') !== undefined || get('hidden') === 't') {
      yield notItem('withdrawn', where)
      return
    }
    if (topic?.isPrivate === true) {
      yield notItem('private-message', where)
      return
    }
    if (!topic) {
      yield notItem('no-room', where)
      return
    }
    if ((get('post_type') ?? '1') !== '1') {
      yield notItem('system-message', where)
      return
    }
    if (!this.#rooms.has(topic.room)) {
      const room = roomItem({ id: topic.room, name: 'Uncategorized', kind: 'board', private: false })
      this.#rooms.set(topic.room, room)
      yield room
    }
    const number = get('post_number') ?? ''
    const reply = get('reply_to_post_number')
    const likes = this.#likes.get(get('id') ?? '')
    const isFirst = topic.root === undefined
    const id = `${topicId}/${number}`
    const reactions: ImportedReaction[] = likes
      ? [{ emoji: '❤️', count: likes.count, names: likes.names.map((each) => this.#names.of(each)) }]
      : []
    const found = {
      ...{ id, room: topic.room, root: topic.root, reactions, author: this.#names.of(get('user_id') ?? '') },
      at: Date.parse(`${(get('created_at') ?? '').replace(' ', 'T').replace(/Z$/, '')}Z`),
      reply: reply !== undefined && reply !== '1' ? `${topicId}/${reply}` : undefined,
      title: isFirst ? topic.title : undefined,
      tags: isFirst ? (this.#tagged.get(topicId) ?? []).map((tag) => this.#tags.get(tag) ?? '') : [],
      text: discourseText(get('raw') ?? ''),
    }
    for (const item of messageItems(found, where)) {
      if (item.type === 'message' && isFirst) topic.root = id
      yield item
    }
  }
}
