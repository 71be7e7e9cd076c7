import type { Connection, Stream } from '@libp2p/interface'
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr'
import { errorCode, LIMITS, type PeerId } from '../../../../shared/index.ts'
import { parseAddress, type PeerAddress } from '../../addresses.ts'
import { transportErrors } from '../../errors.ts'
import { WaitingLine } from '../../waiting.ts'
import { peerOf, straightTo, within, type Station } from '../station.ts'
import { dialStraight } from '../straight.ts'
import { StreamConnection } from './stream-connection.ts'
import {
  answerBytes,
  parseAnswer,
  parsePeer,
  RELAY_PROTOCOL,
  RELAYED_PROTOCOL,
  requestBytes,
  Words,
  type RelayRequest,
} from './words.ts'

/**
 * Connects to the peer of an address that names a relay, over the connection to that relay there is or a new one.
 * @throws sync/unreachable, the signal's reason, or what the encryption says
 */
export async function dialCircuit(station: Station, address: PeerAddress, signal: AbortSignal): Promise<Connection> {
  const { text, relay, peer } = address
  if (relay === undefined || peer === undefined) throw transportErrors('not-ours-to-dial')
  const [place = ''] = text.split('/p2p-circuit')
  const relayAt = parseAddress(place)
  if (relayAt?.peer !== relay) throw transportErrors('not-ours-to-dial')
  const connection = straightTo(station, relay) ?? (await dialStraight(station, relay, [relayAt], signal))
  const words = await ask(connection, { kind: 'connect', peer }, signal)
  try {
    return await station.upgrader.upgradeOutbound(new StreamConnection(words.rest(), multiaddr(text)), { signal })
  } catch (error) {
    words.abort()
    throw error
  }
}

/**
 * Asks a relay for a reservation: connections of others may come from there until what is answered has ended, by either side.
 * @throws sync/unreachable, the signal's reason, or whatever happened to the connection
 */
export async function reserve(connection: Connection, signal: AbortSignal): Promise<Words> {
  return await ask(connection, { kind: 'reserve' }, signal)
}

/** Those over relays that are being set up; more wait, so that there is room for one host that comes straight. */
const mostPending = LIMITS.pendingConnections - LIMITS.pendingConnectionsPerHost

/** Takes what relays bring of others, from those that `isOurs` says have a reservation of ours. The answer ends that. */
export function serveCircuits(
  station: Station,
  isOurs: (relay: PeerId) => boolean,
  admits: (peer: PeerId) => boolean,
): () => Promise<void> {
  const line = new WaitingLine()
  let pending = 0
  const upgrade = async (words: Words, from: Multiaddr, signal: AbortSignal): Promise<void> => {
    while (pending >= mostPending) await line.wait(signal)
    pending++
    try {
      await words.say(answerBytes('yes'), signal)
      await station.upgrader.upgradeInbound(new StreamConnection(words.rest(), from), { signal })
    } finally {
      pending--
      line.wakeAll()
    }
  }
  const take = async (stream: Stream, relay: Connection): Promise<void> => {
    const words = new Words(stream)
    try {
      await within(station, LIMITS.relayAnswer, station.signal, async (signal) => {
        const peer = parsePeer(await words.hear(signal))
        if (!isOurs(peerOf(relay)) || peer === undefined || !admits(peer)) return await refuse(words, signal)
        await upgrade(words, multiaddr(`/p2p/${peerOf(relay)}/p2p-circuit/p2p/${peer}`), signal)
      })
    } catch (error) {
      station.log.debug('sync.relayed-failed', { code: errorCode(error) })
      words.abort()
    }
  }
  const limits = { maxInboundStreams: LIMITS.relayCircuits, maxOutboundStreams: LIMITS.relayCircuits }
  const served = station.node.handle(RELAYED_PROTOCOL, take, { force: true, ...limits })
  served.catch((error: unknown) => station.log.warn('sync.libp2p-failed', { code: errorCode(error) }))
  return async () => station.node.unhandle(RELAYED_PROTOCOL)
}

async function ask(connection: Connection, request: RelayRequest, signal: AbortSignal): Promise<Words> {
  const stream = await connection.newStream(RELAY_PROTOCOL, {
    signal,
    maxOutboundStreams: LIMITS.streamsPerConnection,
  })
  const words = new Words(stream)
  try {
    await words.say(requestBytes(request), signal)
    const answer = parseAnswer(await words.hear(signal))
    if (answer === 'yes') return words
    throw transportErrors('unreachable', { details: { relay: answer ?? 'unknown' } })
  } catch (error) {
    words.abort()
    throw error
  }
}

async function refuse(words: Words, signal: AbortSignal): Promise<void> {
  await words.say(answerBytes('refused'), signal)
  await words.end(signal)
}
