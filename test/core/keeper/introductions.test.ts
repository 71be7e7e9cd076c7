/** Newcomers are served at the word of whoever let them in, until somebody who leads has been there; and nobody comes back by it. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { keeperSchema } from '../../../core/keeper/index.ts'
import { Guests } from '../../../core/keeper/guests.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { encodeIntroduction, readKeeperLink, shelfOf } from '../../../core/sync/keeping/index.ts'
import { createPeerKey, MemoryHub } from '../../../core/sync/transport/index.ts'
import { keeperOf, type RunningKeeper } from '../../support/kept-people.ts'
import { type Meeting, random, Visitor } from '../../support/keeper-visitor.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const BUDGET = 20_000_000
const key = await createPeerKey()
let folder: ReturnType<typeof temporaryFolder>
let hub: MemoryHub
let keeper: RunningKeeper
let people: Visitor[]
let ada: Visitor
let moe: Visitor
let bram: Visitor
let cy: Visitor
let dan: Visitor
let shelf: Uint8Array
let adas: Meeting
let brams: Meeting

const start = () => keeperOf({ hub, folder: folder.path }, 'keeper', { key, budget: BUDGET })
const again = async () => {
  await keeper.stop()
  keeper = await start()
}
const refused = (code: string) => ({ type: 'refused', code })
const ids = (...all: readonly Visitor[]) => all.map(({ device }) => device.id)
const made = () => deviceOf(newDeviceSeed(random))
const come = async () => {
  const visitor = await Visitor.on(hub)
  people.push(visitor)
  return visitor
}
/** Who may use it from now on. */
const rostered = async (by: Meeting, ...others: readonly Visitor[]) => {
  version += 1
  const lists = { owners: ids(ada), moderators: ids(moe), others: ids(...others) }
  expect(await by.roster({ version, ...lists })).toEqual({ type: 'rostered' })
}
const isShutOut = (visitor: Visitor) =>
  expect(visitor.meet(keeper.transport, shelf)).rejects.toMatchObject({ details: { code: 'keeper/refused' } })
let version = 0

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  keeper = await start()
  people = []
  version = 0
  ;[ada, moe, bram, cy, dan] = [await come(), await come(), await come(), await come(), await come()]
  keeper.keeper.openClaim()
  const link = keeper.keeper.link() ?? ''
  shelf = shelfOf(readKeeperLink(link).secret)
  adas = await ada.claim(keeper.transport, link)
  await rostered(adas, bram)
  brams = await bram.meet(keeper.transport, shelf)
})

