/** A file handed over to core piece by piece, before its message is sent. */
import { command, LIMITS, toBase64, type Connection, type Outcome, type Refusal } from '../session/index.ts'
import type { SpacePlace } from './place.ts'
import type { Prepared } from './prepare.ts'

export interface Handing {
  /** What it goes by from now on. Aborted, it is let go of. Never rejects. */
  over(file: Prepared, told: (bytes: number) => void, signal: AbortSignal): Promise<Outcome<string>>
  /** Lets go of one that was handed over. */
  letGo(id: string): void
}

/** The file was moved, changed or deleted since it was chosen. */
export const unread: Refusal = { code: 'files/unread', details: {}, text: 'This file cannot be read any more.' }

class Unread extends TypeError {}

export function handingOf(connection: Connection, place: SpacePlace): Handing {
  const letGo = (id: string): void => {
    // Where this does not arrive, core lets go of it by itself.
    void command(connection, ({ files }) => files.cancel({ id }))
  }
  return {
    letGo,
    async over({ blob, name, type }, told, signal) {
      let isUnread = false
      const outcome = await command(connection, async ({ files }) => {
        const { id } = await files.begin({ ...place, name, type, size: blob.size }, { signal })
        try {
          for (let at = 0; at < blob.size; at += LIMITS.attachmentPieceBytes) {
            const part = await blob
              .slice(at, at + LIMITS.attachmentPieceBytes)
              .arrayBuffer()
              .catch(() => {
                isUnread = true
                throw new Unread()
              })
            signal.throwIfAborted()
            told((await files.append({ id, chunk: toBase64(new Uint8Array(part)) }, { signal })).bytes)
          }
          signal.throwIfAborted()
          return id
        } catch (error) {
          letGo(id)
          throw error
        }
      })
      return isUnread ? { ok: false, refusal: unread } : outcome
    },
  }
}
