import { hkdfSync } from 'node:crypto'
import { renameSync } from 'node:fs'
import type { CommunityId, FolkmootError, KeyStore } from '../shared/index.ts'
import type { Database, Schema } from './database.ts'
import { fromFileSystem, storageErrors } from './errors.ts'
import { fileSize, isFolder, makeFolder, realPath, removeFile, removeParts, syncFolder } from './files.ts'
import { communitiesFolder, communityFiles, communityPath, profilePath, blobsFolder } from './layout.ts'
import { KeptFiles } from './kept-files.ts'
import { settingsOf, type Settings } from './settings.ts'
import { removeScratch } from './spool.ts'
import { openDatabase } from './sqlite.ts'

export interface ProfileOptions {
  /** Made with those above it when it is not there. */
  readonly folder: string
  readonly keyStore: KeyStore
  /** Tables that rooms keep in profile.db. */
  readonly schemas?: readonly Schema[]
  /** Bytes each database may grow to. */
  readonly maxBytes?: number
  /** Told what a listener given to `afterCommit` threw. */
  readonly onListenerError?: (error: unknown) => void
  readonly signal: AbortSignal
}

/** One person's folder on this device, held by this process alone until closed. */
export interface Profile {
  readonly folder: string
  readonly protection: KeyStore['protection']
  /** profile.db: device keys, communities, settings. */
  readonly database: Database
  readonly settings: Settings
  /** 32 bytes: the key of one community's database, and of nothing else. */
  communityKey(id: CommunityId): Uint8Array
  /**
   * Opens a community's database, making it the first time; `close` of the profile closes it too.
   * @param onDamaged told when it turns out to be damaged while it is open
   * @throws as `openDatabase`, and storage/community-missing when it was there once and its file has gone
   */
  openCommunity(id: CommunityId, schemas: readonly Schema[], onDamaged?: (error: FolkmootError) => void): Database
  /** Files that are kept beside a community's database, and go with it. */
  filesOf(id: CommunityId): KeptFiles
  /** The communities whose databases are here, in order of their ids. */
  communities(): readonly CommunityFile[]
  /** Removes a community's database for good, closing it first. */
  removeCommunity(id: CommunityId): void
  /** Renames a damaged database, closing it first, so that a new one can be filled from other members. Answers its new path. */
  setAsideCommunity(id: CommunityId): string
  /** Closes all databases and lets go of the folder. Closing twice is fine. */
  close(): void
}

export interface CommunityFile {
  readonly id: CommunityId
  /** Bytes on disk, write-ahead log included. */
  readonly bytes: number
}

/** Grows by a step when the whole folder changes in a way that older programs must not touch. */
const PROFILE: Schema = {
  room: 'profile',
  migrations: [
    `CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE community_file (id TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('kept', 'removing'))) STRICT, WITHOUT ROWID;`,
  ],
}

/**
 * Opens (or makes) a profile.
 * @throws storage/in-use, /profile-missing, what `openDatabase` and the key store throw, and the signal's reason
 */
export async function openProfile(options: ProfileOptions): Promise<Profile> {
  makeFolder(options.folder)
  const folder = realPath(options.folder)
  makeFolder(communitiesFolder(folder))
  const master = await options.keyStore.open(options.signal)
  const path = profilePath(folder)
  try {
    options.signal.throwIfAborted()
    if (fileSize(path) === 0 && communityFiles(folder).length > 0)
      throw storageErrors('profile-missing', { details: { place: path } })
    const key = derive(master, 'folkmoot/profile/1')
    const database = openDatabase({ ...limits(options), path, key, schemas: [PROFILE, ...(options.schemas ?? [])] })
    key.fill(0)
    try {
      return new OpenProfile(options, folder, database, master)
    } catch (error) {
      database.close()
      throw error
    }
  } catch (error) {
    master.fill(0)
    throw error
  }
}

class OpenProfile implements Profile {
  readonly folder: string
  readonly protection: KeyStore['protection']
  readonly database: Database
  readonly settings: Settings
  readonly #options: ProfileOptions
  readonly #master: Uint8Array
  readonly #open = new Map<CommunityId, Database>()

