/** A service on a real profile with nobody to talk to, spoken to through the contract as a screen would. */
import { createRouterClient } from '@orpc/server'
import { createService, type Network, profileSchemas } from '../../core/service/index.ts'
import type { PeerId } from '../../core/shared/index.ts'
import { heldKeyStore, openProfile } from '../../core/storage/index.ts'
import { keptLog, seededRandom, testClock } from './surroundings.ts'

/** A network with the cable pulled. */
export const noNetwork: Network = {
  peer: '12D3KooWNobody' as PeerId,
  addresses: () => [],
  carry: () => async () => undefined,
  join: async () => {
    throw Object.assign(new TypeError('no network'))
  },
  retry: () => undefined,
  configure: async () => undefined,
  reach: () => ({ listening: false, router: 'off', relays: [], helped: 0 }),
  test: async function* () {},
  readKeeper: () => {
    throw new TypeError('no network')
  },
  claimKeeper: async () => {
    throw new TypeError('no network')
  },
  dropKeeper: () => undefined,
  status: () => ({ connected: false, dialling: 0, peers: [], unreached: [], keepers: [] }),
  onChange: () => () => undefined,
}

export async function oneService(folder: string, seed = 'service', network = noNetwork, clock = testClock()) {
  const profile = await openProfile({
    folder,
    keyStore: heldKeyStore(new Uint8Array(32).fill(3), 'keychain'),
    schemas: profileSchemas,
    signal: AbortSignal.timeout(10_000),
  })
  const log = keptLog()
  const service = createService({ profile, clock, random: seededRandom(seed), log, network })
  service.start()
  const client = createRouterClient(service.router)
  const stop = async () => {
    await service.stop()
    profile.close()
  }
  return { client, clock, log, profile, stop }
}
