import { FolkmootError, defineErrors } from '../shared/index.ts'

/** All that can go wrong with the disk, the key and the databases. `{place}` is a file or folder of this device. */
export const storageErrors = defineErrors('storage', {
  /** Thrown when another process holds the database. */
  'in-use':
    'Another Folkmoot is already running with this profile ({place}). Close it first, or choose another profile.',
  /** Thrown when the profile's path leads to a file, or through one. */
  'not-a-folder': 'A folder is needed here, but this is none: {place}. Choose another place for the profile.',
  /** Thrown when the device does not let us write. */
  'read-only': 'Folkmoot may not write here: {place}. Make it writable, or choose another place for the profile.',
  /** Thrown when no room is left; all that was stored before is kept. */
  'disk-full': 'The disk is full ({place}). Nothing already stored is lost; make some room and try again.',
  /** Thrown when the device itself answers with an error. */
  'disk-failed': 'The disk answered with an error ({place}). Check the disk, then start Folkmoot again.',
  /** Thrown when a database was written under another key. */
  'wrong-key':
    'This data belongs to another profile or another community and cannot be read: {place}. Put the right file back.',
  /** Thrown when a file does not hold what was written to it. */
  damaged: 'This data is damaged: {place}. Put a backup back, or set it aside and fetch it again from other members.',
  /** Thrown when a newer release of the app has written here. */
  'newer-version': 'A newer Folkmoot has written this data ({place}). Install the newest version to open it.',
  /** Thrown when the passphrase does not open the key. */
  'wrong-passphrase': 'This is not the passphrase of this profile. Try again.',
  /** Thrown when a new passphrase is too easy to guess. */
  'passphrase-too-short': 'This passphrase is too short: use at least {least} characters.',
  /** Thrown when there is data but no key to it. */
  'key-missing':
    'The key of this profile is missing ({place}). If the desktop app made the profile, open it there; else put the key file back from a backup.',
  /** Thrown when the key is not what was written. */
  'key-damaged': 'The key of this profile is damaged ({place}). Put it back from a backup.',
  /** Thrown when the key is kept in another way than asked for. */
  'key-protected': 'The key of this profile is protected by a passphrase. Start Folkmoot with the passphrase.',
  /** Thrown when a passphrase is offered where none is set. */
  'key-unprotected': 'This profile has no passphrase. Start Folkmoot without one.',
  /** Thrown when communities are there without the profile they belong to. */
  'profile-missing':
    'The file {place} is missing, but its communities are there. Put it back from a backup, or choose another profile.',
  /** Thrown when a community's file has gone. */
  'community-missing':
    'The data of a community has gone: {place}. Put it back from a backup, or leave and join the community again.',
  /** Thrown when a file that is brought in is larger than is taken. */
  'spool-full': 'This file is larger than Folkmoot takes in here.',
  /** Thrown when something is used after it was closed. */
  closed: 'This profile was closed already. Start Folkmoot again.',
  /** Thrown when a command does not fit the database; always a mistake of ours. */
  invalid: 'Folkmoot tried to store something that does not fit. This is a mistake in Folkmoot; please report it.',
})

type Code = Parameters<typeof storageErrors>[0]

const SQLITE: Readonly<Record<string, Code>> = {
  SQLITE_BUSY: 'in-use',
  SQLITE_LOCKED: 'in-use',
  SQLITE_READONLY: 'read-only',
  SQLITE_CANTOPEN: 'read-only',
  SQLITE_PERM: 'read-only',
  SQLITE_AUTH: 'read-only',
  SQLITE_FULL: 'disk-full',
  SQLITE_NOTADB: 'damaged',
  SQLITE_CORRUPT: 'damaged',
  SQLITE_IOERR: 'disk-failed',
  SQLITE_NOMEM: 'disk-failed',
}

const FILE: Readonly<Record<string, Code>> = {
  ENOTDIR: 'not-a-folder',
  ENOENT: 'not-a-folder',
  EEXIST: 'not-a-folder',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EIO: 'disk-failed',
}

/** The code an error carries, of SQLite or of the file system. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What SQLite threw, as an error of this room; anything else comes back unchanged. */
export function fromSqlite(error: unknown, place: string): unknown {
  if (error instanceof FolkmootError) return error
  const code = systemCode(error)
  if (error instanceof TypeError && error.message.includes('connection is not open')) return storageErrors('closed')
  if (!code.startsWith('SQLITE_')) return error
  const primary = code.split('_').slice(0, 2).join('_')
  return storageErrors(SQLITE[primary] ?? 'invalid', { cause: error, details: { place } })
}

/** What the file system threw, as an error of this room; anything else comes back unchanged. */
export function fromFileSystem(error: unknown, place: string): unknown {
  if (error instanceof FolkmootError) return error
  const code = systemCode(error)
  if (code === '') return error
  return storageErrors(FILE[code] ?? 'disk-failed', { cause: error, details: { place } })
}
