/** How the key of a profile is kept when no shell holds it: in a file, or under a passphrase. */
import type { KeyStore } from '../../shared/index.ts'
import { fileKeyStore, keyKind, passphraseKeyStore } from '../../storage/index.ts'
import { askInTerminal, hasTerminal } from './terminal.ts'

/**
 * @param locked whether a new profile gets a passphrase
 * @param screens whether a screen can ask for it when there is no terminal
 */
export async function keysOf(
  folder: string,
  locked: boolean,
  screens: boolean,
): Promise<KeyStore | ((passphrase: string) => KeyStore)> {
  const kind = await keyKind(folder)
  if (kind === 'file' && locked) return passphraseKeyStore(folder, askInTerminal)
  if (kind === 'file' || (kind === 'none' && !locked)) return fileKeyStore(folder)
  if (!screens || hasTerminal()) return passphraseKeyStore(folder, askInTerminal)
  return (passphrase) => passphraseKeyStore(folder, async () => passphrase, { attempts: 1 })
}
