/** Ada and Bram have a switch and two cables between them, and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLink } from '../../core/membership/index.ts'
import { LanPerson } from '../support/lan-person.ts'
import { foundGarden, inviteTo, joinBy, type Place, readRoom, until, untilTotal } from '../support/named-people.ts'
import { NetLab, whyNoLab } from '../support/netlab.ts'
import type { Client } from '../support/screen.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`LAN STORIES SKIPPED: ${why}`)

let sent = 0
const say = (client: Client, room: Place, text: string): Promise<unknown> =>
  client.rooms.send({ ...room, text, clientKey: `lan-story-${++sent}` })
const texts = async (client: Client, room: Place): Promise<string[]> =>
  (await readRoom(client, room)).map(({ text }) => text)
const alone = (client: Client, { community }: Place): Promise<unknown> =>
  until(client.sync.watch({ community }), ({ peers }) => peers === 0, 60_000)

describe.skipIf(why !== undefined)('in a network with no way out', () => {
  let lab: NetLab
  beforeEach(() => {
    lab = new NetLab()
  })
  afterEach(() => lab.close())

  it(
    'Bram finds Ada by an old link, and they talk on through a new address and a pulled cable (traps 4 and 10)',
    { timeout: 120_000 },
    async () => {
      const network = lab.network('lan')
      const [desk, couch] = [lab.host('desk', network, '192.168.9.2/24'), lab.host('couch', network, '192.168.9.3/24')]
      await using ada = await LanPerson.at(desk)
      const room = await foundGarden(ada.client, 'Ada')
      const link = await inviteTo(ada.client, room)
      expect(readLink(link).addresses[0]).toContain('/ip4/192.168.9.2/')

      // Where the link says she is, there is nobody any more.
      lab.address(desk, 'del', '192.168.9.2/24')
      lab.address(desk, 'add', '192.168.9.40/24')
      await using bram = await LanPerson.at(couch)
      await joinBy(bram.client, link, 'Bram', room)
      await say(ada.client, room, 'You found me!')
      await say(bram.client, room, 'By ear alone.')
      for (const { client } of [ada, bram]) await untilTotal(client, room, 2)
      const { list } = await until(bram.client.sync.watch(room), ({ state }) => state === 'up-to-date')
      expect(list).toMatchObject([{ name: 'Ada', path: 'lan', state: 'synced' }])

      lab.address(couch, 'del', '192.168.9.3/24')
      lab.address(couch, 'add', '192.168.9.77/24')
      await say(bram.client, room, 'I moved to the couch.')
      await say(ada.client, room, 'I can still hear you.')
      for (const { client } of [ada, bram]) await untilTotal(client, room, 4)

      lab.cable(couch, 'down')
      for (const { client } of [ada, bram]) await alone(client, room)
      await say(ada.client, room, 'Who tripped over the cable?')
      await say(bram.client, room, 'It was the cat.')
      lab.cable(couch, 'up')
      for (const { client } of [ada, bram]) await untilTotal(client, room, 6)
      expect(await texts(bram.client, room)).toEqual(await texts(ada.client, room))
    },
  )
})
