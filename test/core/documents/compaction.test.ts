import { describe, expect, it } from 'vitest'
import { decodeBlock, messageEntry } from '../../../core/documents/index.ts'
import { blockOf, hostileFeed, pointerTo } from '../../support/hostile-builder.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

describe('small blocks of a page', () => {
  it('are put together in idle times, and hold what they held', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    village.say('ada', 'hello')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const page = ada.documents.writablePage(village.room)
    const random = seededRandom('compaction')
    const feeds = [ada, bram, ada, bram, ada].map((author) => hostileFeed(author, page, random))
    for (let round = 0; round < 6; round++) {
      const items = Array.from({ length: 150 }, (_, at) => {
        const feed = feeds[(at * 7 + round) % feeds.length] ?? feeds[0]
        const before = feeds[(at * 7 + round + 6) % feeds.length]?.items.at(-1)
        return feed?.write(messageEntry(at, `line ${at} of round ${round}`), {
          seen: before && before.feed !== feed.id ? [pointerTo(before)] : [],
        })
      }).filter((item) => item !== undefined)
      expect(ada.documents.receive(blockOf(items)).accepted).toBe(150)
      village.say('ada', `between ${round}`)
    }
    const blocks = () => [...ada.documents.blocksBeyond(page, new Map())]
    const held = () =>
      [...ada.documents.effects()]
        .map(({ feed, seq, hash }) => `${feed}.${seq} ${hash.join()}`)
        .toSorted((a, b) => (a < b ? -1 : 1))
    const [digest, effects, before] = [ada.documents.digest(page), held(), blocks()]
    let turns = 0
    // Somebody may be reading block after block meanwhile.
    const reader = ada.documents.blocksBeyond(page, new Map())
    const step = reader.next()
    const first = step.done ? undefined : step.value
    while (ada.documents.compact()) turns += 1
    expect(turns).toBeGreaterThan(0)
    expect(blocks().length).toBeLessThan(before.length / 2)
    expect(blocks().join().length).toBeLessThan(before.join().length)
    for (const block of blocks()) decodeBlock(block)
    expect(ada.documents.digest(page)).toEqual(digest)
    expect(held()).toEqual(effects)
    for (const block of first ? [first, ...reader] : []) bram.documents.receive(block)
    expect(bram.documents.digest(page)).toEqual(digest)
    village.join('cleo', 'ada')
    village.carry('ada', 'cleo')
    expect(village.person('cleo').documents.digest(page)).toEqual(digest)
    expect(village.restart('ada').documents.digest(page)).toEqual(digest)
    expect(village.person('ada').documents.compact()).toBe(false)
    village.say('ada', 'and on')
    village.carry('ada', 'cleo')
    expect(village.person('cleo').documents.digest(page)).toEqual(village.person('ada').documents.digest(page))
  })
})
