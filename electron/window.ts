/** The window: sandboxed, where it was last time, and remembered when it goes. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Electron, Rectangle, Window } from './api.ts'
import { openingBounds, smallest } from './policy.ts'

/** What of the window outlives it, in `<profile>/window.json`. */
export interface Remembered extends Partial<Rectangle> {
  readonly maximized?: boolean
  /** The person was told that closing the window leaves Folkmoot in the tray. */
  readonly toldOfTray?: boolean
}

/** A file that is missing or spoilt is as good as none. */
export function recall(file: string): Remembered {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof found === 'object' && found !== null ? found : {}
  } catch {
    return {}
  }
}

export function remember(file: string, what: Remembered): void {
  try {
    writeFileSync(file, JSON.stringify(what), { mode: 0o600 })
  } catch {
    // Next time it opens in its usual place.
  }
}

export function placeOf(window: Window): Remembered {
  const { x, y, width, height } = window.getNormalBounds()
  return { x, y, width, height, maximized: window.isMaximized() }
}

export interface WindowSetup {
  readonly preload: string
  readonly icon: string
  readonly platform: string
  readonly saved: Remembered
}

/** A new window, still hidden and empty. */
export function makeWindow(
  { BrowserWindow, nativeTheme, screen }: Pick<Electron, 'BrowserWindow' | 'nativeTheme' | 'screen'>,
  { preload, icon, platform, saved }: WindowSetup,
): Window {
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...openingBounds(saved, areas),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Folkmoot',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    autoHideMenuBar: true,
    ...(platform === 'linux' ? { icon } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Elsewhere Chromium would fetch dictionaries from a server that is not ours to trust.
      spellcheck: platform === 'darwin',
    },
  })
  if (saved.maximized === true) window.maximize()
  return window
}

export function bringForward(window: Window): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
