import { describe, expect, test } from 'vitest'
import type { Agent } from '../support/netlab-process.ts'
import { NetLab, whyNoLab } from '../support/netlab.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`LAN TESTS SKIPPED: ${why}`)
const found = (agent: Agent, whom: Agent, address: string): Promise<unknown> =>
  agent.until(
    (message) =>
      message.event === 'found' && message.peer === whom.peer && message.addresses[0]?.includes(address) === true,
  )

// They mostly wait: both at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('two computers on one cable, with no route to anywhere', () => {
  test.each([
    ['IPv4', 'ip4', ['192.168.7.2', '192.168.7.3', '192.168.7.77'], 24],
    ['IPv6', 'ip6', ['fd00:7::2', 'fd00:7::3', 'fd00:7::77'], 64],
  ] as const)(
    'with %s find each other, talk, follow a new address, notice a dead connection, and stop cleanly',
    { timeout: 90_000 },
    async (_, family, [first, second, third], bits) => {
      using lab = new NetLab()
      const network = lab.network('lan')
      const desk = lab.host('desk', network, `${first}/${bits}`)
      const couch = lab.host('couch', network, `${second}/${bits}`)
      const at = (host: string): string => `/${family}/${host}/tcp/`
      const alice = await lab.start(desk, { discovery: true })
      const bob = await lab.start(couch, { discovery: true })
      await Promise.all([found(alice, bob, at(second)), found(bob, alice, at(first))])
      expect(bob.addresses).toHaveLength(1)
      expect(bob.addresses[0]).toMatch(new RegExp(`^${at(second)}\\d+/p2p/${bob.peer}$`))
      expect(await alice.echo(bob, 1_000_000)).toBe('lan')

      lab.address(couch, 'del', `${second}/${bits}`)
      lab.address(couch, 'add', `${third}/${bits}`)
      await found(alice, bob, at(third))
      await bob.until((message) => message.event === 'addresses' && message.addresses[0]?.includes(third) === true)

      await alice.until((message) => message.event === 'disconnected' && message.peer === bob.peer, 40_000)
      const moved = bob.addresses.map((address) => address.replace(at(second), at(third)))
      expect(await alice.echo({ peer: bob.peer, addresses: moved })).toBe('lan')
      expect(await Promise.all([alice.stop(), bob.stop()])).toEqual(['', ''])
    },
  )
})
