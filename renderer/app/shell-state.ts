/** What the frame around the screens is doing: which pane stands beside, and what lies over. */
import { createContext, useContext } from 'react'
import type { Target } from '../chat/index.ts'
import type { EntryId, SpaceId } from '../session/index.ts'

export type PaneKind = 'members' | 'peers' | 'hidden' | 'search' | 'thread' | 'threads' | 'pinned'

/** The thread beside its room. */
export interface OpenThread {
  readonly space: SpaceId
  readonly root: EntryId
  /** The message in it that was asked for. */
  readonly target: Target | undefined
  /** It was opened out of the list of threads, and leads back to it. */
  readonly listed: boolean
}

export interface ShellState {
  /** The pane in the context slot, if one is shown. */
  readonly pane: PaneKind | undefined
  togglePane(kind: PaneKind): void
  closePane(): void
  readonly thread: OpenThread | undefined
  /** Shows a thread beside its room, and goes to one of its messages. Always the same function. */
  openThread(space: SpaceId, root: EntryId, to?: EntryId): void
  /** Shows one out of the list of threads. */
  openListed(space: SpaceId, root: EntryId): void
  /** Goes back from it to that list. */
  backToThreads(): void
  openSheet(): void
  openInvite(): void
  /** Asks for the people of a new private room, or of a conversation. */
  openPrivate(kind: 'private' | 'direct'): void
}

const nothing = (): void => undefined
const ShellContext = createContext<ShellState>({
  pane: undefined,
  togglePane: nothing,
  closePane: nothing,
  thread: undefined,
  openThread: nothing,
  openListed: nothing,
  backToThreads: nothing,
  openSheet: nothing,
  openInvite: nothing,
  openPrivate: nothing,
})
export const ShellProvider = ShellContext
export const useShell = (): ShellState => useContext(ShellContext)
