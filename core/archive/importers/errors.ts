import { defineErrors } from '../../shared/index.ts'

/** Why a file of another system cannot be brought in. `where` names the place in it. */
export const importErrors = defineErrors('import', {
  /** Thrown when it is of no system known here. */
  unknown: 'This is no export of a system Folkmoot can read.',
  /** Thrown when what is read does not follow its own format. */
  broken: 'The file is damaged or not what it says ({where}). Nothing was changed.',
  /** Thrown when the file ends before it is over. */
  truncated: 'The file ends in the middle ({where}). Please export or copy it again.',
  /** Thrown when it is larger than may be, or would become so when unpacked. */
  'too-large': 'The file holds more than can be brought in ({where}).',
  /** Thrown when a packed file names a place outside of itself, a link, or the same place twice. */
  unsafe: 'The file is packed in a way that could do harm ({where}). Nothing was changed.',
  /** Thrown when a packed file is encrypted, or packed by a method not known here. */
  'cannot-unpack': 'The file is packed in a way Folkmoot cannot read ({where}).',
})
