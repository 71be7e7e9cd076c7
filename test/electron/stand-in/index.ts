/** A stand-in for Electron that behaves: real processes, ports, requests and events, no window to look at. */
import { EventEmitter } from 'node:events'
import type { Electron, Menu, MenuItem, Rectangle, Tray, Window, WindowOptions } from '../../../electron/api.ts'
import { Machine, StandInApp } from './app.ts'
import { StandInContents } from './contents.ts'
import { StandInChannel } from './ports.ts'
import { StandInSafeStorage } from './safe-storage.ts'
import { StandInSession } from './session.ts'
import { stoppable } from './stoppable.ts'
import { StandInUtility } from './utility.ts'

export { Machine, StandInUtility }

export class StandInWindow extends EventEmitter implements Window {
  readonly webContents: StandInContents
  readonly options: WindowOptions
  readonly #load: (url: string) => Promise<void>
  bounds: Rectangle
  visible = false
  maximized = false
  destroyed = false

  constructor(options: WindowOptions, contents: StandInContents) {
    super()
    this.options = options
    this.webContents = contents
    this.bounds = { x: options.x ?? 10, y: options.y ?? 10, width: options.width, height: options.height }
    this.#load = (url) => contents.load(url)
  }

  async loadURL(url: string): Promise<void> {
    await this.#load(url)
    this.emit('ready-to-show')
  }

  /** The person closes it. */
  close(): void {
    const event = stoppable({})
    this.emit('close', event)
    if (!event.prevented) this.destroy()
  }

  show(): void {
    this.visible = true
  }

  hide(): void {
    this.visible = false
  }

  focus(): void {
    this.emit('focus')
  }

  restore(): void {
    this.visible = true
  }

  maximize(): void {
    this.maximized = true
  }

  destroy(): void {
    this.visible = false
    this.destroyed = true
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  isVisible(): boolean {
    return this.visible
  }

  isMinimized(): boolean {
    return false
  }

  isMaximized(): boolean {
    return this.maximized
  }

  getNormalBounds(): Rectangle {
    return this.bounds
  }
}

class StandInTray extends EventEmitter implements Tray {
  readonly image: string
  menu: MenuItem[] = []
  destroyed = false

  constructor(image: string) {
    super()
    this.image = image
  }

  setToolTip(): void {
    // Nobody hovers here.
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu instanceof StandInMenu ? menu.items : []
  }

  destroy(): void {
    this.destroyed = true
  }

  /** The person chooses an item. */
  choose(label: string): void {
    this.menu.find((item) => item.label === label)?.click?.()
  }
}

class StandInMenu implements Menu {
  readonly items: MenuItem[]

  constructor(items: MenuItem[]) {
    this.items = items
  }

  popup(): void {
    // Nobody looks.
  }
}

export interface StandInOptions {
  readonly machine?: Machine
  readonly argv?: readonly string[]
  /** A desktop without a tray. */
  readonly noTray?: boolean
}

/** One start of the application. */
export class StandIn implements Electron {
  readonly app: StandInApp
  readonly safeStorage = new StandInSafeStorage()
  readonly ipcMain = new EventEmitter()
  readonly session = { defaultSession: new StandInSession() }
  readonly nativeTheme = { shouldUseDarkColors: true }
  readonly screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
  readonly MessageChannelMain = StandInChannel
  /** What the person was shown and what was opened, in order. */
  readonly seen: string[] = []
  readonly windows: StandInWindow[] = []
  readonly trays: StandInTray[] = []
  readonly children: StandInUtility[] = []
  readonly schemes: string[] = []
  menu: Menu | null = null
  /** Which button of a question the person presses. */
  answer: () => Promise<number> = () => Promise.resolve(1)

  constructor({ machine = new Machine(), argv = [], noTray = false }: StandInOptions) {
    this.app = new StandInApp(machine, argv)
    // Electron takes its child processes with it, and nothing of it hears of that any more.
    this.app.onExit = () => {
      for (const child of this.children) child.removeAllListeners().crash()
      for (const window of this.windows) window.destroy()
    }
    this.BrowserWindow = this.#window()
    this.Tray = noTray ? this.#brokenTray() : this.#tray()
  }

  readonly Tray: Electron['Tray']
  readonly BrowserWindow: Electron['BrowserWindow']
  readonly Notification = this.#notification()
  readonly Menu = {
    buildFromTemplate: (items: MenuItem[]): Menu => new StandInMenu(items),
    setApplicationMenu: (menu: Menu | null): void => void (this.menu = menu),
  }
  readonly protocol: Electron['protocol'] = {
    registerSchemesAsPrivileged: (schemes) => void this.schemes.push(...schemes.map(({ scheme }) => scheme)),
  }
  readonly dialog: Electron['dialog'] = {
    showErrorBox: (title, text) => void this.seen.push(`error: ${title}: ${text}`),
    showMessageBox: async (_window, { message }) => {
      this.seen.push(`question: ${message}`)
      return { response: await this.answer() }
    },
  }
  readonly shell: Electron['shell'] = {
    openExternal: (url) => Promise.resolve(void this.seen.push(`opened: ${url}`)),
  }
  readonly utilityProcess: Electron['utilityProcess'] = {
    fork: (module) => {
      const child = new StandInUtility(module)
      this.children.push(child)
      return child
    },
  }

  #window(): Electron['BrowserWindow'] {
    const { app, ipcMain, session, windows } = this
    return class extends StandInWindow {
      constructor(options: WindowOptions) {
        const contents = new StandInContents(session.defaultSession, ipcMain)
        app.emit('web-contents-created', {}, contents)
        super(options, contents)
        windows.push(this)
      }
    }
  }

  #tray(): Electron['Tray'] {
    const { trays } = this
    return class extends StandInTray {
      constructor(image: string) {
        super(image)
        trays.push(this)
      }
    }
  }

  #brokenTray(): Electron['Tray'] {
    return class extends StandInTray {
      constructor(image: string) {
        super(image)
        throw new Error('no tray here')
      }
    }
  }

  #notification(): Electron['Notification'] {
    const { seen } = this
    return class {
      readonly #title: string
      static isSupported(): boolean {
        return true
      }
      constructor({ title, body }: { title: string; body: string }) {
        this.#title = `${title}: ${body}`
      }
      show(): void {
        seen.push(`notice: ${this.#title}`)
      }
    }
  }
}
