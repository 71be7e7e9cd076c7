/** A screen as a test sees it: the contract's client over a WebSocket, with the cookie a browser would have. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../core/contract/index.ts'

export type Client = ContractRouterClient<Contract>

export interface Screen {
  readonly client: Client
  readonly socket: WebSocket
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  close(): Promise<void>
}

/** What a browser holds after signing in: the Cookie header, and the key its page keeps. */
export interface Pass {
  readonly cookie: string
  readonly key: string
}

/** Signs in with a secret address as a browser would. */
export async function signIn(secretAddress: string): Promise<Pass> {
  const { origin, hash } = new URL(secretAddress)
  const token = hash.replace('#token=', '')
  const headers = { origin, 'content-type': 'application/json' }
  const response = await fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`no session: ${response.status}`)
  return { cookie, key: await response.text() }
}

/** Connects to a core that has given us this pass. */
export async function openScreen(address: string, { cookie, key }: Pass): Promise<Screen> {
  const { origin, host } = new URL(address)
  const socket = new WebSocket(`ws://${host}/rpc`, ['folkmoot', key], { origin, headers: { cookie } })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  // The same calls as a browser's WebSocket; only the types of their events differ.
  const websocket = socket as unknown as globalThis.WebSocket
  return {
    client: createORPCClient<Client>(new RPCLink({ websocket })),
    socket,
    closed,
    close: async () => {
      socket.close()
      await closed
    },
  }
}
