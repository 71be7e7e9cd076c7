/**
 * Blobs of one community or private space: chunks as files, and in its database which of them are held, wanted, and take part in what. A chunk's
 * file is written before the database says that it is there, so what is cut short is at most a file nobody knows, which the next sweep removes.
 */
import { base64url, type BlobId, type ChunkId, errorCode, LIMITS, Listeners, type Log } from '../shared/index.ts'
import { type Database, type KeptFiles, storageErrors } from '../storage/index.ts'
import type { BlobPlace, BlobRef, BlobRoot, SealedChunk } from './about.ts'
import { blobErrors } from './errors.ts'
import { chunkCount, chunkId, openRoot, readRoot } from './root.ts'
import { openChunk } from './sealing.ts'
import { BlobTables } from './tables.ts'

export interface BlobStoreParts {
  readonly database: Database
  readonly files: KeptFiles
  readonly log: Log
}

/** How much of a blob is here. */
export interface BlobProgress {
  /** Bytes of the file; its root is none of them. */
  readonly held: number
  readonly complete: boolean
  readonly wanted: boolean
}

/** Upload under which chunks stand that were found on the disk when the database knew of none, as after it was set aside. */
const FOUND = 'found'
/** Chunks of one blob that are asked for before those of the next are. */
const IN_ROW = 16
const MOST_BYTES = Math.max(LIMITS.blobRootBytes, LIMITS.chunkBytes + 16)

export class BlobStore {
  readonly #database: Database
  readonly #tables: BlobTables
  readonly #files: KeptFiles
  readonly #log: Log
  readonly #changed: Listeners<ChunkId | undefined>
  /** Nothing is fetched until somebody wants something again. */
  #isFull = false
  /** Bytes that came since it was last looked how much room there is. */
  #unlooked = Number.POSITIVE_INFINITY
  /** The list that was read last, and with what it opened. */
  #opened: { readonly of: string; readonly root: BlobRoot } | undefined

  constructor({ database, files, log }: BlobStoreParts) {
    this.#database = database
    this.#tables = new BlobTables(database)
    this.#files = files
    this.#log = log
    this.#changed = new Listeners((error) => log.error('blobs.listener', { code: errorCode(error) }))
    if (!this.#tables.holdsAny())
      database.transaction('received', () => {
        for (const name of files.names()) this.#tables.note(name, FOUND)
      })
  }

  has(chunk: ChunkId): boolean {
    return this.#tables.holds(chunk)
  }

  /** A chunk or root as it was sealed; nothing when it is not held. One that proves damaged is let go of, and fetched again if it is wanted. */
  read(chunk: ChunkId): Uint8Array | undefined {
    if (!this.has(chunk)) return undefined
    const bytes = this.#files.read(chunk)
    if (bytes && chunkId(bytes) === chunk) return bytes
    this.#log.warn('blobs.damaged', { chunk, bytes: bytes?.length ?? 0 })
    this.#tables.lose(chunk)
    this.#files.remove(chunk)
    this.#changed.tell(undefined)
    return undefined
  }

  /** Room for a file of so many bytes, with some left for everything else. @throws blobs/no-room, storage/disk-failed */
  assertRoom(size: number): void {
    if (this.#files.freeBytes() < LIMITS.attachmentsLeaveFree + size) throw blobErrors('no-room')
  }

  /**
   * Keeps chunks that are made here, on the disk itself, for an upload: until they are adopted they go with it.
   * @throws storage/disk-full, /read-only, /disk-failed
   */
  keepOwn(chunks: readonly SealedChunk[], upload: string): void {
    for (const { id, bytes } of chunks) this.#files.write(id, bytes, true)
    this.#database.transaction('authored', () => {
      for (const { id } of chunks) this.#tables.note(id, upload)
    })
  }

