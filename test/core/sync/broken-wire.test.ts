import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  type Networked,
  texts,
} from '../../support/carried-person.ts'
import { countFrames, slowly } from '../../support/wire-tap.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

describe('a wire that breaks', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]

  const put = async (
    ...args: Parameters<typeof connect> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Networked> => {
    const networked = await connect(hub, small, ...args)
    people.push(networked)
    return networked
  }

  beforeEach(() => {
    small = smallCommunity('broken')
    hub = new MemoryHub()
    people = []
    small.join('ben', 'ada')
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test(
    'broken at any frame, what was under way comes with the next session, and nothing twice',
    { timeout: 60_000 },
    async () => {
      small.carryAll()
      const count = countFrames()
      let most = 0
      for (let at = 1; at <= 26; at++) {
        small.say('ada', `ada ${at}`)
        small.say('ben', `ben ${at}`)
        if (at % 5 === 0) small.join(`guest ${at}`, 'ada')
        count.clear()
        count.breakAt = at
        const ada = await put('ada', [], { wrap: count.wrap })
        const ben = await put('ben', [ada], { wrap: count.wrap })
        const retry = setInterval(
          () => ben.sync.status(small.community).peers.length === 0 && ben.sync.retry(small.community),
          100,
        )
        await eventually(() => areLevel(ada, ben), `equality after frame ${at}`)
        clearInterval(retry)
        if (count.breakAt === Infinity) most = at
        await Promise.all([ada.sync.stop(), ben.sync.stop()])
        const all = texts(ada)
        expect(all).toEqual(texts(ben))
        expect(all).toHaveLength(2 * at)
        expect(new Set(all).size).toBe(2 * at)
      }
      expect(most).toBeGreaterThan(15)
    },
  )

  test('a peer that reads slowly does not make the other hold what it has not read', async () => {
    small.carryAll()
    const size = LIMITS.blockBytes - 1000
    const rounds = 40
    let [made, taken] = [0, 0]
    const page = small.room
    const stood = (name: string, digest: number, documents: Partial<CarriedPerson['documents']>): CarriedPerson => {
      const carried = carriedOf(small, name)
      const { documents: real } = carried
      const stand = {
        list: () => [page],
        has: () => true,
        vector: () => [],
        exactVector: () => [],
        digest: () => new Uint8Array(32).fill(digest),
        receive: real.receive.bind(real),
      }
      return {
        ...carried,
        documents: { ...stand, onChange: () => () => undefined, blocksBeyond: () => [], ...documents },
      }
    }
    const open = Promise.withResolvers<void>()
    const ada = await put('ada', [], {
      carried: stood('ada', 1, {
        *blocksBeyond() {
          while (made < rounds) {
            made += 1
            yield new Uint8Array(size)
          }
        },
      }),
    })
    await put('ben', [ada], {
      carried: stood('ben', 2, {
        receive: () => {
          taken += 1
          return { document: page, accepted: 1, runs: [] }
        },
      }),
      wrap: (transport) => slowly(transport, () => (taken < 3 ? Promise.resolve() : open.promise)),
    })
    await eventually(() => taken === 3, 'the first blocks')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(made).toBeLessThan(
      3 + 2 + (LIMITS.sendQueueBytes + LIMITS.streamWindowBytes) / size + LIMITS.receiveQueueFrames,
    )
    expect(made).toBeLessThan(rounds)
    open.resolve()
    await eventually(() => taken === rounds, 'all blocks')
  })
})
