/** A network of nobody: the transport listens, and no community is carried yet. */
import type { Network } from '../service/index.ts'
import { transportErrors, type Transport } from '../sync/transport/index.ts'

export function nobody(transport: Transport): Network {
  return {
    peer: transport.peer,
    addresses: () => transport.addresses(),
    carry: () => async () => undefined,
    join: () => Promise.reject(transportErrors('unreachable')),
    retry: () => undefined,
    status: () => ({ connected: transport.addresses().length > 0, dialling: 0, peers: [] }),
    onChange: (listener) => transport.onAddresses(() => listener(undefined)),
  }
}
