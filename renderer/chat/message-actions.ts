/** What can be done with a message, and what can be open about one. */
import type { ReactNode } from 'react'
import type { SpacePlace } from '../attachments/index.ts'
import type { EntryId, MessageRow } from '../session/index.ts'

export type MessagePart = 'menu' | 'details' | 'versions' | 'forked' | 'react'

type Deed = ((row: MessageRow) => void) | undefined

export interface MessageActions {
  /** Where the messages are. */
  readonly place: SpacePlace
  /** Opens a part of one message, and closes whatever was open; nothing closes all. */
  show(row: MessageRow, part: MessagePart | undefined): void
  earlier(row: MessageRow): Promise<readonly Version[] | undefined>
  /** Goes to another message, wherever it stands. */
  jump(id: EntryId): void
  copyLink(row: MessageRow): void
  /** Nothing where nothing may be written. */
  readonly edit: Deed
  readonly withdraw: Deed
  readonly reply: Deed
  readonly react: ((row: MessageRow, emoji: string, on: boolean) => void) | undefined
  /** Pins a message, or one that is pinned no more. */
  readonly pin: Deed
  /** What a place adds of its own; must stay the same while nothing about it changed. */
  readonly extra?: MessageExtra | undefined
  /** Opens the thread of a message, also where there is none yet; nothing within a thread. */
  readonly thread: Deed
}

/** What topics add to their posts. */
export interface MessageExtra {
  /** Items of a message's menu; each calls `done`. */
  menu(row: MessageRow, done: () => void): ReactNode
  /** Stands under what a message says. */
  under(row: MessageRow): ReactNode
}

export interface Version {
  readonly at: number
  readonly text: string
}

export const mayChange = ({ mine, withdrawn }: MessageRow): boolean => mine && !withdrawn

/** The last of these rows that I may still change: what Up in an empty composer takes. */
export function lastOwn(rows: readonly MessageRow[]): MessageRow | undefined {
  return rows.findLast(mayChange)
}
