/** An archive, made by core piece by piece, to where the person wants it. */
import { fromBase64, type Work } from '../session/index.ts'
import type { FileSink } from '../ui/index.ts'

export interface Made {
  readonly done: number
  readonly total: number
  /** The whole, at the end. */
  readonly file?: { readonly bytes: number; readonly blob: Blob | undefined }
}

/** What goes in as core names it; ids are text until they have crossed to it. */
export interface Wish {
  readonly community: string
  readonly spaces?: string[]
  readonly since?: number
  readonly until?: number
  readonly mine: boolean
  readonly privates: boolean
  readonly media: boolean
  readonly record: boolean
  readonly language: 'en' | 'de' | 'ar'
}

export function makeArchive(wish: Wish, passphrase: string, sink: FileSink): Work<Made> {
  return async (client, tell, signal) => {
    try {
      const asked = { ...wish, ...(passphrase !== '' && { passphrase }) }
      for await (const piece of await client.archives.export(asked, { signal })) {
        if (piece.type === 'done') {
          const blob = await sink.close()
          return tell({ done: piece.bytes, total: piece.bytes, file: { bytes: piece.bytes, blob } })
        }
        if (piece.type === 'again') {
          await sink.restart()
          continue
        }
        await sink.write(fromBase64(piece.chunk))
        tell({ done: piece.done, total: Math.max(piece.total, piece.done) })
      }
    } catch (error) {
      await sink.abort()
      throw error
    }
  }
}
