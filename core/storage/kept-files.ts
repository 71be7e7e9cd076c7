/**
 * Byte strings that are kept as files of their own beside a community's database, each under a name that is made from what it holds. Whole or
 * not there: a file is written under another name first. Only this person can look into the folder.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { fromFileSystem, storageErrors, systemCode } from './errors.ts'
import { isFolder, makeFolder, syncFolder } from './files.ts'

/** Characters of a name by which files are spread over folders. */
const SPREAD = 2
const NAME = /^[A-Za-z0-9_-]{8,64}$/
const PART = '.part'

export class KeptFiles {
  readonly #folder: string

  /** @param folder made when the first file is kept */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Keeps a file; one of that name is replaced. Durable: on the disk itself before it returns.
   * @throws storage/disk-full, /read-only, /disk-failed, /invalid
   */
  write(name: string, bytes: Uint8Array, durable: boolean): void {
    const path = this.#path(name)
    const folder = this.#folderOf(name)
    const part = join(folder, `${randomBytes(6).toString('hex')}${PART}`)
    try {
      makeFolder(folder)
      const file = openSync(part, 'wx', 0o600)
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
        if (durable) fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(part, path)
      if (durable) syncFolder(folder)
    } catch (error) {
      rmSync(part, { force: true })
      throw fromFileSystem(error, path)
    }
  }

  /** Nothing when there is none. @throws storage/disk-failed, /read-only */
  read(name: string): Uint8Array | undefined {
    const path = this.#path(name)
    try {
      return readFileSync(path)
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined
      throw fromFileSystem(error, path)
    }
  }

  /** Removing what is not there is fine. @throws storage/disk-failed, /read-only */
  remove(name: string): void {
    const path = this.#path(name)
    try {
      rmSync(path, { force: true })
    } catch (error) {
      throw fromFileSystem(error, path)
    }
  }

  /** Names of all that is kept, in no order; what an interrupted write left is removed on the way. @throws storage/disk-failed */
  *names(): Generator<string> {
    if (!isFolder(this.#folder)) return
    try {
      for (const spread of readdirSync(this.#folder)) {
        const folder = join(this.#folder, spread)
        for (const name of isFolder(folder) ? readdirSync(folder) : [])
          if (name.endsWith(PART)) rmSync(join(folder, name), { force: true })
          else if (NAME.test(name)) yield name
      }
    } catch (error) {
      throw fromFileSystem(error, this.#folder)
    }
  }

  /** Removes everything. @throws storage/disk-failed, /read-only */
  removeAll(): void {
    try {
      rmSync(this.#folder, { force: true, recursive: true })
    } catch (error) {
      throw fromFileSystem(error, this.#folder)
    }
  }

  /** Bytes that are free where the files lie. @throws storage/disk-failed */
  freeBytes(): number {
    let place = this.#folder
    while (!isFolder(place)) place = join(place, '..')
    try {
      const { bavail, bsize } = statfsSync(place)
      return bavail * bsize
    } catch (error) {
      throw fromFileSystem(error, place)
    }
  }

  #folderOf(name: string): string {
    return join(this.#folder, name.slice(0, SPREAD))
  }

  /** @throws storage/invalid for what is no name, so that none can lead out of the folder */
  #path(name: string): string {
    if (!NAME.test(name)) throw storageErrors('invalid')
    return join(this.#folderOf(name), name)
  }
}
