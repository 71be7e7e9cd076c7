/** Bytes that are read in any order: a file, or what is sealed in one. */
import { open } from 'node:fs/promises'
import { archiveErrors } from '../errors.ts'

export interface RandomAccess {
  /** Bytes of the whole. */
  readonly size: number
  /** Just these bytes. @throws archive/damaged when the file ends before, and the signal's reason */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array>
}

export interface OpenFile extends RandomAccess {
  close(): Promise<void>
}

/** A file on the disk. @throws what the file system throws */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    return {
      size,
      close: () => handle.close(),
      read: async (offset, length, signal) => {
        signal.throwIfAborted()
        const bytes = new Uint8Array(length)
        for (let done = 0; done < length;) {
          const { bytesRead } = await handle.read(bytes, done, length - done, offset + done)
          if (bytesRead === 0) throw archiveErrors('damaged', { details: { file: '' } })
          done += bytesRead
        }
        return bytes
      },
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Bytes in memory. */
export function bytesAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length, signal) => {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      if (offset < 0 || offset + length > bytes.length)
        return Promise.reject(archiveErrors('damaged', { details: { file: '' } }))
      return Promise.resolve(bytes.slice(offset, offset + length))
    },
  }
}
