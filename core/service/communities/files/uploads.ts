/** Files that screens hand over to be attached: encrypted as they come, and let go of unless a message is sent with them. */
import {
  base64url,
  cleanMediaType,
  type CommunityId,
  errorCode,
  LIMITS,
  type Log,
  type SpaceId,
} from '../../../shared/index.ts'
import { type BlobRef, BlobSealing } from '../../../blobs/index.ts'
import type { FileToSend } from '../../../contract/index.ts'
import { type AttachedFile, cleanAlt, cleanFileName } from '../../../documents/index.ts'
import { filesErrors } from '../../errors.ts'
import type { ServiceOptions } from '../../ports.ts'
import type { Communities } from '../communities.ts'
import { Handed } from '../handed.ts'
import type { PlaceFiles } from './place-files.ts'
import type { SendFiles } from './send-files.ts'

export interface UploadsParts {
  readonly options: ServiceOptions
  readonly communities: Communities
}

interface Where {
  readonly community: CommunityId
  readonly space: SpaceId
}

export class Uploads {
  readonly #parts: UploadsParts
  readonly #open: Handed<Upload>

  constructor(parts: UploadsParts) {
    this.#parts = parts
    this.#open = new Handed({
      clock: parts.options.clock,
      random: parts.options.random,
      most: LIMITS.attachmentsBegun,
      rest: LIMITS.attachmentRest,
      patience: LIMITS.attachmentPatience,
      unknown: (cause) => filesErrors('unknown', { cause }),
      tooMany: () => filesErrors('too-many', { details: { most: LIMITS.attachmentsBegun } }),
      end: async (upload) => upload.end(),
    })
  }

  /** @throws files/too-large, files/too-many, storage/…, space/…, community/left … */
  begin({ community: id, space, name, type, size }: Where & { name: string; type: string; size: number }): string {
    if (size > LIMITS.attachmentBytes)
      throw filesErrors('too-large', { details: { most: LIMITS.attachmentBytes, have: size } })
    const { communities, options } = this.#parts
    const community = communities.get(id)
    const place = community.place(space)
    place.writing.assertMaySay(space)
    place.files.store.assertRoom(size)
    this.#open.makeRoom()
    const sealing = new BlobSealing({
      place: place.files.placeOf({ space, author: community.me }),
      size,
      random: options.random,
    })
    const about = { name: cleanFileName(name), type: shortType(type), size, alt: '' }
    const token = base64url(options.random.bytes(16))
    const upload = new Upload({
      where: { community: id, space },
      files: place.files,
      sealing,
      token,
      about,
      log: options.log,
    })
    if (size === 0) upload.finish()
    return this.#open.begin(upload)
  }

  /** Answers how many bytes are there. @throws files/unknown, files/too-large, storage/… */
  append(id: string, piece: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    return this.#open.use(id, signal, async (upload) => upload.append(piece))
  }

  cancel(id: string): void {
    this.#open.cancel(id)
  }

  /** What was handed over, as it goes into a message of that space. @throws files/unknown, files/unfinished */
  toSend({ community, space }: Where, wished: readonly FileToSend[]): SendFiles {
    const uploads = wished.map(({ id }) => this.#open.get(id))
    const isElsewhere = uploads.some(({ where }) => where.community !== community || where.space !== space)
    if (isElsewhere || new Set(uploads).size < uploads.length) throw filesErrors('unknown')
    const files = uploads.map((upload, at) => fileOf(upload, wished[at]))
    return { files, adopt: () => uploads.forEach((upload) => upload.adopt()) }
  }

  /** A message was sent with these: they stay. */
  sent(wished: readonly FileToSend[]): void {
    for (const { id } of wished) {
      const upload = this.#open.find(id)
      if (upload) upload.isSent = true
      this.#open.cancel(id)
    }
  }

  stop(): Promise<void> {
    return this.#open.stop()
  }
}

interface UploadParts {
  readonly where: Where
  readonly files: PlaceFiles
  readonly sealing: BlobSealing
  /** Names what is kept of it until it is sent. */
  readonly token: string
  readonly about: Pick<AttachedFile, 'name' | 'type' | 'size' | 'alt'>
  readonly log: Log
}

class Upload {
  readonly #parts: UploadParts
  #bytes = 0
  #ref: BlobRef | undefined
  isSent = false

  constructor(parts: UploadParts) {
    this.#parts = parts
  }

  get where(): Where {
    return this.#parts.where
  }

  get about(): UploadParts['about'] {
    return this.#parts.about
  }

  /** Nothing until all of it came. */
  get ref(): BlobRef | undefined {
    return this.#ref
  }

  append(piece: Uint8Array): number {
    const { about, files, sealing, token } = this.#parts
    if (this.#bytes + piece.length > about.size)
      throw filesErrors('too-large', { details: { most: about.size, have: this.#bytes + piece.length } })
    const chunks = sealing.append(piece)
    if (chunks.length > 0) files.store.keepOwn(chunks, token)
    this.#bytes += piece.length
    if (this.#bytes === about.size && !this.#ref) this.finish()
    return this.#bytes
  }

  finish(): void {
    const { files, sealing, token } = this.#parts
    const { ref, chunks } = sealing.finish()
    files.store.keepOwn(chunks, token)
    this.#ref = ref
  }

  adopt(): void {
    if (!this.#ref) throw filesErrors('unfinished')
    this.#parts.files.store.adopt(this.#ref.root)
  }

  /** What was kept of it goes, unless it was sent. */
  end(): void {
    if (this.isSent) return
    const { files, token, log, where } = this.#parts
    try {
      files.store.dropOwn(token)
    } catch (error) {
      // Its community was let go of meanwhile, or the disk fails: what is left goes when the community is opened next.
      log.warn('files.drop', { community: where.community, code: errorCode(error) })
    }
  }
}

/** @throws files/unfinished */
function fileOf({ ref, about }: Upload, wished: FileToSend | undefined): AttachedFile {
  if (!ref) throw filesErrors('unfinished')
  const { width, height, alt = '' } = wished ?? {}
  const sides = width !== undefined && height !== undefined ? { width, height } : {}
  return { ...about, ref, ...sides, alt: cleanAlt(alt) }
}

function shortType(type: string): string {
  const clean = cleanMediaType(type)
  return clean.length <= LIMITS.attachmentTypeChars ? clean : ''
}
