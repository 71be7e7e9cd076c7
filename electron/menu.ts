/** The menu bar, hidden outside macOS but the home of the editing and zoom keys, and the tray. */
import { join } from 'node:path'
import type { Electron, MenuItem, Tray } from './api.ts'

export interface MenuActions {
  open(): void
  quit(): void
}

export function setMenu({ Menu, app }: Pick<Electron, 'Menu' | 'app'>, platform: string, actions: MenuActions): void {
  const view: MenuItem[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
  ]
  const first: MenuItem =
    platform === 'darwin'
      ? { role: 'appMenu' }
      : { label: 'Folkmoot', submenu: [{ label: 'Quit', accelerator: 'CommandOrControl+Q', click: actions.quit }] }
  const menu = Menu.buildFromTemplate([
    first,
    { role: 'editMenu' },
    { label: 'View', submenu: app.isPackaged ? view : [...view, { role: 'toggleDevTools' }] },
    { role: 'windowMenu' },
  ])
  Menu.setApplicationMenu(menu)
}

/** The tray, or undefined where the desktop has none. */
export function makeTray(
  { Menu, Tray }: Pick<Electron, 'Menu' | 'Tray'>,
  platform: string,
  icons: string,
  actions: MenuActions,
): Tray | undefined {
  const image = { darwin: 'trayTemplate.png', win32: 'icon.ico' }[platform] ?? 'tray.png'
  try {
    const tray = new Tray(join(icons, image))
    tray.setToolTip('Folkmoot')
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Folkmoot', click: actions.open },
        { type: 'separator' },
        { label: 'Quit', click: actions.quit },
      ]),
    )
    // On macOS a click opens the menu.
    if (platform !== 'darwin') tray.on('click', actions.open)
    return tray
  } catch {
    return undefined
  }
}
