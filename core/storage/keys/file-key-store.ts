import { randomBytes } from 'node:crypto'
import type { KeyStore } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'
import { KEY_BYTES, createKeyFile, keyPath, readKeyFile } from './key-file.ts'

/**
 * Keeps the master key in the file `key` of the profile's folder, readable for this system account alone:
 * whoever can read the account's files can read the profile.
 */
export function fileKeyStore(folder: string): KeyStore {
  return {
    protection: 'file',
    async open(signal) {
      signal.throwIfAborted()
      const { kind, body } = (await readKeyFile(folder)) ?? (await createKeyFile(folder, makeKey))
      if (kind !== 'file') throw storageErrors('key-protected')
      if (body.length !== KEY_BYTES) throw storageErrors('key-damaged', { details: { place: keyPath(folder) } })
      return body
    },
  }
}

async function makeKey(): Promise<{ kind: 'file'; body: Uint8Array }> {
  return { kind: 'file', body: randomBytes(KEY_BYTES) }
}
