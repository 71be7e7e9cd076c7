/** Whole cores of named people, and keepers, on a network in memory: for stories in which people are hardly ever there together. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { Keeper, keeperSchema } from '../../core/keeper/index.ts'
import { createService, profileSchemas } from '../../core/service/index.ts'
import { LIMITS, type Random } from '../../core/shared/index.ts'
import { type Device, loadDevice } from '../../core/identity/index.ts'
import { heldKeyStore, openDatabase, openProfile, type Profile } from '../../core/storage/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import {
  createPeerKey,
  MemoryHub,
  memoryTransport,
  type MemoryTransport,
  peerOfKey,
  type Transport,
} from '../../core/sync/transport/index.ts'
import { eventually, fastClock } from './carried-person.ts'
import { type Client, now, type Place, until } from './neighbours.ts'
import { keptLog, seededRandom, temporaryFolder } from './surroundings.ts'

export interface KeptPerson {
  readonly name: string
  readonly client: Client
  readonly log: ReturnType<typeof keptLog>
  readonly transport: MemoryTransport
  readonly sync: Sync
  readonly profile: Profile
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
    profile,
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
  /** Names of its shelves. */
  shelves(): readonly Uint8Array[]
  stop(): Promise<void>
}

export async function keeperOf(
  { hub, folder }: Surrounding,
  name: string,
  options: {
    readonly budget?: number
    readonly key?: Uint8Array
    readonly wrap?: (transport: Transport) => Transport
  } = {},
): Promise<RunningKeeper> {
  const log = keptLog()
  const path = join(folder, `${name}.db`)
  const database = openDatabase({ path, key: new Uint8Array(32).fill(9), schemas: [keeperSchema] })
  const transport = memoryTransport(hub, await peerOfKey(options.key ?? (await createPeerKey())))
  const budget = options.budget ?? LIMITS.keeperBudget
  const keeper = new Keeper({
    database,
    transport: options.wrap?.(transport) ?? transport,
    clock,
    random: seededRandom(name),
    log,
    name,
    budget,
  })
  await keeper.start(AbortSignal.timeout(10_000))
  return {
    keeper,
    transport,
    log,
    path,
    shelves: () =>
      database
        .statement<{ id: Uint8Array }>('SELECT id FROM shelf')
        .all()
        .map(({ id }) => Uint8Array.from(id)),
    stop: async () => {
      await keeper.stop()
      database.close()
    },
  }
}

/** Ada, who founded a community, Ben, who came by her invite, and a keeper she has named. All are there, and Ben has met it. */
export interface KeptVillage extends AsyncDisposable {
  readonly place: Place
  readonly keeper: RunningKeeper
  readonly ada: KeptPerson
  readonly ben: KeptPerson
  readonly hub: MemoryHub
  start(name: string): Promise<KeptPerson>
  /** Waits until the keeper has all of somebody’s. */
  isKept(person: KeptPerson): Promise<void>
  /** Stops somebody after that. */
  leaves(person: KeptPerson): Promise<void>
  /** The keys of somebody's device. */
  deviceOf(person: KeptPerson): Device
  /** Copies the folder of somebody who is not there; puts it in place of what there is later. */
  keepCopy(name: string): void
  putCopyBack(name: string): void
}

export async function keptVillage(
  options: Parameters<typeof keeperOf>[2] & { readonly tap?: (transport: Transport) => Transport } = {},
): Promise<KeptVillage> {
  const folder = temporaryFolder()
  const world: Surrounding = { hub: new MemoryHub(), folder: folder.path, ...(options.tap && { wrap: options.tap }) }
  const keeper = await keeperOf(world, 'keeper', options.tap ? { ...options, wrap: options.tap } : options)
  const open: KeptPerson[] = []
  const start = async (name: string): Promise<KeptPerson> => {
    const person = await personOf(world, name)
    open.push(person)
    return person
  }
  const ada = await start('ada')
  const place = await ada.client.communities.create({
    ...{ name: 'Garden', purpose: 'Grow food', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { community } = place
  const { link } = await ada.client.invites.create({
    ...{ community, uses: 1, hours: 24, role: 'member', approval: false },
  })
  const ben = await start('ben')
  await ben.client.invites.accept({ link, displayName: 'Ben' })
  await until(ben.client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
  keeper.keeper.openClaim()
  await ada.client.keepers.add({ community, link: keeper.keeper.link() ?? '' })
  const isKept = (person: KeptPerson): Promise<void> =>
    eventually(() => {
      const [status] = person.sync.status(community).keepers
      return status?.state === 'reached' && status.waiting === 0
    }, `that all of ${person.name}’s is kept`)
  await isKept(ben)
  const [own, copy] = [(name: string) => join(folder.path, name), (name: string) => join(folder.path, `${name}-copy`)]
  return {
    ...{ place, keeper, ada, ben, start, isKept, hub: world.hub },
    leaves: async (person) => {
      await isKept(person)
      await person.stop()
    },
    deviceOf: ({ profile }) => {
      const device = loadDevice(profile.database, community)
      if (!device) throw new TypeError('they are not in the community')
      return device
    },
    keepCopy: (name) => cpSync(own(name), copy(name), { recursive: true }),
    putCopyBack: (name) => {
      rmSync(own(name), { recursive: true })
      cpSync(copy(name), own(name), { recursive: true })
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((each) => each.stop()))
      await keeper.stop()
      folder[Symbol.dispose]()
    },
  }
}
