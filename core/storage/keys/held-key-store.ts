import type { KeyStore } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'
import { KEY_BYTES } from './key-file.ts'

/** A master key that someone else keeps (the system's keychain, by way of the desktop shell) and has handed over. */
export function heldKeyStore(key: Uint8Array, protection: KeyStore['protection']): KeyStore {
  return {
    protection,
    async open(signal) {
      signal.throwIfAborted()
      if (key.length !== KEY_BYTES) throw storageErrors('key-damaged', { details: { place: protection } })
      return Uint8Array.from(key)
    },
  }
}
