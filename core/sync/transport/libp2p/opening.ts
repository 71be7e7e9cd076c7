import type { Connection, Stream, Upgrader } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { LIMITS, type Clock, type PeerId } from '../../../shared/index.ts'
import { dialable, type PeerAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'
import type { Connections } from './connections.ts'
import { dialOrder } from './dial-order.ts'
import { preferNoise, type Node } from './node.ts'

export interface Opener {
  readonly node: Node
  readonly upgrader: Upgrader
  readonly connections: Connections
  readonly self: PeerId
  readonly clock: Clock
}

export interface Target {
  readonly peer: PeerId
  readonly addresses: readonly string[]
  readonly protocol: string
}

/** A stream and the connection it runs on. @throws what `Transport.open` throws */
export async function openStream(opener: Opener, target: Target, signal: AbortSignal): Promise<[Stream, Connection]> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  opener.clock.sleep(LIMITS.dialTimeout, either).then(
    () => over.abort(transportErrors('unreachable')),
    () => undefined,
  )
  try {
    return await tryAll(opener, target, either)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    over.abort()
  }
}

async function tryAll(opener: Opener, target: Target, signal: AbortSignal): Promise<[Stream, Connection]> {
  const { connections, self } = opener
  const { peer, addresses, protocol } = target
  for (const connection of connections.of(peer)) {
    const stream = await newStream(connection, protocol, signal).catch(unlessGone)
    if (stream) return [stream, connection]
  }
  const good = dialOrder(dialable(addresses, peer, self))
  let refusal: unknown
  const first = await dial(opener, good, signal).catch((error: unknown) => {
    if (!isAboutCertificate(error)) throw transportErrors('unreachable', { cause: error })
    refusal = error
  })
  const stream = first && (await newStream(first, protocol, signal).catch(unlessGone))
  if (first && stream) return [stream, first]
  // TLS certificates name a time, so a device whose clock is wrong by hours is refused, by us or, after our dial, by it.
  signal.throwIfAborted()
  try {
    const second = await preferNoise(opener.upgrader, () => dial(opener, good, signal))
    return [await newStream(second, protocol, signal), second]
  } catch (error) {
    if (transportErrors.is(error, 'no-such-protocol')) throw error
    throw transportErrors('unreachable', { cause: refusal ?? error })
  }
}

async function dial({ node }: Opener, addresses: readonly PeerAddress[], signal: AbortSignal): Promise<Connection> {
  return node.dial(
    addresses.map(({ text }) => multiaddr(text)),
    { signal },
  )
}

/** @throws sync/no-such-protocol, or whatever happened to the connection */
async function newStream(connection: Connection, protocol: string, signal: AbortSignal): Promise<Stream> {
  try {
    return await connection.newStream(protocol, {
      signal,
      runOnLimitedConnection: true,
      maxOutboundStreams: LIMITS.streamsPerConnection,
    })
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'UnsupportedProtocolError')
      throw transportErrors('no-such-protocol', { cause })
    throw cause
  }
}

/** Lets the next way be tried when it was the connection that failed. */
function unlessGone(error: unknown): undefined {
  if (transportErrors.is(error, 'no-such-protocol')) throw error
}

function isAboutCertificate(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isAboutCertificate)
  return error instanceof Error && /certificate/i.test(error.message)
}
