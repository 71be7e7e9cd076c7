/** A plain member that floods a keeper by way of private spaces: with made-up devices, letters, rosters, and calls nobody reads. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { keeperSchema } from '../../../core/keeper/index.ts'
import { base64url, type DeviceId, LIMITS } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { readKeeperLink, shelfOf } from '../../../core/sync/keeping/index.ts'
import { createPeerKey, MemoryHub } from '../../../core/sync/transport/index.ts'
import { keeperOf, type RunningKeeper } from '../../support/kept-people.ts'
import { type Meeting, random, Visitor } from '../../support/keeper-visitor.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

/** A hundredth of it is a private space's. */
const BUDGET = 10_000_000
const key = await createPeerKey()
let folder: ReturnType<typeof temporaryFolder>
let keeper: RunningKeeper
let hub: MemoryHub
let people: Visitor[]
let ada: Visitor
let bram: Visitor
let shelf: Uint8Array
let adas: Meeting
/** Devices of the community that are not there. */
let others: DeviceId[]
let version = 0

const refused = (code: string) => ({ type: 'refused', code })
const madeUp = (): DeviceId => deviceOf(newDeviceSeed(random)).id
const come = async () => {
  const visitor = await Visitor.on(hub)
  people.push(visitor)
  return visitor
}
const says = async (by: Meeting, owner: Visitor, among: readonly DeviceId[]) => {
  version += 1
  expect(await by.roster({ version, owners: [owner.device.id], moderators: [], others: among })).toEqual({
    type: 'rostered',
  })
}

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  keeper = await keeperOf({ hub, folder: folder.path }, 'keeper', { key, budget: BUDGET })
  people = []
  version = 0
  ;[ada, bram] = [await come(), await come()]
  keeper.keeper.openClaim()
  const link = keeper.keeper.link() ?? ''
  shelf = shelfOf(readKeeperLink(link).secret)
  adas = await ada.claim(keeper.transport, link)
  others = Array.from({ length: 60 }, madeUp)
  await says(adas, ada, [bram.device.id, ...others])
})

