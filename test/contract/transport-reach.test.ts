import { createPeerKey, MemoryHub, memoryTransport, peerOfKey } from '../../core/sync/transport/index.ts'
import { loopbackTransport } from '../support/relayed-net.ts'
import { reachSuite } from './transport-reach-suite.ts'

reachSuite('memory', async () => {
  const hub = new MemoryHub()
  return {
    make: async () => memoryTransport(hub, await peerOfKey(await createPeerKey())),
    improve: (a, b) => hub.straighten(a.peer, b.peer),
    close: async () => undefined,
  }
})

// The path through both routers comes about by itself.
reachSuite('libp2p', async () => ({
  make: () => loopbackTransport(),
  improve: () => undefined,
  close: async () => undefined,
}))
