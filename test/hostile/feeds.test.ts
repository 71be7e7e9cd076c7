/** Attacks 26-30 and what else can be done to a feed as a whole. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeBlock, Documents, documentsSchema, encodeBlock, messageEntry } from '../../core/documents/index.ts'
import { KeyRing, MembershipLog, membershipSchema } from '../../core/membership/index.ts'
import type { FeedId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { type Besieged, besieged, pageOf, shown, strikeWith, verdicts } from '../support/besieged-village.ts'
import { blockOf, HostileFeed, pointerTo } from '../support/hostile-builder.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'

/** Everything but the feeds of the hostile member is alike at Ada's and Bram's. */
function expectOthersAlike({ ada, bram, mallory, village, page }: Besieged): void {
  for (let round = 0; round < 2; round++) {
    village.carry('ada', 'bram')
    village.carry('bram', 'ada')
  }
  const others = (who: typeof ada) =>
    [...who.documents.effects()]
      .filter(({ device }) => device !== mallory.device.id)
      .map(({ feed, seq }) => `${feed}.${seq}`)
  expect(new Set(others(bram))).toEqual(new Set(others(ada)))
  const vector = (who: typeof ada) =>
    who.documents.vector(page).filter(({ feed }) => others(ada).some((id) => id.startsWith(feed)))
  expect(vector(bram)).toEqual(vector(ada))
}