afterEach(async () => {
  await Promise.all(people.map((each) => each.stop()))
  await keeper.stop()
  expect(keeper.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  folder[Symbol.dispose]()
})

describe('who floods a keeper with private spaces', () => {
  it('has no more of their shelves by devices it makes up', async () => {
    const brams = await bram.meet(keeper.transport, shelf)
    const makes = async (visitor: Visitor) => {
      const { talk } = await visitor.annex(keeper.transport, random.bytes(16), shelf)
      talk.channel.abort()
    }
    for (let n = 0; n < LIMITS.keeperAnnexesOfOne / 2; n++) await makes(bram)
    const [one, two] = [await come(), await come()]
    for (const each of [one, two]) expect(await brams.introduce(each.device)).toEqual({ type: 'introduced' })
    for (let n = 0; n < LIMITS.keeperAnnexesOfOne / 2; n++) await makes(one)
    const full = { details: { code: 'keeper/full' } }
    for (const each of [one, two, bram])
      await expect(each.annex(keeper.transport, random.bytes(16), shelf)).rejects.toMatchObject(full)
    await makes(ada)
  })

  it('takes no more of a keeper’s time by devices it makes up, so that members find room', async () => {
    const brams = await bram.meet(keeper.transport, shelf)
    const meetings: Meeting[] = []
    const guests = Math.ceil((LIMITS.keeperGuestSessions + 1) / LIMITS.keeperDeviceSessions)
    for (let n = 0; n < guests; n++) {
      const guest = await come()
      expect(await brams.introduce(guest.device)).toEqual({ type: 'introduced' })
      for (let m = 0; m < LIMITS.keeperDeviceSessions; m++) meetings.push(await guest.meet(keeper.transport, shelf))
    }
    const [first] = meetings
    await expect(first?.ask({ type: 'ping' })).resolves.toMatchObject({ type: 'end', code: 'keeper/stopped' })
    for (const meeting of [brams, adas, meetings.at(-1)])
      expect(await meeting?.ask({ type: 'ping' })).toEqual({ type: 'ping' })
    // With all a member may have itself, that is less than a keeper has room for.
    const own = 2 * LIMITS.keeperDeviceSessions * LIMITS.memberDevices
    expect(own + LIMITS.keeperGuestSessions).toBeLessThan(LIMITS.keeperSessions)
  })

  it('is in nobody’s way once removed: shelves that nobody may use any more give way to others', async () => {
    const friends = [bram, await come(), await come(), await come()]
    await says(
      adas,
      ada,
      friends.map(({ device }) => device.id),
    )
    const made: Meeting[] = []
    for (const friend of friends)
      for (let n = 0; n < LIMITS.keeperAnnexes / friends.length; n++) {
        const meeting = await friend.annex(keeper.transport, random.bytes(16), shelf)
        meeting.talk.channel.abort()
        made.push(meeting)
      }
    const [first, , , last] = friends
    const full = { details: { code: 'keeper/full' } }
    await expect(ada.annex(keeper.transport, random.bytes(16), shelf)).rejects.toMatchObject(full)
    await says(
      adas,
      ada,
      friends.slice(1).flatMap(({ device }) => device.id),
    )
    for (let n = 0; n < LIMITS.keeperAnnexesOfOne; n++) {
      const { talk } = await ada.annex(keeper.transport, random.bytes(16), shelf)
      talk.channel.abort()
    }
    expect(keeper.shelves()).toHaveLength(1 + LIMITS.keeperAnnexes)
    const there = keeper.shelves().map((id) => base64url(id))
    for (const { shelf: of, device } of made) expect(there.includes(base64url(of))).toBe(device.id !== first?.device.id)
    await last?.annex(keeper.transport, made.at(-1)?.shelf ?? shelf, shelf)
  })

  it('has no letters kept for devices of nobody, and no more of them than a private space has room', async () => {
    const inside = await bram.annex(keeper.transport, random.bytes(16), shelf)
    const nobody = madeUp()
    await says(inside, bram, [nobody, ...others])
    const letter = random.bytes(LIMITS.letterBytes)
    expect(await inside.ask({ type: 'call', device: nobody, letter })).toEqual(refused('keeper/refused'))
    let kept = 0
    let answer = await inside.ask({ type: 'call', device: others[0] ?? nobody, letter })
    for (; answer.type === 'calling' && kept < others.length - 1; kept++)
      answer = await inside.ask({ type: 'call', device: others[kept + 1] ?? nobody, letter })
    expect(answer).toEqual(refused('keeper/full'))
    expect(kept * letter.length).toBeLessThanOrEqual(BUDGET * LIMITS.keeperAnnexShare)
    expect(kept).toBeGreaterThan(10)
    // Whoever was called stays so.
    expect(await inside.ask({ type: 'call', device: others[0] ?? nobody, letter })).toEqual({ type: 'calling' })
  })

  it('leaves no trace of whom its private spaces’ rosters leave out', async () => {
    const inside = await bram.annex(keeper.transport, random.bytes(16), shelf)
    for (let n = 0; n < 3; n++) await says(inside, bram, Array.from({ length: 100 }, madeUp))
    await keeper.stop()
    const database = openDatabase({ path: keeper.path, key: new Uint8Array(32).fill(9), schemas: [keeperSchema] })
    expect(database.statement('SELECT device FROM guest').all()).toEqual([])
    database.close()
    keeper = await keeperOf({ hub, folder: folder.path }, 'keeper', { key, budget: BUDGET })
  })

  it('fills no memory with calls to a device that does not read', async () => {
    const inside = await bram.annex(keeper.transport, random.bytes(16), shelf)
    const brams = await bram.meet(keeper.transport, shelf)
    for (let n = 0; n < 20; n++) await brams.put(brams.item(random.bytes(n < 17 ? 10 : 700_000)))
    const there = await ada.meet(keeper.transport, shelf)
    // Much is on its way to Ada, who takes none of it.
    for (let n = 0; n < 2; n++) await there.talk.send({ type: 'fetch', device: bram.device.id, from: 1, to: 20 })
    await there.talk.channel.receive(AbortSignal.timeout(2000))
    for (let n = 0; n < 20; n++) {
      await says(inside, bram, [ada.device.id])
      const letter = random.bytes(LIMITS.letterBytes)
      expect(await inside.ask({ type: 'call', device: ada.device.id, letter })).toEqual({ type: 'calling' })
      await says(inside, bram, [])
    }
    await there.talk.send({ type: 'ping' })
    let calls = 0
    for (let frame = await there.talk.receive(2000); frame.type !== 'ping'; frame = await there.talk.receive(2000))
      if (frame.type === 'called') calls += 1
    expect(calls).toBeLessThan(5)
  })
})
