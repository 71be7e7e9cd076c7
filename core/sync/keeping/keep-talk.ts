import { type Clock, errorCode, LIMITS } from '../../shared/index.ts'
import { deadline } from '../deadline.ts'
import type { Channel } from '../transport/index.ts'
import { Talk } from '../wire/talk.ts'
import { keeperErrors } from './errors.ts'
import { keepFrames, type KeepTable } from './keep-frames.ts'

/** The keeper's protocol on a channel. */
export function keepTalk(channel: Channel, signal: AbortSignal): Talk<KeepTable> {
  const errors = {
    outOfTurn: () => keeperErrors('out-of-turn'),
    said: (frame: { type: string; code?: string }) =>
      frame.type === 'end' ? keeperErrors('ended', { details: { code: frame.code ?? '' } }) : undefined,
  }
  return new Talk(channel, keepFrames, errors, signal)
}

/** Says why a conversation ends, if that is one of ours to say and can be said in a moment, and lets go of the channel. Never rejects. */
export async function endKeepTalk(channel: Channel, error: unknown, clock: Clock): Promise<void> {
  const code = errorCode(error)
  if (code.startsWith('keeper/') && code !== 'keeper/ended') {
    const late = deadline(clock, LIMITS.sessionFarewell, () => keeperErrors('silent'), new AbortController().signal)
    try {
      await channel.send(keepFrames.encode({ type: 'end', code }), late.signal)
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

/** Why a conversation ended, in the words of whichever side ended it. */
export function keepReason(error: unknown): string {
  return keeperErrors.is(error, 'ended') ? String(error.details['code']) : errorCode(error)
}
