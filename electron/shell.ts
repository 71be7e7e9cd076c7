/** The thin shell around the screens: what Electron does for Folkmoot, with Electron passed in. */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { contentSecurityPolicy, errorCode } from '../core/shared/index.ts'
import type { Electron, PortRequest, Tray, Window } from './api.ts'
import { portChannel, showChannel } from './channel.ts'
import { Core } from './core.ts'
import { guardContents, guardSession, linkOpener } from './guard.ts'
import { KeyTrouble, masterKey } from './key.ts'
import { makeTray, setMenu } from './menu.ts'
import * as policy from './policy.ts'
import { serve } from './serve.ts'
import { bringForward, makeWindow, placeOf, recall, remember } from './window.ts'

export interface ShellSetup {
  readonly electron: Electron
  readonly argv: readonly string[]
  readonly cwd: string
  readonly platform: string
  /** The profile's folder when the start names none. */
  readonly profile: string
  readonly files: { readonly core: string; readonly preload: string; readonly renderer: string; readonly icons: string }
}

/** Starts the app, or hands this start's link to the one that runs already and ends. */
export function startShell(setup: ShellSetup): void {
  const { app, protocol } = setup.electron
  const link = policy.inviteAmong(setup.argv)
  const profile = resolve(setup.cwd, policy.profileAmong(setup.argv) ?? setup.profile)
  const chromiums = join(profile, 'window')
  mkdirSync(chromiums, { recursive: true, mode: 0o700 })
  // The lock belongs to this folder, so each profile has its own instance.
  app.setPath('userData', profile)
  app.setPath('sessionData', chromiums)
  if (!app.requestSingleInstanceLock(link === undefined ? {} : { link })) return app.quit()
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    { scheme: policy.scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
  new Shell(setup, profile, link).run()
}

class Shell {
  readonly #setup: ShellSetup
  readonly #electron: Electron
  readonly #profile: string
  readonly #memory: string
  #link: string | undefined
  #core: Core | undefined
  #window: Window | undefined
  #tray: Tray | undefined
  /** The page has asked for a port, so each new core is handed one. */
  #asked = false
  #crashes = 0
  #quitting = false

  constructor(setup: ShellSetup, profile: string, link: string | undefined) {
    this.#setup = setup
    this.#electron = setup.electron
    this.#profile = profile
    this.#memory = join(profile, 'window.json')
    this.#link = link
  }

  run(): void {
    const { app, ipcMain } = this.#electron
    app.on('before-quit', (event) => this.#beforeQuit(event))
    app.on('window-all-closed', () => this.#tray ?? app.quit())
    app.on('activate', () => this.#show())
    app.on('open-url', (event, url) => {
      event.preventDefault()
      this.#openLink(policy.inviteLink(url))
    })
    app.on('second-instance', (_event, argv, _cwd, data) => {
      const link =
        typeof data === 'object' && data !== null && 'link' in data ? policy.inviteLink(data.link) : undefined
      this.#openLink(link ?? policy.inviteAmong(argv))
      this.#show()
    })
    const openOutside = linkOpener(this.#electron, () => this.#window)
    app.on('web-contents-created', (_event, contents) => guardContents(contents, (url) => void openOutside(url)))
    ipcMain.on(portChannel, (request) => {
      if (!this.#isOwnPage(request)) return
      this.#asked = true
      this.#handPort()
    })
    ipcMain.on(showChannel, (request) => {
      if (this.#isOwnPage(request)) this.#show()
    })
    app
      .whenReady()
      .then(() => this.#ready())
      .catch((error: unknown) => this.#giveUp(error))
  }

  #isOwnPage({ sender, senderFrame }: PortRequest): boolean {
    return sender === this.#window?.webContents && policy.mayAskForPort(senderFrame)
  }

  async #ready(): Promise<void> {
    const { app, session, safeStorage } = this.#electron
    const { files, platform } = this.#setup
    if (platform === 'win32') app.setAppUserModelId('org.folkmoot.app')
    // A start from the source tree would register Electron itself.
    if (app.isPackaged) app.setAsDefaultProtocolClient(policy.linkScheme)
    guardSession(session.defaultSession)
    if (platform !== 'darwin') session.defaultSession.setSpellCheckerEnabled(false)
    session.defaultSession.protocol.handle(policy.scheme, serve(files.renderer, contentSecurityPolicy()))
    const key = await masterKey(safeStorage, platform, this.#profile)
    if (this.#quitting) return
    this.#core = new Core(
      this.#electron,
      files.core,
      { type: 'start', profile: this.#profile, ...(key && { key }) },
      {
        up: () => this.#handPort(),
        down: () => this.#window?.webContents.postMessage(portChannel, null),
        failed: (text) => this.#giveUp(new KeyTrouble(text)),
      },
    )
    this.#core.start()
    this.#openLink(this.#link)
    const actions = { open: () => this.#show(), quit: () => app.quit() }
    setMenu(this.#electron, platform, actions)
    this.#tray = makeTray(this.#electron, platform, files.icons, actions)
    await this.#openWindow()
  }

  async #openWindow(): Promise<void> {
    const { files, platform } = this.#setup
    const saved = recall(this.#memory)
    const icon = join(files.icons, 'icon.png')
    const window = makeWindow(this.#electron, { preload: files.preload, icon, platform, saved })
    this.#window = window
    window.once('ready-to-show', () => bringForward(window))
    window.on('close', (event) => this.#closing(event, window))
    window.webContents.on('render-process-gone', (_event, { reason }) => this.#pageGone(reason))
    await window.loadURL(policy.startPage)
  }

  /** Closing the window leaves Folkmoot in the tray, where it goes on exchanging with peers; the first time it says so. */
  #closing(event: { preventDefault(): void }, window: Window): void {
    if (this.#quitting) return
    const { Notification, app } = this.#electron
    event.preventDefault()
    if (this.#tray === undefined) return app.quit()
    window.hide()
    const saved = recall(this.#memory)
    remember(this.#memory, { ...placeOf(window), toldOfTray: true })
    if (saved.toldOfTray === true || !Notification.isSupported()) return
    new Notification({
      title: 'Folkmoot',
      body: 'Still running, so that others can reach you. Quit from the tray.',
    }).show()
  }

  #pageGone(reason: string): void {
    if (reason === 'clean-exit' || this.#quitting) return
    this.#asked = false
    this.#crashes += 1
    if (this.#crashes <= policy.reloadsInARow) this.#window?.webContents.reload()
    else this.#giveUp(new KeyTrouble('The window of Folkmoot keeps crashing. What you wrote is safe.'))
  }

  #handPort(): void {
    const window = this.#window
    if (!this.#asked || window === undefined || this.#core === undefined) return
    const { port1, port2 } = new this.#electron.MessageChannelMain()
    this.#core.connect(port1)
    window.webContents.postMessage(portChannel, null, [port2])
  }

  #openLink(link: string | undefined): void {
    this.#link = link ?? this.#link
    if (this.#link === undefined || this.#core === undefined) return
    this.#core.openLink(this.#link)
    this.#link = undefined
    this.#show()
  }

  #show(): void {
    if (this.#window !== undefined && !this.#quitting) bringForward(this.#window)
  }

  #beforeQuit(event: { preventDefault(): void }): void {
    event.preventDefault()
    if (this.#quitting) return
    this.#quitting = true
    void this.#end(0)
  }

  #giveUp(error: unknown): void {
    if (this.#quitting) return
    this.#quitting = true
    const text = error instanceof KeyTrouble ? error.message : 'Something in Folkmoot broke while it was starting.'
    if (!(error instanceof KeyTrouble)) process.stderr.write(`folkmoot: ${errorCode(error)}\n`)
    this.#electron.dialog.showErrorBox('Folkmoot cannot go on', text)
    void this.#end(1)
  }

  async #end(code: number): Promise<void> {
    if (this.#window !== undefined) {
      remember(this.#memory, { ...recall(this.#memory), ...placeOf(this.#window) })
      this.#window.hide()
    }
    await this.#core?.stop()
    this.#tray?.destroy()
    this.#electron.app.exit(code)
  }
}
