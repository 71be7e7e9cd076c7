/** Which attached files go along in an archive, and where in it they lie: each once, however many messages name it. */
import { attachmentKind, encodeCanonical, fromBase64url, hex, LIMITS, type SpaceId } from '../../shared/index.ts'
import type { AttachedFile } from '../../documents/index.ts'
import { digest } from '../../identity/index.ts'
import type { AttachedRecord } from '../../view/index.ts'
import type { ArchivePlace, ArchiveWish } from '../about.ts'
import { archiveErrors } from '../errors.ts'
import type { ReadFile, ReadSpace } from '../reading/about.ts'
import { Slugs } from '../site/slug.ts'
import type { MediaCount, MediaFile, PlacedMedia } from './about.ts'
import { MEDIA_ID_BYTES, mediaPath } from './names.ts'

/** A space as it is laid out in an archive. */
export interface MediaSpace {
  readonly place: ArchivePlace
  readonly space: ReadSpace
}

export type MediaPart = Pick<ArchiveWish, 'since' | 'until' | 'by'> & { readonly media?: boolean | undefined }

export class Media {
  readonly #spaces: readonly MediaSpace[]
  readonly #part: MediaPart
  #found: Found | undefined

  constructor(spaces: readonly MediaSpace[], part: MediaPart) {
    this.#spaces = spaces
    this.#part = part
  }

  /** Those that go along, in the order they were said. @throws archive/much-media */
  all(): Iterable<PlacedMedia> {
    const { placed, bytes } = this.#survey
    if (bytes > LIMITS.archiveMediaBytes || placed.size > LIMITS.archiveMedia) throw archiveErrors('much-media')
    return placed.values()
  }

  count(): MediaCount {
    const { placed, bytes, all } = this.#survey
    return { all, held: placed.size, bytes }
  }

  /** A file of a message as it is read. */
  read(place: MediaFile['place'], { name, type, size, ref, width, height, alt }: AttachedFile): ReadFile {
    const path = this.#part.media === true ? this.#survey.placed.get(nameOf({ place, ref }))?.path : undefined
    return { ...{ name, type, kind: attachmentKind(type), size, width, height, alt }, path }
  }

  /** Once: what goes along is what was there then. */
  get #survey(): Found {
    this.#found ??= found(this.#spaces, this.#part)
    return this.#found
  }
}

interface Found {
  readonly placed: ReadonlyMap<string, PlacedMedia>
  readonly bytes: number
  readonly all: number
}

/** Files of messages of a space within a part, as often as they are named. */
export function* filesIn(
  { community, view, space }: Pick<ArchivePlace, 'community' | 'view'> & { readonly space: SpaceId },
  { since = 0, until = Number.MAX_SAFE_INTEGER, by }: MediaPart,
): Generator<{ readonly file: MediaFile; readonly said: AttachedFile; readonly record: AttachedRecord }> {
  for (const record of view.chronicle.attached(space)) {
    const { author, time, files } = record
    if (time < since || time >= until || (by !== undefined && author !== by)) continue
    for (const said of files) yield { file: { ref: said.ref, place: { community, space, author } }, said, record }
  }
}

function found(spaces: readonly MediaSpace[], part: MediaPart): Found {
  const placed = new Map<string, PlacedMedia>()
  const known = new Set<string>()
  const ids = new Set<string>()
  const folders = new Slugs()
  let bytes = 0
  for (const { place, space } of spaces) {
    const media = part.media === true ? place.media : undefined
    const folder = folders.of(space.name, space.kind)
    for (const { file, said, record } of filesIn(
      { community: place.community, view: place.view, space: space.id },
      part,
    )) {
      const name = nameOf(file)
      const id = idOf(name)
      if (known.has(name)) continue
      known.add(name)
      // Two files with one id are the work of who wrote both: the first has it.
      if (ids.has(id) || media?.has(file) !== true) continue
      const { time } = record
      const path = mediaPath(folder, id, time, said)
      ids.add(id)
      bytes += said.size
      placed.set(name, { id, path, file, name: said.name, time, room: space.name, content: () => media.content(file) })
    }
  }
  return { placed, bytes, all: known.size }
}

/** What names a file wherever it is named, in hex: the same for the same bytes by the same author in the same room, and for nothing else. */
function nameOf({ ref, place }: MediaFile): string {
  const { community, space, author } = place
  const bound = [community, space, author, ref.root].map((id) => fromBase64url(id) ?? new Uint8Array(0))
  return hex(digest('folkmoot/archive-media/1', encodeCanonical([...bound, ref.key, ref.size])))
}

function idOf(name: string): string {
  return name.slice(0, MEDIA_ID_BYTES * 2)
}

export function mediaIdOf(file: MediaFile): string {
  return idOf(nameOf(file))
}
