/** Mails taken apart: headers, parts, encodings. Bytes are held as text of one character each, until a part's charset is known. */
import { htmlText } from '../text/html.ts'
import { plain } from '../text/clean.ts'
import type { NamedFile } from '../text/attachments.ts'

export interface MailBody {
  readonly text: string
  readonly files: readonly NamedFile[]
  /** Something was not in the charset it says. */
  readonly odd: boolean
}

/** Parts inside one another, and parts in all. */
const MOST_DEPTH = 10
const MOST_PARTS = 200

export type Headers = ReadonlyMap<string, string>

/** Headers by their names in small letters, the first of each; folded ones in one line. */
export function headersOf(text: string): { readonly headers: Headers; readonly body: string } {
  const end = /\r?\n\r?\n/.exec(text)
  const head = end ? text.slice(0, end.index) : text
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).trim().toLowerCase()
    if (at > 0 && !headers.has(name)) headers.set(name, line.slice(at + 1).trim())
  }
  return { headers, body: end ? text.slice(end.index + end[0].length) : '' }
}

export function bodyOf(headers: Headers, body: string): MailBody {
  const walk: Walk = { parts: 0, files: [], odd: false }
  return { text: partText(headers, body, walk, 0) ?? '', files: walk.files, odd: walk.odd }
}

interface Walk {
  parts: number
  readonly files: NamedFile[]
  odd: boolean
}

/** The text of a part; nothing when it is a file. */
function partText(headers: Headers, body: string, walk: Walk, depth: number): string | undefined {
  const { type, parameters } = typeOf(headers.get('content-type') ?? 'text/plain')
  const disposition = typeOf(headers.get('content-disposition') ?? '')
  const name = disposition.parameters.get('filename') ?? parameters.get('name')
  if (++walk.parts > MOST_PARTS) return undefined
  if (type.startsWith('multipart/') && depth < MOST_DEPTH) {
    const parts = split(body, parameters.get('boundary') ?? '').map(headersOf)
    if (type === 'multipart/alternative') return alternative(parts, walk, depth)
    const texts = parts.flatMap((part) => partText(part.headers, part.body, walk, depth + 1) ?? [])
    return texts.join('\n\n')
  }
  const isText = type === 'text/plain' || type === 'text/html'
  if (!isText || disposition.type === 'attachment') {
    const size = Math.floor(body.length * (transfer(headers) === 'base64' ? 0.74 : 1))
    walk.files.push({ name: decodedWords(name ?? type), size })
    return undefined
  }
  const text = charsetText(bytesIn(body, transfer(headers)), parameters.get('charset') ?? 'utf-8', walk)
  return type === 'text/html' ? htmlText(text) : unwrapped(text)
}

/** What can be shown best: plain words if there are any. */
function alternative(
  parts: readonly { headers: Headers; body: string }[],
  walk: Walk,
  depth: number,
): string | undefined {
  const typed = (type: string) =>
    parts.filter(({ headers }) => typeOf(headers.get('content-type') ?? 'text/plain').type === type)
  for (const part of [...typed('text/plain'), ...parts.toReversed()]) {
    const text = partText(part.headers, part.body, walk, depth + 1)
    if (text !== undefined && text.trim() !== '') return text
  }
  return undefined
}

/** Plain words stay words; what is quoted stays so. A signature goes. */
function unwrapped(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const signature = lines.findIndex((line, at) => /^-- ?$/.test(line) && lines.length - at <= 12)
  const shown = signature > 0 ? lines.slice(0, signature) : lines
  return shown
    .map((line) => {
      const [, marks = '', rest = ''] = /^((?:>[ \t]?)*)(.*)$/.exec(line) ?? []
      return `${'> '.repeat(marks.match(/>/g)?.length ?? 0)}${plain(rest)}`
    })
    .join('\n')
}

const transfer = (headers: Headers): string => (headers.get('content-transfer-encoding') ?? '').toLowerCase().trim()

function bytesIn(body: string, encoding: string): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64')
  if (encoding === 'quoted-printable') return Buffer.from(quotedPrintable(body), 'latin1')
  return Buffer.from(body, 'latin1')
}

function quotedPrintable(text: string): string {
  return text
    .replace(/[ \t]+(?=\r?\n)/g, '')
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** A charset nobody knows is read as the one most programs wrote. */
function charsetText(bytes: Uint8Array, charset: string, walk?: Walk): string {
  try {
    const text = new TextDecoder(charset.trim() || 'utf-8').decode(bytes)
    if (!text.includes('\uFFFD')) return text
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  if (walk) walk.odd = true
  return new TextDecoder('windows-1252').decode(bytes)
}

/** A value and its parameters, those cut in pieces put together (`filename*0*=`). */
function typeOf(value: string): { readonly type: string; readonly parameters: ReadonlyMap<string, string> } {
  const parameters = new Map<string, string>()
  for (const [, name = '', extended, quoted, bare] of value
    .slice(0, 4000)
    .matchAll(/;\s*([\w-]+)(\*?(?:\d+\*?)?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    const raw = (quoted ?? bare ?? '').replace(/\\(.)/g, '$1')
    const key = name.toLowerCase()
    parameters.set(key, (parameters.get(key) ?? '') + (extended?.endsWith('*') ? percented(raw) : raw))
  }
  return { type: (value.split(';', 1)[0] ?? '').trim().toLowerCase(), parameters }
}

/** `utf-8''na%C3%AFve.txt` */
function percented(text: string): string {
  const [, charset = 'utf-8', rest = text] = /^([\w-]*)'[^']*'(.*)$/.exec(text) ?? []
  const bytes = rest.replace(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return charsetText(Buffer.from(bytes, 'latin1'), charset)
}

function split(body: string, boundary: string): string[] {
  if (boundary === '') return []
  const parts = `\n${body}`.split(`\n--${boundary}`).slice(1, MOST_PARTS)
  const end = parts.findIndex((part) => part.startsWith('--'))
  return (end < 0 ? parts : parts.slice(0, end)).map((part) => part.replace(/^[^\n]*\n/, '').replace(/\r$/, ''))
}

/** `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=`, and bytes that stand there as they are. */
export function decodedWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(?==\?)/g, '$1')
  const words = joined.replace(
    /=\?([\w-]+)(?:\*[\w-]*)?\?([BbQq])\?([^?]*)\?=/g,
    (_, charset: string, how: string, inside: string) => {
      const bytes =
        how.toUpperCase() === 'B'
          ? Buffer.from(inside, 'base64')
          : Buffer.from(quotedPrintable(inside.replaceAll('_', ' ')), 'latin1')
      return charsetText(bytes, charset)
    },
  )
  return /[\x80-\xff]/.test(words) && !/[^\0-\xff]/.test(words)
    ? charsetText(Buffer.from(words, 'latin1'), 'utf-8')
    : words
}
