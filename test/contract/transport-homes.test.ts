/** Two homes behind routers that translate addresses, and helpers on an internet of our own between them. */
import { describe, test } from 'vitest'
import type { PathKind, PeerId } from '../../core/shared/index.ts'
import { parseAddress, type RelayOffer } from '../../core/sync/transport/index.ts'
import type { Agent, AgentMessage } from '../support/netlab-process.ts'
import { type LabHost, type LabRouter, NetLab, whyNoRouters } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`HOMES SKIPPED: ${why}`)
const offer = ({ peer, addresses }: Agent): RelayOffer => ({ peer, addresses })
const kinds = async (from: Agent, to: Agent): Promise<PathKind[]> =>
  (await from.connections()).filter(({ peer }) => peer === to.peer).map(({ path }) => path.kind)

/** Whom an agent says it is reached over. */
const over = (agent: Agent): PeerId[] =>
  agent.addresses
    .flatMap((text) => parseAddress(text)?.relay ?? [])
    .toSorted((a, b) => order(agent, a) - order(agent, b))
const order = (agent: Agent, relay: PeerId): number => agent.addresses.findIndex((text) => text.includes(relay))
const isTried = (message: AgentMessage): boolean =>
  message.event === 'log' && message.words.join().includes('"way":"punch"')

/** Two homes, and an internet between them. */
class Town implements Disposable {
  readonly lab = new NetLab()
  readonly north: LabRouter
  readonly ada: LabHost
  readonly bram: LabHost
  readonly #internet = this.lab.network('internet')

  constructor(kind: 'easy' | 'symmetric') {
    const outside = this.#internet
    this.north = this.lab.router('north', { kind, outside, address: '50.60.70.21/24' })
    const south = this.lab.router('south', { kind, outside, address: '50.60.70.22/24', inside: '192.168.2.1/24' })
    this.ada = this.lab.host('ada', this.north.lan, '192.168.1.2/24', this.north.gateway)
    this.bram = this.lab.host('bram', south.lan, '192.168.2.2/24', south.gateway)
  }

