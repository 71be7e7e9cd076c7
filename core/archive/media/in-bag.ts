/** Attached files as they lie in a bag: each is known by the id in its path, whatever its room and itself are called. */
import type { Bag, BagFile } from '../bag/bag-reader.ts'
import type { MediaFile, MediaSource } from './about.ts'
import { mediaIdOf } from './media.ts'
import { mediaIdIn } from './names.ts'

/** Files by id. Of two with one id, as nobody makes them, the first by its path. */
export function mediaInBag({ files }: Bag): ReadonlyMap<string, BagFile> {
  const found = new Map<string, BagFile>()
  for (const file of [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const id = mediaIdIn(file.path)
    if (id !== undefined && !found.has(id)) found.set(id, file)
  }
  return found
}

/** Files whose ids are known, to make the pages anew that name them; of what is in them nothing is needed. */
export function statedMedia(ids: readonly string[]): MediaSource {
  const known = new Set(ids)
  return { has: (file: MediaFile) => known.has(mediaIdOf(file)), content: () => [] }
}
