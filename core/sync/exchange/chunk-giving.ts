import { type ChunkId, type Clock, LIMITS } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedBlobs } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

/** What one peer asks for of attached files: names are kept of it, and bytes are read only as the wire takes them. */
export class ChunkGiving {
  readonly #blobs: CarriedBlobs | undefined
  readonly #wake: () => void
  /** Asked for, the oldest first. */
  readonly #owed = new Set<ChunkId>()
  /** To be told that they are not here. */
  readonly #lacking = new Set<ChunkId>()
  /** What has come to be here since the peer was told that something is not. */
  readonly #news = new Set<ChunkId>()
  #hasOverflown = false
  #wasLacking = false
  /** What the peer was sent last. */
  readonly #given = new Set<ChunkId>()
  /** How often the peer is sent what it was sent before. */
  readonly #again: Allowance

  /** @param blobs nothing where chunks are not exchanged */
  constructor(blobs: CarriedBlobs | undefined, clock: Clock, wake: () => void) {
    this.#blobs = blobs
    this.#wake = wake
    this.#again = new Allowance(clock, LIMITS.chunksAgain, 1)
  }

  /** Chunks that are to be sent. */
  get pending(): number {
    return this.#owed.size
  }

  /** The peer asks for these. @throws session/too-much */
  sought(chunks: readonly ChunkId[]): void {
    for (const chunk of chunks) {
      const isHere = this.#blobs?.has(chunk) === true && (!this.#given.has(chunk) || this.#again.take())
      if (isHere) this.#owed.add(chunk)
      else this.#lacking.add(chunk)
    }
    // Who asks takes the answers before it asks for more.
    if (this.#owed.size + this.#lacking.size > LIMITS.chunksNamed) throw sessionErrors('too-much')
    this.#wake()
  }

  /** A chunk has come to be here. */
  held(chunk: ChunkId): void {
    if (!this.#wasLacking) return
    this.#news.add(chunk)
    if (this.#news.size > LIMITS.chunksWished) {
      this.#news.clear()
      this.#hasOverflown = true
    }
    this.#wake()
  }

  /** What is to be said in few bytes. */
  next(): SessionFrame | undefined {
    if (this.#lacking.size > 0) {
      const chunks = [...this.#lacking]
      this.#lacking.clear()
      this.#wasLacking = true
      return { type: 'lacking', chunks }
    }
    if (this.#hasOverflown) {
      this.#hasOverflown = false
      this.#news.clear()
      return { type: 'holding', chunks: [] }
    }
    const chunks = [...this.#news].slice(0, LIMITS.chunksNamed)
    for (const chunk of chunks) this.#news.delete(chunk)
    return chunks.length > 0 ? { type: 'holding', chunks } : undefined
  }

  /** The next chunk; or that it is not here after all. */
  chunk(): SessionFrame | undefined {
    const [chunk] = this.#owed
    if (chunk === undefined) return undefined
    this.#owed.delete(chunk)
    const bytes = this.#blobs?.read(chunk)
    if (!bytes) {
      this.#lacking.add(chunk)
      return this.next()
    }
    this.#given.delete(chunk)
    this.#given.add(chunk)
    if (this.#given.size > LIMITS.chunksGiven) this.#given.delete(this.#given.values().next().value ?? chunk)
    return { type: 'chunk', bytes }
  }

  stop(): void {
    for (const waiting of [this.#owed, this.#lacking, this.#news]) waiting.clear()
  }
}
