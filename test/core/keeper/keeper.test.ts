/** What a keeper does for those it keeps for, and for nobody else. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keeperSchema } from '../../../core/keeper/index.ts'
import { Shelves } from '../../../core/keeper/shelves.ts'
import { sign } from '../../../core/identity/index.ts'
import { errorCode, LIMITS } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { laneLink, linkAfter, LANE_BEGIN, readKeeperLink, shelfOf } from '../../../core/sync/keeping/index.ts'
import { createPeerKey, MemoryHub } from '../../../core/sync/transport/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { keeperOf, type RunningKeeper } from '../../support/kept-people.ts'
import { type Meeting, random, Visitor } from '../../support/keeper-visitor.ts'
import { keptLog, temporaryFolder } from '../../support/surroundings.ts'

let folder: ReturnType<typeof temporaryFolder>
let hub: MemoryHub
let keeper: RunningKeeper
let ada: Visitor
let ben: Visitor
let mallory: Visitor
let link: string
let shelf: Uint8Array
let adas: Meeting

const key = await createPeerKey()
const start = (budget?: number) =>
  keeperOf({ hub, folder: folder.path }, 'keeper', { key, ...(budget !== undefined && { budget }) })

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  keeper = await start(1_000_000)
  ;[ada, ben, mallory] = [await Visitor.on(hub), await Visitor.on(hub), await Visitor.on(hub)]
  keeper.keeper.openClaim()
  link = keeper.keeper.link() ?? ''
  shelf = shelfOf(readKeeperLink(link).secret)
  adas = await ada.claim(keeper.transport, link)
  expect(await adas.roster({ version: 1, owners: [ada.device.id], moderators: [], others: [ben.device.id] })).toEqual({
    type: 'rostered',
  })
})

afterEach(async () => {
  await Promise.all([ada, ben, mallory].map((each) => each.stop()))
  await keeper.stop()
  expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
  expect(keeper.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  folder[Symbol.dispose]()
})

const said = (code: string) => ({ details: { code } })

describe('a keeper', () => {
  it('keeps what one device puts, tells the others at once, and hands it over as it came', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    const item = adas.item(random.bytes(1000))
    expect(await adas.put(item)).toMatchObject({ type: 'kept' })
    const news = await bens.talk.receive(2000)
    expect(news).toMatchObject({ type: 'news', lanes: [{ device: ada.device.id, first: 1, last: 1 }] })
    const [got] = await bens.fetch(ada.device)
    expect(got).toMatchObject(item)
    expect(got && linkAfter(shelf, ada.device.id, LANE_BEGIN, got)).toEqual(laneLink(shelf, ada.device.id, item))
  })

  it('has after a stop and a start all it said it had', async () => {
    for (let n = 0; n < 5; n++) await adas.put(adas.item(random.bytes(500)))
    await keeper.stop()
    keeper = await start()
    const bens = await ben.meet(keeper.transport, shelf)
    expect(bens.shown.lanes).toMatchObject([{ device: ada.device.id, first: 1, last: 5, head: adas.mark.head }])
    expect(await bens.fetch(ada.device, 2, 4)).toHaveLength(3)
    // The link was used.
    expect(keeper.keeper.link()).toBeUndefined()
  })

  it('lets nobody put into the lane of another, leave a gap, take a place twice, or change what is signed', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    const first = adas.item(random.bytes(100))
    await adas.put(first)
    const refused = (code: string) => ({ type: 'refused', code })
    // Ben gives what Ada signed as his own, and it does not begin his lane.
    await expect(bens.ask({ type: 'put', ...first })).resolves.toMatchObject({ type: 'end', code: 'keeper/not-proven' })
    expect(await adas.put(first)).toEqual(refused('keeper/out-of-sequence'))
    expect(await adas.put(adas.item(random.bytes(9), { seq: 3 }))).toEqual(refused('keeper/out-of-sequence'))
    expect(await adas.put(adas.item(random.bytes(9), { prev: random.bytes(32) }))).toEqual(
      refused('keeper/out-of-sequence'),
    )
    expect(await adas.put(adas.item(random.bytes(9)))).toMatchObject({ type: 'kept' })
    const changed = { ...adas.item(random.bytes(9)), parcel: random.bytes(9) }
    expect(await adas.put(changed)).toMatchObject({ type: 'end', code: 'keeper/not-proven' })
    // Who does that is shut out for a while, and what was kept stays.
    await keeper.stop()
    keeper = await start()
    expect((await ben.meet(keeper.transport, shelf)).shown.lanes).toMatchObject([{ last: 2 }])
  })

  it('says when it is full, forgets nothing, and goes on when there is room', async () => {
    let answer = await adas.put(adas.item(random.bytes(400_000)))
    expect(answer).toMatchObject({ type: 'kept' })
    answer = await adas.put(adas.item(random.bytes(700_000)))
    expect(answer).toEqual({ type: 'refused', code: 'keeper/full' })
    expect(await adas.put(adas.item(random.bytes(400_000)))).toMatchObject({ type: 'kept' })
    expect(await adas.fetch(ada.device)).toHaveLength(2)
  })

  it('has its link claimed once, and again only by whoever did', async () => {
    await expect(mallory.claim(keeper.transport, link)).rejects.toMatchObject(said('keeper/claimed'))
    const again = await ada.claim(keeper.transport, link)
    expect(again.shown.state.version).toBe(1)
    keeper.keeper.openClaim()
    const next = keeper.keeper.link() ?? ''
    expect(next).not.toBe(link)
    // Another community, of which the first learns nothing.
    const other = await mallory.claim(keeper.transport, next)
    expect(other.shown.lanes).toEqual([])
    await adas.put(adas.item(random.bytes(10)))
    expect((await mallory.claim(keeper.transport, next)).shown.lanes).toEqual([])
    expect(keeper.keeper.status().communities).toBe(2)
  })

  it('keeps no more communities than it may', async () => {
    const database = openDatabase({ path: join(folder.path, 'b.db'), key: random.bytes(32), schemas: [keeperSchema] })
    const shelves = new Shelves({ database, random, log: keptLog(), budget: 1000 })
    for (let n = 0; n < LIMITS.keeperShelves; n++) shelves.claim(shelfOf(shelves.openClaim()), ada.device.id)
    expect(() => shelves.openClaim()).toThrow(expect.objectContaining({ code: 'keeper/no-shelf' }))
    database.close()
  })

  it('lets go at once of whom the next roster does not name, and keeps what they put', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    await bens.put(bens.item(random.bytes(50)))
    await adas.roster({ version: 2, owners: [ada.device.id], moderators: [], others: [] })
    await expect(bens.fetch(ada.device)).rejects.toThrow()
    await expect(ben.meet(keeper.transport, shelf)).rejects.toMatchObject(said('keeper/refused'))
    expect(await adas.fetch(ben.device)).toHaveLength(1)
  })

  it('takes a roster from owners and moderators alone, and none that is older', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    const mine = { version: 9, owners: [ben.device.id], moderators: [], others: [] }
    expect(await bens.roster(mine)).toEqual({ type: 'refused', code: 'keeper/refused' })
    const withModerator = { version: 3, owners: [ada.device.id], moderators: [ben.device.id], others: [] }
    expect(await adas.roster(withModerator)).toEqual({ type: 'rostered' })
    expect(await bens.roster({ ...withModerator, version: 4, others: [mallory.device.id] })).toEqual({
      type: 'rostered',
    })
    expect(await adas.roster({ ...withModerator, version: 4 })).toEqual({ type: 'refused', code: 'keeper/stale' })
    // Nobody is left out of the list of owners altogether, named twice, or spelt in another order.
    await mallory.meet(keeper.transport, shelf)
    expect(await adas.roster({ ...withModerator, version: 5, owners: [] })).toMatchObject({ type: 'end' })
  })

  it('survives a disk that is full: says so, and what it had acknowledged is there', async () => {
    const path = join(folder.path, 'small.db')
    const open = () => openDatabase({ path, key: bytes, schemas: [keeperSchema], maxBytes: 600_000 })
    const bytes = random.bytes(32)
    const database = open()
    const shelves = new Shelves({ database, random, log: keptLog(), budget: LIMITS.keeperBudget })
    const small = shelves.claim(shelfOf(shelves.openClaim()), ada.device.id)
    let [mark, refusal] = [LANE_BEGIN, '']
    for (let n = 0; n < 50 && refusal === ''; n++) {
      const bare = { seq: mark.seq + 1, prev: mark.head, parcel: random.bytes(40_000) }
      const head = laneLink(small.id, ada.device.id, bare)
      try {
        small.put(ada.device.id, { ...bare, signature: sign(ada.device.signing, head) })
        mark = { seq: bare.seq, head }
      } catch (error) {
        refusal = errorCode(error)
      }
    }
    expect(refusal).toBe('keeper/full')
    expect(mark.seq).toBeGreaterThan(5)
    expect(small.lanes()).toMatchObject([{ last: mark.seq, head: mark.head }])
    database.close()
    const again = open()
    const after = new Shelves({ database: again, random, log: keptLog(), budget: LIMITS.keeperBudget }).all()[0]
    expect(after?.lanes()).toMatchObject([{ last: mark.seq, head: mark.head }])
    expect([...(after?.items(ada.device.id, 1, 100) ?? [])]).toHaveLength(mark.seq)
    again.close()
  })

  it('knows who is there', async () => {
    await eventually(() => keeper.keeper.status().devices === 1, 'Ada is met')
    await ben.meet(keeper.transport, shelf)
    expect(keeper.keeper.status().devices).toBe(2)
    await ben.stop()
    await eventually(() => keeper.keeper.status().devices === 1, 'Ben is gone')
  })
})
