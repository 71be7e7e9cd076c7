import type { Connection } from '@libp2p/interface'
import { LIMITS, type PeerId } from '../../../shared/index.ts'
import type { PeerAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'
import { abortable } from '../waiting.ts'
import { closeInOrder } from './closing.ts'
import { staggered } from './staggered.ts'
import type { Station } from './station.ts'

/** A new connection to a peer by one of its own addresses. @throws AggregateError of why each failed, the signal's reason */
export function dialStraight(
  station: Station,
  peer: PeerId,
  addresses: readonly PeerAddress[],
  signal: AbortSignal,
): Promise<Connection> {
  const { clock } = station
  const connect = async (address: PeerAddress, until: AbortSignal): Promise<Connection> => {
    // The encryption lets in nobody but whom the address names.
    if ((address.peer ?? peer) !== peer) throw transportErrors('not-ours-to-dial')
    const connection = await station.connect(address.peer ? address.text : `${address.text}/p2p/${peer}`, until)
    if (connection.status !== 'open') throw transportErrors('closed')
    return connection
  }
  const spare = (connection: Connection): void => void closeInOrder(connection, clock)
  const dial = (): Promise<Connection> =>
    staggered(addresses, { clock, pause: LIMITS.addressDialPause, connect, spare }, signal)
  return joined(station.dialling.straight, peer, dial, signal)
}

/** What somebody else who wants to the same peer is dialling already, or else comes of a dial of one's own. @throws what `dial` throws */
export async function joined(
  dialling: Map<PeerId, Promise<Connection>>,
  peer: PeerId,
  dial: () => Promise<Connection>,
  signal: AbortSignal,
): Promise<Connection> {
  for (let before = dialling.get(peer); before; before = dialling.get(peer)) {
    const made = await abortable(before, signal).catch(() => undefined)
    if (made?.status === 'open') return made
    signal.throwIfAborted()
    if (dialling.get(peer) === before) dialling.delete(peer)
  }
  const dialled = dial()
  dialling.set(peer, dialled)
  try {
    return await dialled
  } finally {
    if (dialling.get(peer) === dialled) dialling.delete(peer)
  }
}
