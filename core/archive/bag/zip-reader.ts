/**
 * Any zip, read strictly by yauzl under caps of our own: names that lead elsewhere or hide one another, links, files that lie over each
 * other, bombs, encrypted or unknown methods and torn ends are told, never followed. Nothing is written anywhere.
 */
import { Readable } from 'node:stream'
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile as Yauzl } from 'yauzl'
import { FolkmootError, fromUtf8, LIMITS, sameBytes } from '../../shared/index.ts'
import { archiveErrors } from '../errors.ts'
import type { RandomAccess } from './random-access.ts'

export interface ZippedFile {
  readonly path: string
  /** Bytes when unpacked. */
  readonly bytes: number
  /** Its bytes, in pieces; wrong ones are told at the end. @throws archive/damaged, the signal's reason */
  open(signal: AbortSignal): AsyncGenerator<Uint8Array>
}

export interface Zip {
  /** By path, in the order they are listed. Folders are left out. */
  readonly files: ReadonlyMap<string, ZippedFile>
  /** Bytes of all files when unpacked. */
  readonly bytes: number
  /** A file whole. @throws archive/too-large beyond so many bytes; archive/damaged also when there is none */
  read(path: string, most: number, signal: AbortSignal): Promise<Uint8Array>
}

/** How much a zip may hold, and how plain its names have to be. */
export interface ZipRules {
  readonly files: number
  /** Bytes of all files when unpacked. */
  readonly bytes: number
  /** How many times more that may be than the zip. */
  readonly ratio: number
  /** Made by any program of another: names may begin with `./`, and differ by case alone, since they are never written anywhere. */
  readonly foreign: boolean
}

export const ARCHIVE_RULES: ZipRules = {
  files: LIMITS.archiveFiles,
  bytes: LIMITS.archiveBytes,
  ratio: LIMITS.archiveRatio,
  foreign: false,
}

/** What is kept of a file's record: what else stands there may be long. */
type Listed = Pick<
  Entry,
  | 'compressedSize'
  | 'compressionMethod'
  | 'crc32'
  | 'fileNameLength'
  | 'relativeOffsetOfLocalHeader'
  | 'uncompressedSize'
> & { readonly fileNameRaw: Uint8Array }

/** @throws archive/not-an-archive, archive/damaged, archive/unsafe, archive/too-large, archive/unsupported, the signal's reason */
export async function openZip(
  reader: RandomAccess,
  signal: AbortSignal,
  rules: ZipRules = ARCHIVE_RULES,
): Promise<Zip> {
  signal.throwIfAborted()
  const zip = await opened(reader, rules, signal)
  const entries = await guarded(signal, '', () => listed(zip, rules, signal))
  assertApart(entries, reader.size)
  const files = new Map<string, ZippedFile>()
  let bytes = 0
  for (const [path, entry] of entries) {
    bytes += entry.uncompressedSize
    files.set(path, { path, bytes: entry.uncompressedSize, open: (stop) => contentOf(reader, entry, path, stop) })
  }
  if (bytes > rules.bytes || bytes > rules.ratio * Math.max(reader.size, 4096))
    throw archiveErrors('too-large', { details: { file: '' } })
  return { files, bytes, read: (path, most, stop) => readWhole(files.get(path), path, most, stop) }
}

async function opened(reader: RandomAccess, rules: ZipRules, signal: AbortSignal): Promise<Yauzl> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }
  let zip: Yauzl
  try {
    zip = await fromRandomAccessReaderPromise(new Listing(reader, signal), reader.size, options)
  } catch (cause) {
    signal.throwIfAborted()
    throw archiveErrors('not-an-archive', { cause })
  }
  // What is told may be anything; no more is looked at than so many.
  if (zip.entryCount > rules.files) throw archiveErrors('too-large', { details: { file: '' } })
  return zip
}

