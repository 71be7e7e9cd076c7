/** People over the real transport, speaking to this computer alone. */
import type { Clock } from '../../core/shared/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import type { CarriedPerson } from './carried-person.ts'
import { keptLog, type KeptLog, seededRandom } from './surroundings.ts'

export interface OnLoopback {
  readonly carried: CarriedPerson
  readonly sync: Sync
  readonly log: KeptLog
  /** For starting again as the same peer. */
  readonly key: Uint8Array
}

export interface LoopbackTimes {
  /** Of the sync; the transport's is the wall clock always. */
  readonly clock?: Clock
  /** Milliseconds without a byte after which a connection is given up. */
  readonly inactivity?: number
}

/** Starts a sync over libp2p, and carries what it is given. */
export async function onLoopback(
  carried: CarriedPerson,
  key?: Uint8Array,
  { clock = wallClock, inactivity }: LoopbackTimes = {},
): Promise<OnLoopback> {
  const log = keptLog()
  const privateKey = key ?? (await createPeerKey())
  const listen = { host: '127.0.0.1' }
  // Everybody here is one host.
  const connectionsPerSecond = 1000
  const transport = await libp2pTransport({
    privateKey,
    listen,
    discovery: false,
    log,
    clock: wallClock,
    connectionsPerSecond,
    ...(inactivity === undefined ? {} : { inactivity }),
  })
  const sync = createSync({ transport, clock, random: seededRandom(transport.peer), log })
  await sync.start(new AbortController().signal)
  sync.carry(carried)
  return { carried, sync, log, key: privateKey }
}
