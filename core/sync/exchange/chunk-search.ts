import { type ChunkId, type DeviceId, fromBase64url, LIMITS } from '../../shared/index.ts'
import type { CarriedBlobs } from '../ports.ts'
import { Claims } from './claims.ts'

/** How many are asked of the store at first: mostly the next few are enough, and a peer that lacks them is asked for others. */
const FEW = 256
const MORE = 4

export interface ChunkSearchParts {
  readonly blobs: CarriedBlobs | undefined
  /** The own device: each looks for other chunks first, so that those who fetch the same file have something to give each other. */
  readonly device: DeviceId
  /** Some chunk may be asked for that could not be before. */
  readonly onFree: () => void
}

/** The chunks that are wanted, over all sessions of one log: each is asked of one peer at a time. */
export class ChunkSearch<Session> {
  readonly #parts: ChunkSearchParts
  readonly #claims = new Claims<Session, ChunkId>()
  readonly #spread: number
  /** What is wanted, as far as it was read; nothing until it is read anew. */
  #wanted: Set<ChunkId> | undefined
  #most = FEW
  /** Whether more may be wanted than was read. */
  #mayBeMore = false
  /** Whether something came since: a file's chunks are wanted once it is known which they are. */
  #isStale = false

  constructor(parts: ChunkSearchParts) {
    this.#parts = parts
    this.#spread = fromBase64url(parts.device)?.[0] ?? 0
  }

  /** A chunk is held now, or others are wanted than before. */
  changed(held: ChunkId | undefined): void {
    if (held === undefined) this.#wanted = undefined
    else if (this.#wanted?.delete(held) === true) this.#isStale = true
  }

  /** Up to so many that the session may ask for; they are its own until it gives them back. */
  take(session: Session, most: number, isAskable: (chunk: ChunkId) => boolean): readonly ChunkId[] {
    const suits = (chunk: ChunkId): boolean => isAskable(chunk) && this.#claims.isFree(chunk, session)
    let found = this.#first(suits)
    while (found.length === 0 && this.#widen()) found = this.#first(suits)
    const at = this.#spread % Math.max(1, found.length)
    const taken = [...found.slice(at), ...found.slice(0, at)].slice(0, most)
    for (const chunk of taken) this.#claims.take(chunk, session)
    return taken
  }

  /** The session is done with it: others may ask for it. */
  give(chunk: ChunkId, session: Session): void {
    if (this.#claims.give(chunk, session) && this.#wanted?.has(chunk) !== false) this.#parts.onFree()
  }

  /** The first few that suit. */
  #first(suits: (chunk: ChunkId) => boolean): readonly ChunkId[] {
    const found: ChunkId[] = []
    for (const chunk of this.#read()) {
      if (suits(chunk)) found.push(chunk)
      if (found.length === LIMITS.chunksNamed) break
    }
    return found
  }

  #read(): ReadonlySet<ChunkId> {
    if (this.#wanted && (this.#wanted.size >= FEW / 2 || !this.#mayBeMore)) return this.#wanted
    const wanted = this.#parts.blobs?.wanted(this.#most) ?? []
    this.#mayBeMore = wanted.length >= this.#most
    if (!this.#mayBeMore) this.#most = Math.max(FEW, Math.min(this.#most, MORE * wanted.length))
    this.#isStale = false
    this.#wanted = new Set(wanted)
    return this.#wanted
  }

  /** Reads anew or further, since nothing of what was read can be asked for; whether there may be more. */
  #widen(): boolean {
    if (this.#isStale) {
      this.#wanted = undefined
      // Others have looked through what was read as well.
      this.#parts.onFree()
      return true
    }
    if (!this.#mayBeMore || this.#most >= LIMITS.chunksSought) return false
    this.#most = Math.min(LIMITS.chunksSought, MORE * this.#most)
    this.#wanted = undefined
    return true
  }
}