async function listed(zip: Yauzl, rules: ZipRules, signal: AbortSignal): Promise<Map<string, Listed>> {
  const entries = new Map<string, Listed>()
  const seen = new Set<string>()
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted()
    const path = pathOf(entry, rules)
    const isFolder = path.endsWith('/')
    assertPlain(entry, path)
    const name = isFolder ? path.slice(0, -1) : path
    // Of two that differ by case or by their accents' spelling alone one would hide the other on some disks.
    const folded = rules.foreign ? name : name.normalize('NFC').toLowerCase()
    if (seen.has(folded)) throw unsafe(path)
    seen.add(folded)
    if (!isFolder) entries.set(path, briefly(entry))
  }
  for (const path of entries.keys())
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1))
      if (entries.has(path.slice(0, at))) throw unsafe(path)
  return entries
}

function briefly(entry: Entry): Listed {
  const { compressedSize, compressionMethod, crc32: sum, fileNameLength, uncompressedSize } = entry
  const name = { fileNameLength, fileNameRaw: Uint8Array.from(entry.fileNameRaw) }
  const { relativeOffsetOfLocalHeader } = entry
  return { compressedSize, compressionMethod, crc32: sum, uncompressedSize, relativeOffsetOfLocalHeader, ...name }
}

/** A relative path of plain names. @throws archive/unsafe */
function pathOf(entry: Entry, { foreign }: ZipRules): string {
  const raw = entry.fileNameRaw
  // Without the mark for UTF-8 it is in some old alphabet: then only what all of them share is sure.
  const isUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0 || raw.every((byte) => byte < 128)
  const spelt = isUtf8 ? fromUtf8(raw) : Buffer.from(raw).toString('latin1')
  if (spelt === undefined) throw unsafe('')
  const path = foreign ? spelt.replace(/^(?:\.\/)+(?=.)/, '') : spelt
  const names = (path.endsWith('/') ? path.slice(0, -1) : path).split('/')
  const isPlain = names.every((name) => name !== '' && name !== '.' && name !== '..' && !FORBIDDEN.test(name))
  if (!isPlain || path.length > LIMITS.archivePathChars) throw unsafe(path.slice(0, LIMITS.archivePathChars))
  return path
}
/** Control signs, what parts names on some system, and `C:`. */
const FORBIDDEN = /[\p{Cc}\\]|^[A-Za-z]:/u

/** A file or a folder, and not encrypted. @throws archive/unsafe, archive/unsupported */
function assertPlain(entry: Entry, path: string): void {
  // Whatever system is said to have made it: where there are no such modes nothing stands there.
  const type = (entry.externalFileAttributes >>> 28) & 0xf
  if (type !== 0 && type !== REGULAR && type !== FOLDER) throw unsafe(path)
  const isKnown = entry.compressionMethod === 0 || entry.compressionMethod === 8
  if (entry.isEncrypted() || !isKnown) throw archiveErrors('unsupported', { details: { file: path } })
}
const REGULAR = 0o10
const FOLDER = 0o04

/** No file's bytes are those of another, which is how a small zip unpacks to more than any disk holds. @throws archive/unsafe, archive/damaged */
function assertApart(entries: ReadonlyMap<string, Listed>, size: number): void {
  const sorted = [...entries].sort(([, a], [, b]) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)
  for (const [at, [path, entry]] of sorted.entries()) {
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize
    if (end > size) throw archiveErrors('damaged', { details: { file: path } })
    if (end > (sorted[at + 1]?.[1].relativeOffsetOfLocalHeader ?? size)) throw unsafe(path)
  }
}
const LOCAL_HEADER = 30

/** Packed bytes up to which a file is unpacked in one go. */
const SMALL = 256 * 1024
/** Packed bytes of larger ones that are read at once. */
const STEP = 64 * 1024

