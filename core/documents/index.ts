/** What is written: entries in signed feeds, the gate they pass, the Automerge documents they make up, and the blocks they travel in. */
export {
  importedAuthorId,
  importedMessageEntry,
  type ImportedMark,
  type ImportedReactions,
  importedTopicEntry,
  readImported,
} from './shapes/imported.ts'
export { type Block, type BlockItem, type BlockRun, decodeBlock, encodeBlock } from './codec/block.ts'
export { documentIdOf, type DocumentKind, type DocumentOrigin, foundingDocument } from './codec/document-id.ts'
export { encodeEntry, type Entry, readEntry } from './codec/entry.ts'
export { type BlockPart, epochsOfRuns, partBlock, runsOf } from './feeds/parting.ts'
export { rebuildBlock } from './codec/rebuild.ts'
export {
  type RecordedBlock,
  type RecordedDocument,
  type RecordedHead,
  type Recording,
  SEAL_BYTES,
  SEAL_NONCE_BYTES,
} from './recording.ts'
export { branchId } from './feeds/named-heads.ts'
export {
  feedBytes,
  feedIdOf,
  isItemSigned,
  itemHash,
  itemNonce,
  placeOf,
  pointsAt,
  type Seen,
  SEEN_HASH_BYTES,
  signItem,
} from './codec/item.ts'
export type { BlockOutcome, DocumentChange, DocumentsOptions, FeedHead, Hidden, Keys, LostEntry } from './about.ts'
export type { Authority } from './authority.ts'
export { Documents } from './documents.ts'
export type { Effect, EffectPort } from './effect.ts'
export { documentErrors } from './errors.ts'
export type { Proof } from './feeds/fork-store.ts'
export type { HiddenItem, HiddenItems, HiddenReason } from './feeds/hidden.ts'
export type { RunVerdict } from './feeds/gate.ts'
export type { Stranded } from './feeds/stranded.ts'
export { documentsSchema } from './feeds/schema.ts'
export { entryChange, genesisChange } from './pages/change.ts'
export {
  charterEntry,
  type CharterText,
  deviceNameEntry,
  type DeviceNameText,
  directEntry,
  editEntry,
  type EditText,
  formerlyEntry,
  pastEntry,
  type FormerlyProof,
  type PastProof,
  type HistorySetting,
  keeperEntry,
  type KeeperText,
  type MessageAbout,
  messageEntry,
  pageEntry,
  profileEntry,
  readCharter,
  readDeviceName,
  readDirect,
  readEdit,
  readFormerly,
  readPast,
  readHistorySetting,
  readKeeper,
  readOrigin,
  readMessage,
  readMessageAbout,
  readProfile,
  readReason,
  readRoom,
  readWithdraw,
  reasonEntry,
  type ReasonText,
  roomEntry,
  type RoomText,
  originEntry,
  settingsEntry,
  withdrawEntry,
} from './shapes/entries.ts'
export {
  answerEntry,
  type BoardCategory,
  boardEntry,
  type BoardSettings,
  boardSettingsEntry,
  isCategoryId,
  moveEntry,
  type PostsMove,
  readAnswer,
  readBoardSettings,
  readMove,
  readTopic,
  readTopicChange,
  readTopicWiki,
  type TopicAnswer,
  type TopicChange,
  type TopicWiki,
  topicWikiEntry,
  topicChangeEntry,
  topicEntry,
  type TopicHead,
  type TopicText,
} from './shapes/boards.ts'
export { type AttachedFile, cleanAlt, cleanFileName, readFiles } from './shapes/files.ts'
export { ownEntry, type OwnHeed, type OwnRead, type OwnWord, ownWordEntry, readOwnWord } from './shapes/own.ts'
export { isFormerlyProven, isPastProven, proveFormerly, provePast } from './shapes/formerly.ts'
export {
  aboutEntry,
  type AboutText,
  isBirthday,
  isLanguage,
  isTimeZone,
  isYear,
  readAbout,
  readVouch,
  vouchEntry,
  type VouchText,
} from './shapes/people.ts'
export { type Picture, pictureEntry, pictureOf, readPicture } from './shapes/pictures.ts'
export {
  type Pin,
  pinEntry,
  reactEntry,
  type Reaction,
  readPin,
  readReaction,
  readSpaceSettings,
  type SpaceSettings,
  spaceSettingsEntry,
} from './shapes/talk.ts'
