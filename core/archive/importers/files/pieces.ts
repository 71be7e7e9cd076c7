/** Files in pieces: read from the disk, unpacked, as text. None holds more than a piece in memory. */
import { createGunzip, createInflateRaw } from 'node:zlib'
import { Readable } from 'node:stream'
import { errorCode, FolkmootError, LIMITS } from '../../../shared/index.ts'
import type { ImportFile, Scratch, ScratchFile } from '../about.ts'
import { importErrors } from '../errors.ts'

const PIECE = 256 * 1024

export type Pieces = AsyncIterable<Uint8Array>

/** A part of a file. @throws import/truncated */
export async function* piecesOf(
  file: ImportFile,
  signal: AbortSignal,
  from = 0,
  to = file.size,
): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to;) {
    signal.throwIfAborted()
    const piece = await file.read(at, Math.min(PIECE, to - at), signal)
    if (piece.length === 0) throw importErrors('truncated', { details: { where: file.name } })
    at += piece.length
    yield piece
  }
}

/** All of a small file. @throws import/too-large, import/truncated */
export async function wholeOf(
  pieces: Pieces,
  where: string,
  most: number = LIMITS.importRecordBytes,
): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > most) throw importErrors('too-large', { details: { where } })
    all.push(piece)
  }
  return Buffer.concat(all)
}

/** @throws import/broken, import/truncated, import/too-large */
export async function* unpacked(
  pieces: Pieces,
  how: 'gzip' | 'deflate',
  { where, most }: { readonly where: string; readonly most: number },
): AsyncGenerator<Uint8Array> {
  const source = Readable.from(pieces, { objectMode: true })
  const inflating = how === 'gzip' ? createGunzip() : createInflateRaw()
  source.on('error', (error) => inflating.destroy(error))
  source.pipe(inflating)
  let size = 0
  try {
    for await (const piece of inflating as AsyncIterable<Uint8Array>) {
      size += piece.length
      if (size > most) throw importErrors('too-large', { details: { where } })
      yield piece
    }
  } catch (error) {
    if (error instanceof FolkmootError) throw error
    const code = errorCode(error)
    if (code === 'Z_BUF_ERROR') throw importErrors('truncated', { cause: error, details: { where } })
    if (code.startsWith('Z_')) throw importErrors('broken', { cause: error, details: { where } })
    throw error
  } finally {
    source.destroy()
    inflating.destroy()
  }
}

/** The same put into a scratch file, so that one may read anywhere in it. */
export async function unpackedFile(file: ImportFile, scratch: Scratch, signal: AbortSignal): Promise<ScratchFile> {
  const into = await scratch.create(file.name.replace(/\.(?:t?gz)$/i, ''))
  try {
    const limits = { where: file.name, most: LIMITS.importUnpackedBytes }
    for await (const piece of unpacked(piecesOf(file, signal), 'gzip', limits)) await into.append(piece)
    return into
  } catch (error) {
    await into.remove()
    throw error
  }
}

/** As text. What is no UTF-8 is a replacement character; `odd` is told once when there was such. */
export async function* textOf(pieces: Pieces, odd?: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let isOdd = false
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true })
    if (!isOdd && text.includes('\uFFFD')) isOdd = true
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
  if (isOdd || rest !== '') odd?.()
}

/** Lines without their ends. @throws import/too-large */
export async function* linesOf(texts: AsyncIterable<string>, where: string): AsyncGenerator<string> {
  let open = ''
  for await (const text of texts) {
    const lines = (open + text).split('\n')
    open = lines.pop() ?? ''
    if (open.length > LIMITS.importRecordBytes) throw importErrors('too-large', { details: { where } })
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (open !== '') yield open
}
