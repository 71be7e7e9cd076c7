/** A whole core in this process on a fresh profile: storage, libp2p on loopback, sync and service. */
import { createRouterClient } from '@orpc/server'
import { composeRooms } from '../../core/node/compose.ts'
import { systemClock, systemRandom } from '../../core/node/system.ts'
import { heldKeyStore } from '../../core/storage/index.ts'
import type { Client } from '../support/screen.ts'
import { keptLog, temporaryFolder } from '../support/surroundings.ts'

export interface WholeCore {
  readonly client: Client
  stop(): Promise<void>
}

export async function wholeCore(): Promise<WholeCore> {
  const folder = temporaryFolder()
  const keys = heldKeyStore(new Uint8Array(32).fill(9), 'keychain')
  const network = { listen: { host: '127.0.0.1', port: 0 }, discovery: false }
  const options = {
    profileFolder: folder.path,
    keys,
    network,
    clock: systemClock,
    random: systemRandom,
    log: keptLog(),
  }
  const running = await composeRooms(options, keys, AbortSignal.timeout(30_000))
  return {
    client: createRouterClient(running.router) as unknown as Client,
    stop: async () => {
      await running.stop()
      folder[Symbol.dispose]()
    },
  }
}
