/** Whether bytes are a file that was attached: sealed again with its key they have to be named as its message names it. */
import { setImmediate } from 'node:timers/promises'
import type { Random } from '../../shared/index.ts'
import { BlobSealing, type SealedChunk } from '../../blobs/index.ts'
import { archiveErrors } from '../errors.ts'
import type { MediaFile } from './about.ts'

export interface SealingAgain {
  readonly random: Random
  readonly signal: AbortSignal
  /** Is given all chunks as they are made, the root last, before it is known whether they are the right ones. */
  readonly taken?: (chunks: readonly SealedChunk[]) => void
}

/**
 * Reads a file to its end, a piece at a time.
 * @returns false when it is another file, or cannot be unpacked
 * @throws the signal's reason, and what `taken` throws
 */
export async function isAttached(
  { ref, place }: MediaFile,
  content: AsyncIterable<Uint8Array>,
  { random, signal, taken }: SealingAgain,
): Promise<boolean> {
  const sealing = new BlobSealing({ place, size: ref.size, random, key: ref.key })
  let size = 0
  try {
    for await (const piece of content) {
      signal.throwIfAborted()
      size += piece.length
      if (size > ref.size) return false
      const chunks = sealing.append(piece)
      if (chunks.length > 0) taken?.(chunks)
      await setImmediate(undefined, { signal })
    }
  } catch (error) {
    if (archiveErrors.is(error, 'damaged') || archiveErrors.is(error, 'unsafe')) return false
    throw error
  }
  if (size < ref.size) return false
  const sealed = sealing.finish()
  if (sealed.ref.root !== ref.root) return false
  taken?.(sealed.chunks)
  return true
}
