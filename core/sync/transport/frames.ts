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

/** Bytes of room that are kept while nothing has come. */
const keptRoom = 64 * 1024

/** Cuts a stream of bytes into frames. Holds what has come and no frame was made of; refuses a length over the limit at its header. */
export class FrameReader {
  /** All that is held, in one piece: as pieces of a byte each it would take hundred times as much, and ages to be put together. */
  #bytes = new Uint8Array(0)
  #begin = 0
  #end = 0

  /** Bytes held. */
  get size(): number {
    return this.#end - this.#begin
  }

  push(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
  }

  /** The next whole frame, in memory of its own, or nothing until more has come. @throws sync/frame-too-large */
  next(most: number = LIMITS.frameBytes): Uint8Array | undefined {
    const header = this.#peekHeader(most)
    if (header === undefined || this.size < header.bytes + header.length) return undefined
    const begin = this.#begin + header.bytes
    const frame = this.#bytes.slice(begin, begin + header.length)
    this.#begin = begin + header.length
    if (this.size === 0 && this.#bytes.length > keptRoom) this.#bytes = new Uint8Array(0)
    if (this.size === 0) this.#begin = this.#end = 0
    return frame
  }

  #peekHeader(most: number): { bytes: number; length: number } | undefined {
    let length = 0
    for (let n = 0; n < longestHeader; n++) {
      const byte = n < this.size ? this.#bytes[this.#begin + n] : undefined
      if (byte === undefined) return undefined
      length |= (byte & 127) << (7 * n)
      if (length > most || (byte === 0 && n > 0)) break
      if (byte < 128) return { bytes: n + 1, length }
    }
    throw transportErrors('frame-too-large')
  }

  /** Moves what is held to the front, and to twice the room where it would fill more than half: so each byte is moved a few times at most. */
  #makeRoom(more: number): void {
    const held = this.#bytes.subarray(this.#begin, this.#end)
    const wanted = held.length + more
    if (wanted > this.#bytes.length / 2) this.#bytes = new Uint8Array(Math.max(1024, 2 * wanted))
    this.#bytes.set(held)
    this.#begin = 0
    this.#end = held.length
  }
}
