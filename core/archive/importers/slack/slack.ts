/**
 * Slack's export: a zip with users.json, channels.json (groups.json, mpims.json and dms.json in larger ones) and, for each channel, a folder
 * with a file for each day.
 */
import type { ImportedItem, ImportedReaction, ImportedRoom, ImportSource, NotWhat } from '../about.ts'
import { Fields, jsonItems } from '../files/json.ts'
import type { Part, Parts } from '../files/parts.ts'
import { textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { emojiNamed } from '../text/emoji.ts'
import { slackText } from './text.ts'

const DAY = /^([^/]+)\/\d{4}-\d{2}-\d{2}\.json$/
const LISTS = { 'channels.json': false, 'groups.json': true, 'mpims.json': true, 'dms.json': true } as const

/** What is said by the system, about joining and the like, is left out; these are said by people or their programs. */
const SAID = new Set(['', 'bot_message', 'me_message', 'file_share', 'thread_broadcast', 'file_comment'])

export function isSlack(parts: Parts): boolean {
  const isListed = parts.get('channels.json') !== undefined || parts.get('groups.json') !== undefined
  return isListed || (parts.get('users.json') !== undefined && parts.all.some(({ path }) => DAY.test(path)))
}

export function slackSource(name: string, parts: Parts): ImportSource {
  return {
    system: 'slack',
    name,
    async *items(signal) {
      const names = new Names()
      const users = parts.get('users.json')
      if (users)
        for await (const { value } of read(users, signal)) {
          const user = new Fields(value)
          const profile = user.in('profile')
          const shown = firstOf(
            profile.text('display_name'),
            profile.text('real_name'),
            user.text('real_name'),
            user.text('name'),
          )
          if (user.text('id') !== '' && names.add(user.text('id'), shown)) yield userItem(user.text('id'), shown)
        }
      for (const room of await roomsOf(parts, names, signal)) {
        yield room.item
        if (room.item.private) yield notItem('private-room', room.folder)
        yield* room.messages(signal)
      }
    },
  }
}

interface SlackRoom {
  readonly folder: string
  readonly item: ImportedRoom
  messages(signal: AbortSignal): AsyncGenerator<ImportedItem>
}

async function roomsOf(parts: Parts, names: Names, signal: AbortSignal): Promise<SlackRoom[]> {
  const days = Map.groupBy(
    parts.all.filter(({ path }) => DAY.test(path)),
    ({ path }) => DAY.exec(path)?.[1] ?? '',
  )
  const rooms: SlackRoom[] = []
  const add = (folder: string, item: ImportedRoom, pins: ReadonlySet<string>): void => {
    const files = days.get(folder) ?? []
    days.delete(folder)
    rooms.push({ folder, item, messages: (stop) => messagesOf(files, { room: item.id, pins, names }, stop) })
  }
  for (const [file, isPrivate] of Object.entries(LISTS)) {
    const list = parts.get(file)
    if (!list) continue
    for await (const { value } of read(list, signal)) {
      const channel = new Fields(value)
      const id = channel.text('id')
      const named = channel.text('name')
      if (id === '') continue
      const members = channel.texts('members').map((each) => names.of(each))
      const topic = firstOf(channel.in('topic').text('value'), channel.in('purpose').text('value'))
      const pins = new Set(channel.list('pins').map((pin) => new Fields(pin).text('id')))
      const item = roomItem({ id, name: named || members.join(', '), topic, kind: 'room', private: isPrivate })
      add(file === 'dms.json' || named === '' ? id : named, item, pins)
    }
  }
  // Folders that no list names: a part of an export, or conversations.
  for (const folder of [...days.keys()].toSorted())
    add(folder, roomItem({ id: folder, name: folder, kind: 'room', private: /^(?:D|mpdm-)/.test(folder) }), new Set())
  return rooms
}

interface Within {
  readonly room: string
  readonly pins: ReadonlySet<string>
  readonly names: Names
}

async function* messagesOf(files: readonly Part[], within: Within, signal: AbortSignal): AsyncGenerator<ImportedItem> {
  for (const file of files) {
    let at = 0
    for await (const { value } of read(file, signal))
      yield* messageOf(new Fields(value), within, `${file.path} #${++at}`)
  }
}

function* messageOf(message: Fields, { room, pins, names }: Within, where: string): Generator<ImportedItem> {
  const ts = message.text('ts')
  if (!SAID.has(message.text('subtype'))) {
    yield notItem(message.text('subtype') === 'tombstone' ? 'withdrawn' : 'system-message', where)
    return
  }
  const profile = message.in('user_profile')
  const user = message.text('user')
  const author =
    names.known(user) ??
    firstOf(
      profile.text('display_name'),
      profile.text('real_name'),
      message.text('username'),
      user,
      message.text('bot_id'),
    )
  const thread = message.text('thread_ts')
  const nots: NotWhat[] = []
  if (message.has('edited')) nots.push('edit')
  if (message.list('attachments').length > 0) nots.push('embed')
  const files = message.list('files').map((value) => {
    const file = new Fields(value)
    return { name: firstOf(file.text('name'), file.text('title'), '?'), size: file.number('size') }
  })
  yield* messageItems(
    {
      ...{ id: `${room}/${ts}`, room, author, at: Number.parseFloat(ts) * 1000, nots, files },
      root: thread !== '' && thread !== ts ? `${room}/${thread}` : undefined,
      text: slackText(message.text('text'), names.all),
      pinned: pins.has(ts),
      reactions: message.list('reactions').map((value): ImportedReaction => {
        const reaction = new Fields(value)
        const by = reaction.texts('users')
        const emoji = emojiNamed(reaction.text('name')) ?? reaction.text('name')
        return { emoji, count: reaction.number('count') ?? by.length, names: by.map((each) => names.of(each)) }
      }),
    },
    where,
  )
}

const read = (part: Part, signal: AbortSignal) => jsonItems(textOf(part.open(signal)), part.path)

const firstOf = (...texts: readonly string[]): string => texts.find((text) => text.trim() !== '') ?? ''
