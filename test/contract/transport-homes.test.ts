/** Two homes behind routers that translate addresses, and helpers on an internet of our own between them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

describe.skipIf(why !== undefined)('two homes behind routers', () => {
  let lab: NetLab
  beforeEach(() => {
    lab = new NetLab()
  })
  afterEach(() => lab.close())

  const helper = (host: LabHost, key?: readonly number[]): Promise<Agent> =>
    lab.start(host, { reach: { helpConnect: true }, listen: { port: 4001 }, ...(key ? { key } : {}) })
  const homes = (kind: 'easy' | 'symmetric'): { internet: LabHost; north: LabRouter; ada: LabHost; bram: LabHost } => {
    const internet = lab.network('internet')
    const [north, south] = [
      lab.router('north', { kind, outside: internet, address: '50.60.70.21/24' }),
      lab.router('south', { kind, outside: internet, address: '50.60.70.22/24', inside: '192.168.2.1/24' }),
    ]
    const ada = lab.host('ada', north.lan, '192.168.1.2/24', north.gateway)
    return { internet, north, ada, bram: lab.host('bram', south.lan, '192.168.2.2/24', south.gateway) }
  }

  test(
    'through two easy ones a path is opened, which is used and outlives who helped',
    { timeout: 60_000 },
    async () => {
      const { internet, ...at } = homes('easy')
      const rosa = await helper(lab.host('rosa', internet, '50.60.70.10/24'))
      const ada = await lab.start(at.ada, { relays: [offer(rosa)] })
      const bram = await lab.start(at.bram, { relays: [offer(rosa)] })
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
    { timeout: 90_000 },
    async () => {
      const { internet, ...at } = homes('symmetric')
      const rosa = await helper(lab.host('rosa', internet, '50.60.70.10/24'))
      const ada = await lab.start(at.ada, { relays: [offer(rosa)] })
      const bram = await lab.start(at.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(await ada.echo(bram)).toBe('relayed')
      // The attempt has been made and was given up.
      await Promise.any([ada, bram].map((each) => each.until(isTried, 40_000)))
      expect(await ada.echo(bram, 1_000_000)).toBe('relayed')
      expect(await bram.echo(ada, 1_000_000)).toBe('relayed')
      expect([await kinds(ada, bram), await kinds(bram, ada)]).toEqual([['relayed'], ['relayed']])
    },
  )

  test(
    'traps 1 and 2: with two relays each is asked, another takes the place of a dead one, and one that returns is used again',
    {
      timeout: 90_000,
    },
    async () => {
      const { internet, ...at } = homes('symmetric')
      const key = Array.from({ length: 32 }, (_, n) => n)
      const rosaAt = lab.host('rosa', internet, '50.60.70.10/24')
      let rosa = await helper(rosaAt, key)
      const sam = await helper(lab.host('sam', internet, '50.60.70.11/24'))
      const tess = await helper(lab.host('tess', internet, '50.60.70.12/24'))
      const ada = await lab.start(at.ada, { relays: [offer(rosa), offer(sam), offer(tess)] })
      await ada.reserved(2)
      expect(over(ada)).toEqual([rosa.peer, sam.peer])
      rosa.kill()
      await expect.poll(() => over(ada), { timeout: 30_000 }).toEqual([sam.peer, tess.peer])
      const bram = await lab.start(at.bram, {})
      expect(await bram.echo(ada)).toBe('relayed')

      await ada.useRelays([offer(rosa)])
      await expect.poll(() => over(ada), { timeout: 10_000 }).toEqual([])
      rosa = await helper(rosaAt, key)
      await expect.poll(() => over(ada), { timeout: 20_000 }).toEqual([rosa.peer])
      await bram.stop()
      const carl = await lab.start(at.bram, {})
      expect(await carl.echo(ada)).toBe('relayed')
    },
  )

  test(
    'trap 8: who helps is seen by a hand-made address too, and a device that was met over it is then dialled straight',
    {
      timeout: 60_000,
    },
    async () => {
      const { internet, ...at } = homes('symmetric')
      const rosa = await helper(lab.host('rosa', internet, '50.60.70.10/24'))
      const ada = await lab.start(at.ada, { relays: [offer(rosa)], listen: { port: 4002 } })
      const bram = await lab.start(at.bram, { relays: [offer(rosa)] })
      await Promise.all([ada.reserved(1), bram.reserved(1)])
      expect(await bram.echo(ada)).toBe('relayed')
      lab.forward(at.north, 4002, '192.168.1.2')
      await ada.configure({ addresses: ['/ip4/50.60.70.21/tcp/4002', '/ip4/127.0.0.1/tcp/5', 'rubbish'] })
      expect(ada.addresses[0]).toBe(`/ip4/50.60.70.21/tcp/4002/p2p/${ada.peer}`)
      expect(ada.addresses.filter((each) => each.includes('127.0.0.1'))).toEqual([])
      await bram.echo(ada)
      await expect.poll(() => kinds(bram, ada), { timeout: 20_000 }).toEqual(['direct'])
      expect(await bram.echo(ada)).toBe('direct')
    },
  )
})
