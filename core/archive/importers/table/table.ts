/** A table with a message in each row. Its columns are guessed by their names. */
import type { ImportedItem, ImportFile, ImportSource } from '../about.ts'
import { importErrors } from '../errors.ts'
import { piecesOf, textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { digestName } from '../text/digest.ts'
import { csvRows, delimiterOf } from './csv.ts'

/** What a column may mean, and names it is known by; the first that fits counts. */
export const COLUMNS = {
  id: ['id', 'messageid', 'postid', 'guid'],
  room: [
    'room',
    'channel',
    'channelname',
    'group',
    'forum',
    'board',
    'category',
    'categories',
    'space',
    'chat',
    'stream',
  ],
  author: [
    'author',
    'authorname',
    'user',
    'username',
    'sender',
    'sendername',
    'from',
    'name',
    'nick',
    'displayname',
    'member',
    'by',
  ],
  at: ['at', 'date', 'time', 'timestamp', 'datetime', 'createdat', 'created', 'sentat', 'posted', 'postedat'],
  text: ['text', 'message', 'content', 'body', 'postraw', 'raw', 'post', 'comment'],
  topic: ['topic', 'topictitle', 'title', 'subject', 'thread', 'threadtitle'],
  reply: ['reply', 'replyto', 'inreplyto', 'parent', 'parentid', 'replytoid'],
} as const
export type Column = keyof typeof COLUMNS

/** Columns by what they mean, from 0; given ones count before guessed ones. */
export function columnsOf(header: readonly string[], given: Partial<Record<Column, number>> = {}) {
  const names = header.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  const found = new Map<Column, number>()
  for (const [column, known] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const at = given[column] ?? known.map((name) => names.indexOf(name)).find((each) => each >= 0)
    if (at !== undefined) found.set(column, at)
  }
  return found
}

const textIn = (bytes: AsyncIterable<Uint8Array>, encoding: string, odd: () => void): AsyncIterable<string> =>
  encoding === 'utf-8' ? textOf(bytes, odd) : decoded(bytes, encoding)

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** Spreadsheets write UTF-16 as well. */
export function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8'
}

export function isTable(beginning: string): boolean {
  const [header = ''] = beginning.split('\n', 1)
  const columns = columnsOf(splitHeader(header, delimiterOf(beginning)))
  return columns.has('text') && columns.has('at')
}

const splitHeader = (line: string, mark: string): string[] =>
  line
    .replace(/^\uFEFF/, '')
    .split(mark)
    .map((field) => field.trim().replace(/^"|"$/g, ''))

export function tableSource(file: ImportFile, given: Partial<Record<Column, number>> = {}): ImportSource {
  return {
    system: 'table',
    name: file.name.replace(/\.[^.]*$/, ''),
    async *items(signal) {
      const head = await file.read(0, 4096, signal)
      const encoding = encodingOf(head)
      const delimiter = delimiterOf(new TextDecoder(encoding).decode(head))
      let isOdd = false
      const texts = textIn(piecesOf(file, signal), encoding, () => (isOdd = true))
      let reader: RowReader | undefined
      let row = 0
      for await (const fields of csvRows(texts, delimiter, file.name)) {
        row += 1
        if (!reader) {
          reader = new RowReader(
            columnsOf(
              fields.map((name) => name.replace(/^\uFEFF/, '')),
              given,
            ),
            file.name,
          )
          continue
        }
        yield* reader.take(fields, `${file.name} #${row}`)
      }
      if (isOdd) yield notItem('encoding', file.name)
    },
  }
}

class RowReader {
  readonly #columns: ReadonlyMap<Column, number>
  readonly #fallback: string
  readonly #users = new Names()
  readonly #rooms = new Set<string>()
  /** The first message of each topic, by room and title. */
  readonly #topics = new Map<string, string>()

  /** @throws import/broken without a column for texts and one for times */
  constructor(columns: ReadonlyMap<Column, number>, name: string) {
    if (!columns.has('text') || !columns.has('at')) throw importErrors('broken', { details: { where: `${name} #1` } })
    this.#columns = columns
    this.#fallback = name.replace(/\.[^.]*$/, '')
  }

  *take(fields: readonly string[], where: string): Generator<ImportedItem> {
    const get = (column: Column): string => fields[this.#columns.get(column) ?? -1]?.trim() ?? ''
    const isBoard = this.#columns.has('topic')
    const room = get('room') || this.#fallback
    if (!this.#rooms.has(room)) {
      this.#rooms.add(room)
      yield roomItem({ id: room, name: room, kind: isBoard ? 'board' : 'room', private: false })
    }
    const author = get('author')
    if (author !== '' && this.#users.add(author, author)) yield userItem(author, author)
    const id = get('id') || digestName(`${where} ${fields.join('\u0000')}`)
    const topic = isBoard ? `${room}\n${get('topic')}` : undefined
    const root = topic === undefined ? undefined : this.#topics.get(topic)
    if (topic !== undefined && root === undefined) this.#topics.set(topic, id)
    const reply = get('reply')
    yield* messageItems(
      {
        ...{ id, room, author, at: timeOf(get('at')), text: get('text') },
        root,
        reply: reply === '' ? undefined : reply,
        title: topic !== undefined && root === undefined ? get('topic') : undefined,
      },
      where,
    )
  }
}

/** Seconds or milliseconds since 1970, or a date as people write it, the year first. */
export function timeOf(text: string): number {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Number(text) * 1000
  if (/^\d{12,13}$/.test(text)) return Number(text)
  // Without a zone it is taken as UTC, so that the same file is read alike everywhere.
  const plain = /^(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/.exec(text)
  return Date.parse(
    plain
      ? `${plain[1]}T${plain[2]?.padStart(5, '0')}Z`
      : text.replace(/ UTC$/, 'Z').replace(/^(\d{4}-\d{2}-\d{2}) (?=\d.*Z$)/, '$1T'),
  )
}
