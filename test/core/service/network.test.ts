/** What a person sees of the network and does about it, spoken through the contract as a screen would. */
import { describe, expect, it } from 'vitest'
import type { NetworkStatus, PeerStatus } from '../../../core/service/index.ts'
import {
  type CommunityId,
  type DeviceId,
  LIMITS,
  Listeners,
  type MemberId,
  type PeerId,
  REACH_DEFAULTS,
  type ReachSettings,
} from '../../../core/shared/index.ts'
import { transportErrors } from '../../../core/sync/index.ts'
import { noNetwork, oneService } from '../../support/one-service.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const garden = {
  name: 'Garden Commons',
  purpose: 'Grow food together',
  rules: 'Be kind to the hedgehogs.',
  template: 'neighbourhood',
  displayName: 'Adelheid',
} as const

const peer = (last: string): PeerId => `12D3KooW${'A'.repeat(40)}${last.padStart(4, 'B')}` as PeerId
const id = (seed: string): string => seed.repeat(43).slice(0, 43)

function met(over: Partial<PeerStatus>): PeerStatus {
  return {
    member: id('m') as MemberId,
    device: id('d') as DeviceId,
    peer: peer('m'),
    path: { kind: 'lan', address: `/ip4/192.168.1.20/tcp/4001/p2p/${peer('m')}` },
    state: 'synced',
    receiving: 0,
    sending: 0,
    since: 1_799_999_000_000,
    received: 1234,
    sent: 567,
    ...over,
  }
}

/** A network that stands as it is told to. */
function scripted() {
  const listeners = new Listeners<CommunityId | undefined>((error) => {
    throw error
  })
  const state = {
    status: { ...noNetwork.status(id('c') as CommunityId) } as NetworkStatus,
    reach: noNetwork.reach(),
    configured: [] as ReachSettings[],
    /** What the next switches come to. */
    trouble: undefined as Error | undefined,
  }
  const network = {
    ...noNetwork,
    addresses: () => [
      `/ip4/203.0.113.77/tcp/4001/p2p/${peer('me')}`,
      `/dns/adas-house.example.org/tcp/9/p2p/${peer('me')}`,
    ],
    status: () => state.status,
    reach: () => state.reach,
    configure: async (settings: ReachSettings) => {
      if (state.trouble) throw state.trouble
      state.configured.push(settings)
      listeners.tell(undefined)
    },
    onChange: (listener: (community: CommunityId | undefined) => void) => listeners.add(listener),
  }
  const set = (status: Partial<NetworkStatus>, community?: CommunityId): void => {
    state.status = { ...state.status, ...status }
    listeners.tell(community)
  }
  return { network, state, set }
}

async function first<T>(source: AsyncIterable<T>): Promise<T> {
  for await (const each of source) return each
  throw new TypeError('it said nothing')
}

async function begun() {
  const folder = temporaryFolder()
  const net = scripted()
  const service = await oneService(folder.path, 'network', net.network)
  const { community } = await service.client.communities.create(garden)
  const sync = async () => first(await service.client.sync.watch({ community }))
  const end = async (): Promise<void> => {
    await service.stop()
    folder[Symbol.dispose]()
  }
  return { ...net, ...service, folder, community, sync, [Symbol.asyncDispose]: end }
}

