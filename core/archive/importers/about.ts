/** What exports of other systems are read into: one stream, whatever system it was. Nothing in it is believed to be anybody's word. */

/** Systems whose exports are read. */
export const IMPORT_SYSTEMS = ['discord', 'slack', 'discourse', 'zulip', 'mattermost', 'mail', 'table'] as const
export type ImportSystem = (typeof IMPORT_SYSTEMS)[number]

/** A file one may read anywhere in. */
export interface ImportFile {
  /** As it was called where it came from: shown, and never a path. */
  readonly name: string
  readonly size: number
  /** Answers fewer bytes only at the end. */
  read(offset: number, length: number, signal: AbortSignal): Promise<Uint8Array>
}

/** Where an unpacked file is put for the time it is read. */
export interface Scratch {
  create(name: string): Promise<ScratchFile>
}

export interface ScratchFile {
  append(bytes: Uint8Array): Promise<void>
  /** What was appended until now. */
  readonly file: ImportFile
  remove(): Promise<void>
}

export interface ImportedUser {
  readonly type: 'user'
  readonly id: string
  readonly name: string
}

export interface ImportedRoom {
  readonly type: 'room'
  readonly id: string
  readonly name: string
  readonly topic: string
  /** A board's messages each stand in a topic. */
  readonly kind: 'room' | 'board'
  /** What the other system files it under; empty for nothing. */
  readonly category: string
  /** It was not for everybody there. */
  readonly private: boolean
}

export interface ImportedReaction {
  /** An emoji, or the name of one of their own between colons. */
  readonly emoji: string
  readonly count: number
  readonly names: readonly string[]
}

export interface ImportedMessage {
  readonly type: 'message'
  readonly id: string
  readonly room: string
  /** The message that began the thread or topic it stands in. */
  readonly root?: string | undefined
  /** The message it answers. */
  readonly reply?: string | undefined
  /** It begins a topic of this title. */
  readonly title?: string | undefined
  readonly tags?: readonly string[]
  /** Name of who is said to have written it. */
  readonly author: string
  /** ms. */
  readonly at: number
  /** Our Markdown, cleaned; attachments are named at its end. Never empty. */
  readonly text: string
  readonly reactions: readonly ImportedReaction[]
  readonly pinned: boolean
}

/** Something that has no counterpart here, or could not be read. */
export interface ImportedNot {
  readonly type: 'not'
  readonly what: NotWhat
  /** Where in the file. */
  readonly where: string
  readonly count: number
}

/** Each has a sentence in every language. */
export const NOT_WHATS = [
  'attachment',
  'edit',
  'poll',
  'sticker',
  'custom-emoji',
  'embed',
  'system-message',
  'private-room',
  'private-message',
  'role',
  'withdrawn',
  'cut-text',
  'no-text',
  'no-room',
  'no-time',
  'broken-record',
  'duplicate',
  'encoding',
] as const
export type NotWhat = (typeof NOT_WHATS)[number]

export type ImportedItem = ImportedUser | ImportedRoom | ImportedMessage | ImportedNot

/** What a column of a table may mean. */
export const TABLE_COLUMNS = ['id', 'room', 'author', 'at', 'text', 'topic', 'reply'] as const
export type TableColumn = (typeof TABLE_COLUMNS)[number]
/** Columns the person chose, from 0; null for one that is not there. Those that are not named are guessed. */
export type GivenColumns = Readonly<Partial<Record<TableColumn, number | null>>>

/** A table says by itself what its columns mean, or the person does. */
export interface ImportTable {
  /** Names of its columns. */
  readonly header: readonly string[]
  /** What they are taken for. Without `text` and `at` nothing is read. */
  readonly columns: ReadonlyMap<TableColumn, number>
  /** The same table, read as the person says. @throws import/…, the signal's reason */
  choose(given: GivenColumns, signal: AbortSignal): Promise<ImportSource>
}

/** An export that was opened. */
export interface ImportSource {
  readonly system: ImportSystem
  /** What it is an export of: a server, a site, a list. */
  readonly name: string
  readonly table?: ImportTable
  /**
   * Everything in it, each time in the same order: rooms before their messages, threads begun before they go on.
   * @throws import/…, and the signal's reason
   */
  items(signal: AbortSignal): AsyncGenerator<ImportedItem>
}
