import { sessionErrors } from '../errors.ts'
import type { Channel } from '../transport/index.ts'
import { sessionFrames, type SessionTable } from '../wire/session-frames.ts'
import { Talk } from '../wire/talk.ts'

/** The sync protocol on a channel, for the time of its handshake. */
export function sessionTalk(channel: Channel, signal: AbortSignal): Talk<SessionTable> {
  const errors = {
    outOfTurn: () => sessionErrors('out-of-turn'),
    said: (frame: { type: string; code?: string }) =>
      frame.type === 'end' ? sessionErrors('ended', { details: { code: frame.code ?? '' } }) : undefined,
  }
  return new Talk(channel, sessionFrames, errors, signal)
}
