import { type Clock, errorCode, LIMITS } from '../../shared/index.ts'
import { deadline } from '../deadline.ts'
import { sessionErrors } from '../errors.ts'
import type { Channel } from '../transport/index.ts'
import { type SessionFrame, sessionFrames } from '../wire/session-frames.ts'

/**
 * Says why, if there is anything to be said and it can be said within a moment, and lets go of the channel. Never rejects.
 * @param before what is said before
 */
export async function farewell(
  channel: Channel,
  code: string | undefined,
  clock: Clock,
  before: readonly SessionFrame[] = [],
): Promise<void> {
  if (code !== undefined) {
    const late = deadline(clock, LIMITS.sessionFarewell, () => sessionErrors('silent'), new AbortController().signal)
    try {
      for (const frame of [...before, { type: 'end', code } as const])
        await channel.send(sessionFrames.encode(frame), late.signal)
      await channel.close(late.signal)
      // The other side closes too when it has read this; to abort before would take it back.
      while (await channel.receive(late.signal)) continue
    } catch {
      // Nobody is there any more to be told.
    } finally {
      late.clear()
    }
  }
  channel.abort()
}

/** What a peer is told of an error that ends a session, if anything. */
export function toldCode(error: unknown): string | undefined {
  const code = errorCode(error)
  if (code === 'session/ended' || code === 'session/stranger') return undefined
  if (code.startsWith('session/')) return code
  if (code === 'sync/timeout') return 'session/silent'
  if (code.startsWith('sync/')) return undefined
  return code.startsWith('documents/') ? 'session/malformed' : 'session/storage'
}

/** The same during a handshake, where a peer that has shown nothing yet is told nothing. */
export function toldStranger(error: unknown): string | undefined {
  const code = toldCode(error)
  return code !== undefined && TOLD.has(code) ? code : undefined
}

/** These come up only after the other side has shown that it knows the community's key. */
const TOLD = new Set(
  ['not-proven', 'unknown-device', 'left', 'removed', 'rests', 'same-device', 'duplicate', 'full', 'too-much'].map(
    (code) => `session/${code}`,
  ),
)
