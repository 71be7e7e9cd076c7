/** The attached files that lie on this device, as an archive takes them along. */
import { setImmediate } from 'node:timers/promises'
import { LIMITS } from '../../shared/index.ts'
import { type BlobStore, blobErrors } from '../../blobs/index.ts'
import { archiveErrors } from '../errors.ts'
import type { MediaFile, MediaSource, PlacedMedia } from './about.ts'
import { mediaIdOf } from './media.ts'

export class StoredMedia implements MediaSource {
  readonly #store: BlobStore
  /** Ids of files that proved damaged, or are not what their messages say. */
  readonly #wrong = new Set<string>()

  constructor(store: BlobStore) {
    this.#store = store
  }

  /** Whether all of it came: whether it opens is found out when it is read. */
  has(file: MediaFile): boolean {
    return this.#store.progress(file.ref.root).complete && !this.#wrong.has(mediaIdOf(file))
  }

  /** What cannot be read is not had any more. @throws archive/changed */
  *content(file: MediaFile): Generator<Uint8Array> {
    const { ref, place } = file
    // The root of one that is empty is looked at too.
    for (let at = 0; at === 0 || at < ref.size; at += LIMITS.chunkBytes) {
      const piece = this.#piece(file, () => this.#store.readRange(ref, place, at, LIMITS.chunkBytes))
      if (piece.length > 0) yield piece
    }
  }

  /** How many files proved wrong until now. */
  get wrong(): number {
    return this.#wrong.size
  }

  #piece(file: MediaFile, read: () => Uint8Array): Uint8Array {
    try {
      return read()
    } catch (cause) {
      if (!(['not-here', 'wrong', 'foreign'] as const).some((code) => blobErrors.is(cause, code))) throw cause
      this.#wrong.add(mediaIdOf(file))
      throw archiveErrors('changed', { cause })
    }
  }
}

/** Reads all of them once, so that those are known which cannot be read. @throws the signal's reason */
export async function tryMedia(all: Iterable<PlacedMedia>, signal: AbortSignal): Promise<void> {
  for (const { content } of all)
    try {
      for (const piece of content()) if (piece.length > 0) await setImmediate(undefined, { signal })
    } catch (error) {
      if (!archiveErrors.is(error, 'changed')) throw error
    }
}
