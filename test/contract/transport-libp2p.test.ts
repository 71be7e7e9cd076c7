import { createServer } from 'node:net'
import type { Log } from '../../core/shared/index.ts'
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import { transportSuite } from './transport-suite.ts'

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

for (const encryption of ['tls', 'noise'] as const) {
  transportSuite(`libp2p over ${encryption}`, async () => {
    const deaf = createServer()
    const closedPort = await new Promise<number>((resolve) => {
      deaf.listen(0, '127.0.0.1', () => {
        const address = deaf.address()
        deaf.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 1))
      })
    })
    return {
      make: async () =>
        libp2pTransport({
          privateKey: await createPeerKey(),
          listen: { host: '127.0.0.1' },
          discovery: false,
          log: quiet,
          clock: wallClock,
          encryption: [encryption],
        }),
      nowhere: (peer) => `/ip4/127.0.0.1/tcp/${closedPort}/p2p/${peer}`,
      kill: (transport) => transport.stop(),
      close: async () => undefined,
    }
  })
}
