import type { Connection, Stream } from '@libp2p/interface'
import { LIMITS, type PeerId } from '../../../shared/index.ts'
import { dialable, type PeerAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'
import { closeInOrder } from './closing.ts'
import { dialOrder } from './dial-order.ts'
import { preferNoise } from './node.ts'
import { dialCircuit } from './relaying/circuits.ts'
import { staggered } from './staggered.ts'
import type { Station } from './station.ts'
import { dialStraight, joined } from './straight.ts'

export interface Opener extends Station {
  readonly mayDial: (address: PeerAddress) => boolean
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
  if (circuits.length === 0) return dialStraight(opener, peer, straight, signal)
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const headStart = new AbortController()
  const first =
    straight.length === 0
      ? Promise.reject(transportErrors('unreachable'))
      : dialStraight(opener, peer, straight, either)
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

/** One relay after the other; one that is slow goes on while the next is tried. */
function dialCircuits(
  opener: Opener,
  peer: PeerId,
  circuits: readonly PeerAddress[],
  signal: AbortSignal,
): Promise<Connection> {
  const { clock } = opener
  const connect = (circuit: PeerAddress, until: AbortSignal): Promise<Connection> => dialCircuit(opener, circuit, until)
  const spare = (connection: Connection): void => void closeInOrder(connection, clock)
  const dial = (): Promise<Connection> =>
    staggered(circuits, { clock, pause: LIMITS.addressDialTimeout, connect, spare }, signal)
  return joined(opener.dialling.relayed, peer, dial, signal)
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
