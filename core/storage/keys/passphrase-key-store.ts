import sodium from 'libsodium-wrappers-sumo'
import { joinBytes, LIMITS, utf8, type KeyStore } from '../../shared/index.ts'
import { storageErrors } from '../errors.ts'
import { KEY_BYTES, createKeyFile, keyPath, readKeyFile, type KeyFile } from './key-file.ts'

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
 * Keeps the master key sealed (XChaCha20-Poly1305) under a key stretched from a passphrase (Argon2id).
 * Body of the file: passes (4 bytes, big-endian), memory in KiB (4), salt (16), nonce (24), sealed key (48).
 * Opening throws storage/wrong-passphrase or /passphrase-too-short after the last attempt, /key-unprotected when the
 * folder's key has no passphrase, /key-missing, /key-damaged, /newer-version, and what `ask` throws.
 */
export function passphraseKeyStore(folder: string, ask: AskPassphrase, options: PassphraseOptions = {}): KeyStore {
  return {
    protection: 'passphrase',
    async open(signal) {
      await sodium.ready
      const attempts = options.attempts ?? LIMITS.passphraseAttempts
      let file = await readKeyFile(folder)
      if (!file) {
        const body = await repeat({ fresh: true, attempts, ask, signal }, (passphrase) => seal(passphrase))
        file = await createKeyFile(folder, async () => ({ kind: 'passphrase', body: body.sealed }))
        // Another process may have been first, with another passphrase.
        if (samePlace(file, body.mark)) return body.key
        body.key.fill(0)
      }
      if (file.kind !== 'passphrase') throw storageErrors('key-unprotected')
      const sealed = readBody(file.body, keyPath(folder))
      return await repeat({ fresh: false, attempts, ask, signal }, (passphrase) => unseal(passphrase, sealed))
    },
  }
}

/** Passes over the memory, and its KiB: 0.4 s on a 2-core machine. More memory would stay with the process: wasm never gives it back. */
const PASSES = 8
const MEMORY = 64 * 1024
/** What a file may ask for, so that a forged one cannot hang the start. */
const MOST_PASSES = 64
const MOST_MEMORY = 1024 * 1024

const HEAD = 8
const SALT = 16
const NONCE = 24
const SEALED = KEY_BYTES + 16

interface Sealed {
  readonly params: Uint8Array
  readonly passes: number
  readonly memory: number
  readonly salt: Uint8Array
  readonly nonce: Uint8Array
  readonly box: Uint8Array
}

async function repeat<T>(
  by: { fresh: boolean; attempts: number; ask: AskPassphrase; signal: AbortSignal },
  use: (passphrase: string) => T | undefined,
): Promise<T> {
  let problem: PassphraseQuestion['problem']
  for (let attempt = 1; attempt <= by.attempts; attempt++) {
    by.signal.throwIfAborted()
    const passphrase = (await by.ask({ fresh: by.fresh, attempt, ...(problem && { problem }) }, by.signal)).normalize('NFKC')
    by.signal.throwIfAborted()
    const tooShort = by.fresh && [...passphrase].length < LIMITS.passphraseChars
    const result = tooShort ? undefined : use(passphrase)
    if (result !== undefined) return result
    problem = tooShort ? 'passphrase-too-short' : 'wrong-passphrase'
  }
  throw storageErrors(problem ?? 'wrong-passphrase', { details: { least: LIMITS.passphraseChars } })
}

function seal(passphrase: string): { key: Uint8Array; sealed: Uint8Array; mark: Uint8Array } {
  const key = sodium.randombytes_buf(KEY_BYTES)
  const params = new Uint8Array(HEAD)
  new DataView(params.buffer).setUint32(0, PASSES)
  new DataView(params.buffer).setUint32(4, MEMORY)
  const salt = sodium.randombytes_buf(SALT)
  const nonce = sodium.randombytes_buf(NONCE)
  const stretched = stretch(passphrase, { passes: PASSES, memory: MEMORY, salt })
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(key, params, null, nonce, stretched)
  stretched.fill(0)
  return { key, sealed: joinBytes(params, salt, nonce, box), mark: salt }
}

function unseal(passphrase: string, { params, passes, memory, salt, nonce, box }: Sealed): Uint8Array | undefined {
  const stretched = stretch(passphrase, { passes, memory, salt })
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, box, params, nonce, stretched)
  } catch {
    return undefined
  } finally {
    stretched.fill(0)
  }
}

function stretch(passphrase: string, by: { passes: number; memory: number; salt: Uint8Array }): Uint8Array {
  const text = utf8(passphrase)
  try {
    return sodium.crypto_pwhash(32, text, by.salt, by.passes, by.memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
  } finally {
    text.fill(0)
  }
}

function readBody(body: Uint8Array, place: string): Sealed {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const whole = body.length === HEAD + SALT + NONCE + SEALED
  const passes = whole ? view.getUint32(0) : 0
  const memory = whole ? view.getUint32(4) : 0
  if (passes < 1 || passes > MOST_PASSES || memory < 8 || memory > MOST_MEMORY) throw storageErrors('key-damaged', { details: { place } })
  const part = (from: number, length: number) => body.subarray(from, from + length)
  const salt = part(HEAD, SALT)
  return { params: part(0, HEAD), passes, memory, salt, nonce: part(HEAD + SALT, NONCE), box: part(HEAD + SALT + NONCE, SEALED) }
}

function samePlace(file: KeyFile, salt: Uint8Array): boolean {
  return file.kind === 'passphrase' && Buffer.from(file.body.subarray(HEAD, HEAD + SALT)).equals(salt)
}
