/** Argon2id (RFC 9106) by libsodium: a key from a passphrase, at a cost that whoever guesses pays for each guess. */
import sodium from 'libsodium-wrappers-sumo'
import { utf8 } from '../../shared/index.ts'

/** Passes over the memory, and its KiB: 0.3 s on a 2-core machine. More would stay with the process: wasm gives none back. */
export const STRETCH_PASSES = 6
export const STRETCH_KIB = 64 * 1024
export const STRETCH_SALT_BYTES = 16
/** What a file may ask for, so that a forged one cannot hang whoever opens it, or take memory that the process never gives back. */
const MOST_PASSES = 64
const MOST_MEMORY = 4 * STRETCH_KIB
/** Passes times KiB: the work of four of ours. */
const MOST_WORK = 4 * STRETCH_PASSES * STRETCH_KIB
const KEY = 32

/** Whether a file may ask for so much. */
export function isBearable(passes: number, kib: number): boolean {
  return passes >= 1 && passes <= MOST_PASSES && kib >= 8 && kib <= MOST_MEMORY && passes * kib <= MOST_WORK
}

/** 32 bytes. Wait for `stretchReady` before. @param salt 16 bytes */
export function stretch(passphrase: string, salt: Uint8Array, passes: number, kib: number): Uint8Array {
  const text = utf8(passphrase)
  try {
    return sodium.crypto_pwhash(KEY, text, salt, passes, kib * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
  } finally {
    text.fill(0)
  }
}

/** Resolves when it can be used. */
export async function stretchReady(): Promise<void> {
  await sodium.ready
}
