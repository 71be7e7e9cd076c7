/** Three computers at one switch, with no way out and no address told to anybody. */
import { describe, expect, it } from 'vitest'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, meets, say } from '../support/lan-talk.ts'
import { type LabHost, NetLab, whyNoLab } from '../support/netlab.ts'
import { inside } from '../support/netlab-system.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`NEIGHBOURS SKIPPED: ${why}`)

/** TCP connections of a computer that are up, those with itself aside. */
function connections(host: LabHost): number {
  const up = '01'
  const rows = inside(host, ['cat', '/proc/net/tcp']).split('\n').slice(1)
  return rows.filter((row) => {
    const [, , to = '', state] = row.trim().split(/\s+/)
    return state === up && !to.startsWith('0100007F')
  }).length
}

describe.skipIf(why !== undefined)('at one switch with no route to anywhere', () => {
  it(
    'all find each other by ear alone (trap 4), and keep one connection each though both dial (trap 6)',
    { timeout: 300_000 },
    async () => {
      using lab = new NetLab()
      const network = lab.network('lan')
      const hosts = [2, 3, 4].map((last) => lab.host(`h${last}`, network, `192.168.9.${last}/24`))
      const [desk, couch, shed] = hosts
      if (!desk || !couch || !shed) throw new RangeError('three hosts')
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(couch)
      await using cleo = await LanPerson.at(shed)
      const { room } = await garden({ ada, bram, cleo })
      for (const person of [ada, bram, cleo]) await meets(person, room, 2)
      for (const host of hosts) await expect.poll(() => connections(host), { timeout: 30_000 }).toBe(2)

      // Both ends see the cable come back and dial at once.
      lab.cable(couch, 'down')
      await meets(bram, room, 0)
      lab.cable(couch, 'up')
      for (const person of [ada, bram, cleo]) await meets(person, room, 2)
      for (const host of hosts) await expect.poll(() => connections(host), { timeout: 30_000 }).toBe(2)
      await say(bram, room, 'Still one wire to each of you.')
      await allRead([ada, bram, cleo], room, 1)
    },
  )
})
