import { defineErrors, errorCode } from '../shared/index.ts'

/** Why a session ended. The other side is told the code and nothing else. */
export const sessionErrors = defineErrors('session', {
  /** Thrown when a frame is not one of the protocol's table. */
  malformed: 'The other device sent something Folkmoot does not understand.',
  /** Thrown when a frame comes that may not come now. */
  'out-of-turn': 'The other device did not keep to the order of the conversation.',
  /** Thrown when the two sides do not know a community in common. Never told to the other side. */
  stranger: 'The other device is not of this community.',
  /** Thrown when a device does not prove that it is the one it says. */
  'not-proven': 'The other device could not prove who it is.',
  /** Thrown when the log does not know a device. */
  'unknown-device': 'The other device is not known to be a member’s.',
  /** Thrown when the member whose device it is has left. */
  left: 'The other device belongs to somebody who has left the community.',
  /** Thrown when the device may not take part any more, or the member whose it is. */
  removed: 'The other device may not take part in the community any more.',
  /** Thrown when what a device may do has changed, so that the session must begin anew. */
  standing: 'What the other device may do in the community has changed.',
  /** Thrown when the session goes on over a better connection. */
  moved: 'There is a better way to the other device now.',
  /** Thrown when a private space gives way to others, or the session it hung on is over. */
  rests: 'There is nothing more to say for now.',
  /** Thrown when a device is met that is this one, or that is met already under another peer id. */
  'same-device': 'The same device was met twice, perhaps because a profile was copied.',
  /** Thrown when there is a session with that peer already. */
  duplicate: 'There is a session with that device already.',
  /** Thrown when a peer sends more than anybody needs. */
  'too-much': 'The other device sent too much.',
  /** Thrown when a peer takes nothing, or says nothing, for too long. */
  silent: 'The other device does not answer any more.',
  /** Thrown when as many sessions as allowed are open. */
  full: 'There are enough connections already.',
  /** Thrown when this device could not read or write its own data. */
  storage: 'This device could not read or write its own data.',
  /** Thrown when this side stops. */
  stopped: 'Folkmoot is being closed.',
  /** Thrown when the other side ended the session; `code` is what it said. */
  ended: 'The other device ended the session ({code}).',
})

/** Why a join came to nothing; what the admitter says about the invite itself are codes of `invite/…`. */
export const joinErrors = defineErrors('join', {
  malformed: 'The other device sent something Folkmoot does not understand.',
  'out-of-turn': 'The other device did not keep to the order of the conversation.',
  /** Thrown when the two sides do not know a community in common, or no invite is open. */
  stranger: 'The other device is not of this community.',
  'too-much': 'The other device sent too much.',
  /** Thrown when the admitter refused; `code` is what it said. */
  refused: 'The other device did not admit this one ({code}).',
  timeout: 'The other device did not answer in time.',
})

/** Why something ended, in the words of whichever side ended it. */
export function reasonOf(error: unknown): string {
  if (sessionErrors.is(error, 'ended') || joinErrors.is(error, 'refused')) return String(error.details['code'])
  return errorCode(error)
}
