import sodium from 'libsodium-wrappers-sumo'
import { LIMITS, sameBytes, type KeyStore } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'
import { createKeyFile, keyPath, readKeyFile, type KeyFile } from './key-file.ts'
import { sealNewKey, unsealKey, type SealedKey } from './sealed-key.ts'

/** What the person is asked. */
export interface PassphraseQuestion {
  /** Whether a passphrase is chosen now (ask twice) or the one chosen before is wanted. */
  readonly fresh: boolean
  /** Counts from 1. */
  readonly attempt: number
  /** What was wrong with the answer before. */
  readonly problem?: 'wrong-passphrase' | 'passphrase-too-short'
}

/** Answers with the passphrase, or rejects when the person gives up or the signal says so. */
export type AskPassphrase = (question: PassphraseQuestion, signal: AbortSignal) => Promise<string>

export interface PassphraseOptions {
  /** How often to ask before giving up; 1 when nobody is there to think again. Else LIMITS.passphraseAttempts. */
  readonly attempts?: number
}

/**
 * Keeps the master key in the file `key` of the profile's folder, sealed under a passphrase.
 * Opening throws storage/wrong-passphrase or /passphrase-too-short after the last attempt, /key-unprotected when the
 * folder's key has no passphrase, /key-missing, /key-damaged, /newer-version, and what `ask` throws.
 */
export function passphraseKeyStore(folder: string, ask: AskPassphrase, options: PassphraseOptions = {}): KeyStore {
  const attempts = options.attempts ?? LIMITS.passphraseAttempts

  async function repeat<T>(
    fresh: boolean,
    signal: AbortSignal,
    use: (passphrase: string) => T | undefined,
  ): Promise<T> {
    let problem: PassphraseQuestion['problem']
    for (let attempt = 1; attempt <= attempts; attempt++) {
      signal.throwIfAborted()
      const answer = await ask({ fresh, attempt, ...(problem && { problem }) }, signal)
      signal.throwIfAborted()
      const passphrase = answer.normalize('NFKC')
      const tooShort = fresh && [...passphrase].length < LIMITS.passphraseChars
      const result = tooShort ? undefined : use(passphrase)
      if (result !== undefined) return result
      problem = tooShort ? 'passphrase-too-short' : 'wrong-passphrase'
    }
    throw storageErrors(problem ?? 'wrong-passphrase', { details: { least: LIMITS.passphraseChars } })
  }

  return {
    protection: 'passphrase',
    async open(signal) {
      await sodium.ready
      const chosen: SealedKey[] = []
      const choose = async (): Promise<KeyFile> => {
        const sealed = await repeat(true, signal, sealNewKey)
        chosen.push(sealed)
        return { kind: 'passphrase', body: Uint8Array.from(sealed.bytes) }
      }
      const { kind, body } = (await readKeyFile(folder)) ?? (await createKeyFile(folder, choose))
      if (kind !== 'passphrase') throw storageErrors('key-unprotected')
      // Unless another process was first, with a passphrase of its own.
      for (const { key, bytes } of chosen) if (sameBytes(bytes, body)) return key
      return await repeat(false, signal, (passphrase) => unsealKey(passphrase, body, keyPath(folder)))
    },
  }
}