  /** A computer that can be dialled. */
  open(name: string, last: number): LabHost {
    return this.lab.host(name, this.#internet, `50.60.70.${last}/24`)
  }

  helper(host: LabHost, key?: readonly number[]): Promise<Agent> {
    return this.lab.start(host, { reach: { helpConnect: true }, listen: { port: 4001 }, ...(key ? { key } : {}) })
  }

  [Symbol.dispose](): void {
    this.lab.close()
  }
}

// They mostly wait: all at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('two homes behind routers', () => {
  test(
    'through two easy ones a path is opened, which is used and outlives who helped',
    { timeout: 120_000 },
    async ({ expect }) => {
      using town = new Town('easy')
      const rosa = await town.helper(town.open('rosa', 10))
      const ada = await town.lab.start(town.ada, { relays: [offer(rosa)] })
      const bram = await town.lab.start(town.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(bram.addresses.at(-1)).toBe(`${rosa.addresses[0]}/p2p-circuit/p2p/${bram.peer}`)
      expect(await ada.echo(bram)).toBe('relayed')
      await expect.poll(() => kinds(ada, bram), { timeout: 20_000 }).toEqual(['punched'])
      await expect.poll(() => kinds(bram, ada), { timeout: 20_000 }).toEqual(['punched'])
      rosa.kill()
      expect(await ada.echo(bram, 1_000_000)).toBe('punched')
      expect(await bram.echo(ada, 1_000_000)).toBe('punched')
      expect(await Promise.all([ada.stop(), bram.stop()])).toEqual(['', ''])
    },
  )

  test(
    'through two symmetric ones none can be opened: they stay on the relay, and it works',
    { timeout: 120_000 },
    async ({ expect }) => {
      using town = new Town('symmetric')
      const rosa = await town.helper(town.open('rosa', 10))
      const ada = await town.lab.start(town.ada, { relays: [offer(rosa)] })
      const bram = await town.lab.start(town.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(await ada.echo(bram)).toBe('relayed')
      // The attempt has been made and was given up.
      await Promise.any([ada, bram].map((each) => each.until(isTried, 40_000)))
      expect(await ada.echo(bram, 1_000_000)).toBe('relayed')
      expect(await bram.echo(ada, 1_000_000)).toBe('relayed')
      expect([await kinds(ada, bram), await kinds(bram, ada)]).toEqual([['relayed'], ['relayed']])
      expect(await Promise.all([ada.stop(), bram.stop()])).toEqual(['', ''])
    },
  )

  test(
    'traps 1 and 2: with two relays each is asked, another takes the place of a dead one, and one that returns is used again',
    {
      timeout: 120_000,
    },
    async ({ expect }) => {
      using town = new Town('symmetric')
      const key = Array.from({ length: 32 }, (_, n) => n)
      const rosaAt = town.open('rosa', 10)
      let rosa = await town.helper(rosaAt, key)
      const sam = await town.helper(town.open('sam', 11))
      const tess = await town.helper(town.open('tess', 12))
      const ada = await town.lab.start(town.ada, { relays: [offer(rosa), offer(sam), offer(tess)] })
      await ada.reserved(2)
      expect(over(ada)).toEqual([rosa.peer, sam.peer])
      rosa.kill()
      await expect.poll(() => over(ada), { timeout: 30_000 }).toEqual([sam.peer, tess.peer])
      const bram = await town.lab.start(town.bram, {})
      expect(await bram.echo(ada)).toBe('relayed')

      await ada.useRelays([offer(rosa)])
      await expect.poll(() => over(ada), { timeout: 10_000 }).toEqual([])
      rosa = await town.helper(rosaAt, key)
      await expect.poll(() => over(ada), { timeout: 20_000 }).toEqual([rosa.peer])
      await bram.stop()
      const carl = await town.lab.start(town.bram, {})
      expect(await carl.echo(ada)).toBe('relayed')
    },
  )

  test(
    'trap 8: who helps is seen by a hand-made address too, and a device that was met over it is then dialled straight',
    {
      timeout: 120_000,
    },
    async ({ expect }) => {
      using town = new Town('symmetric')
      const rosa = await town.helper(town.open('rosa', 10))
      const ada = await town.lab.start(town.ada, { relays: [offer(rosa)], listen: { port: 4002 } })
      const bram = await town.lab.start(town.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(await bram.echo(ada)).toBe('relayed')
      town.lab.forward(town.north, 4002, '192.168.1.2')
      await ada.configure({ addresses: ['/ip4/50.60.70.21/tcp/4002', '/ip4/127.0.0.1/tcp/5', 'rubbish'] })
      expect(ada.addresses[0]).toBe(`/ip4/50.60.70.21/tcp/4002/p2p/${ada.peer}`)
      expect(ada.addresses.filter((each) => each.includes('127.0.0.1'))).toEqual([])
      await bram.echo(ada)
      await expect.poll(() => kinds(bram, ada), { timeout: 20_000 }).toEqual(['direct'])
      expect(await bram.echo(ada)).toBe('direct')
      expect(await Promise.all([ada.stop(), bram.stop(), rosa.stop()])).toEqual(['', '', ''])
    },
  )

  test(
    'with lanOnly nobody comes in from outside, and nobody outside is dialled',
    { timeout: 120_000 },
    async ({ expect }) => {
      using town = new Town('symmetric')
      town.lab.forward(town.north, 4002, '192.168.1.2')
      const ada = await town.lab.start(town.ada, { listen: { port: 4002 }, reach: { lanOnly: true } })
      const bram = await town.lab.start(town.bram, {})
      const neighbour = await town.lab.start(town.lab.host('nell', town.north.lan, '192.168.1.3/24'), {})
      const outside = { peer: ada.peer, addresses: [`/ip4/50.60.70.21/tcp/4002/p2p/${ada.peer}`] }
      await expect(bram.echo(outside)).rejects.toThrow('sync/unreachable')
      await expect(ada.echo({ peer: bram.peer, addresses: ['/ip4/50.60.70.22/tcp/1'] })).rejects.toThrow(
        'sync/not-ours-to-dial',
      )
      expect(await neighbour.echo(ada)).toBe('lan')
      await ada.configure({})
      expect(await bram.echo(outside)).toBe('direct')
    },
  )

  test(
    'trap 10: who moves lets go of what is dead, and is met again over the relay',
    { timeout: 120_000 },
    async ({ expect }) => {
      using town = new Town('symmetric')
      const rosa = await town.helper(town.open('rosa', 10))
      const ada = await town.lab.start(town.ada, { relays: [offer(rosa)] })
      const bram = await town.lab.start(town.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(await ada.echo(bram)).toBe('relayed')
      town.lab.address(town.ada, 'del', '192.168.1.2/24')
      town.lab.address(town.ada, 'add', '192.168.1.77/24')
      town.lab.gateway(town.ada, town.north.gateway)
      await ada.until((message) => message.event === 'disconnected' && message.peer === bram.peer, 30_000)
      await ada.reserved(1, 30_000)
      await expect.poll(() => bram.echo(ada).catch(String), { timeout: 30_000 }).toBe('relayed')
      expect(ada.addresses.some((each) => each.includes('192.168.1.77'))).toBe(true)
    },
  )
})
