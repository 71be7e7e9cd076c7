import { type CommunityId, Listeners } from '../shared/index.ts'
import type { NetworkStatus, Sync, SyncOptions } from './network.ts'
import { transportErrors } from './transport/index.ts'

/** Puts the parts together over a transport. */
export function createSync({ transport, log }: SyncOptions): Sync {
  const changed = new Listeners<CommunityId | undefined>(() => log.error('sync.listener-failed'))
  const nobody: NetworkStatus = { connected: false, dialling: 0, peers: [] }
  return {
    peer: transport.peer,
    start: (signal) => transport.start(signal),
    stop: () => transport.stop(),
    addresses: () => transport.addresses(),
    carry: () => async () => undefined,
    join: () => Promise.reject(transportErrors('unreachable')),
    retry: () => undefined,
    status: () => nobody,
    onChange: (listener) => changed.add(listener),
  }
}
