/** Bringing a file in, and taking one out, piece by piece. */
import { fromBase64, LIMITS, toBase64, type BundleReport, type Work } from '../session/index.ts'

export interface Taken {
  readonly bytes: number
  /** The whole file, at the end. */
  readonly file?: Blob
}

export interface Wish {
  readonly community: string
  readonly for?: string
  readonly since?: number
}

/** What goes in the file as core names it; ids are text until they have crossed to it. */
export function take(wish: Wish): Work<Taken> {
  return async (client, tell, signal) => {
    const parts: Blob[] = []
    let bytes = 0
    for await (const piece of await client.bundles.export(wish, { signal })) {
      if (piece.type === 'done') return tell({ bytes, file: new Blob(parts, { type: 'application/octet-stream' }) })
      const part = fromBase64(piece.chunk)
      // A blob of its own, so that the browser may lay it on the disk.
      parts.push(new Blob([part]))
      bytes += part.length
      tell({ bytes })
    }
  }
}

export interface Brought {
  readonly bytes: number
  readonly report?: BundleReport
}

export function bring(file: Blob): Work<Brought> {
  return async (client, tell, signal) => {
    const opened = await client.bundles.begin(undefined, { signal })
    try {
      for (let at = 0; at < file.size; at += LIMITS.bundleChunkBytes) {
        const part = await file.slice(at, at + LIMITS.bundleChunkBytes).arrayBuffer()
        signal.throwIfAborted()
        await client.bundles.append({ ...opened, chunk: toBase64(new Uint8Array(part)) }, { signal })
        tell({ bytes: Math.min(file.size, at + LIMITS.bundleChunkBytes) })
      }
      tell({ bytes: file.size, report: await client.bundles.finish(opened, { signal }) })
    } catch (error) {
      // Told without the signal, which may be why it ended; core gives up by itself where this does not arrive.
      await client.bundles.cancel(opened).catch(() => undefined)
      throw error
    }
  }
}
