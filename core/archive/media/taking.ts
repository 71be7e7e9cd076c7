/** Taking attached files out of an archive, for messages that stand here: only what their authors sealed is taken. */
import type { CommunityId, Random } from '../../shared/index.ts'
import { type BlobStore, blobErrors } from '../../blobs/index.ts'
import { storageErrors } from '../../storage/index.ts'
import type { View } from '../../view/index.ts'
import type { Bag, BagFile } from '../bag/bag-reader.ts'
import type { MediaFile } from './about.ts'
import { mediaInBag } from './in-bag.ts'
import { filesIn, mediaIdOf } from './media.ts'
import { isAttached } from './sealing-again.ts'

export interface MediaTarget {
  /** The id of the log: what the files are bound to. */
  readonly log: CommunityId
  readonly view: View
  readonly store: BlobStore
}

/** How taking files went. */
export interface TakenMedia {
  /** New here. */
  readonly taken: number
  /** They are not what their messages name. */
  readonly refused: number
  /** There was no room for them. */
  readonly left: number
}

/** @throws the signal's reason, and what storage throws but that it is full */
export async function takeMedia(
  bag: Bag,
  { log, view, store }: MediaTarget,
  { random, signal }: { readonly random: Random; readonly signal: AbortSignal },
): Promise<TakenMedia> {
  const there = mediaInBag(bag)
  const counts = { taken: 0, refused: 0, left: 0 }
  const seen = new Set<string>()
  const upload = `archive ${Buffer.from(random.bytes(16)).toString('hex')}`
  for (const { id: space } of there.size === 0 ? [] : view.queries.spaces())
    for (const file of filesIn({ community: log, view, space }, {})) {
      const id = mediaIdOf(file.file)
      const found = there.get(id)
      if (!found || seen.has(id)) continue
      seen.add(id)
      if (store.progress(file.file.ref.root).complete) continue
      const outcome = counts.left > 0 ? 'left' : await taken(file.file, found, { store, upload, random, signal })
      counts[outcome] += 1
    }
  return counts
}

interface Taking {
  readonly store: BlobStore
  readonly upload: string
  readonly random: Random
  readonly signal: AbortSignal
}

async function taken(
  file: MediaFile,
  found: BagFile,
  { store, upload, random, signal }: Taking,
): Promise<keyof TakenMedia> {
  const { root, size } = file.ref
  if (found.bytes !== size) return 'refused'
  try {
    store.assertRoom(size)
    // What is here already may be of a fetch that goes on.
    const keep = (chunks: Parameters<BlobStore['keepOwn']>[0]): void =>
      store.keepOwn(
        chunks.filter(({ id }) => !store.has(id)),
        upload,
      )
    if (!(await isAttached(file, found.look(signal), { random, signal, taken: keep }))) return 'refused'
    store.adopt(root)
    store.unwant(root)
    return 'taken'
  } catch (error) {
    if (blobErrors.is(error, 'no-room') || storageErrors.is(error, 'disk-full')) return 'left'
    throw error
  } finally {
    // What was not taken, if anything.
    store.dropOwn(upload)
  }
}
