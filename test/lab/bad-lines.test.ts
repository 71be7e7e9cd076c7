/** Bram lives at the end of a line that nobody would pay for. */
import { describe, it } from 'vitest'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, meets, say } from '../support/lan-talk.ts'
import { NetLab, type LineHost, whyNoRouters } from '../support/netlab.ts'
import type { LabHost } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`BAD LINES SKIPPED: ${why}`)
const minutes = 60_000

async function line(lab: NetLab): Promise<{ desk: LabHost; farm: LineHost }> {
  const network = lab.network('lan')
  const desk = lab.host('desk', network, '192.168.9.2/24')
  return { desk, farm: await lab.lineHost('farm', network, '192.168.9.3/24') }
}

// They mostly wait: all at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('at the end of a bad line', () => {
  it(
    'Bram joins and talks at 200 ms there and back and a tenth of all frames lost, and at a third',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const { desk, farm } = await line(lab)
      await farm.line.be({ delayMs: 90, jitterMs: 20, loss: 0.1 })
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(farm)
      const { room } = await garden({ ada, bram })
      for (let at = 0; at < 10; at++) {
        await say(ada, room, `From the desk, ${at}`)
        await say(bram, room, `From the farm, ${at}`)
      }
      const [first, second] = await allRead([ada, bram], room, 20)
      expect(second).toEqual(first)
      expect(new Set(first).size).toBe(20)

      await farm.line.be({ loss: 0.3 })
      for (let at = 0; at < 5; at++) {
        await say(ada, room, `Storm at the desk, ${at}`)
        await say(bram, room, `Storm at the farm, ${at}`)
      }
      const [third, fourth] = await allRead([ada, bram], room, 30, 2 * minutes)
      expect(fourth).toEqual(third)
      expect(new Set(third).size).toBe(30)
    },
  )

  it('Bram joins and talks at 1.4 s there and back', { timeout: 5 * minutes }, async ({ expect }) => {
    using lab = new NetLab()
    const { desk, farm } = await line(lab)
    await farm.line.be({ delayMs: 700 })
    await using ada = await LanPerson.at(desk)
    await using bram = await LanPerson.at(farm)
    const { room } = await garden({ ada, bram })
    for (let at = 0; at < 3; at++) {
      await say(ada, room, `From the desk, ${at}`)
      await say(bram, room, `From the moon, ${at}`)
    }
    const [first, second] = await allRead([ada, bram], room, 6)
    expect(second).toEqual(first)
  })

  it('a line that lies changes nothing that is shown', { timeout: 5 * minutes }, async ({ expect }) => {
    using lab = new NetLab()
    const { desk, farm } = await line(lab)
    await using ada = await LanPerson.at(desk)
    await using bram = await LanPerson.at(farm)
    const { room } = await garden({ ada, bram })
    await farm.line.be({ spoilt: 0.05 })
    for (let at = 0; at < 10; at++) await say(ada, room, `True words, ${at}`)
    await farm.line.be({})
    const [first, second] = await allRead([ada, bram], room, 10, 2 * minutes)
    expect(second).toEqual(first)
    expect(first?.toSorted()).toEqual(Array.from({ length: 10 }, (_, at) => `True words, ${at}`))
  })

  it(
    'a line that is deaf in one direction counts as none, and as one again when it hears',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const { desk, farm } = await line(lab)
      await using ada = await LanPerson.at(desk)
      await using bram = await LanPerson.at(farm)
      const { room } = await garden({ ada, bram })
      await meets(ada, room, 1)
      await farm.line.be({ dead: 'in' })
      await say(ada, room, 'Can you hear me?')
      for (const person of [ada, bram]) await meets(person, room, 0)
      await say(bram, room, 'Nobody says anything.')
      await farm.line.be({})
      const [first, second] = await allRead([ada, bram], room, 2)
      expect(second).toEqual(first)
    },
  )

  it('a closed lid and a power cut lose nothing', { timeout: 5 * minutes }, async ({ expect }) => {
    using lab = new NetLab()
    const { desk, farm } = await line(lab)
    await using ada = await LanPerson.at(desk)
    await using bram = await LanPerson.at(farm)
    const { room } = await garden({ ada, bram })
    await meets(ada, room, 1)
    bram.sleep()
    await meets(ada, room, 0)
    await say(ada, room, 'You are asleep.')
    bram.wake()
    await say(bram, room, 'Not any more.')
    await allRead([ada, bram], room, 2)

    await say(bram, room, 'The last thing before the lights went out.')
    await bram.kill()
    await say(ada, room, 'It is dark here too.')
    await bram.start()
    const [first, second] = await allRead([ada, bram], room, 4)
    expect(second).toEqual(first)
    expect(first).toContain('The last thing before the lights went out.')
  })
})
