import { createPeerKey, peerOfKey } from '../../core/sync/transport/index.ts'
import { loopbackTransport, offerOf, relay, reserved } from '../support/relayed-net.ts'
import { transportSuite } from './transport-suite.ts'

/** Everybody hides their address, so that all they do goes over one relay. */
transportSuite('libp2p over a relay', async () => {
  const helper = await relay()
  const gone = await peerOfKey(await createPeerKey())
  return {
    make: async () => {
      const transport = await loopbackTransport({ hideAddress: true })
      transport.useRelays([offerOf(helper)])
      return transport
    },
    ready: (transport) => reserved(transport),
    nowhere: (peer) => `/ip4/127.0.0.1/tcp/1/p2p/${gone}/p2p-circuit/p2p/${peer}`,
    kill: (transport) => transport.stop(),
    close: () => helper.stop(),
  }
})
