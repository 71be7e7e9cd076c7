/** Saves a file of a message where the person wants it, piece by piece. */
import { useRun, type FileView } from '../session/index.ts'
import { chooseSink, download } from '../ui/index.ts'
import type { FilePlace } from './place.ts'
import { readPieces } from './read.ts'

interface Saved {
  /** Bytes that were written. */
  readonly done: number
  /** It could not be written, or ended too early. */
  readonly trouble?: 'not-saved' | 'wrong'
}

export function useSave(of: FilePlace, { name, size }: FileView) {
  const { told, state, refusal, start } = useRun<Saved>()
  const save = async (): Promise<void> => {
    const sink = await chooseSink(name)
    if (!sink) return
    await start(async (client, tell, signal) => {
      let isWritten = true
      try {
        const whole = await readPieces(
          client,
          of,
          size,
          async (piece, done) => {
            isWritten = false
            await sink.write(piece)
            isWritten = true
            tell({ done })
          },
          signal,
        )
        if (!whole) {
          await sink.abort()
          return tell({ done: 0, trouble: 'wrong' })
        }
        isWritten = false
        const blob = await sink.close()
        if (blob) download(blob, name)
        tell({ done: size })
      } catch (error) {
        await sink.abort()
        if (isWritten) throw error
        // The disk said no, and not core.
        tell({ done: 0, trouble: 'not-saved' })
      }
    })
  }
  return {
    save: () => void save(),
    busy: state === 'running',
    done: told?.done ?? 0,
    saved: state === 'done' && told?.trouble === undefined,
    trouble: told?.trouble,
    refusal: state === 'refused' ? refusal : undefined,
  }
}
