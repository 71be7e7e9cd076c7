/** What the switches of the network promise, counted in packets. */
import { describe, it } from 'vitest'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, meets, reaches, say } from '../support/lan-talk.ts'
import { NetLab, whyNoRouters } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`SWITCHES SKIPPED: ${why}`)
const minutes = 60_000
const listen = { host: '0.0.0.0', port: 4001 }

describe.skipIf(why !== undefined).concurrent('the switches', () => {
  it(
    'who hides the address sends nothing to anybody but those who relay',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const internet = lab.network('internet')
      const [street, desk, couch] = [10, 11, 12].map((last) => lab.host(`h${last}`, internet, `50.60.70.${last}/24`))
      if (!street || !desk || !couch) throw new RangeError('three hosts')
      await using rosa = await LanPerson.at(street, { discovery: false, listen })
      await rosa.client.network.change({ helpConnect: true })
      await using ada = await LanPerson.at(desk, { discovery: false, listen })
      await using bram = await LanPerson.at(couch, { discovery: false, listen })
      const { room } = await garden({ rosa, ada, bram })
      await reaches(ada, room, 'bram', ['direct'])

      await ada.client.network.change({ hideAddress: true })
      await reaches(ada, room, 'bram', ['relayed'])
      // Bram tries where Ada was before; that nobody listens there is said by the kernel, and by nothing of ours.
      const toBram = ['tcp flags & rst == 0', 'meta l4proto != tcp'].map((what) =>
        lab.count(desk, `ip daddr 50.60.70.12 ${what}`),
      )
      const toRosa = lab.count(desk, 'ip daddr 50.60.70.10')
      await say(ada, room, 'You do not know where I am.')
      await say(bram, room, 'Indeed.')
      const [first, second] = await allRead([ada, bram], room, 2)
      expect(second).toEqual(first)
      // Who starts anew does not forget it.
      await ada.stop()
      await ada.start()
      await reaches(ada, room, 'bram', ['relayed'])
      await say(bram, room, 'Still hidden?')
      await allRead([ada, bram], room, 3)
      expect(toBram.map((packets) => packets())).toEqual([0, 0])
      expect(toRosa()).toBeGreaterThan(0)
    },
  )

  it(
    'who stays in the local network sends nothing through the router',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const internet = lab.network('internet')
      const home = lab.router('home', { kind: 'easy', outside: internet, address: '50.60.70.21/24' })
      await using rosa = await LanPerson.at(lab.host('rosa', internet, '50.60.70.10/24'), { discovery: true, listen })
      const desk = lab.host('desk', home.lan, '192.168.1.2/24', home.gateway)
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(lab.host('couch', home.lan, '192.168.1.3/24', home.gateway))
      const { room } = await garden({ rosa, ada, bram })
      for (const person of [rosa, ada, bram]) await meets(person, room, 2)

      const before = lab.count(home, 'ip saddr 192.168.1.2', 'forward')
      await say(ada, room, 'Hello, Rosa.')
      await allRead([rosa], room, 1)
      expect(before()).toBeGreaterThan(0)

      await ada.client.network.change({ lanOnly: true })
      await meets(ada, room, 1)
      const outwards = lab.count(home, 'ip saddr 192.168.1.2', 'forward')
      await say(rosa, room, 'By way of Bram.')
      await say(ada, room, 'So it comes, and goes.')
      const [first, second] = await allRead([ada, rosa], room, 3)
      expect(second).toEqual(first)
      await reaches(ada, room, 'bram', ['lan'])
      await ada.stop()
      await ada.start()
      await reaches(ada, room, 'bram', ['lan'])
      expect(outwards()).toBe(0)
    },
  )
})
