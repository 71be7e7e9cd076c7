/** What the frame around the screens is doing: which pane stands beside, and what lies over. */
import { createContext, useContext } from 'react'

export type PaneKind = 'members' | 'peers'

export interface ShellState {
  /** The pane in the context slot, if one is shown. */
  readonly pane: PaneKind | undefined
  togglePane(kind: PaneKind): void
  closePane(): void
  openSheet(): void
  openInvite(): void
}

const nothing = (): void => undefined
const ShellContext = createContext<ShellState>({
  pane: undefined,
  togglePane: nothing,
  closePane: nothing,
  openSheet: nothing,
  openInvite: nothing,
})
export const ShellProvider = ShellContext
export const useShell = (): ShellState => useContext(ShellContext)
