/** The attached files of one community or private space: how each stands here, fetched, read, and let go of when nothing names it. */
import {
  base64url,
  type BlobId,
  type ChunkId,
  type CommunityId,
  errorCode,
  FolkmootError,
  LIMITS,
  Listeners,
  type Log,
} from '../../../shared/index.ts'
import type { FileState } from '../../../contract/index.ts'
import { blobErrors, type BlobPlace, BlobStore, openRoot } from '../../../blobs/index.ts'
import { type AttachedFile, type Documents, readFiles } from '../../../documents/index.ts'
import type { Database, KeptFiles } from '../../../storage/index.ts'
import type { MessageRecord, View } from '../../../view/index.ts'
import { filesErrors } from '../../errors.ts'

export interface PlaceFilesParts {
  /** The id of the log; files belong to it wherever a copy of it lies. */
  readonly log: CommunityId
  readonly database: Database
  /** Where their encrypted form lies. */
  readonly kept: KeptFiles
  readonly view: View
  readonly documents: Documents
  readonly lines: Log
}

/** Chunks as sync asks for them and hands them over, by names and bytes alone. */
export interface CarriedBlobs {
  has(chunk: ChunkId): boolean
  read(chunk: ChunkId): Uint8Array | undefined
  wanted(most: number): readonly ChunkId[]
  take(bytes: Uint8Array): ChunkId | undefined
  onChange(listener: (held: ChunkId | undefined) => void): () => void
  asking(members: number): void
}

/** How much of a file is here. */
export interface FileStanding {
  readonly state: FileState
  /** Bytes, of the file's size. */
  readonly held: number
}

export class PlaceFiles {
  readonly store: BlobStore
  readonly #parts: PlaceFilesParts
  readonly #changed: Listeners<void>
  readonly #unfollow: readonly (() => void)[]
  /** Whether a file opens, by all that says so: it never changes. */
  readonly #opens = new Map<string, boolean>()
  /** Blobs somebody here asked for since the start. */
  readonly #fetching = new Set<BlobId>()
  #asked = 0

