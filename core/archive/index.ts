/** Archives: a community as a bag of files that prove themselves, read by people and programs; and what comes in from elsewhere. */
export type { ArchiveFile, ArchivePlace, ArchiveWish, Readable, ReadableOf } from './about.ts'
export { type Bag, type BagFile, openBag } from './bag/bag-reader.ts'
export { dayOf, isArchivePath, slugOf, TURNING } from './bag/paths.ts'
export { bytesAccess, type OpenFile, openFile, type RandomAccess } from './bag/random-access.ts'
export { openZip, type Zip, type ZippedFile } from './bag/zip-reader.ts'
export { archiveErrors } from './errors.ts'
export {
  IMPORT_SYSTEMS,
  type GivenColumns,
  type ImportedItem,
  type ImportedMessage,
  type ImportedReaction,
  type ImportedRoom,
  type ImportFile,
  type ImportSource,
  type ImportSystem,
  TABLE_COLUMNS,
  type TableColumn,
  NOT_WHATS,
  type NotWhat,
  type Scratch,
  type ScratchFile,
} from './importers/about.ts'
export { importErrors } from './importers/errors.ts'
export { type OpenedImport, openImport } from './importers/open.ts'
export { type ImportPlan, planImport, type PlannedNot, type PlannedRoom } from './importers/plan.ts'
export { ArchiveKeys, archiveKeySchema } from './record/keys.ts'
export { type OpenPlace, openPlace, placeSchemas } from './record/place.ts'
export {
  type Archive,
  archiveOf,
  fillDocuments,
  fillKeys,
  fillLog,
  type Merged,
  mergeRecord,
  openArchive,
  recordedActions,
} from './record/reading.ts'
export type { StatedDocument, StatedPlace, Statement } from './record/statement.ts'
export type { MediaFile, MediaSource, PlacedMedia } from './media/about.ts'
export { StoredMedia, tryMedia } from './media/stored.ts'
export { type MediaTarget, takeMedia, type TakenMedia } from './media/taking.ts'
export { archiveName, type ArchivePiece, type ArchivePlan, planArchive, planMedia, writeArchive } from './write.ts'
export { type Finding, type FindingCode, type FindingPlace, FINDINGS, type VerifyReport } from './verify/report.ts'
export { verifyArchive, type VerifyOptions } from './verify/verify.ts'
export { isSealedArchive, sealArchive, unsealArchive } from './sealed/sealing.ts'
export type { Reading } from './reading/about.ts'
export { readableFiles, readableOf } from './readable.ts'
