/** What the frame around the screens is doing: which pane stands beside, and what lies over. */
import { createContext, useContext } from 'react'

export type PaneKind = 'members' | 'peers' | 'hidden'

export interface ShellState {
  /** The pane in the context slot, if one is shown. */
  readonly pane: PaneKind | undefined
  togglePane(kind: PaneKind): void
  closePane(): void
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
  openSheet: nothing,
  openInvite: nothing,
  openPrivate: nothing,
})
export const ShellProvider = ShellContext
export const useShell = (): ShellState => useContext(ShellContext)
