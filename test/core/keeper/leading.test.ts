/** Who may say what of a shelf: owners all, moderators who else uses it, and nobody so that others are shut out for good. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sign } from '../../../core/identity/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import {
  clearingDigest,
  dropDigest,
  encodeClearing,
  readKeeperLink,
  rosterHash,
  shelfOf,
} from '../../../core/sync/keeping/index.ts'
import { createPeerKey, MemoryHub } from '../../../core/sync/transport/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { keeperOf, type RunningKeeper } from '../../support/kept-people.ts'
import { type Meeting, random, Visitor } from '../../support/keeper-visitor.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const BUDGET = 20_000_000
const key = await createPeerKey()
let folder: ReturnType<typeof temporaryFolder>
let hub: MemoryHub
let keeper: RunningKeeper
let ada: Visitor
let moe: Visitor
let ben: Visitor
let shelf: Uint8Array
let adas: Meeting
let moes: Meeting

const start = () => keeperOf({ hub, folder: folder.path }, 'keeper', { key, budget: BUDGET })
const refused = (code: string) => ({ type: 'refused', code })
const clear = (by: Meeting, version: number, upTo: ReadonlyMap<Visitor['device']['id'], number>) => {
  const bytes = encodeClearing(shelf, { version, upTo })
  return by.ask({ type: 'clear', bytes, signature: sign(by.device.signing, clearingDigest(bytes)) })
}
const ids = (...all: readonly Visitor[]) => all.map(({ device }) => device.id)

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  keeper = await start()
  ;[ada, moe, ben] = [await Visitor.on(hub), await Visitor.on(hub), await Visitor.on(hub)]
  keeper.keeper.openClaim()
  const link = keeper.keeper.link() ?? ''
  shelf = shelfOf(readKeeperLink(link).secret)
  adas = await ada.claim(keeper.transport, link)
  await adas.roster({ version: 1, owners: ids(ada), moderators: ids(moe), others: ids(ben) })
  moes = await moe.meet(keeper.transport, shelf)
})

afterEach(async () => {
  await Promise.all([ada, moe, ben].map((each) => each.stop()))
  await keeper.stop()
  folder[Symbol.dispose]()
})

describe('a moderator', () => {
  it('makes nobody owner or moderator, and drops none of them', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    expect(await moes.roster({ version: 2, owners: ids(moe, ben), moderators: [], others: [] })).toEqual({
      type: 'rostered',
    })
    const { state } = (await ada.meet(keeper.transport, shelf)).shown
    const held = { version: 0, owners: ids(ada), moderators: ids(moe), others: ids(ben) }
    expect(state.roster).toEqual(rosterHash(shelf, held))
    expect(await bens.roster({ version: 3, owners: ids(ben), moderators: [], others: [] })).toEqual(
      refused('keeper/refused'),
    )
    // It is so after a start too.
    await keeper.stop()
    keeper = await start()
    expect((await ada.meet(keeper.transport, shelf)).shown.state.roster).toEqual(rosterHash(shelf, held))
  })

  it('lets others in and out', async () => {
    expect(await moes.roster({ version: 2, owners: ids(ada), moderators: ids(moe), others: [] })).toEqual({
      type: 'rostered',
    })
    await expect(ben.meet(keeper.transport, shelf)).rejects.toMatchObject({ details: { code: 'keeper/refused' } })
    await moes.roster({ version: 3, owners: ids(ada), moderators: ids(moe), others: ids(ben) })
    await ben.meet(keeper.transport, shelf)
  })

  it('clears nothing', async () => {
    await adas.put(adas.item(random.bytes(100)))
    expect(await clear(moes, 1, new Map([[ada.device.id, 1]]))).toEqual(refused('keeper/refused'))
    expect(await adas.fetch(ada.device)).toHaveLength(1)
  })

  it('drops no shelf', async () => {
    const signature = sign(moe.device.signing, dropDigest(shelf))
    expect(await moes.ask({ type: 'drop', signature })).toEqual(refused('keeper/refused'))
    expect(keeper.keeper.status().communities).toBe(1)
  })
})

describe('a version', () => {
  it('goes up by no more than a log can have grown, so that the next one can always be higher', async () => {
    for (const version of [Number.MAX_SAFE_INTEGER, 2 + LIMITS.logActions]) {
      const owners = { version, owners: ids(ada), moderators: ids(moe), others: [] }
      expect(await moes.roster(owners)).toMatchObject({ type: 'end', code: 'keeper/malformed' })
      await keeper.stop()
      keeper = await start()
      moes = await moe.meet(keeper.transport, shelf)
    }
    adas = await ada.meet(keeper.transport, shelf)
    expect(adas.shown.state.version).toBe(1)
    expect(await adas.roster({ version: 2, owners: ids(ada), moderators: [], others: [] })).toEqual({
      type: 'rostered',
    })
  })

  it('of a clearing is the next one', async () => {
    await adas.put(adas.item(random.bytes(100)))
    for (const version of [2, Number.MAX_SAFE_INTEGER])
      expect(await clear(adas, version, new Map())).toEqual(refused('keeper/stale'))
    expect(await clear(adas, 1, new Map([[ada.device.id, 1]]))).toMatchObject({ type: 'kept' })
    expect(await clear(adas, 1, new Map([[ada.device.id, 1]]))).toEqual(refused('keeper/stale'))
  })
})

describe('room', () => {
  it('is not taken from all by one device', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    let answer = await bens.put(bens.item(random.bytes(1_000_000)))
    for (let n = 0; n < 20 && answer.type === 'kept'; n++) answer = await bens.put(bens.item(random.bytes(1_000_000)))
    expect(answer).toEqual(refused('keeper/full'))
    expect(keeper.keeper.status().used).toBeLessThanOrEqual(BUDGET * LIMITS.keeperDeviceShare)
    expect(await moes.put(moes.item(random.bytes(1_000_000)))).toMatchObject({ type: 'kept' })
    // After a start it is counted as before; an owner, who packs all anew, may use what there is.
    await keeper.stop()
    keeper = await start()
    const again = await ben.meet(keeper.transport, shelf)
    expect(await again.put(again.item(random.bytes(1_000_000)))).toEqual(refused('keeper/full'))
    adas = await ada.meet(keeper.transport, shelf)
    for (let n = 0; n < 10; n++)
      expect(await adas.put(adas.item(random.bytes(1_000_000)))).toMatchObject({ type: 'kept' })
    // What was cleared counts no more.
    await clear(adas, 1, new Map([[ben.device.id, again.mark.seq]]))
    expect(await again.put(again.item(random.bytes(1_000_000)))).toMatchObject({ type: 'kept' })
  })
})

describe('one device', () => {
  it('has few conversations at once, of which the oldest ends', async () => {
    const first = await ben.meet(keeper.transport, shelf)
    for (let n = 0; n < LIMITS.keeperDeviceSessions; n++) await ben.meet(keeper.transport, shelf)
    await expect(first.talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/stopped' })
    expect(await moes.ask({ type: 'ping' })).toEqual({ type: 'ping' })
  })
})

describe('an owner', () => {
  it('has a shelf dropped, and nothing of it is left', async () => {
    const bens = await ben.meet(keeper.transport, shelf)
    await bens.put(bens.item(random.bytes(1000)))
    const forged = sign(ben.device.signing, dropDigest(shelf))
    expect(await adas.ask({ type: 'drop', signature: forged })).toMatchObject({
      type: 'end',
      code: 'keeper/not-proven',
    })
    await keeper.stop()
    keeper = await start()
    ;[adas, moes] = [await ada.meet(keeper.transport, shelf), await moe.meet(keeper.transport, shelf)]
    const dropped = await adas.ask({ type: 'drop', signature: sign(ada.device.signing, dropDigest(shelf)) })
    expect(dropped).toEqual({ type: 'dropped' })
    expect(keeper.keeper.status()).toMatchObject({ communities: 0, used: 0 })
    expect(keeper.shelves()).toEqual([])
    await eventually(() => keeper.keeper.status().devices === 0, 'that all are let go')
    await expect(ada.meet(keeper.transport, shelf)).rejects.toMatchObject({ details: { code: 'keeper/refused' } })
    // There is room for another.
    keeper.keeper.openClaim()
    const next = await moe.claim(keeper.transport, keeper.keeper.link() ?? '')
    expect(next.shown.lanes).toEqual([])
    await keeper.stop()
    keeper = await start()
    expect(keeper.keeper.status().communities).toBe(1)
  })
})
