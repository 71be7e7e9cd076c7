import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rotate } from '../../core/membership/index.ts'
import { base64url, type DeviceId, type EpochId, LIMITS } from '../../core/shared/index.ts'
import type { CarriedLog, SealedKey } from '../../core/sync/index.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  type Networked,
  texts,
} from '../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'
import { countFrames, type FrameCount } from '../support/wire-tap.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const random = seededRandom('keys under attack')
const epoch = (): EpochId => base64url(random.bytes(32)) as EpochId
const key = (of: EpochId = epoch()): SealedKey => [of, random.bytes(80)]
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })

describe('keys of epochs', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]
  let count: FrameCount

  const put = async (
    name: string,
    knows: readonly Networked[],
    carried = carriedOf(small, name),
  ): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, { wrap: count.wrap, carried })
    people.push(networked)
    return networked
  }
  const meet = async (to: Networked, as: string): Promise<Line> => {
    const eve = await Stranger.on(hub)
    strangers.push(eve)
    return eve.meet(to.transport, carriedOf(small, as))
  }
  /** The same, with keys that a test has in its hands. */
  const withKeys = (name: string, keys: Partial<CarriedLog['keys']>): CarriedPerson => {
    const carried = carriedOf(small, name)
    return Object.assign(carried, { log: { ...carried.log, keys: { ...carried.log.keys, ...keys } } })
  }
  const context = (name: string) => {
    const { membership, ring, device } = small.person(name)
    return { log: membership, ring, device, random, now: small.clock.now() }
  }
  const quiet = async (): Promise<void> => {
    await pause(400)
    const before = count.total
    await pause(400)
    expect(count.latest.slice(before)).toEqual([])
  }

  beforeEach(() => {
    small = smallCommunity('keys')
    small.join('ben', 'ada')
    small.carryAll()
    // Ben admits Dan and Eli while Ada changes the keys, so that nobody sealed the new one for either.
    small.join('dan', 'ben')
    small.join('eli', 'ben')
    rotate(context('ada'))
    small.say('ada', 'under the new key')
    hub = new MemoryHub()
    people = []
    strangers = []
    count = countFrames()
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('that are lacking are asked for once, and what waited for them comes', async () => {
    const ada = await put('ada', [])
    const dan = await put('dan', [ada])
    await eventually(() => areLevel(ada, dan), 'agreement')
    expect(texts(dan)).toEqual(['under the new key'])
    expect(small.person('dan').ring.lacking()).toEqual([])
    expect(count.latest.filter((kind) => kind === 'lack' || kind === 'keys')).toEqual(['lack', 'keys'])
    await quiet()
  })

  test('who cannot hand over a key does so once it can, unasked', async () => {
    small.carry('ben', 'eli')
    const eli = await put('eli', [])
    const dan = await put('dan', [eli])
    await eventually(() => dan.sync.status(small.community).peers[0]?.state === 'synced', 'a session')
    const ada = await put('ada', [eli])
    await eventually(() => areLevel(ada, dan, eli), 'agreement')
    expect(small.person('dan').ring.lacking()).toEqual([])
    expect(count.latest.filter((kind) => kind === 'lack').length).toBeLessThanOrEqual(3)
    await quiet()
  })

  test('it is told how many documents wait for one', async () => {
    let mayHand = false
    const listeners = new Set<() => void>()
    const ring = small.person('ada').ring
    const reseal = (device: DeviceId, epochs: readonly EpochId[]): readonly SealedKey[] =>
      mayHand ? ring.reseal(device, epochs).map(([of, sealed]) => [base64url(of) as EpochId, sealed]) : []
    const onChange = (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    }
    const ada = await put('ada', [], withKeys('ada', { reseal, onChange }))
    const dan = await put('dan', [ada])
    await eventually(() => dan.sync.status(small.community).waitingForKey === 1, 'that one waits')
    await quiet()
    mayHand = true
    for (const listener of listeners) listener()
    await eventually(() => areLevel(ada, dan), 'agreement')
    expect(dan.sync.status(small.community).waitingForKey).toBe(0)
    await quiet()
  })

  test('that nobody asked for, or that are none, are not taken, and too many end the session', async () => {
    const dan = await put('dan', [])
    const lacking = epoch()
    const taken: SealedKey[] = []
    const take = (keys: readonly SealedKey[]): number => {
      taken.push(...keys)
      return 0
    }
    const ben = await put('ben', [], withKeys('ben', { lacking: () => [lacking], take }))
    const line = await meet(ben, 'eli')
    expect(await line.rest()).toContainEqual({ type: 'lack', epochs: [lacking] })
    await line.say({ type: 'keys', keys: [key(), key(lacking), key(lacking), key()] })
    await pause(50)
    expect(taken).toHaveLength(1)
    // It was asked of this peer once, and rubbish came of it.
    expect((await line.rest()).filter(({ type }) => type === 'lack')).toEqual([])
    await line.say({ type: 'keys', keys: Array.from({ length: LIMITS.keysPage }, () => key()) })
    expect((await line.ending()).at(-1)).toEqual(end('too-much'))
    expect(taken).toHaveLength(1)
    expect(dan.sync.status(small.community).peers).toEqual([])
  })

  test('that are asked for without end end the session; each is sealed once, and to nobody who may not have it', async () => {
    let sealed = 0
    const { ring } = small.person('ben')
    const reseal = (device: DeviceId, epochs: readonly EpochId[]): readonly SealedKey[] => {
      const keys = ring.reseal(device, epochs).map(([of, bytes]) => [base64url(of) as EpochId, bytes] as const)
      sealed += keys.length
      return keys
    }
    const ben = await put('ben', [], withKeys('ben', { reseal }))
    const line = await meet(ben, 'eli')
    await line.rest()
    const [held] = ring.held()
    for (let n = 0; n < 50; n++) await line.say({ type: 'lack', epochs: held ? [held.id] : [] })
    expect((await line.rest()).filter(({ type }) => type === 'keys')).toHaveLength(1)
    expect(sealed).toBe(1)
    const flood: SessionFrame = { type: 'lack', epochs: Array.from({ length: LIMITS.keysPage }, epoch) }
    for (let n = 0; n * LIMITS.keysPage <= LIMITS.keysWaiting; n++)
      await line.say({ ...flood, epochs: Array.from({ length: LIMITS.keysPage }, epoch) }).catch(() => undefined)
    expect((await line.ending()).at(-1)).toEqual(end('too-much'))
    expect(sealed).toBe(1)
  })
})
