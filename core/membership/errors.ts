import { defineErrors } from '../shared/index.ts'

export const membershipErrors = defineErrors('membership', {
  /** Thrown when a log item does not open or parse: it is not of this community, or was changed. */
  malformed: 'A membership record is not of this community, or was changed on the way.',
  /** Thrown when an item's rules do not hold; `rule` names the one. */
  refused: 'A membership record breaks the rule “{rule}”.',
  /** Thrown when this device is not (or no longer) a member's. */
  'not-a-member': 'This device is not a member of the community.',
  /** Thrown when the first record is not the one the community is named by. */
  'wrong-genesis': 'What was received is not the beginning of this community. Ask for a new invite link.',
  /** Thrown when the log received does not admit this device. */
  'not-admitted': 'The community did not admit this device.',
  full: 'The membership record of this community is full.',
})

export const inviteErrors = defineErrors('invite', {
  'not-a-link': 'This is not a Folkmoot invite link. It begins with folkmoot://join#',
  damaged: 'This invite link is incomplete or was changed. Ask for it again, or copy the whole of it.',
  'newer-version': 'This invite link was made by a newer Folkmoot. Please update Folkmoot.',
  expired: 'This invite link has expired. Ask for a new one.',
  'used-up': 'This invite link has been used as often as it allows. Ask for a new one.',
  revoked: 'This invite link is no longer good. Ask for a new one.',
  'not-accepted': 'The member who was asked did not accept this invite link. Ask for a new one.',
})
