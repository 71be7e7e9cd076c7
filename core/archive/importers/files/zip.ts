/** Zip files, read from their directory at the end. Names that lead out, links, encryption and what inflates too far are refused. */
import { LIMITS } from '../../../shared/index.ts'
import type { ImportFile } from '../about.ts'
import { importErrors } from '../errors.ts'
import { type Part, type Parts, partName, partsOf } from './parts.ts'
import { type Pieces, piecesOf, unpacked, wholeOf } from './pieces.ts'

const END = 0x06054b50
const END64_LOCATOR = 0x07064b50
const END64 = 0x06064b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** The longest comment a zip may end with, and what stands before it. */
const END_BYTES = 65_535 + 22
const CENTRAL_MOST = 64 * 1024 * 1024

/** @throws import/broken, import/truncated, import/unsafe, import/too-large, import/cannot-unpack */
export async function readZip(file: ImportFile, signal: AbortSignal): Promise<Parts> {
  const where = file.name
  const { count, size, offset } = await directoryOf(file, signal)
  if (count > LIMITS.importParts || size > CENTRAL_MOST) throw importErrors('too-large', { details: { where } })
  if (offset + size > file.size) throw importErrors('truncated', { details: { where } })
  const bytes = await wholeOf(piecesOf(file, signal, offset, offset + size), where, CENTRAL_MOST)
  const view = viewOf(bytes)
  const parts: Part[] = []
  let [at, total] = [0, 0]
  for (let n = 0; n < count; n++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL)
      throw importErrors('broken', { details: { where } })
    const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((each) => view.getUint16(at + each, true))
    const nameEnd = at + 46 + (nameBytes ?? 0)
    const end = nameEnd + (extraBytes ?? 0) + (noteBytes ?? 0)
    if (end > bytes.length) throw importErrors('broken', { details: { where } })
    const name = new TextDecoder().decode(bytes.subarray(at + 46, nameEnd))
    const sizes = sizesOf(view, at, bytes.subarray(nameEnd, nameEnd + (extraBytes ?? 0)))
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const mode = (view.getUint32(at + 38, true) >>> 16) & 0xf000
    at = end
    if (name.endsWith('/')) continue
    const path = partName(name)
    if (mode !== 0 && mode !== 0x8000) throw importErrors('unsafe', { details: { where: path } })
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8))
      throw importErrors('cannot-unpack', { details: { where: path } })
    total += sizes.whole
    if (total > LIMITS.importUnpackedBytes) throw importErrors('too-large', { details: { where } })
    parts.push({ path, size: sizes.whole, open: (stop) => contentOf(file, path, { ...sizes, method }, stop) })
  }
  return partsOf(parts)
}

interface Sizes {
  readonly packed: number
  readonly whole: number
  readonly offset: number
}

/** Where four bytes do not suffice, eight stand among the extras, in this order. */
function sizesOf(view: DataView, at: number, extras: Uint8Array): Sizes {
  const [packed = 0, whole = 0, offset = 0] = [20, 24, 42].map((each) => view.getUint32(at + each, true))
  if (![packed, whole, offset].includes(0xffffffff)) return { packed, whole, offset }
  const long = longSizes(extras)
  const next = (value: number): number => (value === 0xffffffff ? (long.shift() ?? value) : value)
  const wholeNow = next(whole)
  return { whole: wholeNow, packed: next(packed), offset: next(offset) }
}

function longSizes(extras: Uint8Array): number[] {
  const view = viewOf(extras)
  for (let at = 0; at + 4 <= extras.length;) {
    const length = view.getUint16(at + 2, true)
    if (view.getUint16(at, true) === 1)
      return Array.from({ length: Math.min(3, Math.floor(length / 8)) }, (_, n) =>
        at + 12 + n * 8 <= extras.length ? Number(view.getBigUint64(at + 4 + n * 8, true)) : 0,
      )
    at += 4 + length
  }
  return []
}

async function* contentOf(
  file: ImportFile,
  path: string,
  { packed, whole, offset, method }: Sizes & { readonly method: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const head = await wholeOf(piecesOf(file, signal, offset, Math.min(file.size, offset + 30)), path)
  const view = viewOf(head)
  if (head.length < 30 || view.getUint32(0, true) !== LOCAL) throw importErrors('broken', { details: { where: path } })
  const from = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true)
  if (from + packed > file.size) throw importErrors('truncated', { details: { where: path } })
  const stored: Pieces = piecesOf(file, signal, from, from + packed)
  let size = 0
  for await (const piece of method === 0 ? stored : unpacked(stored, 'deflate', { where: path, most: whole })) {
    size += piece.length
    yield piece
  }
  if (size !== whole) throw importErrors('broken', { details: { where: path } })
}

async function directoryOf(file: ImportFile, signal: AbortSignal) {
  const where = file.name
  const start = Math.max(0, file.size - END_BYTES)
  const tail = await wholeOf(piecesOf(file, signal, start), where)
  const view = viewOf(tail)
  let at = tail.length - 22
  while (at >= 0 && view.getUint32(at, true) !== END) at--
  if (at < 0) throw importErrors('truncated', { details: { where } })
  const count = view.getUint16(at + 10, true)
  const size = view.getUint32(at + 12, true)
  const offset = view.getUint32(at + 16, true)
  if (at < 20 || view.getUint32(at - 20, true) !== END64_LOCATOR) return { count, size, offset }
  const place = Number(view.getBigUint64(at - 12, true))
  if (place + 56 > file.size) throw importErrors('broken', { details: { where } })
  const end = viewOf(await wholeOf(piecesOf(file, signal, place, place + 56), where))
  if (end.getUint32(0, true) !== END64) throw importErrors('broken', { details: { where } })
  const [many, long, far] = [32, 40, 48].map((each) => Number(end.getBigUint64(each, true)))
  return { count: many ?? 0, size: long ?? 0, offset: far ?? 0 }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
