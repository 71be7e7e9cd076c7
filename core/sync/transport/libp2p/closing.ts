import type { Connection } from '@libp2p/interface'
import { LIMITS, type Clock } from '../../../shared/index.ts'
import { transportErrors } from '../errors.ts'
import { askOver } from './probe.ts'

/**
 * Closes a connection, in good order if that takes no longer than LIMITS.connectionCloseTimeout: what was sent and closed on its streams
 * arrives. Never rejects.
 */
export async function closeInOrder(connection: Connection, clock: Clock): Promise<void> {
  // A stream that is not finished must not look as if it were: closing the connection would end it cleanly.
  for (const stream of connection.streams)
    if (stream.writeStatus === 'writable') stream.abort(transportErrors('closed'))
  const over = new AbortController()
  const late = clock.sleep(LIMITS.connectionCloseTimeout, over.signal).catch(() => undefined)
  await Promise.race([close(connection, over.signal).catch(() => undefined), late])
  over.abort()
  if (connection.status !== 'closed') connection.abort(transportErrors('closed'))
}

async function close(connection: Connection, signal: AbortSignal): Promise<void> {
  // Whatever comes while a socket is being closed resets it, and with that what the other side has not read is lost. So it is
  // closed when the other side has shown that it has read all.
  if (connection.status === 'open') await askOver(connection, signal)
  await connection.close({ signal })
}
