/**
 * The part of Electron the shell uses, as interfaces: main.ts hands in the real one, tests a stand-in that behaves.
 * The compiler holds the real one against this file in main.ts.
 */
export interface Stoppable {
  preventDefault(): void
}

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Port {
  postMessage(message: unknown, transfer?: Port[]): void
  close(): void
}

export interface App {
  readonly isPackaged: boolean
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean
  whenReady(): Promise<void>
  quit(): void
  exit(code?: number): void
  enableSandbox(): void
  setPath(name: 'userData' | 'sessionData', path: string): void
  setAsDefaultProtocolClient(protocol: string): boolean
  setAppUserModelId(id: string): void
  on(event: 'before-quit', listener: (event: Stoppable) => void): unknown
  on(event: 'window-all-closed' | 'activate', listener: () => void): unknown
  on(event: 'open-url', listener: (event: Stoppable, url: string) => void): unknown
  on(
    event: 'second-instance',
    listener: (event: Stoppable, argv: string[], cwd: string, data: unknown) => void,
  ): unknown
  on(event: 'web-contents-created', listener: (event: Stoppable, contents: WebContents) => void): unknown
}

export interface Frame {
  readonly url: string
  readonly parent: Frame | null
}

export interface WebContents {
  readonly session: Session
  postMessage(channel: string, message: unknown, transfer?: Port[]): void
  reload(): void
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void
  on(
    event: 'will-frame-navigate' | 'will-redirect',
    listener: (event: Stoppable & { readonly url: string }) => void,
  ): unknown
  on(event: 'will-attach-webview', listener: (event: Stoppable) => void): unknown
  on(event: 'render-process-gone', listener: (event: Stoppable, details: { readonly reason: string }) => void): unknown
}

export interface PermissionDetails {
  readonly isMainFrame: boolean
  readonly requestingUrl?: string
}

export interface Session {
  readonly protocol: { handle(scheme: string, handler: (request: Request) => Promise<Response>): void }
  readonly webRequest: {
    onBeforeRequest(
      listener: (details: { readonly url: string }, answer: (response: { cancel: boolean }) => void) => void,
    ): void
  }
  setSpellCheckerEnabled(enable: boolean): void
  setPermissionRequestHandler(
    handler: (
      contents: WebContents,
      permission: string,
      answer: (granted: boolean) => void,
      details: PermissionDetails,
    ) => void,
  ): void
  setPermissionCheckHandler(
    handler: (contents: WebContents | null, permission: string, origin: string, details: PermissionDetails) => boolean,
  ): void
  setDevicePermissionHandler(handler: () => boolean): void
  on(event: 'will-download', listener: (event: Stoppable, item: { getURL(): string }) => void): unknown
}

export interface WindowOptions extends Partial<Rectangle> {
  readonly width: number
  readonly height: number
  readonly minWidth: number
  readonly minHeight: number
  readonly show: boolean
  readonly title: string
  readonly backgroundColor: string
  readonly autoHideMenuBar: boolean
  readonly icon?: string
  readonly webPreferences: {
    readonly preload: string
    readonly sandbox: true
    readonly contextIsolation: true
    readonly nodeIntegration: false
    readonly nodeIntegrationInWorker: false
    readonly nodeIntegrationInSubFrames: false
    readonly webSecurity: true
    readonly webviewTag: false
    readonly navigateOnDragDrop: false
    readonly spellcheck: boolean
  }
}

/** What a dialog needs to know of its window. */
export interface AnyWindow {
  isDestroyed(): boolean
}

export interface Window extends AnyWindow {
  readonly webContents: WebContents
  loadURL(url: string): Promise<void>
  show(): void
  hide(): void
  focus(): void
  restore(): void
  maximize(): void
  destroy(): void
  isVisible(): boolean
  isMinimized(): boolean
  isMaximized(): boolean
  getNormalBounds(): Rectangle
  once(event: 'ready-to-show', listener: () => void): unknown
  on(event: 'close', listener: (event: Stoppable) => void): unknown
}

export interface PortRequest {
  readonly sender: WebContents
  readonly senderFrame: Frame | null
}

export interface UtilityProcess {
  postMessage(message: unknown, transfer?: Port[]): void
  kill(): boolean
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
}

export interface MenuItem {
  readonly label?: string
  readonly type?: 'separator'
  readonly role?:
    | 'appMenu'
    | 'editMenu'
    | 'windowMenu'
    | 'resetZoom'
    | 'zoomIn'
    | 'zoomOut'
    | 'togglefullscreen'
    | 'toggleDevTools'
  readonly accelerator?: string
  readonly submenu?: MenuItem[]
  readonly click?: () => void
}

/** A menu that was built; only Electron looks inside. */
export interface Menu {
  popup(): void
}

export interface Tray {
  setToolTip(text: string): void
  setContextMenu(menu: Menu | null): void
  destroy(): void
  on(event: 'click', listener: () => void): unknown
}

export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>
  encryptStringAsync(text: string): Promise<Buffer>
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>
  /** Linux alone has these two. */
  getSelectedStorageBackend?(): string
  setUsePlainTextEncryption(use: boolean): void
}

export interface Electron {
  readonly app: App
  readonly BrowserWindow: new (options: WindowOptions) => Window
  readonly Menu: {
    buildFromTemplate(items: MenuItem[]): Menu
    setApplicationMenu(menu: Menu | null): void
  }
  readonly MessageChannelMain: new () => { readonly port1: Port; readonly port2: Port }
  readonly Notification: (new (options: { title: string; body: string }) => { show(): void }) & {
    isSupported(): boolean
  }
  readonly Tray: new (image: string) => Tray
  readonly dialog: {
    showErrorBox(title: string, text: string): void
    showMessageBox(
      window: AnyWindow,
      options: {
        message: string
        detail: string
        buttons: string[]
        defaultId: number
        cancelId: number
        noLink: boolean
      },
    ): Promise<{ readonly response: number }>
  }
  readonly ipcMain: { on(channel: string, listener: (event: PortRequest) => void): unknown }
  readonly nativeTheme: { readonly shouldUseDarkColors: boolean }
  readonly protocol: {
    registerSchemesAsPrivileged(
      schemes: {
        scheme: string
        privileges: { standard: boolean; secure: boolean; supportFetchAPI: boolean; codeCache: boolean }
      }[],
    ): void
  }
  readonly safeStorage: SafeStorage
  readonly screen: { getAllDisplays(): { readonly workArea: Rectangle }[] }
  readonly session: { readonly defaultSession: Session }
  readonly shell: { openExternal(url: string): Promise<void> }
  readonly utilityProcess: {
    fork(module: string, args?: string[], options?: { serviceName: string; stdio: 'inherit' }): UtilityProcess
  }
}
