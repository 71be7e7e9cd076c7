import type { Connection } from '@libp2p/interface'
import { LIMITS } from '../../../shared/index.ts'
import { transportErrors } from '../errors.ts'
import { within, type Station } from './station.ts'

/** Nobody serves it: the answer that it is not known is an answer. */
const PROBE_PROTOCOL = '/folkmoot/probe/1'

/**
 * Whether somebody answers on that very connection, within LIMITS.pathProbe unless told. What does not is broken: paths through routers are
 * reported as open though nothing can come through. Never rejects.
 */
export async function probe(
  station: Pick<Station, 'clock' | 'signal'>,
  connection: Connection,
  ms: number = LIMITS.pathProbe,
): Promise<boolean> {
  try {
    await within(station, ms, station.signal, (signal) => askOver(connection, signal))
    return true
  } catch {
    if (connection.status === 'open') connection.abort(transportErrors('closed'))
    return false
  }
}

/** Resolves when all that was sent on a connection before has come to the other end. @throws the signal's reason, or when it is broken */
export async function askOver(connection: Connection, signal: AbortSignal): Promise<void> {
  try {
    const stream = await connection.newStream(PROBE_PROTOCOL, { signal })
    stream.abort(transportErrors('closed'))
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnsupportedProtocolError') throw error
  }
}
