/** Writing an archive, piece by piece: never more of it in memory than one page of one room. */
import { createHash } from 'node:crypto'
import { utf8 } from '../shared/index.ts'
import type { Device } from '../identity/index.ts'
import type { ArchiveFile, ArchivePlace, ArchiveWish, Readable, ReadableOf } from './about.ts'
import type { MediaCount, PlacedMedia } from './media/about.ts'
import { readPlaces } from './reading/read-places.ts'
import { bagOf } from './bag/bag-writer.ts'
import { dayOf, slugOf } from './bag/paths.ts'
import { archiveErrors } from './errors.ts'
import { README } from './record/names.ts'
import { scopeOf } from './record/scope.ts'
import { automergeFiles, recordFiles } from './record/writing.ts'
import { readmeOf } from './readme.ts'

export interface ArchivePiece {
  readonly bytes: Uint8Array
  /** Bytes of files put in until then, and about how many there will be, both before packing. */
  readonly done: number
  readonly total: number
}

export interface ArchivePlan {
  /** Messages, changes and all else that was written. */
  readonly entries: number
  /** About how many bytes the archive will have, and all its files unpacked. */
  readonly bytes: number
  readonly unpacked: number
}

/** Bytes an entry takes, beside what is said in it: measured over communities of 1,000 and 100,000 messages. */
const PER_ENTRY = { packed: 260, unpacked: 2200 }
const PER_BYTE = { packed: 1.1, unpacked: 5 }
const ALWAYS = { packed: 96 * 1024, unpacked: 400 * 1024 }

/** About how large an archive will be, without attached files. */
export function planArchive(places: readonly ArchivePlace[], wish: ArchiveWish): ArchivePlan {
  let [entries, weight] = [0, 0]
  for (const place of places)
    for (const document of scopeOf(place, wish).documents) {
      entries += document.entries
      weight += document.bytes
    }
  const size = (of: 'packed' | 'unpacked'): number =>
    Math.round(ALWAYS[of] + entries * PER_ENTRY[of] + weight * PER_BYTE[of])
  return { entries, bytes: size('packed'), unpacked: size('unpacked') }
}

/** Files attached in what a wish names, and what of them is there, whether it is wished for or not. */
export function planMedia(places: readonly ArchivePlace[], wish: ArchiveWish): MediaCount {
  return readPlaces(places, { ...wish, media: true }).attached()
}

/** What an archive is called. */
export function archiveName({ name, newest }: Pick<Readable, 'name' | 'newest'>): string {
  return `${slugOf(name)}-${dayOf(newest)}`
}

/**
 * Writes an archive. What is written of stands still meanwhile: an archive of two moments would prove nothing.
 * @param places the community, then the private spaces in it this person takes part in
 * @throws archive/changed when something came in between, and the signal's reason
 */
export async function* writeArchive(
  places: readonly ArchivePlace[],
  wish: ArchiveWish,
  signer: Device,
  readableOf: ReadableOf,
  signal: AbortSignal,
): AsyncGenerator<ArchivePiece> {
  const still = new Stillness(places)
  try {
    const { name, newest, media, files } = opened(places, wish, signer, readableOf)
    const weight = media.reduce((sum, { file }) => sum + file.ref.size, 0)
    const total = planArchive(places, wish).unpacked + weight
    const about = {
      folder: archiveName({ name, newest }),
      moment: newest,
      info: [
        ['Bag-Software-Agent', 'Folkmoot'],
        ['Source-Organization', name],
        ['External-Identifier', places[0]?.community ?? ''],
        ['Bagging-Date', dayOf(newest)],
      ] as const,
    }
    for await (const { bytes, done } of bagOf(files, about, signal)) {
      still.assert()
      yield { bytes, done, total: Math.max(total, done) }
    }
  } finally {
    still.end()
  }
}

/** Every file of an archive, in the order it has them. */
export function opened(
  places: readonly ArchivePlace[],
  wish: ArchiveWish,
  signer: Device,
  readableOf: ReadableOf,
): Pick<Readable, 'name' | 'newest'> & {
  readonly media: readonly PlacedMedia[]
  readonly files: Iterable<ArchiveFile>
} {
  const by = places[0]?.membership.state.devices.get(signer.id)?.member
  const readable = readableOf(places, wish, by)
  const { name, newest } = readable
  const media = [...(readable.media?.() ?? [])]
  const files = function* (): Generator<ArchiveFile> {
    const hashes = new Map<string, string>()
    const noted = ({ path, content }: ArchiveFile): ArchiveFile => ({
      path,
      content: () => hashed(content(), (hash) => hashes.set(path, hash)),
    })
    for (const file of readableFiles(places, wish, readable)) yield noted(file)
    for (const file of media) yield noted(file)
    if (wish.record)
      yield* recordFiles(places, wish, signer, { name, newest, hashes, media: media.map(({ id }) => id) })
  }
  return { name, newest, media, files: files() }
}

/** What is made from what is in the record, and can be made anew from it. */
export function* readableFiles(
  places: readonly ArchivePlace[],
  wish: ArchiveWish,
  readable: Readable,
): Generator<ArchiveFile> {
  yield { path: README, content: () => [utf8(readmeOf(readable.name, wish))] }
  yield* readable.files()
  if (wish.since === undefined && wish.until === undefined) yield* automergeFiles(places, wish)
}

function* hashed(content: Iterable<Uint8Array>, told: (hash: string) => void): Generator<Uint8Array> {
  const hash = createHash('sha256')
  for (const piece of content) {
    hash.update(piece)
    yield piece
  }
  told(hash.digest('hex'))
}

/** Notes whether anything of some places changes. */
class Stillness {
  readonly #unsubscribe: readonly (() => void)[]
  #isBroken = false

  constructor(places: readonly ArchivePlace[]) {
    const told = (): void => {
      this.#isBroken = true
    }
    this.#unsubscribe = places.flatMap(({ membership, documents }) => [
      membership.onChange(told),
      documents.onChange(told),
    ])
  }

  /** @throws archive/changed */
  assert(): void {
    if (this.#isBroken) throw archiveErrors('changed')
  }

  end(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }
}
