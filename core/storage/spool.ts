/** What is laid aside in a profile for a while: files a screen hands over in pieces, and folders to work in. Only this person sees it. */
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fromFileSystem, storageErrors } from './errors.ts'

const PLACE = 'scratch'

/** Removes what a process left there that ended before. Only for whoever holds the folder alone. */
export function removeScratch(folder: string): void {
  rmSync(join(folder, PLACE), { force: true, recursive: true })
}

/**
 * A folder to work in, in a profile's.
 * @returns its path, and what removes it, which never rejects
 * @throws storage/disk-full, /read-only, /disk-failed
 */
export async function scratchFolder(
  folder: string,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = join(folder, PLACE, randomBytes(12).toString('hex'))
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw fromFileSystem(error, path)
  }
  return { path, remove: () => rm(path, { force: true, recursive: true }).catch(() => undefined) }
}

export class Spool {
  readonly path: string
  readonly #most: number
  readonly #file: FileHandle
  readonly #remove: () => Promise<void>
  #size = 0

  private constructor(path: string, file: FileHandle, most: number, remove: () => Promise<void>) {
    this.path = path
    this.#file = file
    this.#most = most
    this.#remove = remove
  }

  /**
   * Begins a file in a profile's folder.
   * @param most bytes it may hold
   * @throws storage/disk-full, /read-only, /disk-failed
   */
  static async begin(folder: string, most: number): Promise<Spool> {
    const { path, remove } = await scratchFolder(folder)
    try {
      const file = join(path, 'file')
      return new Spool(file, await open(file, 'wx', 0o600), most, remove)
    } catch (error) {
      await remove()
      throw fromFileSystem(error, path)
    }
  }

  /** Bytes until now. */
  get size(): number {
    return this.#size
  }

  /** Adds a piece; one after the other. @throws storage/spool-full, /disk-full, /disk-failed */
  async append(piece: Uint8Array): Promise<void> {
    if (this.#size + piece.length > this.#most) throw storageErrors('spool-full')
    try {
      await this.#file.write(piece, 0, piece.length, this.#size)
    } catch (error) {
      throw fromFileSystem(error, this.path)
    }
    this.#size += piece.length
  }

  /** Removes it. Never rejects; removing twice is fine. */
  async remove(): Promise<void> {
    await this.#file.close().catch(() => undefined)
    await this.#remove()
  }
}
