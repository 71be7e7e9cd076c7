/** What the preload script does, with Electron and the page passed in. */
import { portChannel, showChannel, type PageMessage } from './channel.ts'

export interface Renderer<Port> {
  on(channel: string, listener: (event: { readonly ports: readonly Port[] }) => void): unknown
  send(channel: string): void
}

export interface Page<Port> {
  readonly location: { readonly origin: string }
  addEventListener(
    event: 'message',
    listener: (event: { readonly source: unknown; readonly data: unknown }) => void,
  ): void
  postMessage(message: PageMessage, origin: string, ports: Port[]): void
}

/** Asks for a port when the page is ready to hear of one, hands every port that comes to the page, and has the window shown when asked to. */
export function bridge<Port>(renderer: Renderer<Port>, page: Page<Port>): void {
  renderer.on(portChannel, ({ ports }) => {
    const type = ports.length === 0 ? 'folkmoot:gone' : 'folkmoot:port'
    page.postMessage({ type }, page.location.origin, [...ports])
  })
  page.addEventListener('message', ({ source, data }) => {
    if (source !== page) return
    if (isOf(data, 'folkmoot:ready')) renderer.send(portChannel)
    else if (isOf(data, showChannel)) renderer.send(showChannel)
  })
}

function isOf(data: unknown, type: string): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type
}
