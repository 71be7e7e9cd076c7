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
  'device-link': 'This link adds one more device to somebody who is a member already. Open it where a device is added.',
  'recovery-key': 'This is a recovery key, not an invite. Never give it to anybody; use it where a member comes back.',
  damaged: 'This invite link is incomplete or was changed. Ask for it again, or copy the whole of it.',
  'newer-version': 'This invite link was made by a newer Folkmoot. Please update Folkmoot.',
  expired: 'This invite link has expired. Ask for a new one.',
  'used-up': 'This invite link has been used as often as it allows. Ask for a new one.',
  revoked: 'This invite link is no longer good. Ask for a new one.',
  'not-accepted': 'The member who was asked did not accept this invite link. Ask for a new one.',
})

/** Adding a device to a member. What the device that showed the link says to the new one are codes of this list, too. */
export const deviceErrors = defineErrors('device', {
  'not-a-link': 'This is not a link that adds a device. It begins with folkmoot://device#',
  'invite-link': 'This is an invite link: it makes somebody a new member. Open it where a community is joined.',
  'recovery-key': 'This is a recovery key, not a link that adds a device. Use it where a member comes back.',
  damaged: 'This link is incomplete or was changed. Copy the whole of it, or make a new one on your other device.',
  'newer-version': 'This link was made by a newer Folkmoot. Please update Folkmoot.',
  expired: 'This link is good for ten minutes only, and they are over. Make a new one on your other device.',
  ended: 'Adding this device was cancelled on the other one. Make a new link there.',
  /** Thrown on the new device when the nonce it is shown is not the one the link was made with. */
  untrue:
    'What the other device answered does not fit this link, so this device was not added. Make a new link there, and bring it over yourself.',
  /** What it stands for that the device that showed the link shows its nonce, until the person has compared the codes. */
  compare: 'Compare the code with the one on your other device, and confirm it there.',
  /** What every other member's device answers. */
  elsewhere: 'Only the device that showed the link can add this one.',
  'other-keys':
    'Two devices tried to use this link, so none was added. Somebody else may have seen it: make a new one.',
  differs:
    'The codes were not the same, so the device was not added. Somebody else may have seen the link: make a new one.',
  'not-accepted': 'The other device did not accept this one. Make a new link there.',
  'nothing-to-compare': 'No device is waiting to be added.',
  'too-many': 'You have as many devices here as a member may have. Remove one first.',
  unknown: 'This device is not one of yours here.',
  'this-one': 'This is the device you are using. Remove it from another one, or leave the community.',
  'recovery-stays': 'A recovery key cannot be removed: otherwise whoever took one of your devices could do it.',
  settled: 'This device has no rights here any more.',
})

/** The recovery key and coming back with it. */
export const recoveryErrors = defineErrors('recovery', {
  'not-a-key': 'This is not a recovery key. It begins with folkmoot://recover#',
  'invite-link': 'This is an invite link, not a recovery key. Open it where a community is joined.',
  'device-link': 'This link adds a device, and is not a recovery key. Open it where a device is added.',
  damaged: 'This recovery key is incomplete or was changed. Copy the whole of it.',
  'newer-version': 'This recovery key was made by a newer Folkmoot. Please update Folkmoot.',
  /** Thrown when the log does not know the key, or not any more. */
  unknown: 'The community does not know this recovery key (any more).',
  exists: 'You have a recovery key here already. It is good as long as you have it.',
  'not-needed': 'This device takes part in the community already.',
})
