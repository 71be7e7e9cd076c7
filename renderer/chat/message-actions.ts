/** What can be done with a message, and what can be open about one. */
import type { MessageRow } from '../session/index.ts'

export type MessagePart = 'menu' | 'details' | 'versions' | 'forked'

export interface MessageActions {
  /** Opens a part of one message, and closes whatever was open; nothing closes all. */
  show(row: MessageRow, part: MessagePart | undefined): void
  earlier(row: MessageRow): Promise<readonly Version[] | undefined>
  /** Nothing where nothing may be written. */
  readonly edit: ((row: MessageRow) => void) | undefined
  readonly withdraw: ((row: MessageRow) => void) | undefined
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
