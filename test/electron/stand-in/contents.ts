/** webContents with a page inside: loads through the protocol handler, runs the preload script's bridge, asks permissions. */
import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import type { Frame, PermissionDetails, Port, PortRequest, WebContents } from '../../../electron/api.ts'
import { bridge } from '../../../electron/bridge.ts'
import { rawOf } from './ports.ts'
import type { StandInSession } from './session.ts'
import { stoppable } from './stoppable.ts'

/** Where ipcMain listens. */
export interface Ipc {
  emit(channel: string, event: PortRequest): unknown
}

export class StandInContents extends EventEmitter implements WebContents {
  readonly session: StandInSession
  readonly mainFrame: { url: string; readonly parent: null } = { url: 'about:blank', parent: null }
  readonly #ipc: Ipc
  #openHandler: (details: { readonly url: string }) => { action: string } = () => ({ action: 'allow' })
  #toPage = new EventEmitter()
  /** Answer of the last page that was loaded. */
  response: Response | undefined
  page: StandInPage | undefined

  constructor(session: StandInSession, ipc: Ipc) {
    super()
    this.session = session
    this.#ipc = ipc
  }

  async load(url: string): Promise<void> {
    this.response = await this.session.fetch(url)
    if (!this.response.ok) throw new Error(`ERR_FILE_NOT_FOUND ${url}`)
    this.mainFrame.url = url
    this.#toPage.removeAllListeners()
    this.#toPage = new EventEmitter()
    const page = new StandInPage(url, this)
    const toPage = this.#toPage
    this.page = page
    bridge<MessagePort>(
      {
        on: (channel, listener) => toPage.on(channel, listener),
        send: (channel) => this.send(channel, this.mainFrame),
      },
      page,
    )
    this.emit('did-finish-load')
  }

  /** A message to the main process from a frame of this page, which may be a foreign one. */
  send(channel: string, senderFrame: Frame | null): void {
    this.#ipc.emit(channel, { sender: this, senderFrame })
  }

  postMessage(channel: string, _message: unknown, transfer: Port[] = []): void {
    const ports = transfer.map(rawOf)
    setImmediate(() => this.#toPage.emit(channel, { ports }))
  }

  reload(): void {
    void this.load(this.mainFrame.url)
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void {
    this.#openHandler = handler
  }

  /** The page, or a script in it, tries to go elsewhere. True when it got there. */
  navigate(url: string): boolean {
    const event = stoppable({ url })
    this.emit('will-frame-navigate', event)
    if (!event.prevented) this.mainFrame.url = url
    return !event.prevented
  }

  /** `window.open`; true when a window was opened. */
  open(url: string): boolean {
    return this.#openHandler({ url }).action !== 'deny'
  }

  attachWebview(): boolean {
    const event = stoppable({})
    this.emit('will-attach-webview', event)
    return !event.prevented
  }

  ask(permission: string, details: PermissionDetails): Promise<boolean> {
    return this.session.askPermission(this, permission, details)
  }
}

/** The page's `window`, as far as the bridge and a screen use it. */
export class StandInPage {
  readonly location: { readonly origin: string }
  readonly contents: StandInContents
  readonly #listeners = new Set<(event: { source: unknown; data: unknown; ports: MessagePort[] }) => void>()

  constructor(url: string, contents: StandInContents) {
    const { protocol, host } = new URL(url)
    this.location = { origin: `${protocol}//${host}` }
    this.contents = contents
  }

  addEventListener(
    _event: 'message',
    listener: (event: { source: unknown; data: unknown; ports: MessagePort[] }) => void,
  ): void {
    this.#listeners.add(listener)
  }

  postMessage(data: unknown, origin: string, ports: MessagePort[] = []): void {
    if (origin !== this.location.origin) return
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener({ source: this, data, ports })
    })
  }
}
