import { expect } from 'vitest'
import type { ConnectionView, Transport } from '../../core/sync/transport/index.ts'
import { loopbackTransport, offerOf, relay, reserved } from '../support/relayed-net.ts'
import { transportSuite } from './transport-suite.ts'

/** Everybody is dialled over one relay, and all channels then run on the path that is opened beside it. */
transportSuite('libp2p through opened paths', async () => {
  const helper = await relay()
  const circuit = (peer: string): string => `${helper.addresses()[0]}/p2p-circuit/p2p/${peer}`
  return {
    make: async () => {
      const transport = await loopbackTransport()
      transport.useRelays([offerOf(helper)])
      const open = transport.open.bind(transport)
      transport.open = async (peer, addresses, protocol, until) => {
        const only = addresses.filter((each) => each === circuit(peer))
        if (only.length === 0) return await open(peer, addresses, protocol, until)
        const nothing = await open(peer, only, '/folkmoot/nothing/1', until).catch((error: unknown) => error)
        if (String(nothing).includes('does not speak')) await punched(transport, peer)
        return await open(peer, only, protocol, until)
      }
      return transport
    },
    ready: (transport) => reserved(transport),
    counts: isOpened,
    nowhere: (peer) => `/ip4/127.0.0.1/tcp/1/p2p/${peer}`,
    kill: (transport) => transport.stop(),
    close: () => helper.stop(),
  }
})

const isOpened = ({ path }: ConnectionView): boolean => path.address.includes('/webrtc')

async function punched(transport: Transport, peer: string): Promise<void> {
  const opened = (): boolean => transport.connections().some((each) => each.peer === peer && isOpened(each))
  await expect.poll(opened, { timeout: 15_000 }).toBe(true)
}
