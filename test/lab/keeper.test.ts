/** Ada and Bram are never there at the same time, and live behind routers nobody can dial through. A keeper that cannot read them is. */
import { describe, expect, it } from 'vitest'
import { LanKeeper } from '../support/lan-keeper.ts'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, say } from '../support/lan-talk.ts'
import { type Place, until } from '../support/named-people.ts'
import { NetLab, whyNoRouters } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`KEEPER IN THE LABORATORY SKIPPED: ${why}`)

/** Waits until the keeper has all that somebody has. */
const isKept = ({ client }: LanPerson, { community }: Place): Promise<unknown> =>
  until(
    client.sync.watch({ community }),
    ({ keepers: [keeper] }) => keeper?.state === 'reached' && keeper.waiting === 0,
    60_000,
  )

describe.skipIf(why !== undefined)('with a blind keeper', () => {
  it(
    'two who never meet again talk by way of it, through a power cut of the keeper',
    { timeout: 300_000 },
    async () => {
      using lab = new NetLab()
      const internet = lab.network('internet')
      const homes = {
        north: lab.router('north', { kind: 'symmetric', outside: internet, address: '50.60.70.21/24' }),
        south: lab.router('south', {
          kind: 'symmetric',
          outside: internet,
          address: '50.60.70.22/24',
          inside: '192.168.2.1/24',
        }),
      }
      const [desk, laptop] = [
        lab.host('desk', homes.north.lan, '192.168.1.2/24', homes.north.gateway),
        lab.host('laptop', homes.north.lan, '192.168.1.3/24', homes.north.gateway),
      ]
      await using keeper = await LanKeeper.at(lab.host('keeper', internet, '50.60.70.40/24'))
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(laptop)
      const { room } = await garden({ ada, bram })
      await ada.client.keepers.add({ community: room.community, link: keeper.link })
      for (const person of [ada, bram]) await isKept(person, room)

      await bram.stop()
      lab.move(laptop, homes.south.lan, '192.168.2.3/24', homes.south.gateway)
      await say(ada, room, 'Written while you were on your way.')
      await isKept(ada, room)
      await ada.stop()

      await keeper.kill()
      await keeper.start()
      await bram.start()
      expect(await allRead([bram], room, 1)).toEqual([['Written while you were on your way.']])
      await say(bram, room, 'Read at home.')
      await isKept(bram, room)
      await bram.stop()

      await ada.start()
      const [read] = await allRead([ada], room, 2)
      expect(read).toEqual(['Written while you were on your way.', 'Read at home.'])
    },
  )
})
