/** Shelves of private spaces beside a community's: who uses them, who does not even see that they are there, and that nobody fills them all. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../../core/identity/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { dropDigest, readKeeperLink, shelfOf } from '../../../core/sync/keeping/index.ts'
import { createPeerKey, MemoryHub } from '../../../core/sync/transport/index.ts'
import { keeperOf, type RunningKeeper } from '../../support/kept-people.ts'
import { type Meeting, random, Visitor } from '../../support/keeper-visitor.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const BUDGET = 256_000_000
const key = await createPeerKey()
let folder: ReturnType<typeof temporaryFolder>
let hub: MemoryHub
let keeper: RunningKeeper
let people: Visitor[]
let ada: Visitor
let bram: Visitor
let cy: Visitor
let mallory: Visitor
let shelf: Uint8Array
let space: Uint8Array
let adas: Meeting
let inside: Meeting
let version = 0

const start = () => keeperOf({ hub, folder: folder.path }, 'keeper', { key, budget: BUDGET })
const again = async () => {
  await keeper.stop()
  keeper = await start()
}
const refused = (code: string) => ({ type: 'refused', code })
const ids = (...all: readonly Visitor[]) => all.map(({ device }) => device.id)
const come = async () => {
  const visitor = await Visitor.on(hub)
  people.push(visitor)
  return visitor
}
const says = async (by: Meeting, owners: readonly Visitor[], others: readonly Visitor[]) => {
  version += 1
  const lists = { owners: ids(...owners), moderators: [], others: ids(...others) }
  expect(await by.roster({ version, ...lists })).toEqual({ type: 'rostered' })
}
const isRefused = (meeting: Promise<unknown>) =>
  expect(meeting).rejects.toMatchObject({ details: { code: 'keeper/refused' } })
const drop = (by: Meeting, visitor: Visitor, of: Uint8Array) =>
  by.ask({ type: 'drop', signature: sign(visitor.device.signing, dropDigest(of)) })

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  keeper = await start()
  people = []
  version = 0
  ;[ada, bram, cy, mallory] = [await come(), await come(), await come(), await come()]
  keeper.keeper.openClaim()
  const link = keeper.keeper.link() ?? ''
  shelf = shelfOf(readKeeperLink(link).secret)
  adas = await ada.claim(keeper.transport, link)
  await says(adas, [ada], [bram, cy])
  space = random.bytes(16)
  // Bram and Ada talk in private: Bram, who owns nothing, began it.
  inside = await bram.annex(keeper.transport, space, shelf)
  await says(inside, [bram, ada], [])
})

afterEach(async () => {
  await Promise.all(people.map((each) => each.stop()))
  await keeper.stop()
  expect(keeper.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  folder[Symbol.dispose]()
})

describe('a private space’s shelf', () => {
  it('hands what is put to those in it, after a restart too', async () => {
    const item = inside.item(random.bytes(1000))
    expect(await inside.put(item)).toMatchObject({ type: 'kept' })
    await again()
    const there = await ada.annex(keeper.transport, space, shelf)
    expect(await there.fetch(bram.device)).toMatchObject([item])
    expect((await ada.meet(keeper.transport, space)).shown.lanes).toHaveLength(1)
  })

  it('is for a member who is not in it as if it were not there', async () => {
    await inside.put(inside.item(random.bytes(1000)))
    for (const id of [space, random.bytes(16)]) await isRefused(cy.meet(keeper.transport, id))
    await isRefused(cy.annex(keeper.transport, space, shelf))
    // By the shelf of all nothing is seen of it, not even how much it takes.
    const cys = await cy.meet(keeper.transport, shelf)
    expect(cys.shown).toMatchObject({ state: { used: 0, version: 1 }, lanes: [] })
    expect(await cys.fetch(bram.device)).toEqual([])
    await inside.put(inside.item(random.bytes(1000)))
    expect(await cys.ask({ type: 'ping' })).toEqual({ type: 'ping' })
    expect(cys.calls).toEqual([])
    expect((await cy.meet(keeper.transport, shelf)).shown.state.used).toBe(0)
    expect(keeper.keeper.status()).toMatchObject({ communities: 1 })
  })

  it('is made for nobody but members, by their own proof', async () => {
    await isRefused(mallory.annex(keeper.transport, random.bytes(16), shelf))
    await isRefused(mallory.annex(keeper.transport, space, shelf))
    await isRefused(bram.annex(keeper.transport, random.bytes(16), random.bytes(16)))
    // Not beside another private space's, and the community's own is none.
    await isRefused(bram.annex(keeper.transport, random.bytes(16), space))
    await isRefused(bram.annex(keeper.transport, shelf, shelf))
    const talk = await mallory.talk(keeper.transport)
    await talk.send(mallory.hello(random.bytes(16)))
    await talk.expect('challenge')
    await talk.send({ type: 'annex', device: bram.device.id, signature: random.bytes(64), under: shelf })
    await expect(talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/not-proven' })
    expect(keeper.shelves()).toHaveLength(2)
  })

  it('belongs to one community', async () => {
    keeper.keeper.openClaim()
    const link = keeper.keeper.link() ?? ''
    const other = shelfOf(readKeeperLink(link).secret)
    const mallorys = await mallory.claim(keeper.transport, link)
    await mallorys.roster({ version: 1, owners: ids(mallory), moderators: [], others: ids(ada) })
    await isRefused(mallory.annex(keeper.transport, space, other))
    await isRefused(ada.annex(keeper.transport, space, other))
    await ada.annex(keeper.transport, space, shelf)
  })

  it('lets go of whom its people leave out, and of whom the community removes', async () => {
    await says(inside, [bram, ada], [cy])
    const cys = await cy.meet(keeper.transport, space)
    await says(inside, [bram, ada], [])
    await expect(cys.talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/refused' })
    // Removed from the community, Bram is answered here no more either.
    await says(adas, [ada], [cy])
    await expect(inside.put(inside.item(random.bytes(10)))).resolves.toMatchObject({ type: 'end' })
    await isRefused(bram.annex(keeper.transport, space, shelf))
  })

  it('takes in nobody by an introduction', async () => {
    expect(await inside.introduce(cy.device)).toEqual(refused('keeper/refused'))
    await isRefused(cy.meet(keeper.transport, space))
  })

  it('is given up by who manages it, at once and for ever, with all that lay there', async () => {
    await says(inside, [bram], [ada])
    await inside.put(inside.item(random.bytes(1000)))
    const there = await ada.meet(keeper.transport, space)
    expect(await drop(there, ada, space)).toEqual(refused('keeper/refused'))
    expect(await drop(inside, bram, space)).toEqual({ type: 'dropped' })
    expect(keeper.keeper.status()).toMatchObject({ communities: 1, used: 0 })
    await again()
    await isRefused(ada.annex(keeper.transport, space, shelf))
    await isRefused(bram.annex(keeper.transport, space, shelf))
    expect(keeper.shelves()).toHaveLength(1)
  })

  it('goes with the community’s', async () => {
    await inside.put(inside.item(random.bytes(1000)))
    expect(await drop(adas, ada, shelf)).toEqual({ type: 'dropped' })
    expect(keeper.shelves()).toEqual([])
    expect(keeper.keeper.status()).toMatchObject({ communities: 0, used: 0 })
  })
})

describe('a call', () => {
  const letter = random.bytes(200)

  it('reaches the device it is for, when it comes and while it is there, and nobody else', async () => {
    const cys = await cy.meet(keeper.transport, shelf)
    expect(await inside.ask({ type: 'call', device: ada.device.id, letter })).toEqual({ type: 'calling' })
    expect(await inside.ask({ type: 'call', device: ada.device.id, letter: random.bytes(9) })).toEqual({
      type: 'calling',
    })
    for (const meeting of [adas, cys]) await meeting.ask({ type: 'ping' })
    expect(adas.calls).toMatchObject([{ shelf: space, letter }])
    expect(cys.calls).toEqual([])
    await again()
    const [later, other] = [await ada.meet(keeper.transport, shelf), await cy.meet(keeper.transport, shelf)]
    for (const meeting of [later, other]) await meeting.ask({ type: 'ping' })
    expect(later.calls).toMatchObject([{ shelf: space, letter }])
    expect(other.calls).toEqual([])
  })

  it('is for those in it, by who manages it; who is left out is called no more', async () => {
    expect(await inside.ask({ type: 'call', device: cy.device.id, letter })).toEqual(refused('keeper/refused'))
    expect(await adas.ask({ type: 'call', device: bram.device.id, letter })).toEqual(refused('keeper/refused'))
    await says(inside, [bram], [ada, cy])
    const cys = await cy.meet(keeper.transport, space)
    expect(await cys.ask({ type: 'call', device: ada.device.id, letter })).toEqual(refused('keeper/refused'))
    await inside.ask({ type: 'call', device: cy.device.id, letter })
    await says(inside, [bram], [ada])
    const later = await cy.meet(keeper.transport, shelf)
    await later.ask({ type: 'ping' })
    expect(later.calls).toEqual([])
  })
})

describe('one device', () => {
  it('has few conversations about private spaces at once, of which the oldest ends, and its one with the community goes on', async () => {
    const brams = await bram.meet(keeper.transport, shelf)
    for (let n = 0; n < LIMITS.keeperDeviceSessions; n++) await bram.annex(keeper.transport, random.bytes(16), shelf)
    await expect(inside.talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/stopped' })
    expect(await brams.ask({ type: 'ping' })).toEqual({ type: 'ping' })
  })
})

describe('room', () => {
  it('of one private space is its own: it takes none from the community, and none from another', async () => {
    const item = () => inside.item(random.bytes(900_000))
    let answer = await inside.put(item())
    for (let n = 0; n < 9 && answer.type === 'kept'; n++) answer = await inside.put(item())
    expect(answer).toEqual(refused('keeper/full'))
    expect(keeper.keeper.status().used).toBeLessThanOrEqual(BUDGET * LIMITS.keeperAnnexShare)
    expect((await cy.meet(keeper.transport, shelf)).shown.state).toMatchObject({ used: 0, budget: BUDGET })
    const next = await bram.annex(keeper.transport, random.bytes(16), shelf)
    expect(await next.put(next.item(random.bytes(900_000)))).toMatchObject({ type: 'kept' })
  })

  it('is not taken from all by one device, or by all from everybody', async () => {
    const makes = async (visitor: Visitor) => {
      const { talk } = await visitor.annex(keeper.transport, random.bytes(16), shelf)
      talk.channel.abort()
    }
    for (let n = 1; n < LIMITS.keeperAnnexesOfOne; n++) await makes(bram)
    const full = { details: { code: 'keeper/full' } }
    await expect(bram.annex(keeper.transport, random.bytes(16), shelf)).rejects.toMatchObject(full)
    const friends = [cy, await come(), await come(), await come()]
    await says(adas, [ada], [bram, ...friends])
    let made = LIMITS.keeperAnnexesOfOne
    for (const friend of friends)
      for (let n = 0; n < LIMITS.keeperAnnexesOfOne && made < LIMITS.keeperAnnexes; n++, made++) await makes(friend)
    await expect(ada.annex(keeper.transport, random.bytes(16), shelf)).rejects.toMatchObject(full)
    // Other communities are not kept from the keeper by that.
    keeper.keeper.openClaim()
    await mallory.claim(keeper.transport, keeper.keeper.link() ?? '')
  })
})
