/** Chunks of attached files in memory, as sync sees a store of them. */
import { base64url, type ChunkId } from '../../core/shared/index.ts'
import { sha256 } from '../../core/identity/index.ts'
import type { CarriedBlobs } from '../../core/sync/index.ts'
import { seededRandom } from './surroundings.ts'

export const chunkName = (bytes: Uint8Array): ChunkId => base64url(sha256(bytes)) as ChunkId

/** So many chunks nobody else has. */
export function someChunks(count: number, seed = 'chunks', size = 1000): Uint8Array[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.bytes(size))
}

export class MemoryBlobs implements CarriedBlobs {
  readonly #held = new Map<ChunkId, Uint8Array>()
  readonly #wanted = new Set<ChunkId>()
  readonly #listeners = new Set<(held: ChunkId | undefined) => void>()
  /** What was read for others, and what was taken of them, in order. */
  readonly given: ChunkId[] = []
  readonly taken: ChunkId[] = []
  /** How many members could be asked, as it changed. */
  readonly told: number[] = []
  /** No more can be kept. */
  isFull = false

  get missing(): number {
    return this.#wanted.size
  }

  has(chunk: ChunkId): boolean {
    return this.#held.has(chunk)
  }

  read(chunk: ChunkId): Uint8Array | undefined {
    this.given.push(chunk)
    return this.#held.get(chunk)
  }

  wanted(most: number): readonly ChunkId[] {
    return this.isFull ? [] : [...this.#wanted].slice(0, most)
  }

  take(bytes: Uint8Array): ChunkId | undefined {
    const chunk = chunkName(bytes)
    if (!this.#wanted.has(chunk)) return undefined
    if (this.isFull) {
      this.#tell(undefined)
      return chunk
    }
    this.taken.push(chunk)
    this.#wanted.delete(chunk)
    this.#held.set(chunk, bytes)
    this.#tell(chunk)
    return chunk
  }

  onChange(listener: (held: ChunkId | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  asking(members: number): void {
    this.told.push(members)
  }

  /** These are here from now on. */
  hold(chunks: readonly Uint8Array[]): void {
    for (const bytes of chunks) {
      const chunk = chunkName(bytes)
      this.#wanted.delete(chunk)
      this.#held.set(chunk, bytes)
      this.#tell(chunk)
    }
  }

  want(chunks: readonly Uint8Array[]): void {
    for (const bytes of chunks) if (!this.has(chunkName(bytes))) this.#wanted.add(chunkName(bytes))
    this.#tell(undefined)
  }

  unwant(): void {
    this.#wanted.clear()
    this.#tell(undefined)
  }

  lose(chunk: ChunkId): void {
    this.#held.delete(chunk)
  }

  #tell(held: ChunkId | undefined): void {
    for (const listener of [...this.#listeners]) listener(held)
  }
}
