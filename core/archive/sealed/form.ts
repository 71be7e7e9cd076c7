/**
 * An archive under a passphrase: `FMARCHIV`, version, passes, KiB, salt, and pieces of 64 KiB, each encrypted under its own place. The
 * numbers before the pieces go into the key, the place and whether it is the last one into the nonce, so that nothing can be changed,
 * moved, repeated or cut off. Every archive has a fresh salt, so a fresh key, and no nonce is used twice under one.
 */
import { fromUtf8, joinBytes, LIMITS, utf8 } from '../../shared/index.ts'
import { deriveKey, NONCE_BYTES, TAG_BYTES } from '../../identity/index.ts'
import { isBearable, stretch, STRETCH_SALT_BYTES, stretchReady } from '../../storage/index.ts'
import { archiveErrors } from '../errors.ts'

const MAGIC = 'FMARCHIV'
const VERSION = 1
/** Magic, version (1), passes (4), KiB (4), salt (16). */
export const HEAD_BYTES = 8 + 1 + 4 + 4 + STRETCH_SALT_BYTES
export const PIECE_BYTES = LIMITS.sealedPieceBytes
export const SEALED_PIECE_BYTES = PIECE_BYTES + TAG_BYTES

export interface SealHead {
  readonly bytes: Uint8Array
  readonly passes: number
  readonly kib: number
  readonly salt: Uint8Array
}

export function headWith(passes: number, kib: number, salt: Uint8Array): SealHead {
  const numbers = new DataView(new ArrayBuffer(9))
  numbers.setUint8(0, VERSION)
  numbers.setUint32(1, passes)
  numbers.setUint32(5, kib)
  return { bytes: joinBytes(utf8(MAGIC), new Uint8Array(numbers.buffer), salt), passes, kib, salt }
}

/** Whether a file begins as one under a passphrase does. */
export function isSealedHead(bytes: Uint8Array): boolean {
  return fromUtf8(bytes.subarray(0, MAGIC.length)) === MAGIC
}

/** @throws archive/not-an-archive, archive/newer, archive/damaged when more work is asked for than anybody should do */
export function readHead(bytes: Uint8Array): SealHead {
  if (!isSealedHead(bytes) || bytes.length !== HEAD_BYTES) throw archiveErrors('not-an-archive')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (view.getUint8(8) > VERSION) throw archiveErrors('newer')
  const [passes, kib] = [view.getUint32(9), view.getUint32(13)]
  if (view.getUint8(8) !== VERSION || !isBearable(passes, kib))
    throw archiveErrors('damaged', { details: { file: '' } })
  return { bytes, passes, kib, salt: bytes.slice(17) }
}

/** 32 bytes, of the passphrase and of all that stands in the head. */
export async function keyOf(passphrase: string, { passes, kib, salt }: SealHead): Promise<Uint8Array> {
  await stretchReady()
  const stretched = stretch(passphrase.normalize('NFKC'), salt, passes, kib)
  try {
    return deriveKey(stretched, 'folkmoot/sealed-archive/1')
  } finally {
    stretched.fill(0)
  }
}

/** The place of a piece, and whether it is the last. */
export function nonceOf(piece: number, isLast: boolean): Uint8Array {
  const nonce = new DataView(new ArrayBuffer(NONCE_BYTES))
  nonce.setBigUint64(0, BigInt(piece))
  nonce.setUint8(8, isLast ? 1 : 0)
  return new Uint8Array(nonce.buffer)
}
