/**
 * The profile's master key: made at first use, kept as `<profile>/key.sealed`, sealed by the system's keychain. A profile
 * that was made without a window keeps its key itself, as `<profile>/key`: that one is left to the core.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, ownKeyFile, sealedKeyFile, type ShellKey } from '../core/shared/index.ts'
import type { SafeStorage } from './api.ts'
import { keyProtection } from './policy.ts'

/** Why there is no key, in a sentence for the person. The file is never replaced: what it seals cannot be made again. */
export class KeyTrouble extends Error {
  override readonly name = 'KeyTrouble'
}

const bytes = 32

/** Undefined when the profile holds its own. */
export async function masterKey(safe: SafeStorage, platform: string, profile: string): Promise<ShellKey | undefined> {
  const file = join(profile, sealedKeyFile)
  const old = await readFile(file).catch((cause: unknown) => {
    if (errorCode(cause) !== 'ENOENT') throw new KeyTrouble('The key file of this profile cannot be read.', { cause })
  })
  if (old === undefined && existsSync(join(profile, ownKeyFile))) return undefined
  if (old === undefined && existsSync(join(profile, 'profile.db')))
    throw new KeyTrouble(`The key of this profile is missing (${file}). Put it back from a backup.`)
  const backend = platform === 'linux' ? safe.getSelectedStorageBackend?.() : undefined
  // Without this Electron refuses to seal at all where there is no keychain; the person is warned instead.
  if (backend === 'basic_text' || backend === 'unknown') safe.setUsePlainTextEncryption(true)
  if (!(await safe.isAsyncEncryptionAvailable())) {
    throw new KeyTrouble('The keychain of this system is not available. Unlock it and open Folkmoot again.')
  }
  const { key, sealed } = old === undefined ? await make(safe, file) : await unseal(safe, file, old)
  return { bytes: new Uint8Array(key), protection: keyProtection(platform, backend, sealed) }
}

async function make(safe: SafeStorage, file: string): Promise<{ key: Buffer; sealed: Buffer }> {
  const key = randomBytes(bytes)
  return { key, sealed: await seal(safe, file, key) }
}

async function unseal(safe: SafeStorage, file: string, old: Buffer): Promise<{ key: Buffer; sealed: Buffer }> {
  const opened = await safe.decryptStringAsync(old).catch((cause: unknown) => {
    const text = 'The keychain of this system did not open the key of this profile. '
    throw new KeyTrouble(`${text}Unlock the keychain that was used before and open Folkmoot again.`, { cause })
  })
  const key = Buffer.from(opened.result, 'base64')
  if (key.length !== bytes) throw new KeyTrouble('The key file of this profile is damaged. Restore it from a backup.')
  const sealed = opened.shouldReEncrypt ? await seal(safe, file, key).catch(() => old) : old
  return { key, sealed }
}

async function seal(safe: SafeStorage, file: string, key: Buffer): Promise<Buffer> {
  const sealed = await safe.encryptStringAsync(key.toString('base64')).catch((cause: unknown) => {
    throw new KeyTrouble('The keychain of this system could not seal a new key. Unlock it and try again.', { cause })
  })
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  await replace(file, sealed)
  return sealed
}

/** Writes the whole file or leaves the old one, readable by this person alone. */
async function replace(file: string, content: Buffer): Promise<void> {
  const next = `${file}.next`
  await rm(next, { force: true })
  const handle = await open(next, 'wx', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(next, file)
}
