import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, LIMITS } from '../../../core/shared/index.ts'
import { Guard } from '../../../core/sync/reach/guard.ts'
import { sessionErrors } from '../../../core/sync/errors.ts'
import { MemoryHub, memoryTransport } from '../../../core/sync/transport/index.ts'
import {
  areLevel,
  carriedOf,
  connect,
  eventually,
  fastClock,
  type Networked,
  newPeer,
} from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog } from '../../support/surroundings.ts'
import { Stranger } from '../../support/sync-stranger.ts'

describe('when something of ours fails', () => {
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
  const met = ({ sync }: Networked): number => sync.status(small.community).peers.length

  beforeEach(() => {
    small = smallCommunity('trouble')
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('what cannot be stored ends that session, is logged, and comes when it can be again', async () => {
    const carried = carriedOf(small, 'ben')
    let isFull = false
    const { receive } = carried.documents
    const stand = Object.create(carried.documents) as typeof carried.documents
    stand.receive = (block) => {
      if (isFull) throw new TypeError('disk full')
      return receive.call(carried.documents, block)
    }
    for (const name of ['has', 'list', 'digest', 'vector', 'blocksBeyond', 'onChange'] as const) {
      Object.assign(stand, { [name]: carried.documents[name].bind(carried.documents) })
    }
    const ada = await put('ada')
    const ben = await put('ben', [ada], { carried: { ...carried, documents: stand } })
    const cy = await put('cy', [ada])
    await eventually(() => met(ada) === 2, 'both')
    isFull = true
    small.say('ada', 'too much')
    await eventually(() => ben.log.lines.some((line) => line.includes('session/storage')), 'the log line')
    await eventually(() => areLevel(ada, cy), 'that the others go on')
    isFull = false
    ben.sync.retry(small.community)
    await eventually(() => areLevel(ada, ben), 'that it comes')
  })

  test('who offers everything and sends nothing does not keep it from coming from others', async () => {
    const ada = await put('ada')
    small.say('ada', 'worth having')
    const stale = await Stranger.on(hub)
    const ben = await put('ben', [], { clock: fastClock(10) })
    const line = await stale.meet(ben.transport, carriedOf(small, 'cy'))
    const documents = ada.carried.documents.list().map((id) => [id, ada.carried.documents.digest(id)] as const)
    await line.say({ type: 'offer', documents, more: false })
    const asked = (await line.rest()).filter(({ type }) => type === 'want')
    expect(asked.length).toBeGreaterThan(0)
    ben.carried.acquainted.push({ peer: ada.transport.peer, addresses: ada.sync.addresses() })
    ben.sync.retry(small.community)
    await eventually(() => areLevel(ada, ben), 'equality')
    await stale.stop()
  })

  test('a stop in the middle of everything leaves nothing', async () => {
    const ada = await put('ada')
    for (let n = 0; n < 100; n++) small.say('ada', `message ${n}`)
    for (let round = 0; round < 15; round++) {
      const ben = await put('ben', [ada])
      await new Promise((resolve) => setTimeout(resolve, round * 3))
      await Promise.all([ben.sync.stop(), ben.end()])
      expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
      const late = ben.sync.carry(ben.carried)
      await late()
    }
  })
})

describe('the guard', () => {
  test('shuts out longer each time, forgets the longest ago, and never keeps out whom it knows for the sake of strangers', async () => {
    let now = 1e12
    const clock: Clock = { now: () => now, sleep: () => new Promise(() => undefined) }
    const hub = new MemoryHub()
    const transport = memoryTransport(hub, await newPeer())
    const isKnown = (peer: string): boolean => peer === 'friend'
    const guard = new Guard({ transport, clock, log: keptLog(), isBusy: () => false, isKnown })
    const eve = await newPeer()
    expect(guard.admits(eve)).toBe(true)
    for (const wait of [LIMITS.banFirst, 2 * LIMITS.banFirst, 4 * LIMITS.banFirst]) {
      guard.ended(eve, sessionErrors('malformed'))
      now += wait - 1
      expect(guard.admits(eve)).toBe(false)
      now += 1
      expect(guard.admits(eve)).toBe(true)
    }
    for (let n = 0; n < 49; n++) guard.ended(eve, sessionErrors('stranger'))
    expect(guard.isBanned(eve)).toBe(false)
    guard.ended(eve, sessionErrors('stranger'))
    expect(guard.isBanned(eve)).toBe(true)
    for (let n = 0; n < LIMITS.rememberedFailures; n++) guard.ended(`${n}` as typeof eve, sessionErrors('malformed'))
    expect(guard.isBanned(eve)).toBe(false)
    guard.stop()
  })
})
