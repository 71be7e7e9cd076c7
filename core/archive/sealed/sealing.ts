/** Putting an archive under a passphrase as it is written, and reading one anywhere in it. */
import { joinBytes, LIMITS, type Random } from '../../shared/index.ts'
import { decrypt, encrypt, identityErrors, TAG_BYTES } from '../../identity/index.ts'
import { STRETCH_KIB, STRETCH_PASSES, STRETCH_SALT_BYTES } from '../../storage/index.ts'
import type { RandomAccess } from '../bag/random-access.ts'
import { archiveErrors } from '../errors.ts'
import {
  HEAD_BYTES,
  headWith,
  isSealedHead,
  keyOf,
  nonceOf,
  PIECE_BYTES,
  readHead,
  SEALED_PIECE_BYTES,
} from './form.ts'

/**
 * The same bytes under a passphrase. No two are alike, since each has a salt of its own.
 * @throws archive/passphrase-too-short, and what the bytes throw
 */
export async function* sealArchive<Piece extends { readonly bytes: Uint8Array }>(
  pieces: AsyncIterable<Piece>,
  passphrase: string,
  random: Random,
): AsyncGenerator<Omit<Piece, 'bytes'> & { readonly bytes: Uint8Array }> {
  if ([...passphrase].length < LIMITS.passphraseChars)
    throw archiveErrors('passphrase-too-short', { details: { least: LIMITS.passphraseChars } })
  const head = headWith(STRETCH_PASSES, STRETCH_KIB, random.bytes(STRETCH_SALT_BYTES))
  const key = await keyOf(passphrase, head)
  let waiting: Uint8Array[] = [head.bytes]
  let open: Uint8Array = new Uint8Array(0)
  let at = 0
  let last: Piece | undefined
  const seal = (bytes: Uint8Array, isLast: boolean): void => {
    waiting.push(encrypt(key, nonceOf(at, isLast), bytes, head.bytes))
    at += 1
  }
  try {
    for await (const piece of pieces) {
      last = piece
      open = joinBytes(open, piece.bytes)
      // One byte more must be there: the last piece is told apart, and may be full.
      for (; open.length > PIECE_BYTES; open = open.slice(PIECE_BYTES)) seal(open.subarray(0, PIECE_BYTES), false)
      if (waiting.length > 0) yield { ...piece, bytes: joinBytes(...waiting) }
      waiting = []
    }
    seal(open, true)
    if (last) yield { ...last, bytes: joinBytes(...waiting) }
  } finally {
    key.fill(0)
  }
}

/** Whether an archive is under a passphrase. */
export async function isSealedArchive(reader: RandomAccess, signal: AbortSignal): Promise<boolean> {
  return reader.size > HEAD_BYTES && isSealedHead(await reader.read(0, HEAD_BYTES, signal))
}

/** Pieces that are kept unsealed: files of an archive are read one after the other, its list from the end. */
const KEPT = 32

/**
 * What is under the passphrase, read anywhere. Its end is looked at first: a file that was cut off does not open.
 * @throws archive/wrong-passphrase when nothing opens under it, archive/damaged when only some does, archive/newer, archive/not-an-archive
 */
export async function unsealArchive(
  reader: RandomAccess,
  passphrase: string,
  signal: AbortSignal,
): Promise<RandomAccess> {
  if (reader.size < HEAD_BYTES + TAG_BYTES) throw archiveErrors('not-an-archive')
  const head = readHead(await reader.read(0, HEAD_BYTES, signal))
  const key = await keyOf(passphrase, head)
  const sealed = reader.size - HEAD_BYTES
  const count = Math.ceil(sealed / SEALED_PIECE_BYTES)
  const size = sealed - count * TAG_BYTES
  const kept = new Map<number, Uint8Array>()
  const piece = async (at: number, stop: AbortSignal): Promise<Uint8Array> => {
    const known = kept.get(at)
    if (known) return known
    const start = HEAD_BYTES + at * SEALED_PIECE_BYTES
    const bytes = await reader.read(start, Math.min(SEALED_PIECE_BYTES, reader.size - start), stop)
    const opened = decrypt(key, nonceOf(at, at === count - 1), bytes, head.bytes)
    kept.set(at, opened)
    for (const oldest of [...kept.keys()].slice(0, -KEPT)) kept.delete(oldest)
    return opened
  }
  const first = await opens(() => piece(0, signal))
  if (!first && !(await opens(() => piece(Math.min(1, count - 1), signal)))) throw archiveErrors('wrong-passphrase')
  if (!first || !(await opens(() => piece(count - 1, signal)))) throw damaged()
  const read = async (offset: number, length: number, stop: AbortSignal): Promise<Uint8Array> => {
    if (offset < 0 || offset + length > size) throw damaged()
    const out = new Uint8Array(length)
    for (let done = 0; done < length;) {
      const at = Math.floor((offset + done) / PIECE_BYTES)
      const from = offset + done - at * PIECE_BYTES
      const bytes = await unsealed(() => piece(at, stop))
      const part = bytes.subarray(from, from + length - done)
      if (part.length === 0) throw damaged()
      out.set(part, done)
      done += part.length
    }
    return out
  }
  return { size, read }
}

async function opens(work: () => Promise<Uint8Array>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!identityErrors.is(error, 'not-authentic')) throw error
    return false
  }
}

async function unsealed(work: () => Promise<Uint8Array>): Promise<Uint8Array> {
  try {
    return await work()
  } catch (error) {
    if (!identityErrors.is(error, 'not-authentic')) throw error
    throw damaged(error)
  }
}

const damaged = (cause?: unknown): Error => archiveErrors('damaged', { cause, details: { file: '' } })
