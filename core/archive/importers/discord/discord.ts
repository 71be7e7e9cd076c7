/** What DiscordChatExporter writes as JSON: one file for each channel, or a zip of them. */
import type { ImportedItem, ImportedReaction, ImportSource, NotWhat } from '../about.ts'
import { Fields, jsonItems } from '../files/json.ts'
import type { Part } from '../files/parts.ts'
import { textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'

/** Kinds of messages that people write; all others are said by the system. */
const SAID = new Set(['', 'Default', 'Reply', 'ThreadStarterMessage', 'ChatInputCommand', '0', '19', '20', '21'])

/** Whether a JSON text that begins so is such a file. */
export function isDiscord(beginning: string): boolean {
  return /^\uFEFF?\s*\{\s*"guild"\s*:/.test(beginning) && /"channel"\s*:/.test(beginning)
}

export function discordSource(name: string, files: readonly Part[]): ImportSource {
  return {
    system: 'discord',
    name,
    async *items(signal) {
      const names = new Names()
      for (const file of files) yield* channelOf(file, names, signal)
    },
  }
}

async function* channelOf(file: Part, names: Names, signal: AbortSignal): AsyncGenerator<ImportedItem> {
  let room: string | undefined
  let at = 0
  for await (const { key, value, listed } of jsonItems(textOf(file.open(signal)), file.path)) {
    if (key === 'channel' && !listed) {
      const channel = new Fields(value)
      room = channel.text('id')
      const isPrivate = /^(?:Direct|GuildPrivate)/.test(channel.text('type'))
      const [title, topic, category] = [channel.text('name'), channel.text('topic'), channel.text('category')]
      yield roomItem({ id: room, name: title, topic, category, kind: 'room', private: isPrivate })
      if (isPrivate) yield notItem('private-room', file.path)
    }
    if (key !== 'messages' || !listed) continue
    const where = `${file.path} #${++at}`
    if (room === undefined) yield notItem('no-room', where)
    else yield* messageOf(new Fields(value), { room, names }, where)
  }
}

function* messageOf(
  message: Fields,
  { room, names }: { readonly room: string; readonly names: Names },
  where: string,
): Generator<ImportedItem> {
  if (!SAID.has(message.text('type'))) {
    yield notItem('system-message', where)
    return
  }
  const author = message.in('author')
  const name = author.text('nickname') || author.text('name')
  if (author.text('id') !== '' && names.add(author.text('id'), name)) yield userItem(author.text('id'), name)
  const nots: NotWhat[] = []
  if (message.text('timestampEdited') !== '') nots.push('edit')
  if (message.has('poll')) nots.push('poll')
  for (const _ of message.list('stickers')) nots.push('sticker')
  if (message.list('embeds').length > 0) nots.push('embed')
  const reply = message.in('reference').text('messageId')
  yield* messageItems(
    {
      ...{ id: message.text('id'), room, author: name, nots },
      reply: reply === '' ? undefined : reply,
      at: Date.parse(message.text('timestamp')),
      text: discordText(message.text('content'), message.list('stickers')),
      pinned: message.is('isPinned'),
      files: message.list('attachments').map((value) => {
        const file = new Fields(value)
        const url = file.text('url')
        const linked = /^https?:/.test(url) ? { url } : {}
        return { name: file.text('fileName') || '?', size: file.number('fileSizeBytes'), ...linked }
      }),
      reactions: message.list('reactions').map((value): ImportedReaction => {
        const reaction = new Fields(value)
        const emoji = reaction.in('emoji')
        const isOwn = emoji.text('id') !== ''
        const by = reaction.list('users').map((each) => new Fields(each))
        return {
          emoji: isOwn ? `:${emoji.text('name')}:` : emoji.text('name'),
          count: reaction.number('count') ?? by.length,
          names: by.map((each) => each.text('nickname') || each.text('name')),
        }
      }),
    },
    where,
  )
}

/** Emoji of their own by name; a sticker alone is its name. */
function discordText(content: string, stickers: readonly unknown[]): string {
  const text = content.replace(/<a?:(\w{1,40}):\d+>/g, ':$1:')
  if (text.trim() !== '') return text
  return stickers.map((each) => `🖼️ ${new Fields(each).text('name')}`).join('\n')
}
