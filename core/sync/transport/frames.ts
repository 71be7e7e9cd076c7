import { LIMITS } from '../../shared/index.ts'
import { transportErrors } from './errors.ts'

/** Bytes of the longest header: 21 bits of length in three groups of seven. */
const longestHeader = 3

/** A frame on the wire: its length, as an unsigned LEB128 number in its shortest form, and then its bytes. */
export function frameHeader(length: number): Uint8Array {
  const header: number[] = []
  let rest = length
  while (rest > 127) {
    header.push((rest & 127) | 128)
    rest >>>= 7
  }
  header.push(rest)
  return Uint8Array.from(header)
}

/** Bytes below which a piece is copied to others, and of a chunk of such pieces at most. */
const smallPiece = 1024
const sharedChunk = 64 * 1024

/** Cuts a stream of bytes into frames. Holds what has come and no frame was made of; refuses a length over the limit at its header. */
export class FrameReader {
  readonly #chunks: Uint8Array[] = []
  #offset = 0
  #size = 0
  /** What the last chunk is the beginning of, when small pieces are gathered in it, and how far it is filled. */
  #room: Uint8Array | undefined
  #used = 0

  /** Bytes held. */
  get size(): number {
    return this.#size
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#size += bytes.length
    if (bytes.length < smallPiece) return this.#gather(bytes)
    this.#room = undefined
    this.#chunks.push(bytes)
  }

  /** Small pieces share a chunk: each alone would take hundred times as much, and ages to be put together. */
  #gather(bytes: Uint8Array): void {
    const room = this.#chunks.length > 0 ? this.#room : undefined
    const used = room ? this.#used : 0
    if (room && used + bytes.length <= room.length) {
      room.set(bytes, used)
      this.#used = used + bytes.length
      this.#chunks[this.#chunks.length - 1] = room.subarray(0, this.#used)
      return
    }
    const made = new Uint8Array(Math.min(sharedChunk, Math.max(2 * smallPiece, 2 * (room?.length ?? 0))))
    made.set(bytes)
    this.#room = made
    this.#used = bytes.length
    this.#chunks.push(made.subarray(0, bytes.length))
  }

  /** The next whole frame, in memory of its own, or nothing until more has come. @throws sync/frame-too-large */
  next(most: number = LIMITS.frameBytes): Uint8Array | undefined {
    const header = this.#peekHeader(most)
    if (header === undefined || this.#size < header.bytes + header.length) return undefined
    this.#take(header.bytes)
    return this.#take(header.length)
  }

  #peekHeader(most: number): { bytes: number; length: number } | undefined {
    let length = 0
    let chunk = 0
    let at = this.#offset
    for (let n = 0; n < longestHeader; n++) {
      while (at >= (this.#chunks[chunk]?.length ?? Infinity)) {
        chunk++
        at = 0
      }
      const byte = this.#chunks[chunk]?.[at++]
      if (byte === undefined) return undefined
      length |= (byte & 127) << (7 * n)
      if (length > most || (byte === 0 && n > 0)) break
      if (byte < 128) return { bytes: n + 1, length }
    }
    throw transportErrors('frame-too-large')
  }

  #take(length: number): Uint8Array {
    const out = new Uint8Array(length)
    for (let done = 0; done < length;) {
      const [first] = this.#chunks
      if (first === undefined) break
      const part = first.subarray(this.#offset, this.#offset + length - done)
      out.set(part, done)
      done += part.length
      this.#offset += part.length
      if (this.#offset === first.length) {
        this.#chunks.shift()
        this.#offset = 0
      }
    }
    this.#size -= length
    return out
  }
}
