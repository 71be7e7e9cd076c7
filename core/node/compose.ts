/** Puts the rooms together: profile, transport, sync, service, in this order, and stops them the other way round. */
import { errorCode, type Stoppable } from '../shared/index.ts'
import { createService, keptReach, profileSchemas } from '../service/index.ts'
import { openProfile } from '../storage/index.ts'
import { createSync, libp2pTransport } from '../sync/index.ts'
import { peerKeyOf } from './peer-key.ts'
import type { Compose } from './parts.ts'
import { startSync } from './start-sync.ts'
import { version } from './version.ts'

export const composeRooms: Compose = async (options, keyStore, signal) => {
  const { profileFolder: folder, clock, random, log } = options
  const started: Stoppable[] = []
  const stop = async (): Promise<void> => {
    for (const each of started.toReversed())
      await each.stop().catch((error: unknown) => log.error('core.stop', { code: errorCode(error) }))
  }
  try {
    const onListenerError = (error: unknown): void => log.error('storage.listener', { code: errorCode(error) })
    const profile = await openProfile({ folder, keyStore, schemas: profileSchemas, onListenerError, signal })
    started.push({ stop: async () => profile.close() })

    const { listen = {}, discovery } = options.network
    const privateKey = await peerKeyOf(profile.settings)
    const transport = await libp2pTransport({ privateKey, listen, discovery, log, clock })
    const sync = createSync({ transport, clock, random, log })
    started.push(sync)
    const reachTrouble = await startSync(sync, keptReach(profile), signal)

    const service = createService({ profile, clock, random, log, network: sync, reachTrouble, version })
    started.push(service)
    service.start()
    return { router: service.router, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
