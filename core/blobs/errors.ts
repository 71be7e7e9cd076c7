import { defineErrors } from '../shared/index.ts'

export const blobErrors = defineErrors('blobs', {
  /** Thrown when bytes are not those a message names, or do not open with the key it gives. */
  wrong: 'This file is not what its message says it is.',
  /** Thrown when a file was sealed for another message: by somebody else, or in another place. */
  foreign: 'This file belongs to another message.',
  /** Thrown when something is read that has not all come. */
  'not-here': 'This file is not on this device yet.',
  /** Thrown when more comes than was said beforehand. */
  'too-long': 'This file is larger than was said before.',
  /** Thrown when a file ends before as much came as was said. */
  'too-short': 'This file ended too early.',
  /** Thrown when the disk has to keep some room for everything else. */
  'no-room': 'There is too little room on this device for more files.',
})
