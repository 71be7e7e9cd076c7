/** How the key of a profile is kept when no shell holds it: in a file, or under a passphrase. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sealedKeyFile, type KeyStore } from '../shared/index.ts'
import { fileKeyStore, keyKind, passphraseKeyStore, storageErrors, type AskPassphrase } from '../storage/index.ts'
import { hostErrors } from './errors.ts'

/** A key that waits for the passphrase which a screen will send. */
export interface LockedKeys {
  /** Whether there is no passphrase yet, so that the next one is the one chosen. */
  fresh(): Promise<boolean>
  with(passphrase: string): KeyStore
}

/** What opens a profile's key: at once, or when a screen has sent the passphrase. */
export type Keys = KeyStore | LockedKeys

export interface KeyWishes {
  /** Whether a new profile gets a passphrase. */
  readonly locked: boolean
  /** Asks for it where the core runs; without this a screen does. */
  readonly ask?: AskPassphrase
}

/** @throws host/needs-window, storage/key-unprotected when a passphrase is wished and there is none, and as `keyKind` */
export async function keysOf(folder: string, { locked, ask }: KeyWishes): Promise<Keys> {
  const kind = await keyKind(folder)
  if (kind === 'none' && existsSync(join(folder, sealedKeyFile)))
    throw hostErrors('needs-window', { details: { folder } })
  if (kind === 'file' && locked) throw storageErrors('key-unprotected')
  if (kind === 'file' || (kind === 'none' && !locked)) return fileKeyStore(folder)
  if (ask) return passphraseKeyStore(folder, ask)
  return {
    fresh: async () => (await keyKind(folder)) === 'none',
    with: (passphrase) => passphraseKeyStore(folder, async () => passphrase, { attempts: 1 }),
  }
}
