import { base64url, type ChunkId, type Clock, LIMITS } from '../../shared/index.ts'
import { sha256 } from '../../identity/index.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedBlobs } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'
import type { ChunkSearch } from './chunk-search.ts'

export interface ChunkAskingParts {
  /** Nothing where chunks are not exchanged. */
  readonly blobs: CarriedBlobs | undefined
  readonly search: ChunkSearch<ChunkAsking>
  readonly clock: Clock
  readonly wake: () => void
}

interface Asked {
  readonly since: number
  /** Chunks that had come by then. */
  readonly after: number
}

/** What one peer is asked for of attached files. Each chunk is asked of it once, until it says that it has come to hold what it lacked. */
export class ChunkAsking {
  readonly #parts: ChunkAskingParts
  readonly #asked = new Map<ChunkId, Asked>()
  /** Asked for so long ago that others may be asked; they may come all the same. */
  readonly #late = new Set<ChunkId>()
  /** What the peer said that it lacks. */
  readonly #lacked = new Set<ChunkId>()
  /** When something last came. */
  #progress = 0
  #came = 0
  #isStalled = false
  /** Nothing was found to ask for, and nothing has changed since. */
  #isDry = false
  #useless = 0

  constructor(parts: ChunkAskingParts) {
    this.#parts = parts
  }

  /** Chunks that are to come. */
  get pending(): number {
    return this.#asked.size
  }

  /** Something may be asked for that could not be before. */
  changed(): void {
    this.#isDry = false
    if (this.#canAsk()) this.#parts.wake()
  }

  /** A chunk is held, from whomever. */
  held(chunk: ChunkId): void {
    this.#lacked.delete(chunk)
  }

  /** Takes bytes that were asked for. @throws session/too-much, and what storage throws */
  received(bytes: Uint8Array): void {
    const chunk = this.#parts.blobs?.take(bytes) ?? (base64url(sha256(bytes)) as ChunkId)
    const wasAsked = this.#asked.delete(chunk)
    if (!wasAsked && !this.#late.delete(chunk)) {
      if (++this.#useless > LIMITS.uselessChunks) throw sessionErrors('too-much')
      return
    }
    this.#came += 1
    this.#moved()
    this.#parts.search.give(chunk, this)
  }

  /** The peer does not hold these. */
  lacking(chunks: readonly ChunkId[]): void {
    for (const chunk of chunks) {
      const wasAsked = this.#asked.delete(chunk)
      if (!wasAsked && !this.#late.delete(chunk)) continue
      this.#lacked.add(chunk)
      this.#moved()
      this.#parts.search.give(chunk, this)
    }
    if (this.#lacked.size > 2 * LIMITS.chunksSought) this.#lacked.clear()
  }

  /** The peer has come to hold these, or more than it can name. */
  holding(chunks: readonly ChunkId[]): void {
    if (chunks.length === 0) this.#lacked.clear()
    for (const chunk of chunks) this.#lacked.delete(chunk)
    this.#moved()
  }

  next(): SessionFrame | undefined {
    if (this.#isDry || !this.#canAsk()) return undefined
    const { search, clock } = this.#parts
    const isAskable = (chunk: ChunkId): boolean =>
      !this.#lacked.has(chunk) && !this.#asked.has(chunk) && !this.#late.has(chunk)
    const chunks = search.take(this, LIMITS.chunksAsked - this.#asked.size, isAskable)
    this.#isDry = chunks.length === 0
    if (this.#isDry) return undefined
    for (const chunk of chunks) this.#asked.set(chunk, { since: clock.now(), after: this.#came })
    return { type: 'seek', chunks }
  }

  /** What does not come is asked of others: all while nothing comes, and what others overtook, which may be withheld. */
  tend(): void {
    const now = this.#parts.clock.now()
    // Where the clock was set back, what was noted before is of no use.
    const isRecent = (at: number): boolean => at <= now && now - at < LIMITS.chunkPatience
    const isMoving = isRecent(this.#progress)
    for (const [chunk, { since, after }] of this.#asked) {
      const isOvertaken = this.#came - after > 2 * LIMITS.chunksAsked
      if (isRecent(since) || (isMoving && !isOvertaken)) continue
      if (!isMoving) this.#isStalled = true
      this.#asked.delete(chunk)
      this.#late.add(chunk)
      if (this.#late.size > LIMITS.chunksNamed) this.#late.delete(this.#late.values().next().value ?? chunk)
      this.#parts.search.give(chunk, this)
    }
  }

  /** The session is over: others are asked. */
  stop(): void {
    const chunks = [...this.#asked.keys()]
    this.#isStalled = true
    this.#asked.clear()
    for (const chunk of chunks) this.#parts.search.give(chunk, this)
  }

  #canAsk(): boolean {
    return this.#parts.blobs !== undefined && !this.#isStalled && this.#asked.size < LIMITS.chunksAsked
  }

  #moved(): void {
    this.#progress = this.#parts.clock.now()
    this.#isStalled = false
    this.#isDry = false
    this.#parts.wake()
  }
}
