import type { Connection, Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { LIMITS, type PeerId } from '../../../shared/index.ts'
import { dialable, type PeerAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'
import { abortable } from '../waiting.ts'
import { dialOrder } from './dial-order.ts'
import { preferNoise } from './node.ts'
import { dialCircuit } from './relaying/circuits.ts'
import { within, type Station } from './station.ts'

export interface Opener extends Station {
  readonly mayDial: (address: PeerAddress) => boolean
  /** Peers that are being dialled over relays. */
  readonly dialling: Map<PeerId, Promise<Connection>>
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
  const good = dialOrder(dialable(addresses, peer, self).filter(opener.mayDial))
  if (good.length === 0) throw transportErrors('not-ours-to-dial')
  let refusal: unknown
  const first = await dial(opener, peer, good, signal).catch((error: unknown) => {
    if (!isAboutCertificate(error)) throw transportErrors('unreachable', { cause: error })
    refusal = error
  })
  const stream = first && (await newStream(first, protocol, signal).catch(unlessGone))
  if (first && stream) return [stream, first]
  // TLS certificates name a time, so a device whose clock is wrong by hours is refused, by us or, after our dial, by it.
  signal.throwIfAborted()
  try {
    const second = await preferNoise(opener.upgrader, () => dial(opener, peer, good, signal))
    return [await newStream(second, protocol, signal), second]
  } catch (error) {
    if (transportErrors.is(error, 'no-such-protocol')) throw error
    throw transportErrors('unreachable', { cause: refusal ?? error })
  }
}

/** The first connection that comes about; those over relays are tried when direct ones take long, or there are none. */
async function dial(
  opener: Opener,
  peer: PeerId,
  addresses: readonly PeerAddress[],
  signal: AbortSignal,
): Promise<Connection> {
  const straight = addresses.filter(({ relay }) => relay === undefined)
  const circuits = addresses.filter(({ relay }) => relay !== undefined)
  const dialStraight = (until: AbortSignal): Promise<Connection> =>
    opener.node.dial(
      straight.map(({ text }) => multiaddr(text)),
      { signal: until },
    )
  if (circuits.length === 0) return dialStraight(signal)
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const headStart = new AbortController()
  const first = straight.length === 0 ? Promise.reject(transportErrors('unreachable')) : dialStraight(either)
  first.catch(() => headStart.abort())
  try {
    const waited = opener.clock.sleep(LIMITS.relayHeadStart, AbortSignal.any([headStart.signal, either]))
    const second = waited.catch(() => undefined).then(() => dialCircuits(opener, peer, circuits, either))
    return await Promise.any([first, second])
  } finally {
    over.abort(transportErrors('closed'))
    headStart.abort()
  }
}

/** One after the other; who wants to the same peer meanwhile takes the connection that comes of it, as libp2p does with direct ones. */
async function dialCircuits(
  opener: Opener,
  peer: PeerId,
  circuits: readonly PeerAddress[],
  signal: AbortSignal,
): Promise<Connection> {
  const before = opener.dialling.get(peer)
  const made = before && (await abortable(before, signal).catch(() => undefined))
  if (made?.status === 'open') return made
  const dialled = dialInTurn(opener, circuits, signal)
  opener.dialling.set(peer, dialled)
  try {
    return await dialled
  } finally {
    if (opener.dialling.get(peer) === dialled) opener.dialling.delete(peer)
  }
}

async function dialInTurn(opener: Opener, circuits: readonly PeerAddress[], signal: AbortSignal): Promise<Connection> {
  const failures: unknown[] = []
  for (const circuit of circuits) {
    signal.throwIfAborted()
    try {
      return await within(opener, LIMITS.addressDialTimeout, signal, (until) => dialCircuit(opener, circuit, until))
    } catch (error) {
      failures.push(error)
    }
  }
  throw new AggregateError(failures)
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
