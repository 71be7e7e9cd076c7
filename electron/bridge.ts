/** What the preload script does, with Electron and the page passed in. */
import { portChannel, type PageMessage } from './channel.ts'

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

/** Asks for a port when the page is ready to hear of one, and hands every port that comes to the page. */
export function bridge<Port>(renderer: Renderer<Port>, page: Page<Port>): void {
  renderer.on(portChannel, ({ ports }) => {
    const type = ports.length === 0 ? 'folkmoot:gone' : 'folkmoot:port'
    page.postMessage({ type }, page.location.origin, [...ports])
  })
  page.addEventListener('message', ({ source, data }) => {
    if (source === page && isReady(data)) renderer.send(portChannel)
  })
}

function isReady(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'folkmoot:ready'
}
