/** Two homes behind routers that translate addresses, and helpers on an internet of our own between them. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PathKind } from '../../core/shared/index.ts'
import type { RelayOffer } from '../../core/sync/transport/index.ts'
import type { Agent } from '../support/netlab-process.ts'
import { type LabHost, NetLab, whyNoRouters } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`HOMES SKIPPED: ${why}`)
const offer = ({ peer, addresses }: Agent): RelayOffer => ({ peer, addresses })
const kinds = async (from: Agent, to: Agent): Promise<PathKind[]> =>
  (await from.connections()).filter(({ peer }) => peer === to.peer).map(({ path }) => path.kind)

describe.skipIf(why !== undefined)('two homes behind routers', () => {
  let lab: NetLab
  beforeEach(() => {
    lab = new NetLab()
  })
  afterEach(() => lab.close())

  const helper = (host: LabHost, key?: readonly number[]): Promise<Agent> =>
    lab.start(host, { reach: { helpConnect: true }, listen: { port: 4001 }, ...(key ? { key } : {}) })
  const homes = (kind: 'easy' | 'symmetric'): { internet: LabHost; ada: LabHost; bram: LabHost } => {
    const internet = lab.network('internet')
    const [north, south] = [
      lab.router('north', { kind, outside: internet, address: '50.60.70.21/24' }),
      lab.router('south', { kind, outside: internet, address: '50.60.70.22/24', inside: '192.168.2.1/24' }),
    ]
    const ada = lab.host('ada', north.lan, '192.168.1.2/24', north.gateway)
    return { internet, ada, bram: lab.host('bram', south.lan, '192.168.2.2/24', south.gateway) }
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
})
