import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Agent } from '../support/netlab-process.ts'
import { NetLab, whyNoLab } from '../support/netlab.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`LAN TESTS SKIPPED: ${why}`)
const found = (agent: Agent, whom: Agent, address: string): Promise<unknown> =>
  agent.until(
    (message) =>
      message.event === 'found' && message.peer === whom.peer && message.addresses[0]?.includes(address) === true,
  )

describe.skipIf(why !== undefined)('two computers on one cable, with no route to anywhere', () => {
  let lab: NetLab
  beforeEach(() => {
    lab = new NetLab()
  })
  afterEach(() => lab.close())

  test(
    'find each other, talk, follow a new address, notice a dead connection, and stop cleanly',
    { timeout: 90_000 },
    async () => {
      const network = lab.network('lan')
      const [desk, couch] = [lab.host('desk', network, '192.168.7.2/24'), lab.host('couch', network, '192.168.7.3/24')]
      const alice = await lab.start(desk, { discovery: true })
      const bob = await lab.start(couch, { discovery: true })
      await Promise.all([found(alice, bob, '/ip4/192.168.7.3/tcp/'), found(bob, alice, '/ip4/192.168.7.2/tcp/')])
      expect(bob.addresses[0]).toMatch(new RegExp(`^/ip4/192\\.168\\.7\\.3/tcp/\\d+/p2p/${bob.peer}$`))
      expect(await alice.echo(bob, 1_000_000)).toBe('lan')

      lab.address(couch, 'del', '192.168.7.3/24')
      lab.address(couch, 'add', '192.168.7.77/24')
      await found(alice, bob, '/ip4/192.168.7.77/tcp/')
      await bob.until(
        (message) => message.event === 'addresses' && message.addresses[0]?.includes('192.168.7.77') === true,
      )

      await alice.until((message) => message.event === 'disconnected' && message.peer === bob.peer, 40_000)
      const moved = bob.addresses.map((address) => address.replace('192.168.7.3', '192.168.7.77'))
      expect(await alice.echo({ peer: bob.peer, addresses: moved })).toBe('lan')
      expect(await Promise.all([alice.stop(), bob.stop()])).toEqual(['', ''])
    },
  )
})
