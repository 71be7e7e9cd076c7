/** Storage: a profile's folder, its encrypted databases, its key and its files. */
export type { Database, Durability, Schema, SqlValue, Statement } from './database.ts'
export { storageErrors } from './errors.ts'
export { writeFileAtomic, type AtomicOptions } from './files.ts'
export { fileKeyStore } from './keys/file-key-store.ts'
export { heldKeyStore } from './keys/held-key-store.ts'
export type { KeptFiles } from './kept-files.ts'
export { keyKind } from './keys/key-file.ts'
export {
  passphraseKeyStore,
  type AskPassphrase,
  type PassphraseOptions,
  type PassphraseQuestion,
} from './keys/passphrase-key-store.ts'
export { isBearable, STRETCH_KIB, STRETCH_PASSES, STRETCH_SALT_BYTES, stretch, stretchReady } from './keys/stretch.ts'
export { openProfile, type CommunityFile, type Profile, type ProfileOptions } from './profile.ts'
export type { Json, Settings } from './settings.ts'
export { scratchFolder, Spool } from './spool.ts'
export { openDatabase, type DatabaseOptions } from './sqlite.ts'
