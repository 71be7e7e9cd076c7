import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { FolkmootError } from '../../../core/shared/index.ts'
import { openDatabase, type Database, type Schema } from '../../../core/storage/index.ts'

export const KEY = new Uint8Array(32).fill(7)
export const never = new AbortController().signal

/** A table of notes, as a room would bring it. */
export const NOTES: Schema = {
  room: 'notes',
  migrations: ['CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT NOT NULL, bytes BLOB) STRICT'],
}

/** A folder of its own, gone after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-storage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function openNotes(
  folder: string,
  options: { key?: Uint8Array; maxBytes?: number; name?: string } = {},
): Database {
  const { key = KEY, maxBytes, name = 'notes.db' } = options
  const database = openDatabase({
    path: join(folder, name),
    key,
    schemas: [NOTES],
    ...(maxBytes !== undefined && { maxBytes }),
  })
  onTestFinished(() => database.close())
  return database
}

export function addNote(database: Database, text: string, bytes: Uint8Array | null = null): void {
  database.statement('INSERT INTO note (text, bytes) VALUES (?, ?)').run(text, bytes)
}

export function notes(database: Database): string[] {
  return database
    .statement<{ text: string }>('SELECT text FROM note ORDER BY n')
    .all()
    .map((row) => row.text)
}

export function countNotes(database: Database): number {
  return database.statement<{ count: number }>('SELECT count(*) AS count FROM note').get()?.count ?? -1
}

/** The code of what a call throws, or 'nothing'. */
export function codeOf(call: () => unknown): string {
  try {
    call()
    return 'nothing'
  } catch (error) {
    return error instanceof FolkmootError ? error.code : `untyped: ${String(error)}`
  }
}

export async function codeOfAsync(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'nothing'
  } catch (error) {
    return error instanceof FolkmootError ? error.code : `untyped: ${String(error)}`
  }
}

/** Turns over `count` bytes of a closed file; doing it twice heals it. */
export async function flip(path: string, at: number, count = 1): Promise<void> {
  const file = await open(path, 'r+')
  const bytes = Buffer.alloc(count)
  await file.read(bytes, 0, count, at)
  await file.write(
    bytes.map((byte) => byte ^ 0xff),
    0,
    count,
    at,
  )
  await file.close()
}

/** Whether any file below a folder holds a text; asked of another process, as looking would drop this one's locks. */
export function someFileHolds(folder: string, text: string): boolean {
  const { status } = spawnSync('grep', ['-rqaF', '--', text, folder])
  if (status !== 0 && status !== 1) throw new Error('grep could not search')
  return status === 0
}

/** A second process that does what `worker.ts` knows, and the lines it says. */
export function worker(...words: string[]): {
  process: ChildProcess
  lines: AsyncIterator<string>
  ended: Promise<void>
} {
  const child = spawn(process.execPath, [new URL('./worker.ts', import.meta.url).pathname, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { process: child, lines: createInterface(child.stdout)[Symbol.asyncIterator](), ended }
}

export const canMount = tryMount()

function tryMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A small disk of its own; `remount('ro')` makes it read-only. */
export function smallDisk(size: string): { folder: string; remount: (how: 'ro' | 'rw') => void } {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  return { folder, remount: (how) => void execFileSync('mount', ['-o', `remount,${how}`, folder]) }
}
