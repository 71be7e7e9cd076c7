/** A keeper that dies at any of its writes: what it had acknowledged is there when it starts again, and nothing is half there. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keeperSchema } from '../../../core/keeper/index.ts'
import { Shelves } from '../../../core/keeper/shelves.ts'
import { type Device, deviceOf, newDeviceSeed, sign } from '../../../core/identity/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import {
  clearingDigest,
  encodeClearing,
  encodeRoster,
  LANE_BEGIN,
  laneLink,
  linkAfter,
  rosterDigest,
  shelfOf,
} from '../../../core/sync/keeping/index.ts'
import { crashing } from '../../simulation/crashing-database.ts'
import { keptLog, seededRandom, temporaryFolder } from '../../support/surroundings.ts'

const random = seededRandom('keepers that die')
const key = random.bytes(32)
const ada = deviceOf(newDeviceSeed(random))
const ben = deviceOf(newDeviceSeed(random))

it('has all it acknowledged, whenever it dies', () => {
  using folder = temporaryFolder()
  let died = 0
  let writes = 0
  for (let isOver = false; !isOver; writes++) {
    const path = join(folder.path, `${writes}.db`)
    const open = () => openDatabase({ path, key, schemas: [keeperSchema] })
    const over = (database: ReturnType<typeof open>) =>
      new Shelves({ database, random, log: keptLog(), budget: LIMITS.keeperBudget })
    const database = open()
    const dying = crashing(database)
    const first = over(dying)
    const secret = first.openClaim()
    const id = shelfOf(secret)
    dying.dieAfter(writes)
    /** What was acknowledged. */
    const kept = { claimed: false, roster: 0, cleared: 0, last: new Map<Device, { seq: number; head: Uint8Array }>() }
    try {
      const shelf = first.claim(id, ada.id)
      kept.claimed = true
      const put = (by: Device): void => {
        const mark = kept.last.get(by) ?? LANE_BEGIN
        const bare = { seq: mark.seq + 1, prev: mark.head, parcel: random.bytes(100) }
        const head = laneLink(id, by.id, bare)
        shelf.put(by.id, { ...bare, signature: sign(by.signing, head) })
        kept.last.set(by, { seq: bare.seq, head })
      }
      const roster = encodeRoster(id, { version: 1, owners: [ada.id], moderators: [], others: [ben.id] })
      shelf.setRoster(ada.id, roster, sign(ada.signing, rosterDigest(roster)))
      kept.roster = 1
      for (const by of [ada, ben, ada, ada, ben]) put(by)
      const clearing = encodeClearing(id, { version: 1, upTo: new Map([[ada.id, 2]]) })
      shelf.clear(ada.id, clearing, sign(ada.signing, clearingDigest(clearing)))
      kept.cleared = 2
      put(ada)
      isOver = true
    } catch (error) {
      if (!dying.isDead) throw error
      died++
    }
    database.close()
    const again = open()
    const shelf = over(again).get(id)
    expect(shelf !== undefined).toBe(kept.claimed)
    // Used up by the claim, and by nothing less.
    expect(over(again).claimSecret() === undefined).toBe(kept.claimed)
    if (shelf) {
      expect(shelf.roster.version).toBe(kept.roster)
      for (const by of [ada, ben]) {
        const lane = shelf.lanes().find(({ device }) => device === by.id)
        const { seq, head } = kept.last.get(by) ?? LANE_BEGIN
        expect([lane?.last ?? 0, lane?.head ?? LANE_BEGIN.head]).toEqual([seq, head])
        const items = [...shelf.items(by.id, 1, 100)]
        expect(items).toHaveLength(seq - (by === ada ? kept.cleared : 0))
        let mark = items[0] ? { seq: items[0].seq - 1, head: items[0].prev } : LANE_BEGIN
        for (const item of items) {
          const link = linkAfter(id, by.id, mark, item)
          if (!link) throw new TypeError('the chain is broken')
          mark = { seq: item.seq, head: link }
        }
        if (items.length > 0) expect(mark).toEqual({ seq, head })
      }
    }
    again.close()
  }
  expect(died).toBeGreaterThan(20)
})