describe('the network of a community', () => {
  it('says offline, alone, connecting, receiving and up to date only when that is so', async () => {
    await using ada = await begun()
    expect(await ada.sync()).toMatchObject({ state: 'offline', peers: 0, list: [], unreached: [] })
    ada.set({ connected: true })
    expect(await ada.sync()).toMatchObject({ state: 'alone' })
    ada.set({ dialling: 1 })
    expect(await ada.sync()).toMatchObject({ state: 'connecting' })
    // Who has failed to answer once is tried again and again, which is no news.
    const silent = { device: id('d') as DeviceId, member: id('m') as MemberId, peer: peer('m'), addresses: 1 }
    ada.set({ unreached: [{ ...silent, lastMet: 5, nextTry: 5, why: 'sync/unreachable' }] })
    expect(await ada.sync()).toMatchObject({ state: 'alone' })
    ada.set({ unreached: [{ ...silent, lastMet: 5, nextTry: 5, why: '' }] })
    expect(await ada.sync()).toMatchObject({ state: 'connecting' })
    ada.set({ peers: [met({ state: 'authenticated' })] })
    expect(await ada.sync()).toMatchObject({ state: 'receiving', peers: 1 })
    ada.set({ peers: [met({})] })
    expect(await ada.sync()).toMatchObject({ state: 'up-to-date' })
    // Two who have the same for us do not make it more.
    ada.set({ peers: [met({ receiving: 3 }), met({ receiving: 2 })] })
    expect(await ada.sync()).toMatchObject({ state: 'receiving', receiving: { left: 3 } })
  })

  it('is up to date by a keeper only once everything there was read, and says so only while nobody is met', async () => {
    await using ada = await begun()
    const keeper = { peer: peer('k'), name: 'Cellar', used: 5, budget: 9, waiting: 0, lastMet: 5, why: '' }
    ada.set({ connected: true, keepers: [{ ...keeper, state: 'unreached', receiving: 0 }] })
    expect(await ada.sync()).toMatchObject({ state: 'alone' })
    ada.set({ keepers: [{ ...keeper, state: 'reached', receiving: 7 }] })
    expect(await ada.sync()).toMatchObject({ state: 'receiving', receiving: { left: 7 } })
    ada.set({ keepers: [{ ...keeper, state: 'reached', receiving: 0 }] })
    expect(await ada.sync()).toMatchObject({ state: 'kept', keepers: [{ name: 'Cellar', state: 'reached', used: 5 }] })
    ada.set({ peers: [met({})] })
    expect(await ada.sync()).toMatchObject({ state: 'up-to-date' })
  })

  it('counts what was to come from the most there ever was, and begins anew when nothing is left', async () => {
    await using ada = await begun()
    const shares: string[] = []
    const steps = [20, 5, 0, 4]
    for await (const { receiving } of await ada.client.sync.watch({ community: ada.community })) {
      shares.push(`${receiving.left}/${receiving.whole}`)
      const next = steps.shift()
      if (next === undefined) break
      ada.set({ peers: [met({ receiving: next })] })
    }
    expect(shares).toEqual(['0/0', '20/20', '5/20', '0/0', '4/4'])
  })

  it('names who is met, over whom, and why others are not, and lists only so many of these', async () => {
    await using ada = await begun()
    const [mine] = await first(await ada.client.devices.watch({ community: ada.community }))
    const [me] = await first(await ada.client.members.watch({ community: ada.community }))
    if (!mine || !me) throw new TypeError('Ada is not there')
    const relay = peer('r')
    const unreached = Array.from({ length: LIMITS.shownUnreached + 5 }, (_, at) => ({
      ...{ device: id(`u${at}`) as DeviceId, member: id('m') as MemberId, peer: peer(`${at}`) },
      ...{
        lastMet: at === 0 ? undefined : 50,
        nextTry: Number.POSITIVE_INFINITY,
        why: 'sync/unreachable',
        addresses: 3,
      },
    }))
    ada.set({
      peers: [
        met({ member: me.id, device: mine.id, peer: relay }),
        met({ path: { kind: 'relayed', address: '/ip4/203.0.113.9/tcp/1', relay } }),
      ],
      unreached,
    })
    ada.state.reach = { listening: true, router: 'open', relays: [{ peer: relay, state: 'reserved' }], helped: 2 }
    const view = await ada.sync()
    expect(view.list).toMatchObject([
      { name: 'Adelheid', mine: true, path: 'lan' },
      { name: id('m').slice(0, 6), mine: false, path: 'relayed', relayedBy: 'Adelheid', received: 1234 },
    ])
    expect(view.unreached).toHaveLength(LIMITS.shownUnreached)
    expect(view.unreachedCount).toBe(LIMITS.shownUnreached + 5)
    expect(view.unreached[0]).toEqual({
      ...{ member: id('m'), device: id('u0'), name: id('m').slice(0, 6), deviceName: '', mine: false },
      ...{ why: 'sync/unreachable', addresses: 3 },
    })
    expect(view.relays).toEqual([{ peer: relay, name: 'Adelheid', state: 'reserved' }])
  })
})

describe('the switches', () => {
  it('are in force before they are kept, and are there after a restart', async () => {
    await using ada = await begun()
    const view = await ada.client.network.change({
      helpConnect: true,
      addresses: ['Moot.Example.org:4001', '[2001:DB8::1]:7'],
    })
    const want = {
      ...REACH_DEFAULTS,
      helpConnect: true,
      addresses: ['/dns/moot.example.org/tcp/4001', '/ip6/2001:db8::1/tcp/7'],
    }
    expect(view.settings).toEqual(want)
    expect(ada.state.configured).toEqual([want])
    await ada.stop()
    const again = await oneService(ada.folder.path, 'again', ada.network)
    expect((await first(await again.client.network.watch())).settings).toEqual(want)
    await again.stop()
  })

  it('stay as they were when what they need cannot be had', async () => {
    await using ada = await begun()
    ada.state.trouble = transportErrors('port-in-use', { details: { port: 4001 } })
    await expect(ada.client.network.change({ port: 4001 })).rejects.toMatchObject({ code: 'sync/port-in-use' })
    expect((await first(await ada.client.network.watch())).settings).toEqual(REACH_DEFAULTS)
  })

  it('do not let a device hide and help at once, nor take what is no address', async () => {
    await using ada = await begun()
    await ada.client.network.change({ helpConnect: true })
    await expect(ada.client.network.change({ hideAddress: true })).rejects.toMatchObject({
      code: 'network/contradiction',
    })
    await expect(ada.client.network.change({ addresses: ['over there'] })).rejects.toMatchObject({
      code: 'network/address-form',
      details: { address: 'over there' },
    })
    expect(ada.state.configured).toHaveLength(1)
  })

  it('take two changes at once one after the other, so that neither undoes the other', async () => {
    await using ada = await begun()
    await Promise.all([ada.client.network.change({ lanOnly: true }), ada.client.network.change({ openRouter: false })])
    expect(ada.state.configured.at(-1)).toEqual({ ...REACH_DEFAULTS, lanOnly: true, openRouter: false })
  })

  it('tell every screen at once', async () => {
    await using ada = await begun()
    const watched = [await ada.client.network.watch(), await ada.client.network.watch()]
    const told = watched.map(async (screen) => {
      for await (const { settings } of screen) if (settings.lanOnly) return true
      return false
    })
    await ada.client.network.change({ lanOnly: true })
    expect(await Promise.all(told)).toEqual([true, true])
  })
})

