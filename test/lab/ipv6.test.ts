/** Networks in which nobody has an IPv4 address. */
import { describe, it } from 'vitest'
import { readLink } from '../../core/membership/index.ts'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, join, reaches, say } from '../support/lan-talk.ts'
import { foundGarden, inviteTo } from '../support/named-people.ts'
import { NetLab, whyNoLab } from '../support/netlab.ts'
import { inside } from '../support/netlab-system.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`IPV6 SKIPPED: ${why}`)
const minutes = 60_000

// They mostly wait: both at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('with IPv6 alone', () => {
  it(
    'two at one switch find each other by ear alone, by an old link (trap 4)',
    { timeout: 3 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const network = lab.network('lan')
      const [desk, couch] = [lab.host('desk', network, 'fd00:9::2/64'), lab.host('couch', network, 'fd00:9::3/64')]
      expect(inside(desk, ['ip', '-4', 'addr', 'show', 'dev', 'eth0'])).toBe('')
      await using ada = await LanPerson.at(desk)
      const room = await foundGarden(ada.client, 'ada')
      const link = await inviteTo(ada.client, room)
      expect(readLink(link).addresses[0]).toContain('/ip6/fd00:9::2/')

      // Where the link says she is, there is nobody any more.
      lab.address(desk, 'add', 'fd00:9::40/64')
      lab.address(desk, 'del', 'fd00:9::2/64')
      await using bram = await LanPerson.at(couch)
      await join(bram, link, 'bram', room)
      await reaches(bram, room, 'ada', ['lan'])
      await say(ada, room, 'No IPv4 far and wide.')
      await say(bram, room, 'I can hear you.')
      const [first, second] = await allRead([ada, bram], room, 2)
      expect(second).toEqual(first)
    },
  )

  it(
    'two in different networks meet through a router, by the address in a link',
    { timeout: 3 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const [north, south] = [lab.network('north'), lab.network('south')]
      lab.crossing('road', [north, '2001:db8:1::1/64'], [south, '2001:db8:2::1/64'])
      const desk = lab.host('desk', north, '2001:db8:1::2/64', '2001:db8:1::1')
      const couch = lab.host('couch', south, '2001:db8:2::2/64', '2001:db8:2::1')
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(couch)
      const { room, link } = await garden({ ada, bram })
      expect(readLink(link).addresses[0]).toMatch(/^\/ip6\/2001:db8:1::2\/tcp\/[0-9]+\/p2p\//)
      await reaches(ada, room, 'bram', ['direct'])
      await say(ada, room, 'From the north.')
      await say(bram, room, 'From the south.')
      const [first, second] = await allRead([ada, bram], room, 2)
      expect(second).toEqual(first)

      // Who was called before calls in turn, by the signed word of where the other is.
      await ada.kill()
      await say(bram, room, 'Are you there?')
      await ada.start()
      await allRead([ada, bram], room, 3)
    },
  )
})
