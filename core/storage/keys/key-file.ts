import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { joinBytes, sameBytes, utf8 } from '../../shared/index.ts'
import { fromFileSystem, storageErrors, systemCode } from '../errors.ts'
import { fileSize, makeFolder, writeFileAtomic } from '../files.ts'
import { communityFiles, profilePath } from '../layout.ts'

/**
 * The file `key` of a profile folder: "FolkmootKey", version (1 byte), kind (1 byte), body, SHA-256 of all before (32 bytes).
 * Every version keeps this frame.
 */
export interface KeyFile {
  readonly kind: 'file' | 'passphrase'
  readonly body: Uint8Array
}

const MAGIC = utf8('FolkmootKey')
const VERSION = 1
const KINDS = ['file', 'passphrase'] as const
const HEAD = MAGIC.length + 2
const SUM = 32

/** Bytes of the master key. */
export const KEY_BYTES = 32

/**
 * How the key of a folder is kept there: 'none' when there is no key file (a new folder, or the key is kept elsewhere).
 * @throws storage/key-damaged, /newer-version, /read-only, /disk-failed
 */
export async function keyKind(folder: string): Promise<'none' | KeyFile['kind']> {
  const found = await readKeyFile(folder)
  found?.body.fill(0)
  return found?.kind ?? 'none'
}

/** The key file of a folder, or nothing when there is none. The caller wipes `body`. */
export async function readKeyFile(folder: string): Promise<KeyFile | undefined> {
  const place = keyPath(folder)
  let bytes: Buffer
  try {
    bytes = await readFile(place)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw fromFileSystem(error, place)
  }
  try {
    return parse(bytes, place)
  } finally {
    bytes.fill(0)
  }
}

function parse(bytes: Uint8Array, place: string): KeyFile {
  const end = bytes.length - SUM
  const whole =
    end >= HEAD &&
    sameBytes(bytes.subarray(0, MAGIC.length), MAGIC) &&
    sameBytes(sum(bytes.subarray(0, end)), bytes.subarray(end))
  if (!whole) throw storageErrors('key-damaged', { details: { place } })
  const kind = KINDS[bytes[MAGIC.length + 1] ?? -1]
  if (bytes[MAGIC.length] !== VERSION || kind === undefined)
    throw storageErrors('newer-version', { details: { place } })
  return { kind, body: Uint8Array.from(bytes.subarray(HEAD, end)) }
}

/**
 * Writes the key file of a new folder and answers what stands there then, which another process may have written first.
 * @throws storage/key-missing when the folder holds data that must have had a key
 */
export async function createKeyFile(folder: string, make: () => Promise<KeyFile>): Promise<KeyFile> {
  makeFolder(folder)
  const place = keyPath(folder)
  if (fileSize(profilePath(folder)) > 0 || communityFiles(folder).length > 0)
    throw storageErrors('key-missing', { details: { place } })
  const { kind, body } = await make()
  const front = joinBytes(MAGIC, Uint8Array.of(VERSION, KINDS.indexOf(kind)), body)
  const bytes = joinBytes(front, sum(front))
  try {
    await writeFileAtomic(place, bytes, { mode: 0o600, keepOld: true })
  } finally {
    for (const each of [body, front, bytes]) each.fill(0)
  }
  const written = await readKeyFile(folder)
  if (!written) throw storageErrors('key-missing', { details: { place } })
  return written
}

/** Where the key of a folder is kept, for sentences. */
export function keyPath(folder: string): string {
  return join(folder, 'key')
}

function sum(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}
