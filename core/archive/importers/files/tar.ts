/** Tar files, as far as exports use them: plain files by name; links and devices are refused. */
import { LIMITS } from '../../../shared/index.ts'
import type { ImportFile } from '../about.ts'
import { importErrors } from '../errors.ts'
import { type Part, type Parts, partName, partsOf } from './parts.ts'
import { piecesOf, wholeOf } from './pieces.ts'

const BLOCK = 512

/** @throws import/broken, import/truncated, import/unsafe, import/too-large */
export async function readTar(file: ImportFile, signal: AbortSignal): Promise<Parts> {
  const parts: Part[] = []
  let longName: string | undefined
  for (let at = 0; at + BLOCK <= file.size;) {
    const head = await wholeOf(piecesOf(file, signal, at, at + BLOCK), file.name)
    if (head.every((byte) => byte === 0)) break
    if (!isWhole(head)) throw importErrors('broken', { details: { where: `${file.name} @${at}` } })
    const size = number(head, 124, 12)
    const from = at + BLOCK
    at = from + Math.ceil(size / BLOCK) * BLOCK
    if (from + size > file.size) throw importErrors('truncated', { details: { where: file.name } })
    const kind = String.fromCharCode(head[156] ?? 0)
    const prefix = text(head, 345, 155)
    const named = longName ?? (isUstar(head) && prefix !== '' ? `${prefix}/${text(head, 0, 100)}` : text(head, 0, 100))
    if (kind === 'L' || kind === 'x') {
      const more = await wholeOf(piecesOf(file, signal, from, from + size), file.name, 64 * 1024)
      longName = kind === 'L' ? text(more, 0, more.length) : (paxPath(more) ?? longName)
      continue
    }
    longName = undefined
    if (kind === '5' || kind === 'g') continue
    if (kind !== '0' && kind !== '\0') throw importErrors('unsafe', { details: { where: named } })
    if (parts.length >= LIMITS.importParts) throw importErrors('too-large', { details: { where: file.name } })
    const path = partName(named)
    parts.push({ path, size, open: (stop) => piecesOf(file, stop, from, from + size) })
  }
  return partsOf(parts)
}

/** The checksum is the sum of all bytes of the head, its own place taken as spaces. */
function isWhole(head: Uint8Array): boolean {
  const sum = head.reduce((all, byte, at) => all + (at >= 148 && at < 156 ? 32 : byte), 0)
  return number(head, 148, 8) === sum
}

const isUstar = (head: Uint8Array): boolean => text(head, 257, 5) === 'ustar'

/** Octal, or binary where the first bit says so. */
function number(head: Uint8Array, from: number, length: number): number {
  if (((head[from] ?? 0) & 0x80) !== 0) {
    const bytes = head.subarray(from + 1, from + length)
    const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
    if (!Number.isSafeInteger(value)) throw importErrors('broken', { details: { where: 'tar' } })
    return value
  }
  const digits = text(head, from, length).trim()
  if (!/^[0-7]*$/.test(digits)) throw importErrors('broken', { details: { where: 'tar' } })
  return digits === '' ? 0 : Number.parseInt(digits, 8)
}

function text(bytes: Uint8Array, from: number, length: number): string {
  const all = bytes.subarray(from, from + length)
  const end = all.indexOf(0)
  return new TextDecoder().decode(end < 0 ? all : all.subarray(0, end))
}

/** `<length> path=<value>\n` among others. */
function paxPath(bytes: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(new TextDecoder().decode(bytes))?.[1]
}