async function* contentOf(
  reader: RandomAccess,
  entry: Listed,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { compressedSize: packed, uncompressedSize: bytes } = entry
  const start = await startOf(reader, entry, path, signal)
  const isSmall = packed <= SMALL && bytes <= 4 * SMALL
  let [crc, size] = [0, 0]
  try {
    for await (const piece of isSmall
      ? small(await reader.read(start, packed, signal), entry)
      : large(reader, start, entry, signal)) {
      signal.throwIfAborted()
      crc = crc32(piece, crc)
      size += piece.length
      if (size > bytes) break
      yield piece
    }
  } catch (error) {
    throw told(error, path, signal)
  }
  if (crc !== entry.crc32 || size !== bytes) throw archiveErrors('damaged', { details: { file: path } })
}

/** Where a file's bytes begin. Its own header names the same file: two names for one would be read differently by others. */
async function startOf(reader: RandomAccess, entry: Listed, path: string, signal: AbortSignal): Promise<number> {
  const at = entry.relativeOffsetOfLocalHeader
  const head = await reader.read(at, LOCAL_HEADER + entry.fileNameLength, signal)
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const isSame = view.getUint32(0, true) === 0x04034b50 && view.getUint16(26, true) === entry.fileNameLength
  if (!isSame || !sameBytes(head.subarray(LOCAL_HEADER), entry.fileNameRaw)) throw unsafe(path)
  const start = at + head.length + view.getUint16(28, true)
  if (start + entry.compressedSize > reader.size) throw archiveErrors('damaged', { details: { file: path } })
  return start
}

function small(packed: Uint8Array, { compressionMethod, uncompressedSize }: Listed): Uint8Array[] {
  if (compressionMethod === 0) return [packed]
  return [inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) })]
}

async function* large(
  reader: RandomAccess,
  start: number,
  entry: Listed,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const end = start + entry.compressedSize
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += STEP) yield await reader.read(at, Math.min(STEP, end - at), signal)
  }
  if (entry.compressionMethod === 0) {
    yield* pieces()
    return
  }
  const source = Readable.from(pieces())
  const unpacker = createInflateRaw()
  source.on('error', (error) => void unpacker.destroy(error))
  try {
    yield* source.pipe(unpacker) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
    unpacker.destroy()
  }
}

/** All of a file. @throws archive/damaged when it is not there, archive/too-large, the signal's reason */
export async function readWhole(
  file: Omit<ZippedFile, 'path'> | undefined,
  path: string,
  most: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (!file) throw archiveErrors('damaged', { details: { file: path } })
  if (file.bytes > most) throw archiveErrors('too-large', { details: { file: path } })
  const out = new Uint8Array(file.bytes)
  let at = 0
  for await (const piece of file.open(signal)) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}

async function guarded<T>(signal: AbortSignal, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw told(error, path, signal)
  }
}

function told(error: unknown, path: string, signal: AbortSignal): unknown {
  if (error instanceof FolkmootError || signal.aborted) return error
  return archiveErrors('damaged', { cause: error, details: { file: path } })
}

const unsafe = (path: string): FolkmootError => archiveErrors('unsafe', { details: { file: path } })

/** For the list of what is in it; the files themselves are read here. */
class Listing extends RandomAccessReader {
  readonly #from: RandomAccess
  readonly #signal: AbortSignal

  constructor(from: RandomAccess, signal: AbortSignal) {
    super()
    this.#from = from
    this.#signal = signal
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    told: (error: Error | null) => void,
  ): void {
    void this.#fill(buffer.subarray(offset, offset + length), position).then((error) => told(error))
  }

  /** Answers what went wrong. */
  async #fill(into: Uint8Array, position: number): Promise<Error | null> {
    try {
      if (position < 0 || position + into.length > this.#from.size)
        throw archiveErrors('damaged', { details: { file: '' } })
      into.set(await this.#from.read(position, into.length, this.#signal))
      return null
    } catch (error) {
      return error instanceof Error ? error : archiveErrors('damaged', { cause: error })
    }
  }
}
