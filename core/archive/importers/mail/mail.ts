/** A mailbox (mbox, with `>From` quoted or not): each mail a post, each thread a topic of a board. */
import { LIMITS } from '../../../shared/index.ts'
import type { ImportedItem, ImportSource, NotWhat } from '../about.ts'
import { linesOf, type Pieces } from '../files/pieces.ts'
import { messageItems, notItem, roomItem, userItem } from '../make.ts'
import { Names } from '../names.ts'
import { digestName } from '../text/digest.ts'
import { bodyOf, decodedWords, type Headers, headersOf } from './mime.ts'

export interface Mailbox {
  readonly name: string
  open(signal: AbortSignal): Pieces
}

export const isMailbox = (beginning: string): boolean => /^From \S+.*\r?\n(?:>?[\w-]+:|X-)/.test(beginning)

export function mailSource(name: string, boxes: readonly Mailbox[]): ImportSource {
  return {
    system: 'mail',
    name,
    async *items(signal) {
      for (const box of boxes) {
        const room = box.name.replace(/^.*\//, '').replace(/\.(?:mbox|txt)$/i, '') || name
        yield roomItem({ id: room, name: room, kind: 'board', private: false })
        const threads = new Threads(room)
        let at = 0
        for await (const mail of mailsIn(box, signal)) yield* threads.take(mail, `${box.name} #${++at}`)
      }
    },
  }
}

interface Mail {
  readonly text: string
  readonly isCut: boolean
}

/** A mail begins where a line begins with `From ` after an empty one. Of one that is too large the beginning is taken. */
async function* mailsIn(box: Mailbox, signal: AbortSignal): AsyncGenerator<Mail> {
  let lines: string[] = []
  let size = 0
  let isBlank = true
  let isIn = false
  const mail = (): Mail => ({ text: lines.join('\n'), isCut: size > LIMITS.importRecordBytes })
  for await (const line of linesOf(bytesAsText(box.open(signal)), box.name)) {
    if (isBlank && line.startsWith('From ')) {
      if (isIn) yield mail()
      lines = []
      size = 0
      isIn = true
    } else if (isIn) {
      size += line.length + 1
      if (size <= LIMITS.importRecordBytes) lines.push(/^>+From /.test(line) ? line.slice(1) : line)
    }
    isBlank = line === ''
  }
  if (isIn) yield mail()
}

async function* bytesAsText(pieces: Pieces): AsyncGenerator<string> {
  for await (const piece of pieces)
    yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1')
}

/** Mails by what they answer. Only what came before is looked at, so there are no circles. */
class Threads {
  readonly #room: string
  readonly #users = new Names()
  /** The first mail of the thread a mail stands in, by its id; and of threads by their subject. */
  readonly #roots = new Map<string, string>()
  readonly #subjects = new Map<string, string>()

  constructor(room: string) {
    this.#room = room
  }

  *take({ text, isCut }: Mail, where: string): Generator<ImportedItem> {
    const { headers, body } = headersOf(text)
    const { text: said, files, odd } = bodyOf(headers, body)
    const sender = senderOf(headers)
    if (this.#users.add(sender.id, sender.name)) yield userItem(sender.id, sender.name)
    const id = idsIn(headers.get('message-id') ?? '')[0] ?? digestName(text.slice(0, 10_000))
    if (this.#roots.has(id)) {
      yield notItem('duplicate', where)
      return
    }
    const answers = [...idsIn(headers.get('in-reply-to') ?? ''), ...idsIn(headers.get('references') ?? '').toReversed()]
    const subject = decodedWords(headers.get('subject') ?? '')
    const bare = bareSubject(subject)
    const known = answers.find((each) => this.#roots.has(each))
    const isReply = answers.length > 0 || bare !== subject.trim().toLowerCase()
    const root =
      known === undefined ? (isReply && bare !== '' ? this.#subjects.get(bare) : undefined) : this.#roots.get(known)
    const nots: NotWhat[] = [...(isCut ? (['cut-text'] as const) : []), ...(odd ? (['encoding'] as const) : [])]
    let isTaken = false
    const found = {
      ...{ id, room: this.#room, author: sender.name, text: said, files, nots, root },
      at: Date.parse((headers.get('date') ?? '').replace(/\s*\([^)]*\)\s*$/, '')),
      reply: known,
      title: root === undefined ? subject : undefined,
    }
    for (const item of messageItems(found, where)) {
      if (item.type === 'message') isTaken = true
      yield item
    }
    if (isTaken) this.#note(id, root ?? id, bare)
  }

  #note(id: string, root: string, subject: string): void {
    if (this.#roots.size >= 2_000_000) return
    this.#roots.set(id, root)
    if (!this.#subjects.has(subject)) this.#subjects.set(subject, root)
  }
}

const idsIn = (text: string): string[] =>
  [...text.slice(0, 8000).matchAll(/<([^<>\s]{1,998})>/g)].map((found) => found[1] ?? '')

/** Without `Re:`, `AW:`, `Fwd:` and a list's name in brackets. */
function bareSubject(subject: string): string {
  let bare = subject.trim().toLowerCase()
  for (let n = 0; n < 20; n++) {
    const next = bare.replace(/^(?:(?:re|aw|antw|sv|fwd?|wg)(?:\[\d+\])?\s*:|\[[^\]]{1,60}\])\s*/, '')
    if (next === bare) break
    bare = next
  }
  return bare
}

/** The name alone; of an address without one, what stands before the @, since addresses are nobody else's matter. */
function senderOf(headers: Headers): { readonly id: string; readonly name: string } {
  const from = headers.get('from') ?? ''
  const address = /<([^<>]*)>/.exec(from)?.[1] ?? (/\S+@\S+/.exec(from)?.[0] || from)
  const named = decodedWords(from.replace(/<[^<>]*>/, '').trim())
    .replace(/^"|"$/g, '')
    .replace(/\\(.)/g, '$1')
    .trim()
  const isAddress = named === '' || named.includes('@')
  return { id: digestName(address.toLowerCase()), name: isAddress ? (address.split('@')[0] ?? '') : named }
}
