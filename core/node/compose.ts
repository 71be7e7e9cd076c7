/** Puts the rooms together: profile, transport, network, service, in this order, and stops them the other way round. */
import { errorCode, type Stoppable } from '../shared/index.ts'
import { openProfile } from '../storage/index.ts'
import { libp2pTransport } from '../sync/transport/index.ts'
import { peerKeyOf } from './peer-key.ts'
import type { Compose } from './parts.ts'

export const composeRooms: Compose = async ({ profileFolder, network, clock, log }, keyStore, signal) => {
  const started: Stoppable[] = []
  const stop = async (): Promise<void> => {
    for (const each of started.toReversed())
      await each.stop().catch((error: unknown) => log.error('core.stop', { code: errorCode(error) }))
  }
  try {
    const onListenerError = (error: unknown): void => log.error('storage.listener', { code: errorCode(error) })
    const profile = await openProfile({ folder: profileFolder, keyStore, onListenerError, signal })
    started.push({ stop: async () => profile.close() })

    const { listen = {}, discovery } = network
    const privateKey = await peerKeyOf(profile.settings)
    const transport = await libp2pTransport({ privateKey, listen, discovery, log, clock })
    started.push(transport)
    await transport.start(signal)

    return { router: {}, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
