import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CommunityId, LIMITS } from '../../../core/shared/index.ts'
import { Pause } from '../../../core/sync/exchange/pause.ts'
import { Turns } from '../../../core/sync/exchange/turns.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { sessionFrames } from '../../../core/sync/wire/session-frames.ts'
import { Incoming } from '../../../core/sync/exchange/incoming.ts'
import { areLevel, carriedOf, connect, eventually, type Networked } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { type Line, Stranger } from '../../support/sync-stranger.ts'

const forever = new AbortController().signal
const [garden, choir] = ['garden' as CommunityId, 'choir' as CommunityId]

describe('turns', () => {
  test('go from community to community, however many peers of one wait, and in order among those', async () => {
    const turns = new Turns()
    const done: string[] = []
    const take = (community: CommunityId, name: string): Promise<void> =>
      turns.take(community, () => void done.push(name), forever)
    const all = [
      ...Array.from({ length: 5 }, (_, at) => take(garden, `garden ${at}`)),
      take(choir, 'choir 0'),
      take(choir, 'choir 1'),
    ]
    expect(turns.waiting).toBe(6)
    await Promise.all(all)
    expect(turns.waiting).toBe(0)
    expect(done).toEqual(['garden 0', 'garden 1', 'choir 0', 'garden 2', 'choir 1', 'garden 3', 'garden 4'])
  })

  test('are given up by who ends meanwhile, and passed on by whose work throws', async () => {
    const turns = new Turns()
    const over = new AbortController()
    const first = turns.take(garden, () => void 0, forever)
    const ended = turns.take(garden, () => expect.unreachable(), over.signal)
    const broken = turns.take(
      garden,
      () => {
        throw new TypeError('broken')
      },
      forever,
    )
    let isDone = false
    const last = turns.take(choir, () => void (isDone = true), forever)
    over.abort(new TypeError('over'))
    await expect(ended).rejects.toThrow('over')
    await expect(broken).rejects.toThrow('broken')
    await Promise.all([first, last])
    expect(isDone).toBe(true)
    await expect(turns.take(garden, () => expect.unreachable(), over.signal)).rejects.toThrow('over')
    await turns.take(garden, () => void 0, forever)
  })

  test('for which too many wait make the device ask to be sent later', async () => {
    const turns = new Turns()
    const over = new AbortController()
    const large = sessionFrames.encode({ type: 'block', bytes: new Uint8Array(8192) })
    let busy = 0
    let taken = 0
    const reader = (): Incoming => {
      let frames = 1
      const receive = (): Promise<Uint8Array | undefined> => Promise.resolve(frames-- > 0 ? large : undefined)
      return new Incoming({
        channel: { receive } as never,
        signal: over.signal,
        may: 'exchange',
        take: () => void taken++,
        onTaken: () => undefined,
        community: garden,
        turns,
        onBusy: () => void busy++,
      })
    }
    const readers = Array.from({ length: LIMITS.turnsWaiting + 4 }, reader)
    await Promise.allSettled(readers.map((each) => each.read()))
    expect(taken).toBe(readers.length)
    expect(busy).toBe(3)
  })
})

test('a pause is no longer than was asked for when the clock is set back meanwhile', async () => {
  let now = 1e12
  let isOver = false
  const wakes: (() => void)[] = []
  const clock = { now: () => now, sleep: () => new Promise<void>((resolve) => void wakes.push(resolve)) }
  const pause = new Pause(clock, forever, () => void (isOver = true))
  pause.rest(1000)
  expect(pause.isOn).toBe(true)
  now -= 86_400_000
  expect(pause.isOn).toBe(false)
  wakes.shift()?.()
  await setImmediate()
  expect(isOver).toBe(true)
})

describe('a peer that asks to be sent later', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let ada: Networked
  let line: Line
  let mallory: Stranger

  beforeEach(async () => {
    small = smallCommunity('later')
    hub = new MemoryHub()
    small.join('bram', 'ada')
    small.join('cleo', 'ada')
    for (let n = 0; n < 20; n++) small.say('ada', `message ${n}`)
    ada = await connect(hub, small, 'ada')
    mallory = await Stranger.on(hub)
    line = await mallory.meet(ada.transport, carriedOf(small, 'bram'))
    await line.rest()
  })

  afterEach(async () => {
    await mallory.stop()
    await ada.sync.stop()
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  const types = async (): Promise<string[]> => (await line.rest()).map(({ type }) => type)
  const page = () => small.person('ada').documents.writablePage(small.room)

  test('gets what is new all the same, and what it asked for when it wants it again', async () => {
    await line.say({ type: 'want', document: page(), vector: [], more: false })
    expect(await types()).toEqual(['block', 'covered'])
    await line.say({ type: 'later', ms: LIMITS.laterMost })
    await line.say({ type: 'want', document: small.room, vector: [], more: false })
    await setImmediate()
    small.say('ada', 'this is new')
    expect(await types()).toEqual(['block'])
    await line.say({ type: 'later', ms: 0 })
    await line.say({ type: 'ping' })
    small.say('ada', 'and so is this')
    expect((await types()).toSorted()).toEqual(['block', 'block', 'covered'])
  })

  test('for ever harms only itself', async () => {
    for (let n = 0; n < 2000; n++) await line.say({ type: 'later', ms: LIMITS.laterMost })
    await line.say({ type: 'want', document: page(), vector: [], more: false })
    const cleo = await connect(hub, small, 'cleo', [ada])
    await eventually(() => areLevel(ada, cleo), 'that others get everything')
    expect(await types()).not.toContain('covered')
    await cleo.sync.stop()
  })

  test('for longer than may be is not understood', async () => {
    await line.say({ type: 'later', ms: LIMITS.laterMost + 1 })
    expect((await line.ending()).at(-1)).toEqual({ type: 'end', code: 'session/malformed' })
  })
})