  /** A message is sent with a blob that was kept whole: it stays. In the transaction of the message. @throws blobs/not-here */
  adopt(root: BlobId): void {
    const listed = this.#listed(root)
    if (!listed) throw blobErrors('not-here')
    this.#database.transaction('authored', () => {
      this.#tables.enter(root, listed.size)
      this.#tables.list(root, listed.size, listed.chunks)
      this.#tables.adopt(root)
    })
    this.#database.afterCommit(() => this.#changed.tell(asChunk(root)))
  }

  /** An upload was given up: what was kept for it goes. */
  dropOwn(upload: string): void {
    this.#remove(this.#tables.uploaded(upload))
  }

  /** Fetches a blob from now on, over restarts. @throws blobs/no-room, storage/… */
  want({ root, size }: BlobRef): void {
    if (this.progress(root).complete) return
    this.assertRoom(size)
    this.#isFull = false
    this.#database.transaction('authored', () => {
      this.#tables.enter(root, size)
      this.#tables.want(root)
      if (this.has(asChunk(root))) this.#list(root)
    })
    this.#changed.tell(undefined)
  }

  /** Fetches it no more; what came stays. */
  unwant(root: BlobId): void {
    if (this.#tables.blob(root)?.wanted === null) return
    this.#tables.unwant(root)
    this.#changed.tell(undefined)
  }

  /** Names of what is wanted and not held: a few of each blob, so that one nobody has keeps none waiting, then more of those wanted first. */
  wanted(most: number): ChunkId[] {
    if (this.#isFull) return []
    const found = new Set<ChunkId>()
    const blobs = this.#tables.wanted()
    for (const each of [IN_ROW, most])
      for (const { root, listed } of blobs) {
        if (found.size >= most) return [...found].slice(0, most)
        if (!this.has(asChunk(root))) found.add(asChunk(root))
        if (listed === 1) for (const chunk of this.#tables.missing(root, each)) found.add(chunk)
      }
    return [...found].slice(0, most)
  }

  /** Takes bytes that came; answers their name, nothing when nobody wants them. @throws storage/disk-failed, /read-only, /damaged */
  take(bytes: Uint8Array): ChunkId | undefined {
    if (bytes.length > MOST_BYTES) return undefined
    const id = chunkId(bytes)
    const root = id as string as BlobId
    const isRoot = (this.#tables.blob(root)?.wanted ?? null) !== null
    const wanting = this.#tables.wanting(id)
    if (this.has(id) || (!isRoot && wanting.length === 0)) return undefined
    if (!this.#write(id, bytes)) return id
    this.#database.transaction('received', () => {
      this.#tables.note(id, null)
      if (isRoot) this.#list(root)
      for (const each of wanting) this.#settle(each)
    })
    this.#changed.tell(id)
    return id
  }

  progress(root: BlobId): BlobProgress {
    const blob = this.#tables.blob(root)
    if (!blob) return { held: 0, complete: false, wanted: false }
    const held = Math.min(blob.size, this.#tables.held(root) * LIMITS.chunkBytes)
    return { held, complete: this.#isComplete(root), wanted: blob.wanted !== null }
  }

  /**
   * Up to `most` bytes of a file from byte `from` on; at its end fewer, or none.
   * @throws blobs/not-here, blobs/wrong, blobs/foreign, storage/…
   */
  readRange(ref: BlobRef, place: BlobPlace, from: number, most: number): Uint8Array {
    const root = this.#root(ref, place)
    const until = Math.min(ref.size, from + most)
    const out = new Uint8Array(Math.max(0, until - from))
    for (let at = from; at < until;) {
      const index = Math.floor(at / LIMITS.chunkBytes)
      const plain = this.#open(ref, place, root, index)
      const start = at - index * LIMITS.chunkBytes
      const piece = plain.subarray(start, start + until - at)
      out.set(piece, at - from)
      at += piece.length
    }
    return out
  }

  /** Lets go of a blob nothing names any more; chunks others take stay. */
  forget(root: BlobId): void {
    const loose = this.#database.transaction('authored', () => this.#tables.drop(root))
    this.#remove(loose)
  }

  /** Lets go of all blobs but these, of uploads that were not sent, and of files nobody knows. Not while something is handed over. */
  sweep(keep: Pick<ReadonlySet<BlobId>, 'has'>): void {
    for (const root of this.#tables.blobs()) if (!keep.has(root)) this.forget(root)
    this.#remove(this.#tables.left(FOUND))
    for (const name of this.#files.names()) if (!this.#tables.holds(name)) this.#files.remove(name)
  }

  /** Told of each chunk that is held now and was not; of nothing when something else is wanted, or was lost. */
  onChange(listener: (held: ChunkId | undefined) => void): () => void {
    return this.#changed.add(listener)
  }

  /** A file is read piece by piece, and a long list takes as long to read as a piece: the last one is kept. */
  #root(ref: BlobRef, place: BlobPlace): BlobRoot {
    const of = [ref.root, ref.size, base64url(ref.key), place.community, place.space, place.author].join(' ')
    if (this.#opened?.of === of && this.has(asChunk(ref.root))) return this.#opened.root
    const bytes = this.read(asChunk(ref.root))
    if (!bytes) throw blobErrors('not-here')
    const root = openRoot(ref, place, bytes)
    this.#opened = { of, root }
    return root
  }

  #open(ref: BlobRef, place: BlobPlace, root: BlobRoot, index: number): Uint8Array {
    const name = root.chunks[index]
    const bytes = name && this.read(name)
    if (!bytes) throw blobErrors('not-here')
    return openChunk(ref, place, root, index, bytes)
  }

  /** Answers whether it is on the disk; when that is full, nothing more is fetched. */
  #write(id: ChunkId, bytes: Uint8Array): boolean {
    try {
      this.#look(bytes.length)
      this.#files.write(id, bytes, false)
      return true
    } catch (error) {
      if (!storageErrors.is(error, 'disk-full') && !blobErrors.is(error, 'no-room')) throw error
      this.#isFull = true
      this.#log.warn('blobs.full', { code: errorCode(error) })
      this.#changed.tell(undefined)
      return false
    }
  }

  /** Now and then whether there is room. */
  #look(bytes: number): void {
    this.#unlooked += bytes
    if (this.#unlooked < LIMITS.attachmentsLeaveFree / 16) return
    this.assertRoom(0)
    this.#unlooked = 0
  }

  #listed(root: BlobId): BlobRoot | undefined {
    const bytes = this.read(asChunk(root))
    return bytes && readRoot(bytes)
  }

  /** The root came. One that lists what its message does not say is fetched no further: see who names it. */
  #list(root: BlobId): void {
    const listed = this.#listed(root)
    if (listed && listed.size === this.#tables.blob(root)?.size) this.#tables.list(root, listed.size, listed.chunks)
    else this.#tables.unwant(root)
    this.#tables.adopt(root)
    this.#settle(root)
  }

  #settle(root: BlobId): void {
    if (this.#isComplete(root)) this.#tables.unwant(root)
  }

  #isComplete(root: BlobId): boolean {
    const blob = this.#tables.blob(root)
    if (blob?.listed !== 1 || !this.has(asChunk(root))) return false
    return chunkCount(blob.size) === 0 || this.#tables.missing(root, 1).length === 0
  }

  #remove(chunks: readonly string[]): void {
    this.#database.transaction('authored', () => {
      for (const chunk of chunks) this.#tables.lose(chunk)
    })
    for (const chunk of chunks) this.#files.remove(chunk)
    if (chunks.length > 0) this.#changed.tell(undefined)
  }
}

/** A root is named as a chunk is. */
const asChunk = (root: BlobId): ChunkId => root as string as ChunkId
