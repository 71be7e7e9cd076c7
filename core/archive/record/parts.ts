/** Files of many parts: each is four bytes of length, big-endian, and one value in canonical CBOR. */
import {
  type CborLimits,
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  joinBytes,
  LIMITS,
} from '../../shared/index.ts'
import { archiveErrors } from '../errors.ts'

const LENGTH = 4

export function part(value: CborValue): Uint8Array {
  const bytes = encodeCanonical(value)
  const length = new Uint8Array(LENGTH)
  new DataView(length.buffer).setUint32(0, bytes.length)
  return joinBytes(length, bytes)
}

/** The values of a file's parts. @throws archive/damaged, and what reading throws */
export async function* readParts(
  content: AsyncIterable<Uint8Array>,
  file: string,
  limits: Omit<CborLimits, 'bytes'>,
): AsyncGenerator<CborValue> {
  const broken = (cause?: unknown): Error => archiveErrors('damaged', { cause, details: { file } })
  let open: Uint8Array = new Uint8Array(0)
  for await (const piece of content) {
    open = open.length === 0 ? new Uint8Array(piece) : joinBytes(open, piece)
    let at = 0
    while (open.length - at >= LENGTH) {
      const length = new DataView(open.buffer, open.byteOffset + at, LENGTH).getUint32(0)
      if (length > LIMITS.archivePartBytes) throw broken()
      if (open.length - at < LENGTH + length) break
      yield decoded(
        open.subarray(at + LENGTH, at + LENGTH + length),
        { ...limits, bytes: LIMITS.archivePartBytes },
        broken,
      )
      at += LENGTH + length
    }
    open = open.slice(at)
  }
  if (open.length > 0) throw broken()
}

/** @throws what `broken` makes */
export function decoded(bytes: Uint8Array, limits: CborLimits, broken: (cause: unknown) => Error): CborValue {
  try {
    return decodeCanonical(bytes, limits)
  } catch (cause) {
    throw broken(cause)
  }
}
