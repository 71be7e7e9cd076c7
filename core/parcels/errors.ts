import { defineErrors } from '../shared/index.ts'

export const parcelErrors = defineErrors('parcel', {
  /** Thrown when no tag and no seal of it is for this community or device: it says nothing about what is inside. */
  'not-ours': 'This is not of a community on this device.',
  damaged: 'A part of what was received is incomplete or was changed on the way.',
  /** Thrown for a kind this release does not know, authentic as it is. */
  newer: 'A part of what was received was written by a newer Folkmoot. Please update Folkmoot.',
  /** Thrown when keys of epochs its entries were written under are not held; `epochs` counts those, `unknown` those the log does not tell of. */
  'key-missing': 'This device does not have the key yet that this was written under.',
  /** Thrown when it was written under keys this device's member is not meant to have, since they came later. */
  'not-meant': 'This was written before you came, and is not meant for newcomers.',
})

export const bundleErrors = defineErrors('bundle', {
  'not-a-bundle': 'This is not a file of changes that Folkmoot wrote.',
  newer: 'This file was written by a newer Folkmoot. Please update Folkmoot.',
})
