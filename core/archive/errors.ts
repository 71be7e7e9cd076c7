import { defineErrors } from '../shared/index.ts'

export const archiveErrors = defineErrors('archive', {
  /** Thrown when a file is no archive of Folkmoot. */
  'not-an-archive': 'This file is not an archive made by Folkmoot.',
  /** Thrown when a zip, or the form of what is in it, is broken or ends too early. */
  damaged: 'This file is damaged, or not all of it is there ({file}).',
  /** Thrown when an archive says it was made by a later version. */
  newer: 'This archive was made by a newer version of Folkmoot. Please update first.',
  /** Thrown when a file holds more than is ever taken, or unpacks to far more than it weighs. */
  'too-large': 'This file holds more than Folkmoot unpacks ({file}).',
  /** Thrown when names in a zip lead elsewhere, hide one another, or its files lie over each other: nobody packs so by accident. */
  unsafe: 'This file was made to do harm, and was not opened ({file}).',
  /** Thrown when a file in a zip is encrypted or packed in a way nobody here can undo. */
  unsupported: 'This file is packed in a way Folkmoot cannot read ({file}).',
  /** Thrown when something was written or came in while an archive was made: of two moments it would prove nothing. */
  changed: 'Something new came while the archive was made. Please try again.',
  /** Thrown when attached files come to more than an archive takes: nobody could bring it in again. */
  'much-media':
    'The pictures and files come to more than an archive takes. Please leave them out, or choose fewer rooms.',
  /** Thrown when a passphrase is wanted and none was given. */
  sealed: 'This archive is protected by a passphrase.',
  /** Thrown when the passphrase is another one. */
  'wrong-passphrase': 'That is not the passphrase of this archive.',
  /** Thrown when a passphrase is too short to protect anything. */
  'passphrase-too-short': 'Please choose a passphrase of at least {least} characters.',
  /** Thrown when an archive has nothing that could be checked: it is a part by time, which is for reading alone. */
  'no-record': 'This archive holds what people read, and not the signed record it was made from.',
  /** Thrown when an archive is of another community than the one it is to be brought into. */
  'other-community': 'This archive is of another community.',
})
