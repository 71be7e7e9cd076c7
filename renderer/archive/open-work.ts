/** A file handed to core piece by piece, and what core says of it. */
import { LIMITS, toBase64, type ArchiveChecking, type ArchiveView, type Work } from '../session/index.ts'

/** An archive that was unlocked. */
export type OpenArchive = Extract<ArchiveView, { type: 'archive' }>

export interface Read {
  readonly bytes: number
  /** What it goes by from now on, at the end. */
  readonly id?: string
}

export function handOver(file: Blob): Work<Read> {
  return async (client, tell, signal) => {
    const opened = await client.archives.begin(undefined, { signal })
    try {
      for (let at = 0; at < file.size; at += LIMITS.archiveChunkBytes) {
        const part = await file.slice(at, at + LIMITS.archiveChunkBytes).arrayBuffer()
        signal.throwIfAborted()
        await client.archives.append({ ...opened, chunk: toBase64(new Uint8Array(part)) }, { signal })
        tell({ bytes: Math.min(file.size, at + LIMITS.archiveChunkBytes) })
      }
      tell({ bytes: file.size, id: opened.id })
    } catch (error) {
      // Told without the signal, which may be why it ended; core lets go by itself where this does not arrive.
      await client.archives.cancel(opened).catch(() => undefined)
      throw error
    }
  }
}

export function check(id: string): Work<ArchiveChecking> {
  return async (client, tell, signal) => {
    for await (const told of await client.archives.verify({ id }, { signal })) tell(told)
  }
}
