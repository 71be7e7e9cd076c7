/** What the window's width allows: the app knows, every screen's bar needs it. */
import { createContext, useContext } from 'react'

export interface Frame {
  /** Rail and list have become a drawer; this opens it. */
  readonly openNavigation: (() => void) | undefined
}

const FrameContext = createContext<Frame>({ openNavigation: undefined })
export const FrameProvider = FrameContext
export const useFrame = (): Frame => useContext(FrameContext)
