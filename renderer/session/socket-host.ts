/** Browser mode: a one-time token in the address is exchanged for a cookie and a key, then core speaks over a WebSocket. */
import { RPCLink } from '@orpc/client/websocket'
import { backOff } from './back-off.ts'
import type { Host, LinkEvents } from './connection.ts'

/** Where the key is kept: only pages of this address and port can read it, and it is worth nothing once the core has stopped. */
const KEY = 'folkmoot-key'
const TOKEN = /^#token=([\w-]{8,200})$/

/** The token in a fragment, if it is one. */
export function tokenIn(fragment: string): string | undefined {
  return TOKEN.exec(fragment)?.[1]
}

/** Hands the token in and takes it out of the address, where it would stay in the browser's history. */
async function redeem(): Promise<'fine' | 'refused' | 'unreachable'> {
  const token = tokenIn(location.hash)
  if (token === undefined) return 'fine'
  try {
    const answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    history.replaceState(null, '', location.pathname + location.search)
    const key = await answer.text()
    if (answer.ok && key !== '') localStorage.setItem(KEY, key)
    return answer.ok ? 'fine' : 'refused'
  } catch {
    return 'unreachable'
  }
}

/** What the server says over HTTP, where a WebSocket cannot tell "you may not" from "nobody is there". */
async function standing(): Promise<'unknown-page' | 'there' | 'nobody'> {
  try {
    return (await fetch('/session', { cache: 'no-store' })).status === 401 ? 'unknown-page' : 'there'
  } catch {
    return 'nobody'
  }
}

export const socketHost: Host = {
  start(events) {
    const loop = new SocketLoop(events)
    void loop.first()
    return () => loop.dial()
  },
}

class SocketLoop {
  readonly #events: LinkEvents
  #tries = 0
  /** Sockets refused in a row by a server that is there. */
  #refusals = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #socket: WebSocket | undefined

  constructor(events: LinkEvents) {
    this.#events = events
  }

  async first(): Promise<void> {
    // A used token is no loss while the cookie from its first use still holds: a reload, or the page opened twice.
    await redeem()
    this.dial()
  }

  dial(): void {
    if (this.#socket) return
    clearTimeout(this.#timer)
    const socket = new WebSocket(`ws://${location.host}/rpc`, ['folkmoot', localStorage.getItem(KEY) ?? 'none'])
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#tries = 0
      this.#refusals = 0
      this.#events.opened(new RPCLink({ websocket: socket }))
    })
    socket.addEventListener('close', () => void this.#closed())
  }

  async #closed(): Promise<void> {
    this.#tries += 1
    const server = await standing()
    this.#refusals = server === 'there' ? this.#refusals + 1 : 0
    this.#socket = undefined
    if (server === 'unknown-page' || this.#refusals > 2) return this.#events.shutOut()
    const wait = backOff(this.#tries)
    this.#timer = setTimeout(() => this.dial(), wait)
    this.#events.lost(this.#tries, Date.now() + wait)
  }
}
