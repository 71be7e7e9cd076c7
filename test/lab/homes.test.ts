/** Ada and Bram live behind routers that nobody can dial through. Rosa and Sam, who can be dialled, help their community connect. */
import { describe, it } from 'vitest'
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, meets, reaches, say } from '../support/lan-talk.ts'
import { type LabHost, NetLab, whyNoRouters } from '../support/netlab.ts'

const why = whyNoRouters()
if (why !== undefined) console.info(`HOMES SKIPPED: ${why}`)
const minutes = 60_000
const listen = { host: '0.0.0.0', port: 4001 }

interface Town {
  readonly internet: LabHost
  readonly ada: LabHost
  readonly bram: LabHost
  /** Computers that can be dialled. */
  readonly open: (name: string, last: number) => LabHost
}

function town(lab: NetLab, kind: 'easy' | 'symmetric'): Town {
  const internet = lab.network('internet')
  const [north, south] = [
    lab.router('north', { kind, outside: internet, address: '50.60.70.21/24' }),
    lab.router('south', { kind, outside: internet, address: '50.60.70.22/24', inside: '192.168.2.1/24' }),
  ]
  return {
    internet,
    ada: lab.host('ada', north.lan, '192.168.1.2/24', north.gateway),
    bram: lab.host('bram', south.lan, '192.168.2.2/24', south.gateway),
    open: (name, last) => lab.host(name, internet, `50.60.70.${last}/24`),
  }
}

/** Somebody who can be dialled and helps others connect. */
async function helper(host: LabHost): Promise<LanPerson> {
  const person = await LanPerson.at(host, { discovery: false, listen })
  await person.client.network.change({ helpConnect: true })
  return person
}

const guest = (host: LabHost): Promise<LanPerson> => LanPerson.at(host, { discovery: false })

// They mostly wait: all at once, each in a laboratory of its own.
describe.skipIf(why !== undefined).concurrent('between two homes', () => {
  it(
    'a hole is punched through two easy routers, and holds when who helped is gone',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const { open, ...homes } = town(lab, 'easy')
      await using rosa = await helper(open('rosa', 10))
      await using ada = await guest(homes.ada)
      await using bram = await guest(homes.bram)
      const { room } = await garden({ rosa, ada, bram })
      await reaches(ada, room, 'bram', ['punched'])
      await reaches(bram, room, 'ada', ['punched'])
      await rosa.kill()
      await say(ada, room, 'Rosa is gone.')
      await say(bram, room, 'And we talk on.')
      const [first, second] = await allRead([ada, bram], room, 2)
      expect(second).toEqual(first)
    },
  )

  it(
    'two routers that give nothing away stay relayed: over another when one dies, and over the same when it returns (traps 2 and 3)',
    { timeout: 5 * minutes },
    async ({ expect }) => {
      using lab = new NetLab()
      const { open, ...homes } = town(lab, 'symmetric')
      await using rosa = await helper(open('rosa', 10))
      await using sam = await helper(open('sam', 11))
      await using ada = await guest(homes.ada)
      await using bram = await guest(homes.bram)
      const { room } = await garden({ rosa, sam, ada, bram })
      await reaches(ada, room, 'bram', ['relayed'])
      await say(ada, room, 'Hello through the wall.')
      await allRead([rosa, sam, ada, bram], room, 1)

      await rosa.kill()
      await reaches(bram, room, 'ada', ['relayed'])
      await say(bram, room, 'Over Sam now.')
      await allRead([sam, ada, bram], room, 2)

      await sam.kill()
      for (const person of [ada, bram]) await meets(person, room, 0)
      await say(ada, room, 'Nobody helps us.')
      await say(bram, room, 'We are alone.')
      await rosa.start()
      const [first, second] = await allRead([ada, bram, rosa], room, 4, 2 * minutes)
      expect(second).toEqual(first)
      await reaches(ada, room, 'bram', ['relayed'])
    },
  )

  it('a laptop carried from home to a café is found there', { timeout: 5 * minutes }, async ({ expect }) => {
    using lab = new NetLab()
    const { open, internet, ...homes } = town(lab, 'easy')
    const cafe = lab.router('cafe', { kind: 'easy', outside: internet, address: '50.60.70.33/24' })
    await using rosa = await helper(open('rosa', 10))
    await using ada = await guest(homes.ada)
    await using bram = await guest(homes.bram)
    const { room } = await garden({ rosa, ada, bram })
    await reaches(ada, room, 'bram', ['punched', 'relayed'])
    lab.move(homes.bram, cafe.lan, '192.168.1.77/24', cafe.gateway)
    await say(ada, room, 'Where are you?')
    await say(bram, room, 'At the café.')
    const [first, second] = await allRead([ada, bram], room, 2)
    expect(second).toEqual(first)
    await reaches(ada, room, 'bram', ['punched', 'relayed'])
  })
})