  constructor(options: ProfileOptions, folder: string, database: Database, master: Uint8Array) {
    this.folder = folder
    this.protection = options.keyStore.protection
    this.database = database
    this.settings = settingsOf(database)
    this.#options = options
    this.#master = master
    database.verify()
    removeParts(folder)
    removeScratch(folder)
    for (const { id } of database
      .statement<{ id: CommunityId }>(`SELECT id FROM community_file WHERE state = 'removing'`)
      .all())
      this.#remove(id)
  }

  communityKey(id: CommunityId): Uint8Array {
    this.#state(id)
    return derive(this.#master, `folkmoot/community/1/${id}`)
  }

  openCommunity(id: CommunityId, schemas: readonly Schema[], onDamaged?: (error: FolkmootError) => void): Database {
    const path = communityPath(this.folder, id)
    const known = this.#state(id) === 'kept'
    if (known && fileSize(path) === 0) throw storageErrors('community-missing', { details: { place: path } })
    const key = this.communityKey(id)
    const database = openDatabase({ ...limits(this.#options), path, key, schemas, ...(onDamaged && { onDamaged }) })
    key.fill(0)
    this.#open.set(id, database)
    if (!known) this.#note(id, 'kept')
    return database
  }

  filesOf(id: CommunityId): KeptFiles {
    return new KeptFiles(blobsFolder(this.folder, id))
  }

  communities(): readonly CommunityFile[] {
    return communityFiles(this.folder).map((id) => {
      const path = communityPath(this.folder, id)
      return { id, bytes: fileSize(path) + fileSize(`${path}-wal`) }
    })
  }

  removeCommunity(id: CommunityId): void {
    communityPath(this.folder, id)
    this.#closeCommunity(id)
    this.#note(id, 'removing')
    this.#remove(id)
  }

  setAsideCommunity(id: CommunityId): string {
    const path = communityPath(this.folder, id)
    this.#closeCommunity(id)
    let aside = ''
    for (let n = 1; aside === '' || fileSize(aside) > 0; n++) aside = `${path}.damaged-${n}`
    try {
      if (fileSize(`${path}-wal`) > 0) renameSync(`${path}-wal`, `${aside}-wal`)
      if (fileSize(path) > 0) renameSync(path, aside)
      syncFolder(communitiesFolder(this.folder))
    } catch (error) {
      throw fromFileSystem(error, path)
    }
    this.#forget(id)
    return aside
  }

  close(): void {
    for (const id of [...this.#open.keys()]) this.#closeCommunity(id)
    this.database.close()
    this.#master.fill(0)
  }

  #closeCommunity(id: CommunityId): void {
    this.#open.get(id)?.close()
    this.#open.delete(id)
  }

  /** The files go last: what is cut short is ended at the next start. */
  #remove(id: CommunityId): void {
    const path = communityPath(this.folder, id)
    for (const suffix of ['-wal', '-journal', '-shm', '']) removeFile(path + suffix)
    this.filesOf(id).removeAll()
    if (isFolder(communitiesFolder(this.folder))) syncFolder(communitiesFolder(this.folder))
    this.#forget(id)
  }

  /** Also fails after closing, when there is no master key any more. */
  #state(id: CommunityId): string | undefined {
    return this.database.statement<{ state: string }>('SELECT state FROM community_file WHERE id = ?').get(id)?.state
  }

  #note(id: CommunityId, state: 'kept' | 'removing'): void {
    const sql = 'INSERT INTO community_file VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state'
    this.database.statement(sql).run(id, state)
  }

  #forget(id: CommunityId): void {
    this.database.statement('DELETE FROM community_file WHERE id = ?').run(id)
  }
}

function limits(options: ProfileOptions): Pick<ProfileOptions, 'maxBytes' | 'onListenerError'> {
  const { maxBytes, onListenerError } = options
  return { ...(maxBytes !== undefined && { maxBytes }), ...(onListenerError && { onListenerError }) }
}

function derive(master: Uint8Array, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, '', label, 32))
}
