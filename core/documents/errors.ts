import { defineErrors } from '../shared/index.ts'

export const documentErrors = defineErrors('documents', {
  /** Thrown when bytes from outside are no block. */
  malformed: 'What was received is not in the form Folkmoot writes, or was changed on the way.',
  /** Thrown when a document is asked for that this device does not know of. */
  unknown: 'This page is not known on this device (yet).',
  /** Thrown when no key is held to write under. */
  'no-key': 'This device has no key to write in this community yet. It will get one from the next member it meets.',
  /** Thrown when an entry of our own would not pass the gate: a defect, caught before it is signed. */
  'not-an-entry': 'This cannot be written: it is not a valid entry.',
  /** Thrown when this device takes part no longer, so that what it writes would be set aside by everybody. */
  'cut-off': 'This device takes part in this community no longer: what it writes would reach nobody.',
  /** Thrown when a page is beyond what is loaded whole. */
  'too-large': 'This page is too large to be loaded whole.',
  full: 'This community has as many pages as Folkmoot can hold.',
})