describe('equivocation', () => {
  it('26: one branch to each peer: both come to hold both, show what was said before, and nothing of anybody else is touched', () => {
    using siege = besieged()
    const feed = siege.feed()
    const one = feed.write(siege.message('one'))
    const fork = feed.fork()
    const left = feed.write(siege.message('left'))
    const right = fork.write(siege.message('right'))
    expect(verdicts(strikeWith(siege, one, left))).toEqual(['accepted'])
    siege.ada.documents.receive(blockOf([one, right]))
    for (const name of ['ada', 'bram']) siege.village.say(name, 'unmoved')
    expectOthersAlike(siege)
    for (const who of [siege.ada, siege.bram]) {
      expect(shown(who).filter((line) => /,(one|left|right)"/.test(line))).toHaveLength(1)
      expect(who.documents.vector(siege.page)).toEqual(siege.ada.documents.vector(siege.page))
    }
    expect(verdicts(strikeWith(siege, one, right))).toEqual(['known'])
    expect(verdicts(strikeWith(siege, one, right, fork.write(siege.message('right again'))))).toEqual(['fork'])
    siege.expectUnharmed()
  })

  it('26: a late fork of a member’s first entry takes nothing with it of what others wrote since, nor what they had seen', () => {
    using siege = besieged()
    const feed = siege.feed()
    const first = feed.write(siege.message('first'))
    strikeWith(siege, first)
    const { documents } = siege.bram
    documents.append(siege.page, siege.message('having seen it'), pointerTo(first))
    for (let i = 0; i < 5; i++) siege.village.say('bram', `and on ${i}`)
    siege.village.carry('bram', 'ada')
    const before = pageOf(siege.bram, siege.page)
    const unseen = feed.write(siege.message('seen by nobody'))
    strikeWith(siege, unseen)
    const late = feed.fork(0)
    expect(verdicts(strikeWith(siege, late.write(siege.message('never said that'))))).toEqual(['fork'])
    expect(pageOf(siege.bram, siege.page)).toEqual(before)
    siege.expectUnharmed()
  })

  it('26: of hundreds of feeds at once keeps nobody busy, neither when it is new nor when it comes again', () => {
    using siege = besieged()
    const sessions = Array.from({ length: 250 }, () => siege.feed().session)
    const made = (salt: string): Uint8Array =>
      blockOf(
        sessions.flatMap((session) => {
          const feed = new HostileFeed(siege.mallory, siege.page, session)
          for (const at of [1, 2]) feed.write(siege.message(`${salt} ${at}`))
          return feed.items
        }),
      )
    const timed = (block: Uint8Array): number => {
      const begin = performance.now()
      const outcome = siege.strike(block)
      expect(new Set(verdicts(outcome))).not.toContain('gap')
      return performance.now() - begin
    }
    const [one, two, three] = ['one', 'two', 'three'].map(made) as [Uint8Array, Uint8Array, Uint8Array]
    const plain = timed(one)
    // A block for each feed, as it was once, takes eighty times as long.
    for (const block of [two, three, three, two]) expect(timed(block)).toBeLessThan(12 * plain)
    siege.expectUnharmed()
  })

  it('26: a fork without a valid signature is no fork', () => {
    using siege = besieged()
    const feed = siege.feed()
    strikeWith(siege, feed.write(siege.message('said')))
    const forged = blockOf([feed.fork(0).write(siege.message('not said'))], (block) => ({
      ...block,
      runs: block.runs.map((run) => ({ ...run, signature: new Uint8Array(64) })),
    }))
    expect(verdicts(siege.strike(forged))).toEqual(['unsigned'])
    siege.expectUnharmed()
  })
})

describe('a range', () => {
  it('28: again, in the wrong order or with a hole is known, waits, and is taken once', () => {
    using siege = besieged()
    const feed = siege.feed()
    const items = ['a', 'b', 'c', 'd'].map((text) => feed.write(siege.message(text)))
    const [a, b, c, d] = items as [(typeof items)[0], (typeof items)[0], (typeof items)[0], (typeof items)[0]]
    expect(verdicts(strikeWith(siege, c, d))).toEqual(['gap'])
    expect(verdicts(strikeWith(siege, a))).toEqual(['accepted'])
    expect(verdicts(strikeWith(siege, a))).toEqual(['known'])
    expect(verdicts(strikeWith(siege, c, d))).toEqual(['gap'])
    expect(verdicts(strikeWith(siege, a, b, c))).toEqual(['accepted'])
    expect(verdicts(strikeWith(siege, b, a))).toEqual(['unsigned'])
    expect(verdicts(strikeWith(siege, a, b))).toEqual(['known'])
    expect(verdicts(strikeWith(siege, b, c, d))).toEqual(['accepted'])
    expect(verdicts(strikeWith(siege, a, b, c, d))).toEqual(['known'])
    expect(shown(siege.bram).filter((line) => line.includes(feed.id))).toHaveLength(4)
    siege.expectUnharmed()
  })

  it('29: cut short by whoever passes it on is not covered, unless a signature ends it there', () => {
    using siege = besieged()
    const feed = siege.feed()
    const items = ['a', 'b', 'c'].map((text) => feed.write(siege.message(text)))
    const whole = decodeBlock(blockOf(items))
    const cut = encodeBlock({ ...whole, items: whole.items.slice(0, 2) })
    expect(verdicts(siege.strike(cut))).toEqual(['unsigned'])
    expect(verdicts(siege.strike(encodeBlock(whole)))).toEqual(['accepted'])
    siege.expectUnharmed()
  })

  it('points at items never held, at itself, or at another document, and nobody minds', () => {
    using siege = besieged()
    const feed = siege.feed()
    const elsewhere = siege.feed(siege.village.room).write(siege.message('elsewhere'))
    const nobody = { feed: 'ab'.repeat(16) as FeedId, seq: 2 ** 53 - 1, hash: new Uint8Array(16) }
    const first = feed.write(siege.message('one'), { seen: [nobody, nobody, pointerTo(elsewhere)] })
    const second = feed.write(siege.message('two'), { seen: [pointerTo(first), { ...pointerTo(first), seq: 0 }] })
    expect(verdicts(strikeWith(siege, first, second))).toEqual(['accepted'])
    siege.expectUnharmed()
  })
})

describe('a process', () => {
  it('30: that comes back from a backup or a clone goes on in feeds of its own', () => {
    using siege = besieged()
    const { village, page } = siege
    const copies = [1, 2].map((copy) => {
      const path = join(village.folder, `clone-${copy}.db`)
      siege.mallory.documents.close()
      siege.mallory.database.statement('PRAGMA wal_checkpoint(TRUNCATE)').all()
      copyFileSync(join(village.folder, 'mallory.db'), path)
      const database = openDatabase({
        path,
        key: new Uint8Array(32).fill(7),
        schemas: [membershipSchema, documentsSchema],
      })
      const log = keptLog()
      const membership = MembershipLog.open({ database, community: village.community, log })
      if (!membership) throw new TypeError('no log')
      const { device } = siege.mallory
      const ring = new KeyRing(device, () => membership.state)
      const view = { apply: () => undefined, refold: () => undefined }
      const random = seededRandom(`clone-${copy}`)
      const documents = new Documents({
        database,
        community: village.community,
        membership,
        ring,
        device,
        clock: village.clock,
        random,
        log,
        view,
      })
      documents.append(page, messageEntry(village.clock.now(), `from clone ${copy}`), undefined)
      documents.append(page, messageEntry(village.clock.now(), `again from clone ${copy}`), undefined)
      return { documents, database }
    })
    for (const { documents, database } of copies) {
      const vector = new Map(siege.bram.documents.vector(page).map(({ feed, seq }) => [feed, seq]))
      for (const block of documents.blocksBeyond(page, vector))
        expect(verdicts(siege.strike(block))).toEqual(['accepted'])
      database.close()
    }
    expect(shown(siege.bram).filter((line) => line.includes('from clone'))).toHaveLength(4)
    siege.expectUnharmed()
  })

  it('30: begins new feeds when told that it slept', () => {
    using siege = besieged()
    const before = siege.bram.documents.vector(siege.page).length
    siege.bram.documents.endFeeds()
    siege.village.say('bram', 'awake')
    expect(siege.bram.documents.vector(siege.page)).toHaveLength(before + 1)
    siege.expectUnharmed()
  })
})

describe('a device that is certified later', () => {
  it('is not asked for before, and all it wrote is taken as soon as the log has come', () => {
    using siege = besieged()
    const carla = siege.village.join('carla', 'ada')
    carla.membership.receive(siege.ada.membership.missingFor([]))
    siege.village.carry('ada', 'carla')
    siege.village.say('carla', 'new here')
    const vector = new Map(siege.bram.documents.vector(siege.page).map(({ feed, seq }) => [feed, seq]))
    const blocks = [...carla.documents.blocksBeyond(siege.page, vector)]
    for (const block of blocks) expect(verdicts(siege.strike(block))).toEqual(['uncertified'])
    siege.bram.membership.receive(siege.ada.membership.missingFor(siege.bram.membership.sample()))
    for (const block of blocks) expect(verdicts(siege.strike(block))).toEqual(['accepted'])
    siege.expectUnharmed()
  })
})
