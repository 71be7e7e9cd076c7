/** session: protocol handlers that are really invoked, permission handlers that are really asked, a network that asks first. */
import { EventEmitter } from 'node:events'
import type { PermissionDetails, Session, WebContents } from '../../../electron/api.ts'
import { stoppable } from './stoppable.ts'

type Handler = (request: Request) => Promise<Response>

export class StandInSession extends EventEmitter implements Session {
  readonly #handlers = new Map<string, Handler>()
  #before: Parameters<Session['webRequest']['onBeforeRequest']>[0] = (_details, answer) => answer({ cancel: false })
  #request: Parameters<Session['setPermissionRequestHandler']>[0] = (_contents, _permission, answer) => answer(true)
  #check: Parameters<Session['setPermissionCheckHandler']>[0] = () => true
  #device: () => boolean = () => true
  spellChecker = true

  readonly protocol = {
    handle: (scheme: string, handler: Handler): void => void this.#handlers.set(scheme, handler),
  }
  readonly webRequest = {
    onBeforeRequest: (listener: Parameters<Session['webRequest']['onBeforeRequest']>[0]): void => {
      this.#before = listener
    },
  }

  setSpellCheckerEnabled(enable: boolean): void {
    this.spellChecker = enable
  }

  setPermissionRequestHandler(handler: Parameters<Session['setPermissionRequestHandler']>[0]): void {
    this.#request = handler
  }

  setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
    this.#check = handler
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.#device = handler
  }

  /** A request of a page: refused by the filter, or answered by the scheme's handler. Unlike a browser it leaves `..` in. */
  async fetch(url: string, init?: RequestInit): Promise<Response> {
    const cancelled = await new Promise<boolean>((resolve) => this.#before({ url }, ({ cancel }) => resolve(cancel)))
    if (cancelled) throw new Error('ERR_BLOCKED_BY_CLIENT')
    const handler = this.#handlers.get(url.slice(0, url.indexOf(':')))
    if (handler === undefined) throw new Error('ERR_UNKNOWN_URL_SCHEME')
    const request = Object.defineProperty(new Request('https://stand.in/', init), 'url', { value: url })
    return handler(request)
  }

  askPermission(contents: WebContents, permission: string, details: PermissionDetails): Promise<boolean> {
    return new Promise((resolve) => this.#request(contents, permission, resolve, details))
  }

  checkPermission(
    contents: WebContents | null,
    permission: string,
    origin: string,
    details: PermissionDetails,
  ): boolean {
    return this.#check(contents, permission, origin, details)
  }

  askDevice(): boolean {
    return this.#device()
  }

  /** True when the download goes on. */
  download(url: string): boolean {
    const event = stoppable({})
    this.emit('will-download', event, { getURL: () => url })
    return !event.prevented
  }
}