  constructor(parts: PlaceFilesParts) {
    this.#parts = parts
    const { database, kept, view, lines } = parts
    const store = new BlobStore({ database, files: kept, log: lines })
    this.store = store
    this.#changed = new Listeners((error) => lines.error('files.listener', { code: errorCode(error) }))
    this.#unfollow = [
      store.onChange((held) => {
        if (held !== undefined) this.#judge(held as string as BlobId)
        this.#changed.tell()
      }),
      view.onChange(({ messages, gone }) => {
        for (const arrivals of messages.values()) this.#letGo(arrivals)
        if (gone.size > 0) this.#stopUnnamed()
      }),
    ]
  }

  /** What sync is handed. */
  get carried(): CarriedBlobs {
    const { store } = this
    return {
      has: (chunk) => store.has(chunk),
      read: (chunk) => store.read(chunk),
      wanted: (most) => store.wanted(most),
      take: (bytes) => store.take(bytes),
      onChange: (listener) => store.onChange(listener),
      asking: (members) => this.asking(members),
    }
  }

  /** Members met now who can be asked. */
  get asked(): number {
    return this.#asked
  }

  /** Told by sync. */
  asking(members: number): void {
    if (members === this.#asked) return
    this.#asked = members
    this.#changed.tell()
  }

  /** What the files of a message are bound to. */
  placeOf({ space, author }: Pick<MessageRecord, 'space' | 'author'>): BlobPlace {
    return { community: this.#parts.log, space, author }
  }

  standing(record: Pick<MessageRecord, 'space' | 'author'>, { ref, size }: AttachedFile): FileStanding {
    if (this.#isWrong(record, ref)) return { state: 'wrong', held: 0 }
    const { held, complete, wanted } = this.store.progress(ref.root)
    return { state: complete ? 'here' : wanted ? 'coming' : 'away', held: Math.min(held, size) }
  }

  /** Fetches a file from whoever has it, now or later. @throws files/wrong, blobs/no-room, storage/… */
  fetch(record: MessageRecord, file: AttachedFile): void {
    const { state } = this.standing(record, file)
    if (state === 'wrong') throw filesErrors('wrong')
    if (state === 'here') return
    this.store.want(file.ref)
    this.#fetching.add(file.ref.root)
  }

  stop({ ref }: AttachedFile): void {
    this.#fetching.delete(ref.root)
    this.store.unwant(ref.root)
  }

  /** @throws files/not-here, files/wrong */
  read(record: MessageRecord, file: AttachedFile, from: number, most: number): Uint8Array {
    try {
      return this.store.readRange(file.ref, this.placeOf(record), from, most)
    } catch (error) {
      if (blobErrors.is(error, 'not-here')) throw filesErrors('not-here', { cause: error })
      if (!blobErrors.is(error, 'wrong') && !blobErrors.is(error, 'foreign')) throw error
      this.#note(nameOf(record, file.ref), false)
      this.#changed.tell()
      throw filesErrors('wrong', { cause: error })
    }
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /**
   * Lets go of what no message names, as after a send that was broken off. Messages that are set aside keep theirs: they may come back, or be
   * written again.
   */
  sweep(): void {
    const { view, kept, lines } = this.#parts
    try {
      if (kept.names().next().done === true) return
      const standing = new Set(view.attached.blobs())
      let aside: ReadonlySet<BlobId> | undefined
      this.store.sweep({ has: (root) => standing.has(root) || (aside ??= this.#namedAside()).has(root) })
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      // The disk fails, which hinders nobody from reading; it is tried again at the next start.
      lines.warn('files.sweep', { code: error.code })
    }
  }

  /** Blobs that messages name which are set aside. They are looked for only when some blob is named by no other. */
  #namedAside(): ReadonlySet<BlobId> {
    const { documents } = this.#parts
    const roots = new Set<BlobId>()
    for (const document of documents.list())
      for (const { items } of documents.hidden(document).stretches)
        for (const { entry } of items()) for (const { ref } of entry ? readFiles(entry) : []) roots.add(ref.root)
    return roots
  }

  close(): void {
    for (const end of this.#unfollow) end()
    this.#changed.clear()
  }

  /** Nothing of what was taken back stays, unless something that stands names it as well. */
  #letGo(arrivals: ReadonlySet<number>): void {
    for (const root of this.#parts.view.attached.leftBy(arrivals)) {
      this.store.unwant(root)
      this.store.forget(root)
    }
  }

  /** What only messages name that were set aside is fetched no further. */
  #stopUnnamed(): void {
    for (const root of this.#fetching) {
      if (this.#parts.view.attached.namers(root).length > 0) continue
      this.#fetching.delete(root)
      this.store.unwant(root)
    }
  }

  /**
   * A root came. What opens for nobody who names it is not fetched; what opens for somebody is, whoever else says what is wrong of it, such
   * as another size.
   */
  #judge(root: BlobId): void {
    const { view } = this.#parts
    const names = view.attached.namers(root).flatMap((arrival) => view.queries.byArrival(arrival) ?? [])
    const refs = names.flatMap((record) =>
      record.files
        .filter(({ ref }) => ref.root === root)
        .map(({ ref }) => ({ ref, wrong: this.#isWrong(record, ref) })),
    )
    if (refs.length === 0) return
    const right = refs.find(({ wrong }) => !wrong)
    const { complete, wanted } = this.store.progress(root)
    if (!right) this.store.unwant(root)
    else if (!complete && !wanted) this.store.want(right.ref)
  }

  /** Whether the root is here and opens nothing at this place, with this key, or in this size. */
  #isWrong(record: Pick<MessageRecord, 'space' | 'author'>, ref: AttachedFile['ref']): boolean {
    const name = nameOf(record, ref)
    const known = this.#opens.get(name)
    if (known !== undefined) return !known
    const bytes = this.store.read(asChunk(ref.root))
    if (!bytes) return false
    try {
      openRoot(ref, this.placeOf(record), bytes)
      this.#note(name, true)
      return false
    } catch (error) {
      if (!blobErrors.is(error, 'wrong') && !blobErrors.is(error, 'foreign')) throw error
      this.#note(name, false)
      return true
    }
  }

  #note(name: string, opens: boolean): void {
    if (this.#opens.size >= LIMITS.attachmentVerdicts) this.#opens.clear()
    this.#opens.set(name, opens)
  }
}

function nameOf(
  { space, author }: Pick<MessageRecord, 'space' | 'author'>,
  { root, key, size }: AttachedFile['ref'],
): string {
  return `${root} ${base64url(key)} ${size} ${space} ${author}`
}

/** A root is a chunk too. */
function asChunk(root: BlobId): ChunkId {
  return root as string as ChunkId
}
