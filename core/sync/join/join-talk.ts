import { joinErrors } from '../errors.ts'
import type { Channel } from '../transport/index.ts'
import { joinFrames, type JoinTable } from '../wire/join-frames.ts'
import { Talk } from '../wire/talk.ts'

/** The join protocol on a channel. */
export function joinTalk(channel: Channel, signal: AbortSignal): Talk<JoinTable> {
  const errors = {
    outOfTurn: () => joinErrors('out-of-turn'),
    said: (frame: { type: string; code?: string }) =>
      frame.type === 'refused' ? joinErrors('refused', { details: { code: frame.code ?? '' } }) : undefined,
  }
  return new Talk(channel, joinFrames, errors, signal)
}
