/** A table with a message in each row. Its columns are guessed by their names. */
import { LIMITS } from '../../../shared/index.ts'
import type { GivenColumns, ImportedItem, ImportFile, ImportSource, ImportTable, TableColumn } from '../about.ts'
import { importErrors } from '../errors.ts'
import { piecesOf, textOf } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { digestName } from '../text/digest.ts'
import { csvRows, delimiterOf, MOST_FIELDS } from './csv.ts'

/** What a column may mean, and names it is known by; the first that fits counts. */
const COLUMNS = {
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
} as const satisfies Record<TableColumn, readonly string[]>

/** Columns by what they mean, from 0; given ones count before guessed ones. */
function columnsOf(header: readonly string[], given: GivenColumns = {}) {
  const names = header.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  const found = new Map<TableColumn, number>()
  for (const [column, known] of Object.entries(COLUMNS) as [TableColumn, readonly string[]][]) {
    const own = given[column]
    const at = own === undefined ? known.map((name) => names.indexOf(name)).find((each) => each >= 0) : own
    if (at !== undefined && at !== null && at < names.length) found.set(column, at)
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

/** Called a table, with two columns at least: the person can say what they are. */
export function looksLikeTable(name: string, beginning: string): boolean {
  const [header = ''] = beginning.split('\n', 1)
  return /\.(?:csv|tsv)$/i.test(name) && splitHeader(header, delimiterOf(beginning)).length > 1
}

const splitHeader = (line: string, mark: string): string[] =>
  line
    .replace(/^\uFEFF/, '')
    .split(mark)
    .map((field) => field.trim().replace(/^"|"$/g, ''))

/** The first row, with what its columns are taken for. */
async function tableOf(file: ImportFile, given: GivenColumns, signal: AbortSignal): Promise<ImportTable> {
  const head = await file.read(0, HEAD_BYTES, signal)
  const encoding = encodingOf(head)
  const delimiter = delimiterOf(new TextDecoder(encoding).decode(head))
  for await (const fields of csvRows(textIn(piecesOf(file, signal), encoding, NOTHING), delimiter, file.name)) {
    const header = fields.slice(0, MOST_FIELDS).map((name) => name.slice(0, LIMITS.importNameChars))
    return {
      ...{ header, columns: columnsOf(header, given) },
      choose: (columns, stop) => tableSource(file, stop, columns),
    }
  }
  throw importErrors('unknown')
}
const HEAD_BYTES = 64 * 1024
const NOTHING = (): void => undefined

/** Without a column for texts and one for times nothing can be read, until the person says which they are. */
export async function tableSource(
  file: ImportFile,
  signal: AbortSignal,
  given: GivenColumns = {},
): Promise<ImportSource> {
  const table = await tableOf(file, given, signal)
  return {
    table,
    system: 'table',
    name: file.name.replace(/\.[^.]*$/, ''),
    async *items(signal) {
      if (!table.columns.has('text') || !table.columns.has('at')) return
      const head = await file.read(0, HEAD_BYTES, signal)
      const encoding = encodingOf(head)
      const delimiter = delimiterOf(new TextDecoder(encoding).decode(head))
      let isOdd = false
      const texts = textIn(piecesOf(file, signal), encoding, () => (isOdd = true))
      let reader: RowReader | undefined
      let row = 0
      for await (const fields of csvRows(texts, delimiter, file.name)) {
        row += 1
        if (!reader) {
          reader = new RowReader(table.columns, file.name)
          continue
        }
        yield* reader.take(fields, `${file.name} #${row}`)
      }
      if (isOdd) yield notItem('encoding', file.name)
    },
  }
}

class RowReader {
  readonly #columns: ReadonlyMap<TableColumn, number>
  readonly #fallback: string
  readonly #users = new Names()
  readonly #rooms = new Set<string>()
  /** The first message of each topic, by room and title. */
  readonly #topics = new Map<string, string>()

  constructor(columns: ReadonlyMap<TableColumn, number>, name: string) {
    this.#columns = columns
    this.#fallback = name.replace(/\.[^.]*$/, '')
  }

  *take(fields: readonly string[], where: string): Generator<ImportedItem> {
    const get = (column: TableColumn): string => fields[this.#columns.get(column) ?? -1]?.trim() ?? ''
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