afterEach(async () => {
  await Promise.all(people.map((each) => each.stop()))
  await keeper.stop()
  expect(keeper.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  folder[Symbol.dispose]()
})

describe('a newcomer', () => {
  it('is served at once at a member’s word, after a restart too, with nobody there who leads', async () => {
    await isShutOut(cy)
    expect(await brams.introduce(cy.device)).toEqual({ type: 'introduced' })
    await adas.put(adas.item(random.bytes(100)))
    let cys = await cy.meet(keeper.transport, shelf)
    expect(await cys.fetch(ada.device)).toHaveLength(1)
    expect(await cys.put(cys.item(random.bytes(100)))).toMatchObject({ type: 'kept' })
    await again()
    cys = await cy.meet(keeper.transport, shelf)
    expect(await cys.put(cys.item(random.bytes(100)))).toMatchObject({ type: 'kept' })
    brams = await bram.meet(keeper.transport, shelf)
    expect(await brams.introduce(cy.device)).toEqual({ type: 'introduced' })
  })

  it('says nothing of who else may use it, clears nothing and drops nothing', async () => {
    await brams.introduce(cy.device)
    const cys = await cy.meet(keeper.transport, shelf)
    const mine = { version: 9, owners: ids(cy), moderators: [], others: [] }
    expect(await cys.roster(mine)).toEqual(refused('keeper/refused'))
    expect(await cys.ask({ type: 'drop', signature: random.bytes(64) })).toEqual(refused('keeper/refused'))
    expect(await cys.ask({ type: 'clear', bytes: random.bytes(9), signature: random.bytes(64) })).toEqual(
      refused('keeper/refused'),
    )
  })

  it('is one of all by the next roster that names them, and let go by one that does not', async () => {
    await brams.introduce(cy.device)
    await brams.introduce(dan.device)
    const [cys, dans] = [await cy.meet(keeper.transport, shelf), await dan.meet(keeper.transport, shelf)]
    await rostered(adas, bram, cy)
    expect(await cys.put(cys.item(random.bytes(10)))).toMatchObject({ type: 'kept' })
    await expect(dans.talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/refused' })
    await isShutOut(dan)
  })

  it('has whoever leads say anew who may use it, a moderator too', async () => {
    const moes = await moe.meet(keeper.transport, shelf)
    const before = moes.shown.state.roster
    await brams.introduce(cy.device)
    const told = await moes.talk.receive(2000)
    expect(told).toMatchObject({ type: 'state', version: 1 })
    expect(told.type === 'state' && told.roster).not.toEqual(before)
    // The same as before: whoever was introduced is none of them.
    await rostered(moes, bram)
    await isShutOut(cy)
  })
})

describe('who was left out', () => {
  it('does not come back by a friend’s word, neither once a member nor once introduced, but by a roster', async () => {
    await rostered(adas, bram, cy)
    await rostered(adas, bram)
    expect(await brams.introduce(cy.device)).toEqual(refused('keeper/struck'))
    await brams.introduce(dan.device)
    await rostered(adas, bram)
    expect(await brams.introduce(dan.device)).toEqual(refused('keeper/struck'))
    await again()
    brams = await bram.meet(keeper.transport, shelf)
    for (const { device } of [cy, dan]) expect(await brams.introduce(device)).toEqual(refused('keeper/struck'))
    adas = await ada.meet(keeper.transport, shelf)
    await rostered(adas, bram, cy)
    await cy.meet(keeper.transport, shelf)
  })

  it('introduces nobody, and whom they had introduced goes with them', async () => {
    await brams.introduce(cy.device)
    await rostered(adas)
    expect(await brams.introduce(dan.device)).toMatchObject({ type: 'end', code: 'keeper/refused' })
    await isShutOut(bram)
    await isShutOut(cy)
  })
})

describe('an introduction', () => {
  it('is the word of the device that gives it, for this shelf alone', async () => {
    const wrong: readonly (() => Promise<unknown>)[] = [
      // Ada's word, which Bram came by.
      () => brams.introduce(cy.device, { by: ada.device }),
      () => brams.introduce(cy.device, { shelf: random.bytes(16) }),
      () => brams.introduce(bram.device),
      () => brams.ask({ type: 'introduce', bytes: random.bytes(100), signature: random.bytes(64) }),
    ]
    for (const say of wrong) {
      expect(await say()).toMatchObject({ type: 'end', code: 'keeper/malformed' })
      await again()
      brams = await bram.meet(keeper.transport, shelf)
    }
    await isShutOut(cy)
  })

  it('is signed', async () => {
    const bytes = encodeIntroduction(shelf, bram.device.id, cy.device.id)
    expect(await brams.ask({ type: 'introduce', bytes, signature: random.bytes(64) })).toMatchObject({
      type: 'end',
      code: 'keeper/not-proven',
    })
    await again()
    await isShutOut(cy)
  })

  it('is not taken before there is a roster', async () => {
    keeper.keeper.openClaim()
    const dans = await dan.claim(keeper.transport, keeper.keeper.link() ?? '')
    expect(await dans.introduce(cy.device)).toEqual(refused('keeper/refused'))
  })

  it('by who was introduced counts for the one member by whom all of them came: a chain is no way around', async () => {
    await brams.introduce(cy.device)
    const cys = await cy.meet(keeper.transport, shelf)
    expect(await cys.introduce(dan.device)).toEqual({ type: 'introduced' })
    const dans = await dan.meet(keeper.transport, shelf)
    for (let n = 2; n < LIMITS.keeperIntroductions; n++)
      expect(await (n % 2 === 0 ? dans : cys).introduce(made())).toEqual({ type: 'introduced' })
    for (const each of [brams, cys, dans])
      expect(await each.introduce(made())).toEqual(refused('keeper/too-many-introduced'))
    // Those that were left out count for ever; others may still.
    const moes = await moe.meet(keeper.transport, shelf)
    expect(await moes.introduce(made())).toEqual({ type: 'introduced' })
    await rostered(adas, bram)
    expect(await brams.introduce(made())).toEqual(refused('keeper/too-many-introduced'))
    // Those who turned out to be members do not.
    await rostered(adas, bram, cy, dan)
    expect(await brams.introduce(made())).toEqual({ type: 'introduced' })
  })

  it('gives nobody more room: what newcomers put counts for who brought them', async () => {
    await brams.introduce(cy.device)
    const cys = await cy.meet(keeper.transport, shelf)
    await cys.introduce(dan.device)
    const dans = await dan.meet(keeper.transport, shelf)
    const all = [brams, cys, dans]
    let [at, answer] = [0, await brams.put(brams.item(random.bytes(900_000)))]
    while (answer.type === 'kept' && at++ < 30) {
      const next = all[at % 3] ?? brams
      answer = await next.put(next.item(random.bytes(900_000)))
    }
    expect(answer).toEqual(refused('keeper/full'))
    expect(keeper.keeper.status().used).toBeLessThanOrEqual(BUDGET * LIMITS.keeperDeviceShare)
    for (const each of all) expect(await each.put(each.item(random.bytes(900_000)))).toEqual(refused('keeper/full'))
    // A member of their own right, Cy has room of his own; Bram none through those who are gone.
    await rostered(adas, bram, cy)
    expect(await cys.put(cys.item(random.bytes(900_000)))).toMatchObject({ type: 'kept' })
    const eve = await come()
    await brams.introduce(eve.device)
    const eves = await eve.meet(keeper.transport, shelf)
    let put = 0
    for (; put < 30; put++) if ((await eves.put(eves.item(random.bytes(900_000)))).type !== 'kept') break
    expect(put).toBeLessThanOrEqual(2)
  })

  it('is taken by no shelf that holds or has left out as many as it may', () => {
    const database = openDatabase({ path: join(folder.path, 'b.db'), key: random.bytes(32), schemas: [keeperSchema] })
    const guests = new Guests(database, 1)
    const sponsors = Array.from({ length: LIMITS.keeperIntroduced / LIMITS.keeperIntroductions }, () => made().id)
    const bring = (by: (typeof sponsors)[number]) => {
      const device = made().id
      guests.assertMayCome(device, by)
      const coming = guests.coming(device, by)
      guests.write(coming)
      guests.become(coming)
    }
    for (const by of sponsors) for (let n = 0; n < LIMITS.keeperIntroductions; n++) bring(by)
    expect(() => bring(made().id)).toThrow(expect.objectContaining({ code: 'keeper/too-many-introduced' }))
    // More than can be remembered were left out: nobody is introduced any more, so nobody of them is.
    const gone = Array.from({ length: LIMITS.keeperStruck + 5 }, (_, n) => `device ${n}` as (typeof sponsors)[number])
    guests.become(guests.after(gone, new Set()))
    const forgotten = gone.at(-1) ?? made().id
    expect(() => guests.assertMayCome(forgotten, made().id)).toThrow(
      expect.objectContaining({ code: 'keeper/too-many-introduced' }),
    )
    database.close()
  })
})
