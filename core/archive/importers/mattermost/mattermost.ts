/** Mattermost's bulk export: a file with one JSON object in each line, alone or in a zip. */
import type { ImportedItem, ImportedReaction, ImportSource } from '../about.ts'
import { importErrors } from '../errors.ts'
import { Fields } from '../files/json.ts'
import { linesOf, type Pieces, textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { emojiNamed, withEmoji } from '../text/emoji.ts'

export const isMattermost = (beginning: string): boolean =>
  /^\uFEFF?\s*\{\s*"type"\s*:\s*"version"/.test(beginning) && /^\{[^\n]*\}\r?\n/.test(beginning.trimStart())

export function mattermostSource(name: string, file: string, open: (signal: AbortSignal) => Pieces): ImportSource {
  return {
    system: 'mattermost',
    name,
    async *items(signal) {
      const reader = new LineReader()
      let line = 0
      for await (const text of linesOf(textOf(open(signal)), file)) {
        line += 1
        const where = `${file} #${line}`
        if (text.trim() !== '') yield* reader.take(parse(text, where), where)
      }
    },
  }
}

function parse(text: string, where: string): Fields {
  try {
    return new Fields(JSON.parse(text))
  } catch (error) {
    throw importErrors('broken', { cause: error, details: { where } })
  }
}

class LineReader {
  readonly #names = new Names()
  readonly #rooms = new Set<string>()

  #reactions(all: readonly unknown[]): ImportedReaction[] {
    const by = Map.groupBy(
      all.map((value) => new Fields(value)),
      (each) => each.text('emoji_name'),
    )
    return Array.from(by, ([name, each]) => ({
      emoji: emojiNamed(name) ?? name,
      count: each.length,
      names: each.map((one) => this.#names.of(one.text('user'))),
    }))
  }

  *take(line: Fields, where: string): Generator<ImportedItem> {
    switch (line.text('type')) {
      case 'user':
        yield* this.#user(line.in('user'))
        return
      case 'channel':
        yield* this.#channel(line.in('channel'))
        return
      case 'post':
        yield* this.#post(line.in('post'), where)
        return
      case 'role':
      case 'scheme':
        yield notItem('role', where)
        return
      case 'emoji':
        yield notItem('custom-emoji', where)
        return
      case 'direct_post':
        yield notItem('private-message', where)
        return
      default:
    }
  }

  *#user(user: Fields): Generator<ImportedItem> {
    const id = user.text('username')
    const whole = `${user.text('first_name')} ${user.text('last_name')}`.trim()
    const name = user.text('nickname') || whole || id
    if (id !== '' && this.#names.add(id, name)) yield userItem(id, name)
  }

  *#channel(channel: Fields): Generator<ImportedItem> {
    const id = `${channel.text('team')}/${channel.text('name')}`
    if (this.#rooms.has(id)) return
    this.#rooms.add(id)
    const isPrivate = channel.text('type') === 'P'
    const topic = channel.text('purpose') || channel.text('header')
    const name = channel.text('display_name') || channel.text('name')
    yield roomItem({ id, name, topic, category: channel.text('team'), kind: 'room', private: isPrivate })
    if (isPrivate) yield notItem('private-room', id)
  }

  *#post(post: Fields, where: string): Generator<ImportedItem> {
    const room = `${post.text('team')}/${post.text('channel')}`
    if (!this.#rooms.has(room)) {
      yield notItem('no-room', where)
      return
    }
    const root = `${room}/${post.text('create_at')}/${post.text('user')}`
    yield* this.#said(post, { id: root, room }, where)
    let n = 0
    for (const value of post.list('replies')) {
      const reply = new Fields(value)
      const id = `${root}/${++n}/${reply.text('create_at')}`
      yield* this.#said(reply, { id, room, root }, `${where}.${n}`)
    }
  }

  *#said(
    post: Fields,
    about: { readonly id: string; readonly room: string; readonly root?: string },
    where: string,
  ): Generator<ImportedItem> {
    if (post.text('type').startsWith('system_')) {
      yield notItem('system-message', where)
      return
    }
    const files = post
      .list('attachments')
      .map((value) => ({ name: new Fields(value).text('path').replace(/^.*\//, '') || '?' }))
    const edited = post.number('edit_at') ?? 0
    yield* messageItems(
      {
        ...{ ...about, files, author: this.#names.of(post.text('user')) },
        at: post.number('create_at') ?? Number.NaN,
        text: withEmoji(post.text('message')),
        pinned: post.is('is_pinned'),
        nots: edited > 0 ? ['edit'] : [],
        reactions: this.#reactions(post.list('reactions')),
      },
      where,
    )
  }
}
