/** Whole cores of named people, and keepers, on a network in memory: for stories in which people are hardly ever there together. */
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { Keeper, keeperSchema } from '../../core/keeper/index.ts'
import { createService, profileSchemas } from '../../core/service/index.ts'
import { LIMITS, type Random } from '../../core/shared/index.ts'
import { heldKeyStore, openDatabase, openProfile } from '../../core/storage/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import {
  createPeerKey,
  type MemoryHub,
  memoryTransport,
  type MemoryTransport,
  peerOfKey,
  type Transport,
} from '../../core/sync/transport/index.ts'
import { fastClock } from './carried-person.ts'
import { now, type Place, until } from './neighbours.ts'
import { keptLog, seededRandom } from './surroundings.ts'

export interface KeptPerson {
  readonly name: string
  readonly client: ReturnType<typeof createRouterClient<ReturnType<typeof createService>['router']>>
  readonly log: ReturnType<typeof keptLog>
  readonly transport: MemoryTransport
  readonly sync: Sync
  /** What they read in a room, as far as it is here. */
  texts(place: Place): Promise<string[]>
  say(place: Place, text: string): Promise<void>
  /** Waits until they read this. */
  reads(place: Place, text: string): Promise<void>
  stop(): Promise<void>
}

export interface Surrounding {
  readonly hub: MemoryHub
  /** Folder in which everybody has one. */
  readonly folder: string
  readonly wrap?: (transport: Transport) => Transport
}

const clock = fastClock(10)
let said = 0

/** Somebody starts their core, with what they had when it stopped. */
export async function personOf({ hub, folder, wrap }: Surrounding, name: string): Promise<KeptPerson> {
  const log = keptLog()
  const random: Random = seededRandom(`${name} ${Math.random()}`)
  const profile = await openProfile({
    folder: join(folder, name),
    keyStore: heldKeyStore(new Uint8Array(32).fill(3), 'keychain'),
    schemas: profileSchemas,
    signal: AbortSignal.timeout(10_000),
  })
  const transport = memoryTransport(hub, await peerOfKey(await createPeerKey()))
  const sync = createSync({ transport: wrap?.(transport) ?? transport, clock, random, log })
  await sync.start(AbortSignal.timeout(10_000))
  const service = createService({ profile, clock, random, log, network: sync })
  service.start()
  const client = createRouterClient(service.router)
  return {
    name,
    client,
    log,
    transport,
    sync,
    texts: async (place) => (await now(client.rooms.watch({ ...place, limit: 200 }))).rows.map(({ text }) => text),
    say: async (place, text) => {
      await client.rooms.send({ ...place, text, clientKey: `message ${(said += 1)} ${Math.random()}`.padEnd(12) })
    },
    reads: async (place, text) => {
      await until(client.rooms.watch({ ...place, limit: 200 }), ({ rows }) => rows.some((row) => row.text === text))
    },
    stop: async () => {
      await service.stop()
      await sync.stop()
      profile.close()
    },
  }
}

export interface RunningKeeper {
  readonly keeper: Keeper
  readonly transport: MemoryTransport
  readonly log: ReturnType<typeof keptLog>
  readonly path: string
  stop(): Promise<void>
}

export async function keeperOf(
  { hub, folder }: Surrounding,
  name: string,
  options: { readonly budget?: number; readonly key?: Uint8Array } = {},
): Promise<RunningKeeper> {
  const log = keptLog()
  const path = join(folder, `${name}.db`)
  const database = openDatabase({ path, key: new Uint8Array(32).fill(9), schemas: [keeperSchema] })
  const transport = memoryTransport(hub, await peerOfKey(options.key ?? (await createPeerKey())))
  const budget = options.budget ?? LIMITS.keeperBudget
  const keeper = new Keeper({ database, transport, clock, random: seededRandom(name), log, name, budget })
  await keeper.start(AbortSignal.timeout(10_000))
  return {
    keeper,
    transport,
    log,
    path,
    stop: async () => {
      await keeper.stop()
      database.close()
    },
  }
}
