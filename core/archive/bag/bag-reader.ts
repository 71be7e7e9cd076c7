/** Reading a bag, ours or not: its lists first, then its files, each held against its hash as it is read. */
import { createHash } from 'node:crypto'
import { fromUtf8, LIMITS } from '../../shared/index.ts'
import { archiveErrors } from '../errors.ts'
import type { RandomAccess } from './random-access.ts'
import { openZip, type Zip, readWhole } from './zip-reader.ts'

export interface BagFile {
  /** Inside the bag's `data/`. */
  readonly path: string
  readonly bytes: number
  /** SHA-256 in hex, as the bag's own list has it; nothing when the list does not name it. */
  readonly hash: string | undefined
  /** @throws archive/damaged at the end when it is not what the list says, the signal's reason */
  open(signal: AbortSignal): AsyncGenerator<Uint8Array>
  /** The same, whatever the list says. */
  look(signal: AbortSignal): AsyncGenerator<Uint8Array>
}

export interface Bag {
  /** The one folder all of it is in. */
  readonly folder: string
  /** Of `bag-info.txt`, by label. */
  readonly info: ReadonlyMap<string, string>
  /** By path inside `data/`. */
  readonly files: ReadonlyMap<string, BagFile>
  /** What the list names and is not there. */
  readonly missing: readonly string[]
  /** Files outside of `data/` that are none of a bag's, or that their list does not name rightly. */
  readonly stray: readonly string[]
  /** A file whole, held against its hash. @throws archive/damaged, archive/too-large, the signal's reason */
  read(path: string, most: number, signal: AbortSignal): Promise<Uint8Array>
}

const TAGS = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt']
const INFO_BYTES = 64 * 1024

/** @throws archive/not-an-archive when it is no bag in a zip, and what reading a zip throws */
export async function openBag(reader: RandomAccess, signal: AbortSignal): Promise<Bag> {
  const zip = await openZip(reader, signal)
  const folder = folderOf(zip)
  const tag = async (name: string, most: number): Promise<Uint8Array> =>
    await zip.read(`${folder}/${name}`, most, signal)
  if (!/^BagIt-Version: (?:0\.97|1\.0)\r?\n/.test(textOf(await tag('bagit.txt', INFO_BYTES), 'bagit.txt')))
    throw archiveErrors('not-an-archive')
  const info = infoOf(textOf(await tag('bag-info.txt', INFO_BYTES), 'bag-info.txt'))
  const listed = listOf(await tag('manifest-sha256.txt', LIMITS.archiveListBytes), 'manifest-sha256.txt')
  const stray = await strayOf(zip, folder, signal)
  const files = new Map<string, BagFile>()
  for (const [path, { bytes, open }] of zip.files) {
    if (!path.startsWith(`${folder}/data/`)) continue
    const inside = path.slice(folder.length + '/data/'.length)
    const hash = listed.get(`data/${inside}`)
    listed.delete(`data/${inside}`)
    files.set(inside, { path: inside, bytes, hash, look: open, open: (stop) => held(open(stop), hash, inside) })
  }
  const missing = [...listed.keys()].map((path) => path.replace(/^data\//, ''))
  return {
    folder,
    info,
    files,
    missing,
    stray,
    read: (path, most, stop) => readWhole(files.get(path), path, most, stop),
  }
}

/** All is in one folder. @throws archive/not-an-archive */
function folderOf({ files }: Zip): string {
  const folders = new Set([...files.keys()].map((path) => path.slice(0, Math.max(0, path.indexOf('/')))))
  const [folder] = folders
  if (!folder || folders.size !== 1 || !files.has(`${folder}/bagit.txt`)) throw archiveErrors('not-an-archive')
  return folder
}

/** What of the bag's own pages is not as their list says, and what is there besides. */
async function strayOf(zip: Zip, folder: string, signal: AbortSignal): Promise<string[]> {
  const stray: string[] = []
  for (const path of zip.files.keys()) {
    const name = path.slice(folder.length + 1)
    if (!name.startsWith('data/') && !TAGS.includes(name)) stray.push(name)
  }
  const last = 'tagmanifest-sha256.txt'
  const listed = zip.files.has(`${folder}/${last}`)
    ? listOf(await zip.read(`${folder}/${last}`, INFO_BYTES, signal), last)
    : new Map<string, string>()
  for (const name of TAGS.slice(0, -1)) {
    const bytes = await zip.read(`${folder}/${name}`, LIMITS.archiveListBytes, signal)
    if (listed.get(name) !== createHash('sha256').update(bytes).digest('hex')) stray.push(name)
  }
  return stray
}

async function* held(
  content: AsyncGenerator<Uint8Array>,
  wanted: string | undefined,
  path: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of content) {
    hash.update(piece)
    yield piece
  }
  if (hash.digest('hex') !== wanted) throw archiveErrors('damaged', { details: { file: path } })
}

/** Lines of a hash and a path, as `sha256sum` writes them. @throws archive/damaged */
function listOf(bytes: Uint8Array, name: string): Map<string, string> {
  const listed = new Map<string, string>()
  for (const line of textOf(bytes, name).split(/\r?\n/)) {
    if (line === '') continue
    const [, hash = '', path = ''] = /^([0-9a-f]{64}) [ *]([^\r\n]+)$/.exec(line) ?? []
    if (hash === '' || listed.has(path)) throw archiveErrors('damaged', { details: { file: name } })
    listed.set(path, hash)
  }
  return listed
}

function infoOf(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).map((line) => /^([A-Za-z0-9-]{1,64}): (.*)$/.exec(line))
  return new Map(lines.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? '']] : [])))
}

/** @throws archive/damaged */
function textOf(bytes: Uint8Array, name: string): string {
  const text = fromUtf8(bytes)
  if (text === undefined) throw archiveErrors('damaged', { details: { file: name } })
  return text
}
