/** A BagIt bag (RFC 8493) in a zip: every file with its SHA-256, and the lists with theirs. */
import { createHash, type Hash } from 'node:crypto'
import { utf8 } from '../../shared/index.ts'
import type { ArchiveFile } from '../about.ts'
import { archiveErrors } from '../errors.ts'
import { isArchivePath } from './paths.ts'
import { ZipWriter } from './zip-writer.ts'

export interface BagAbout {
  /** The one folder all of it is in. */
  readonly folder: string
  /** ms: every file has this moment. */
  readonly moment: number
  /** Of `bag-info.txt`, besides what is counted. */
  readonly info: readonly (readonly [label: string, text: string])[]
}

export interface BagPiece {
  readonly bytes: Uint8Array
  /** Bytes of files that were put in until then, before packing. */
  readonly done: number
}

/** The bag's bytes, in pieces. Nothing of a file is kept once it is written but its name and its hash. */
export async function* bagOf(
  files: Iterable<ArchiveFile>,
  about: BagAbout,
  signal: AbortSignal,
): AsyncGenerator<BagPiece> {
  const zip = new ZipWriter(about.moment)
  const payload: Counted[] = []
  const lists: Counted[] = []
  const names = new Set<string>()
  let done = 0
  const put = async function* (path: string, into: Counted[], content: Iterable<Uint8Array>): AsyncGenerator<BagPiece> {
    const counted: Counted = { path, hash: '', bytes: 0 }
    const reading = hashed(content, counted, () => {
      signal.throwIfAborted()
    })
    let before = 0
    for await (const bytes of zip.file(`${about.folder}/${path}`, reading)) {
      done += counted.bytes - before
      before = counted.bytes
      yield { bytes, done }
      signal.throwIfAborted()
    }
    into.push(counted)
  }
  yield* put('bagit.txt', lists, [utf8(BAGIT)])
  for (const { path, content } of files) {
    if (!isArchivePath(path) || names.has(path.toLowerCase()))
      throw archiveErrors('unsafe', { details: { file: path } })
    names.add(path.toLowerCase())
    yield* put(`data/${path}`, payload, content())
  }
  const octets = payload.reduce((sum, { bytes }) => sum + bytes, 0)
  const info = [...about.info, ['Payload-Oxum', `${octets}.${payload.length}`] as const]
  yield* put('bag-info.txt', lists, [utf8(info.map((line) => infoLine(line)).join(''))])
  yield* put('manifest-sha256.txt', lists, manifestOf(payload))
  yield* put('tagmanifest-sha256.txt', [], manifestOf(lists))
  for (const bytes of zip.end()) yield { bytes, done }
}

export const BAGIT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

interface Counted {
  readonly path: string
  hash: string
  bytes: number
}

function* hashed(content: Iterable<Uint8Array>, counted: Counted, each: () => void): Generator<Uint8Array> {
  const hash: Hash = createHash('sha256')
  for (const piece of content) {
    each()
    hash.update(piece)
    counted.bytes += piece.length
    yield piece
  }
  counted.hash = hash.digest('hex')
}

/** Sorted, so that the list depends on what is in the bag alone. */
function* manifestOf(files: readonly Counted[]): Generator<Uint8Array> {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  for (let at = 0; at < sorted.length; at += 1000)
    yield utf8(
      sorted
        .slice(at, at + 1000)
        .map(({ hash, path }) => `${hash}  ${path}\n`)
        .join(''),
    )
}

/** One line: what is said in it cannot begin another. */
function infoLine([label, text]: readonly [string, string]): string {
  return `${label}: ${infoText(text)}\n`
}

/** A text as it stands there. */
export function infoText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
}
