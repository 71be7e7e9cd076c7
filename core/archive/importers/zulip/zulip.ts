/** Zulip's export: realm.json with people, streams and reactions, and messages-000001.json and so on. A stream is a board, its topics are topics. */
import type { ImportedItem, ImportedReaction, ImportSource } from '../about.ts'
import { Fields, jsonItems } from '../files/json.ts'
import type { Part, Parts } from '../files/parts.ts'
import { textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { emojiNamed, emojiOfCode, withEmoji } from '../text/emoji.ts'

const MESSAGES = /^messages-\d+\.json$/
const STREAM = 2
const PEOPLE = new Set(['zerver_userprofile', 'zerver_userprofile_crossrealm', 'zerver_userprofile_mirrordummy'])

export function isZulip(parts: Parts): boolean {
  return parts.get('realm.json') !== undefined && parts.all.some(({ path }) => MESSAGES.test(path))
}

export function zulipSource(name: string, parts: Parts): ImportSource {
  return {
    system: 'zulip',
    name,
    async *items(signal) {
      const realm = new Realm()
      const file = parts.get('realm.json')
      if (file) yield* realm.read(file, signal)
      const all = parts.all.filter(({ path }) => MESSAGES.test(path))
      for (const part of all)
        for await (const { key, value } of read(part, signal))
          if (key === 'zerver_reaction') realm.noteReaction(new Fields(value))
      for (const part of all) {
        let at = 0
        for await (const { key, value } of read(part, signal))
          if (key === 'zerver_message') yield* realm.message(new Fields(value), `${part.path} #${++at}`)
      }
    },
  }
}

const read = (part: Part, signal: AbortSignal) => jsonItems(textOf(part.open(signal)), part.path)

class Realm {
  readonly #names = new Names()
  /** Streams by the recipient that stands for them. */
  readonly #streams = new Map<string, string>()
  readonly #roots = new Map<string, string>()
  readonly #reactions = new Map<string, { emoji: string; names: string[]; count: number }[]>()

  async *read(file: Part, signal: AbortSignal): AsyncGenerator<ImportedItem> {
    const recipients: Fields[] = []
    const streams: Fields[] = []
    const reactions: Fields[] = []
    for await (const { key, value } of read(file, signal)) {
      const fields = new Fields(value)
      if (PEOPLE.has(key)) {
        const [id, name] = [fields.text('id'), fields.text('full_name')]
        if (this.#names.add(id, name)) yield userItem(id, name)
      } else if (key === 'zerver_stream') streams.push(fields)
      else if (key === 'zerver_recipient' && fields.number('type') === STREAM) recipients.push(fields)
      else if (key === 'zerver_reaction') reactions.push(fields)
    }
    const known = new Set<string>()
    for (const stream of streams) {
      const id = stream.text('id')
      if (known.has(id)) continue
      known.add(id)
      const isPrivate = stream.is('invite_only')
      yield roomItem({
        id,
        name: stream.text('name'),
        topic: stream.text('description'),
        kind: 'board',
        private: isPrivate,
      })
      if (isPrivate) yield notItem('private-room', stream.text('name'))
    }
    for (const recipient of recipients) this.#streams.set(recipient.text('id'), recipient.text('type_id'))
    for (const reaction of reactions) this.noteReaction(reaction)
  }

  noteReaction(reaction: Fields): void {
    const id = reaction.text('message')
    const emoji =
      (reaction.text('reaction_type') === 'unicode_emoji' ? emojiOfCode(reaction.text('emoji_code')) : undefined) ??
      emojiNamed(reaction.text('emoji_name')) ??
      reaction.text('emoji_name')
    const all = this.#reactions.get(id) ?? []
    const same = all.find((each) => each.emoji === emoji) ?? { emoji, names: [], count: 0 }
    if (same.count === 0) all.push(same)
    same.count += 1
    if (same.names.length < 10) same.names.push(this.#names.of(reaction.text('user_profile')))
    this.#reactions.set(id, all)
  }

  *message(message: Fields, where: string): Generator<ImportedItem> {
    const room = this.#streams.get(message.text('recipient'))
    if (room === undefined) {
      yield notItem('private-message', where)
      return
    }
    const id = message.text('id')
    const topic = message.text('subject')
    const key = `${room}\n${topic.toLowerCase()}`
    const root = this.#roots.get(key)
    const found = {
      ...{ id, room, root, author: this.#names.of(message.text('sender')) },
      at: (message.number('date_sent') ?? Number.NaN) * 1000,
      title: root === undefined ? topic || '(no topic)' : undefined,
      text: zulipText(message.text('content')),
      nots: message.has('last_edit_time') ? (['edit'] as const) : [],
      reactions: (this.#reactions.get(id) ?? []) satisfies ImportedReaction[],
    }
    for (const item of messageItems(found, where)) {
      if (item.type === 'message' && root === undefined) this.#roots.set(key, id)
      yield item
    }
  }
}

/** Names and topics that are linked there are words here; what is quoted is so here too. */
function zulipText(text: string): string {
  return withEmoji(text)
    .replace(/@_?\*\*([^*|\n]{1,100})(?:\|\d+)?\*\*/g, '@$1')
    .replace(/#\*\*([^*\n]{1,200})\*\*/g, '#$1')
    .replace(/^(`{3,})quote\n([\s\S]*?)\n\1$/gm, (_, __, inside: string) => inside.replace(/^/gm, '> '))
    .replace(/\[([^\]\n]*)\]\(\/user_uploads\/[^)\s]*\)/g, '📎 $1')
}