describe('diagnostics', () => {
  it('name nobody, quote nobody, and shorten every address and id', async () => {
    await using ada = await begun()
    const { client, community } = ada
    const [space] = await first(await client.spaces.watch({ community }))
    if (!space) throw new TypeError('there is no room')
    await client.rooms.send({
      community,
      space: space.id,
      text: 'the key is under the flowerpot',
      clientKey: 'key-0001',
    })
    await client.network.change({ addresses: ['adas-house.example.org:4001'] })
    const [mine] = await first(await client.devices.watch({ community }))
    const [me] = await first(await client.members.watch({ community }))
    await client.devices.rename({ community, device: mine?.id ?? '', name: 'Kitchen laptop' })
    ada.state.reach = {
      listening: true,
      router: 'open',
      relays: [{ peer: peer('rrrr'), state: 'reserved' }],
      helped: 2,
    }
    const spoilt = 'session/ended by Adelheid, who says: flowerpot'
    ada.set({
      peers: [
        met({ path: { kind: 'direct', address: `/ip6/2001:db8:aaaa:bbbb::17/tcp/40123/p2p/${peer('mmmm')}` } }),
        met({
          path: {
            kind: 'relayed',
            address: `/dns4/secret.example.org/tcp/1/p2p/${peer('r')}/p2p-circuit/p2p/${peer('m')}`,
          },
        }),
        met({ path: { kind: 'memory', address: '/memory/flowerpot' } }),
      ],
      unreached: [
        {
          member: id('m') as MemberId,
          device: id('d') as DeviceId,
          peer: peer('uuuu'),
          lastMet: 5,
          nextTry: 9,
          why: spoilt,
          addresses: 2,
        },
      ],
      keepers: [
        {
          peer: peer('kkkk'),
          name: 'Uncle Emeka',
          state: 'full',
          used: 7,
          budget: 9,
          waiting: 1,
          receiving: 0,
          lastMet: 5,
          why: 'keeper/full',
        },
      ],
    })
    const { text } = await client.network.diagnostics({ community })
    for (const told of [
      '2001:db8::x',
      'direct',
      'relayed',
      'router open',
      'keeper/full',
      '…uuuu',
      'further addresses 1',
      '203.0.x.x',
    ])
      expect(text).toContain(told)
    const secrets = [
      ...[
        'Garden',
        'hedgehog',
        'Adelheid',
        'general',
        'flowerpot',
        'Kitchen',
        'Emeka',
        'adas-house',
        'example',
        'secret',
      ],
      ...[community, me?.id, mine?.id, space.id, id('m'), id('d'), ada.profile.folder],
      ...['113.77', 'aaaa', 'bbbb', '192.168.1.20', peer('me'), peer('uuuu'), peer('kkkk'), '12D3KooW'],
    ]
    expect(secrets.filter((secret) => text.includes(secret ?? 'nothing'))).toEqual([])
  })
})

describe('test connection', () => {
  it('names whose device each way leads to, and ends when its screen goes', async () => {
    await using ada = await begun()
    const [mine] = await first(await ada.client.devices.watch({ community: ada.community }))
    const [me] = await first(await ada.client.members.watch({ community: ada.community }))
    let ended = false
    ada.network.test = async function* () {
      try {
        const way = {
          peer: peer('x'),
          address: '/ip4/192.168.1.9/tcp/1',
          kind: 'lan',
          outcome: 'reached',
          ms: 3,
        } as const
        yield { ...way, member: me?.id, device: mine?.id }
        yield { ...way, member: undefined, device: undefined, outcome: 'sync/unreachable' }
        yield { ...way, member: undefined, device: undefined }
      } finally {
        ended = true
      }
    }
    const steps = []
    for await (const step of await ada.client.network.test({ community: ada.community })) {
      steps.push(step)
      if (steps.length === 2) break
    }
    expect(steps).toMatchObject([
      { name: 'Adelheid', outcome: 'reached' },
      { name: '', outcome: 'sync/unreachable' },
    ])
    expect(ended).toBe(true)
  })
})
