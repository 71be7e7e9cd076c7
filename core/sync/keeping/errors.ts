import { defineErrors } from '../../shared/index.ts'

/** What can go wrong between members and a keeper. A peer is told the code and nothing else. */
export const keeperErrors = defineErrors('keeper', {
  /** Thrown when a text is not a keeper's link. */
  'not-a-link': 'This is not the link of a keeper. It begins with folkmoot://keeper#.',
  /** Thrown when a link was cut off or changed on its way. */
  damaged: 'This link is damaged. Copy it whole from the keeper’s screen.',
  /** Thrown when a link was made by a newer version. */
  'newer-version': 'This link was made by a newer Folkmoot. Install the newest version to use it.',
  /** Thrown when a frame is not one of the protocol's table. */
  malformed: 'The other device sent something Folkmoot does not understand.',
  /** Thrown when a frame comes that may not come now. */
  'out-of-turn': 'The other device did not keep to the order of the conversation.',
  /** Thrown when a keeper knows no such shelf, or the device is not one that may use it. */
  refused: 'The keeper does not keep this community, or does not know this device yet.',
  /** Thrown when a link was used before. */
  claimed: 'This link was used already. Have the keeper make a new one.',
  /** Thrown when a keeper holds as many communities as it may. */
  'no-shelf': 'This keeper keeps as many communities as it may.',
  /** Thrown when a device does not prove that it is the one it says. */
  'not-proven': 'The other device could not prove who it is.',
  /** Thrown when there is no room for what is to be kept. */
  full: 'The keeper has no room left for this community.',
  /** Thrown when a parcel does not follow the last one of its device. */
  'out-of-sequence': 'This does not follow what the keeper holds already.',
  /** Thrown when a roster, or a clearing, is not newer than what the keeper has, or not by somebody who may. */
  stale: 'The keeper knows something newer already.',
  /** Thrown when somebody is introduced whom a roster has left out: only a roster brings them back. */
  struck: 'The keeper was told that this device may not use it any more.',
  /** Thrown when a device, or all together, have introduced as many as they may. */
  'too-many-introduced': 'The keeper waits for an owner or moderator before it serves further newcomers.',
  /** Thrown when a peer sends or asks for more than anybody needs. */
  'too-much': 'The other device sent too much.',
  /** Thrown when a keeper shows less, or something else, than it did before. */
  dishonest: 'The keeper does not show what it has shown before. Nothing is lost; do not rely on it.',
  /** Thrown when the disk of a keeper could not be read or written. */
  storage: 'The keeper could not read or write its own data.',
  /** Thrown when this side stops, or begins anew. */
  stopped: 'The conversation with the keeper is over.',
  /** Thrown when a private space's shelf was looked at, and there is nothing more to do for a while. */
  rests: 'There is nothing to do with the keeper for a while.',
  /** Thrown when a peer says nothing for too long. */
  silent: 'The other device does not answer any more.',
  /** Thrown when the other side ended the conversation; `code` is what it said. */
  ended: 'The other device ended the conversation ({code}).',
})
