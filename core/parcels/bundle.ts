/**
 * A bundle: parcels in a file (docs/format.md, "Parcels and bundles"). It begins with what it is; each parcel has its length before it and
 * a checksum after it; the last mark says how many there were. So whatever is cut off or spoilt on a stick is noticed, whoever's it is.
 */
import { joinBytes, LIMITS, sameBytes, utf8 } from '../shared/index.ts'
import { digest } from '../identity/index.ts'
import { bundleErrors } from './errors.ts'

const MAGIC = utf8('folkmoot-bundle')
const VERSION = 1
const BEGIN_BYTES = MAGIC.length + 1
const LENGTH_BYTES = 4
const CHECKSUM_BYTES = 8
const END_BYTES = 2 * LENGTH_BYTES + CHECKSUM_BYTES

export function bundleBegin(): Uint8Array {
  return joinBytes(MAGIC, Uint8Array.of(VERSION))
}

export function bundleParcel(parcel: Uint8Array): Uint8Array {
  return checked(joinBytes(number(parcel.length), parcel))
}

/** @param parcels how many there are */
export function bundleEnd(parcels: number): Uint8Array {
  return checked(joinBytes(number(0), number(parcels)))
}

/** Reads a file from anyone as it comes in, holding one parcel and one piece at most. */
export class BundleReader {
  #bytes: Uint8Array = new Uint8Array(0)
  #state: 'beginning' | 'open' | 'whole' | 'broken' = 'beginning'
  #parcels = 0
  #damaged = 0

  /** Whether the file was read to its end, and was what had been written. */
  get isWhole(): boolean {
    return this.#state === 'whole' && this.#damaged === 0
  }

  /** The parcels that are complete with the next piece; those that were spoilt are left out. @throws bundle/not-a-bundle, bundle/newer */
  *push(piece: Uint8Array): Generator<Uint8Array> {
    // What stands after the end was not written there.
    if (this.#state === 'whole' && piece.length > 0) this.#state = 'broken'
    if (this.#state === 'broken') return
    this.#bytes = joinBytes(this.#bytes, piece)
    if (this.#state === 'beginning') this.#begin()
    if (this.#state !== 'open') return
    let at = 0
    for (let size = this.#next(at); size > 0; size = this.#next(at)) {
      const record = this.#bytes.subarray(at, at + size)
      at += size
      const parcel = this.#read(record)
      if (parcel) yield parcel
      if (this.#state !== 'open') break
    }
    this.#leave(this.#bytes.slice(at))
  }

  /** What is left for the next piece. */
  #leave(rest: Uint8Array): void {
    if (this.#state === 'whole' && rest.length > 0) this.#state = 'broken'
    this.#bytes = this.#state === 'open' ? rest : new Uint8Array(0)
  }

  #begin(): void {
    const begun = Math.min(this.#bytes.length, MAGIC.length)
    if (!sameBytes(this.#bytes.subarray(0, begun), MAGIC.subarray(0, begun))) throw bundleErrors('not-a-bundle')
    if (this.#bytes.length < BEGIN_BYTES) return
    if (this.#bytes[MAGIC.length] !== VERSION) throw bundleErrors('newer')
    this.#bytes = this.#bytes.slice(BEGIN_BYTES)
    this.#state = 'open'
  }

  /** Bytes of the record at a place; 0 when it is not there in full. */
  #next(at: number): number {
    const left = this.#bytes.length - at
    if (left < LENGTH_BYTES) return 0
    const length = numberAt(this.#bytes, at)
    if (length > LIMITS.parcelBytes) {
      this.#state = 'broken'
      return 0
    }
    const size = length === 0 ? END_BYTES : LENGTH_BYTES + length + CHECKSUM_BYTES
    return left < size ? 0 : size
  }

  #read(record: Uint8Array): Uint8Array | undefined {
    const content = record.subarray(0, -CHECKSUM_BYTES)
    const isSound = sameBytes(checksum(content), record.subarray(-CHECKSUM_BYTES))
    if (numberAt(record, 0) > 0) {
      this.#parcels += 1
      if (isSound) return content.slice(LENGTH_BYTES)
      this.#damaged += 1
    } else this.#state = isSound && numberAt(record, LENGTH_BYTES) === this.#parcels ? 'whole' : 'broken'
    return undefined
  }
}

function checked(content: Uint8Array): Uint8Array {
  return joinBytes(content, checksum(content))
}

function checksum(content: Uint8Array): Uint8Array {
  return digest('folkmoot/bundle/1', content).subarray(0, CHECKSUM_BYTES)
}

/** 4 bytes, big-endian. */
function number(value: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH_BYTES)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

function numberAt(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)
}
