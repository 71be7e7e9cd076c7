import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fromFileSystem, systemCode } from './errors.ts'

export interface AtomicOptions {
  /** Permission bits of the file, 0o600 when not given. */
  readonly mode?: number
  /** Leave a file that is there already as it is. */
  readonly keepOld?: boolean
}

/**
 * Writes a file so that at any moment, power cut included, either the old or the whole new one is there.
 * Answers whether it was written: false only with `keepOld`, when one was there already.
 * @throws storage/disk-full, /read-only, /not-a-folder, /disk-failed
 */
export async function writeFileAtomic(path: string, bytes: Uint8Array, options: AtomicOptions = {}): Promise<boolean> {
  const folder = dirname(path)
  const part = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}${PART}`)
  try {
    const file = await open(part, 'wx', options.mode ?? 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    const written = options.keepOld ? await placeNew(part, path) : (await rename(part, path), true)
    syncFolder(folder)
    return written
  } catch (error) {
    throw fromFileSystem(error, path)
  } finally {
    await rm(part, { force: true }).catch(() => undefined)
  }
}

const PART = '.part'

async function placeNew(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    // Some file systems know no second name for a file.
    if (statSync(path, { throwIfNoEntry: false })) return false
    await rename(part, path)
    return true
  }
}

/** Removes what interrupted atomic writes left in a folder. Only for whoever holds the folder alone. */
export function removeParts(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('.') && name.endsWith(PART)) rmSync(join(folder, name), { force: true })
}

/** Puts a folder's list of names on the disk. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Makes a folder that only this person can look into, with those above it; one that is there stays as it is.
 * @throws storage/not-a-folder, /read-only, /disk-full, /disk-failed
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  const above = dirname(resolve(folder))
  // One by one: Node's recursive mkdir takes a read-only disk for a missing folder.
  if (above !== folder) makeFolder(above)
  try {
    mkdirSync(folder, { mode: 0o700 })
    syncFolder(above)
  } catch (error) {
    if (systemCode(error) === 'EEXIST' && isFolder(folder)) return
    throw fromFileSystem(error, folder)
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  } catch (error) {
    throw fromFileSystem(error, path)
  }
}

/** A file's bytes on disk, 0 when it is not there. */
export function fileSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

export function realPath(folder: string): string {
  try {
    return realpathSync(folder)
  } catch (error) {
    throw fromFileSystem(error, folder)
  }
}

/** Removes a file if it is there. */
export function removeFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch (error) {
    throw fromFileSystem(error, path)
  }
}
