import type { Connection, Upgrader } from '@libp2p/interface'
import type { Clock, Log, PeerId } from '../../../shared/index.ts'
import { deadline } from '../../deadline.ts'
import { transportErrors } from '../errors.ts'
import type { Connections } from './connections.ts'
import type { MadeNode, Node } from './node.ts'
import { pathOf } from './path.ts'

/** A libp2p node that runs, and what all that is built upon it needs. */
export interface Station {
  readonly node: Node
  readonly upgrader: Upgrader
  readonly connections: Connections
  readonly self: PeerId
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the node stops. */
  readonly signal: AbortSignal
  /** A new connection by one address, which names the peer. @throws what the encryption says, the signal's reason */
  readonly connect: MadeNode['connect']
  /** Peers that are being dialled by their own addresses, and over relays. */
  readonly dialling: Record<'straight' | 'relayed', Map<PeerId, Promise<Connection>>>
}

/** The best connection to a peer that nobody relays. */
export function straightTo({ connections }: Pick<Station, 'connections'>, peer: PeerId): Connection | undefined {
  return connections.of(peer).find((each) => !isRelayed(each))
}

export const isRelayed = (connection: Connection): boolean => pathOf(connection).kind === 'relayed'

export const peerOf = (connection: Connection): PeerId => connection.remotePeer.toString() as PeerId

/** Does something that must be done in so many milliseconds, and before the station stops. @throws sync/timeout, the signal's reason */
export async function within<T>(
  station: Pick<Station, 'clock' | 'signal'>,
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = signal === station.signal ? signal : AbortSignal.any([signal, station.signal])
  const until = deadline(station.clock, ms, () => transportErrors('timeout'), either)
  try {
    return await work(until.signal)
  } finally {
    until.clear()
  }
}
