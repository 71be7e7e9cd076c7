import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { leave } from '../../../core/membership/index.ts'
import { type Clock, LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub, wallClock } from '../../../core/sync/transport/index.ts'
import {
  areLevel,
  type CarriedPerson,
  connect,
  eventually,
  fastClock,
  type Networked,
} from '../../support/carried-person.ts'
import { privateVillage, type PrivateVillage } from '../../support/private-village.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { countFrames, type FrameCount } from '../../support/wire-tap.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('a private space', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let count: FrameCount
  let villages: PrivateVillage[]
  let clock: Clock

  const put = async (name: string, ...knows: readonly Networked[]): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, { wrap: count.wrap, clock })
    people.push(networked)
    return networked
  }
  const found = (founder: string, others: readonly string[], seed?: string): PrivateVillage => {
    const village = privateVillage(small, founder, others, seed)
    villages.push(village)
    return village
  }
  const isMet = (who: Networked, { space }: PrivateVillage): boolean => who.sync.status(space).peers.length > 0
  const equal = (...who: readonly CarriedPerson[]): boolean => areLevel(...who.map((carried) => ({ carried })))

  beforeEach(() => {
    small = smallCommunity('private')
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    villages = []
    count = countFrames()
    clock = wallClock
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => /^error|shut-out/.test(line))).toEqual([])
    for (const village of villages) village[Symbol.dispose]()
    small[Symbol.dispose]()
  })

  test('is told by letter, and then exchanged over the connection there is', async () => {
    const village = found('ada', ['ben'])
    village.say('ada', 'only for Ben')
    const ada = await put('ada')
    const letter = new Uint8Array(300).fill(7)
    ada.carried.mail.set(small.person('ben').device.id, [letter])
    const theirs = village.carried('ada')
    ada.sync.carry(theirs)
    const ben = await put('ben', ada)
    let learned: CarriedPerson | undefined
    ben.carried.onLetter = () => {
      learned = village.learn('ben')
      ben.sync.carry(learned)
    }
    await eventually(() => learned !== undefined && equal(theirs, learned), 'the private history')
    expect(ben.carried.lettersTaken).toEqual([letter])
    const known = village.person('ben').documents
    expect(known.has(village.room)).toBe(true)
    village.say('ben', 'thank you')
    await eventually(() => learned !== undefined && equal(theirs, learned), 'the answer')
    expect(theirs.remembered).toContainEqual({ device: ben.carried.device, peer: ben.transport.peer, addresses: [] })
    expect(ada.sync.status(village.space).peers).toMatchObject([{ device: ben.carried.device, state: 'synced' }])
    // One connection, two sessions.
    expect(hub.counts()).toEqual({ connections: 1, channels: 2 })
    // The same letter is not sent again, whatever changes.
    small.say('ada', 'in the open')
    village.say('ada', 'and here')
    await pause(3 * LIMITS.relayTick)
    expect(ben.carried.lettersTaken).toHaveLength(1)
  })

  test('is exchanged whoever comes first, and by one side alone', async () => {
    const village = found('ada', ['ben'])
    const [a, b] = [village.carried('ada'), village.learn('ben')]
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await eventually(() => ben.sync.status(small.community).peers.length === 1, 'the community')
    ada.sync.carry(a)
    ben.sync.carry(b)
    await eventually(() => isMet(ada, village) && isMet(ben, village) && equal(a, b), 'the private session')
    await pause(3 * LIMITS.relayTick)
    expect(hub.counts().channels).toBe(2)
    hub.cut(ada.transport.peer, ben.transport.peer)
    await eventually(() => !isMet(ada, village) && !isMet(ben, village), 'the end')
    hub.heal(ada.transport.peer, ben.transport.peer)
    for (const { sync } of [ada, ben]) sync.retry(small.community)
    await eventually(() => isMet(ada, village) && isMet(ben, village), 'another')
  })

  test('ends with the session of its community, and begins with the next', async () => {
    const village = found('ada', ['ben'])
    const [a, b] = [village.carried('ada'), village.learn('ben')]
    const ada = await put('ada')
    const ben = await put('ben', ada)
    ada.sync.carry(a)
    ben.sync.carry(b)
    await eventually(() => isMet(ada, village) && isMet(ben, village), 'the private session')
    await ada.end()
    await eventually(() => !isMet(ada, village) && !isMet(ben, village), 'the end')
    ada.sync.carry(ada.carried)
    ben.sync.retry(small.community)
    await eventually(() => isMet(ada, village) && isMet(ben, village), 'the next')
  })

  test('who leaves it is exchanged with no longer, and tells so first', async () => {
    const village = found('ada', ['ben'])
    const [a, b] = [village.carried('ada'), village.learn('ben')]
    const ada = await put('ada')
    const ben = await put('ben', ada)
    ada.sync.carry(a)
    ben.sync.carry(b)
    await eventually(() => isMet(ada, village) && equal(a, b), 'the private session')
    leave(village.context('ben'), [])
    await eventually(() => a.log.standing(ben.carried.device)?.left === true, 'the word')
    await eventually(() => !isMet(ada, village) && !isMet(ben, village), 'the end')
    expect(ada.sync.status(small.community).peers).toHaveLength(1)
  })

  test('of many in common some are exchanged at once, and all in turn', { timeout: 40_000 }, async () => {
    clock = fastClock(10)
    const many = Array.from({ length: LIMITS.privateSessions + 3 }, (_, n) => found('ada', ['ben'], `many ${n}`))
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await eventually(() => ben.sync.status(small.community).peers.length === 1, 'the community')
    const met = new Set<PrivateVillage>()
    let most = 0
    ada.sync.onChange(() => {
      const open = many.filter((village) => isMet(ada, village))
      most = Math.max(most, open.length)
      for (const village of open) met.add(village)
    })
    const pairs = many.map((village) => {
      village.say('ada', 'for Ben')
      return [village.carried('ada'), village.learn('ben')] as const
    })
    for (const [a, b] of pairs) {
      ada.sync.carry(a)
      ben.sync.carry(b)
    }
    await eventually(() => pairs.every(([a, b]) => equal(a, b)) && met.size === many.length, 'all', 30_000)
    expect(most).toBe(LIMITS.privateSessions)
    expect(hub.counts().channels).toBeLessThanOrEqual(LIMITS.privateSessions + 1)
  })
})
