import { defineErrors } from '../shared/index.ts'

export const identityErrors = defineErrors('identity', {
  /** Thrown when a public key is not a usable point of its curve. */
  'bad-key': 'A key in these data is not a valid key.',
  /** Thrown when sealed bytes are not for this device, or were changed. */
  'not-for-us': 'These data were sealed for another device, or were changed on the way.',
  /** Thrown when encrypted bytes do not open under the key. */
  'not-authentic': 'These data do not open with the key of this community.',
})
