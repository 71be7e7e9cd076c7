/** The files of a message, as its entry names them: what they are called, how large they are, and what opens them. The files themselves travel apart. */
import {
  base64url,
  type BlobId,
  type CborValue,
  cleanMediaType,
  cleanOptionalLine,
  fromBase64url,
  LIMITS,
} from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { isList, isMap } from './fields.ts'

export interface AttachedFile {
  /** One line, without what separates folders; never empty. */
  readonly name: string
  /** Media type in lower case, without parameters; empty when it is not known. */
  readonly type: string
  /** Bytes. */
  readonly size: number
  /** What its encrypted form is named by and opened with: a key of 32 bytes. */
  readonly ref: { readonly root: BlobId; readonly key: Uint8Array; readonly size: number }
  /** px, as its author says; both or none. */
  readonly width?: number | undefined
  readonly height?: number | undefined
  /** What a picture shows; empty when nothing was said. */
  readonly alt: string
}

/** What a file is called where nothing of its name can be shown. */
const NAMELESS = 'file'

/** A name as it may be shown and saved under: one line, from which no folder, drive or direction can be read. */
export function cleanFileName(name: string): string {
  const line = cleanOptionalLine(name.replace(/[/\\:]/g, '_'), Number.POSITIVE_INFINITY)
    .replace(/^\.+/, '')
    .trim()
  return shortened(line) || NAMELESS
}

/** A picture's description as it may be kept. */
export function cleanAlt(alt: string): string {
  return [...cleanOptionalLine(alt, Number.POSITIVE_INFINITY)].slice(0, LIMITS.attachmentAltChars).join('')
}

/** The field of an entry these files stand in. */
export function filesField(files: readonly AttachedFile[]): CborValue {
  return files.map(({ name, type, size, ref, width, height, alt }) => {
    const fields: [string, CborValue][] = [
      ['name', name],
      ['type', type],
      ['size', size],
      ['root', ref.root],
      ['key', base64url(ref.key)],
    ]
    if (width !== undefined && height !== undefined) fields.push(['width', width], ['height', height])
    if (alt !== '') fields.push(['alt', alt])
    return new Map(fields)
  })
}

/** What does not fit wholly is as if no file were named. */
export function readFiles(of: Entry): readonly AttachedFile[] {
  const value = of.kind === 'message' || of.kind === 'topic' ? of.fields.get('files') : undefined
  if (value === undefined || !isList(value) || value.length > LIMITS.attachmentsPerMessage) return []
  const files = value.map(readFile)
  return files.every((file) => file !== undefined) ? files : []
}

function readFile(value: CborValue): AttachedFile | undefined {
  if (!isMap(value)) return undefined
  const [name, type] = [
    shortText(value, 'name', LIMITS.attachmentNameChars),
    shortText(value, 'type', LIMITS.attachmentTypeChars),
  ]
  const alt = value.has('alt') ? shortText(value, 'alt', LIMITS.attachmentAltChars) : ''
  const [root, key] = [bytesOf(value, 'root'), bytesOf(value, 'key')]
  const size = value.get('size')
  if (name === undefined || type === undefined || alt === undefined || !root || !key) return undefined
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size > LIMITS.attachmentBytes)
    return undefined
  const sides = sidesOf(value)
  if (!sides) return undefined
  return {
    ...{ name: cleanFileName(name), type: cleanMediaType(type), size, alt: cleanAlt(alt), ...sides },
    ref: { root: base64url(root) as BlobId, key, size },
  }
}

/** Nothing when one of them is no length of a picture's side. */
function sidesOf(value: ReadonlyMap<string, CborValue>): { width?: number; height?: number } | undefined {
  const [width, height] = [value.get('width'), value.get('height')]
  if (width === undefined && height === undefined) return {}
  return isSide(width) && isSide(height) ? { width, height } : undefined
}

function isSide(value: CborValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= LIMITS.attachmentPixels
}

function shortText(value: ReadonlyMap<string, CborValue>, name: string, most: number): string | undefined {
  const text = value.get(name)
  return typeof text === 'string' && text.length <= 2 * most && [...text].length <= most ? text : undefined
}

/** 32 bytes, spelt in the one way they are spelt. */
function bytesOf(value: ReadonlyMap<string, CborValue>, name: string): Uint8Array | undefined {
  const text = value.get(name)
  const bytes = typeof text === 'string' && text.length === 43 ? fromBase64url(text) : undefined
  return bytes?.length === 32 && base64url(bytes) === text ? bytes : undefined
}

/** At most so long, with the end that says what it is. */
function shortened(line: string): string {
  const all = [...line]
  if (all.length <= LIMITS.attachmentNameChars) return line
  const dot = all.lastIndexOf('.')
  const end = dot > 0 && all.length - dot <= 20 ? all.slice(dot) : []
  return [...all.slice(0, LIMITS.attachmentNameChars - end.length), ...end].join('')
}
