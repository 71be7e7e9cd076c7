import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Signals } from '../../../core/service/communities/signals.ts'
import { readWord, writeWord } from '../../../core/service/communities/signal-words.ts'
import {
  decodeCanonical,
  type DeviceId,
  encodeCanonical,
  type EntryId,
  LIMITS,
  type SpaceId,
} from '../../../core/shared/index.ts'
import { MemoryHub, wallClock } from '../../../core/sync/transport/index.ts'
import { carriedOf, connect, eventually, type Networked } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'
import { Stranger } from '../../support/sync-stranger.ts'

const random = seededRandom('signals')
const bram = 'bram' as DeviceId

describe('words of the moment', () => {
  test('say who is there and who writes, and go out of date by themselves', async () => {
    const clock = testClock()
    const here = new Signals({ clock, log: keptLog() })
    const garden = smallCommunity('signals-words')
    const { room } = garden
    let told = 0
    here.onChange(() => void told++)
    here.take(bram, writeWord({ kind: 'presence', presence: 'online' }))
    here.take(bram, writeWord({ kind: 'typing', space: room, isOn: true }))
    expect([...here.presences()]).toEqual([[bram, 'online']])
    expect(here.typing(room)).toEqual([bram])
    clock.advance(LIMITS.typingExpiry)
    expect(here.typing(room)).toEqual([])
    await eventually(() => told === 3, 'that somebody is told')
    expect([...here.presences()]).toEqual([[bram, 'online']])
    clock.advance(LIMITS.presenceExpiry)
    expect([...here.presences()]).toEqual([])
    await eventually(() => told === 4, 'that somebody is told')
    here.take(bram, writeWord({ kind: 'typing', space: room, isOn: true }))
    here.take(bram, writeWord({ kind: 'typing', space: room, isOn: false }))
    expect(here.typing(room)).toEqual([])
    here.take(bram, writeWord({ kind: 'presence', presence: 'away' }))
    here.gone(bram)
    expect([...here.presences()]).toEqual([])
    here.close()
    garden[Symbol.dispose]()
  })

  test('are said now and then while somebody writes, and not at all by who says nothing of themselves', () => {
    const clock = testClock()
    const here = new Signals({ clock, log: keptLog() })
    const said: ReturnType<typeof readWord>[] = []
    here.onSay((signal) => void said.push(readWord(signal)))
    const space = 'A'.repeat(43) as SpaceId
    expect(here.now()).toEqual([])
    here.repeat()
    for (let key = 0; key < 10; key++) {
      here.type(space, true)
      clock.advance(LIMITS.typingRepeat / 5)
    }
    here.type(space, false)
    here.type(space, false)
    expect(said.map((word) => word?.kind === 'typing' && word.isOn)).toEqual([true, true, false])
    said.length = 0
    here.become('online')
    here.become('online')
    expect(here.now().map(readWord)).toEqual([{ kind: 'presence', presence: 'online' }])
    here.become(undefined)
    expect(here.now()).toEqual([])
    here.repeat()
    expect(said).toEqual([
      { kind: 'presence', presence: 'online' },
      { kind: 'presence', presence: undefined },
    ])
  })

  test('say in which thread somebody writes, which older devices show nowhere instead of in the room', () => {
    const here = new Signals({ clock: testClock(), log: keptLog() })
    const said: Uint8Array[] = []
    here.onSay((signal) => void said.push(signal))
    const bytes = random.bytes(32)
    const space = Buffer.from(bytes).toString('base64url') as SpaceId
    const [shed, key] = ['0a'.repeat(16), 'ff'.repeat(16)].map(
      (feed) => `${feed}.${Number.MAX_SAFE_INTEGER}` as EntryId,
    )
    here.type(space, true, shed)
    here.type(space, true)
    here.type(space, true, shed)
    here.type(space, false, shed)
    expect(said.map(readWord)).toEqual([
      { kind: 'typing', space, root: shed, isOn: true },
      { kind: 'typing', space, isOn: true },
      { kind: 'typing', space, root: shed, isOn: false },
    ])
    for (const each of said) expect(each.length).toBeLessThanOrEqual(LIMITS.signalBytes)
    // What devices of before threads said, and can read.
    expect(said[1]).toEqual(encodeCanonical([2, bytes, true]))
    expect(decodeCanonical(said[0] ?? bytes, { bytes: 64, depth: 1, values: 6 })).toEqual(
      expect.arrayContaining([3, bytes]),
    )

    here.take(bram, writeWord({ kind: 'typing', space, ...(shed && { root: shed }), isOn: true }))
    expect([here.typing(space, shed), here.typing(space, key), here.typing(space)]).toEqual([[bram], [], []])
    here.take(bram, encodeCanonical([2, bytes, true]))
    expect([here.typing(space, shed), here.typing(space)]).toEqual([[bram], [bram]])
    here.take(bram, writeWord({ kind: 'typing', space, ...(shed && { root: shed }), isOn: false }))
    expect([here.typing(space, shed), here.typing(space)]).toEqual([[], [bram]])
    // One room alone may have any number of threads: no more are kept for that.
    const roots = Array.from({ length: 50 }, (_, n) => `${'01'.repeat(16)}.${n + 1}` as EntryId)
    for (const root of roots) here.take(bram, writeWord({ kind: 'typing', space, root, isOn: true }))
    expect(roots.filter((root) => here.typing(space, root).length > 0)).toEqual(roots.slice(-LIMITS.typingRooms))
    expect(here.typing(space)).toEqual([])
    here.close()
  })

  test('mean nothing unless they are just what they should be, and of one device no more than a few are kept', () => {
    const here = new Signals({ clock: testClock(), log: keptLog() })
    const spoilt = [
      random.bytes(1),
      random.bytes(64),
      encodeCanonical(7),
      encodeCanonical([]),
      encodeCanonical([1, 9]),
      encodeCanonical([1, 2, 3]),
      encodeCanonical([2, random.bytes(31), true]),
      encodeCanonical([2, random.bytes(32), 1]),
      encodeCanonical([3, true]),
      encodeCanonical([3, random.bytes(32), true]),
      encodeCanonical([3, random.bytes(32), random.bytes(15), 1, true]),
      encodeCanonical([3, random.bytes(32), random.bytes(16), 0, true]),
      encodeCanonical([3, random.bytes(32), random.bytes(16), -1, true]),
      encodeCanonical([3, random.bytes(32), random.bytes(16), 1, 1]),
      encodeCanonical([3, random.bytes(32), random.bytes(16), 1]),
      encodeCanonical([3, random.bytes(31), random.bytes(16), 1, true]),
      encodeCanonical([2, random.bytes(32), true, true]),
    ]
    for (const bytes of spoilt) {
      expect(readWord(bytes)).toBeUndefined()
      here.take(bram, bytes)
    }
    const spaces = Array.from({ length: 50 }, () => Buffer.from(random.bytes(32)).toString('base64url') as SpaceId)
    for (const space of spaces) here.take(bram, writeWord({ kind: 'typing', space, isOn: true }))
    expect(spaces.filter((space) => here.typing(space).length > 0)).toEqual(spaces.slice(-LIMITS.typingRooms))
    here.close()
  })
})

describe('words of the moment between people', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: { readonly networked: Networked; readonly signals: Signals }[]

  const put = async (name: string, ...knows: readonly { networked: Networked }[]) => {
    const signals = new Signals({ clock: wallClock, log: keptLog() })
    const carried = { ...carriedOf(small, name), signals }
    const networked = await connect(
      hub,
      small,
      name,
      knows.map((each) => each.networked),
      { carried },
    )
    const one = { networked, signals }
    people.push(one)
    return one
  }
  const deviceOf = (name: string): DeviceId => small.person(name).device.id

  beforeEach(() => {
    small = smallCommunity('signals')
    hub = new MemoryHub()
    people = []
    for (const name of ['bram', 'cleo']) small.join(name, 'ada')
    small.carryAll()
  })

  afterEach(async () => {
    await Promise.all(people.map(({ networked }) => networked.sync.stop()))
    for (const { signals } of people) {
      expect([...signals.presences()]).toEqual([])
      signals.close()
    }
    for (const { networked } of people)
      expect(networked.log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test('reach those who are met, no further, and end with the meeting', async () => {
    const ada = await put('ada')
    ada.signals.become('online')
    const before = small
      .person('ada')
      .documents.list()
      .map((id) => small.person('ada').documents.digest(id))
    const bramHere = await put('bram', ada)
    // Cleo meets Bram alone.
    ada.networked.carried.acquainted.length = 0
    await eventually(() => bramHere.signals.presences().get(deviceOf('ada')) === 'online', 'that Bram sees Ada')
    const cleo = await put('cleo', bramHere)
    bramHere.signals.become('away')
    await eventually(() => cleo.signals.presences().get(deviceOf('bram')) === 'away', 'that Cleo sees Bram')
    await eventually(() => ada.signals.presences().get(deviceOf('bram')) === 'away', 'that Ada sees Bram')
    ada.signals.type(small.room, true)
    await eventually(() => bramHere.signals.typing(small.room).length === 1, 'that Bram sees Ada write')
    cleo.signals.type(small.room, true)
    await eventually(() => bramHere.signals.typing(small.room).length === 2, 'that Bram sees Cleo write')
    const met = cleo.networked.sync.status(small.community).peers.map(({ device }) => device)
    if (!met.includes(deviceOf('ada'))) {
      expect(cleo.signals.presences().has(deviceOf('ada'))).toBe(false)
      expect(cleo.signals.typing(small.room)).toEqual([])
    }
    await ada.networked.end()
    await eventually(() => !bramHere.signals.presences().has(deviceOf('ada')), 'that Ada is gone')
    expect(bramHere.signals.typing(small.room)).not.toContain(deviceOf('ada'))
    const after = small
      .person('ada')
      .documents.list()
      .map((id) => small.person('ada').documents.digest(id))
    expect(after).toEqual(before)
  })

  test('of somebody who floods with them are passed over, and then the session ends', async () => {
    const ada = await put('ada')
    let taken = 0
    ada.signals.onChange(() => void taken++)
    const mallory = await Stranger.on(hub)
    const line = await mallory.meet(ada.networked.transport, carriedOf(small, 'bram'))
    const bytes = writeWord({ kind: 'typing', space: small.room, isOn: true })
    for (let n = 0; n < 10 * LIMITS.signalsInRow; n++) await line.say({ type: 'signal', bytes })
    expect((await line.rest()).map(({ type }) => type)).not.toContain('end')
    expect(taken).toBeGreaterThanOrEqual(LIMITS.signalsInRow)
    expect(taken).toBeLessThan(5 * LIMITS.signalsInRow)
    for (let n = 0; n < 2 * LIMITS.uselessSignals; n++) if (!(await said(line, bytes))) break
    expect((await line.ending()).at(-1)).toEqual({ type: 'end', code: 'session/too-much' })
    await mallory.stop()
  })

  test('are neither said to nor heard from who waits to be let in', async () => {
    const signals = new Signals({ clock: wallClock, log: keptLog() })
    const carried = carriedOf(small, 'ada')
    const { log } = carried
    const standing: typeof log.standing = (device) => {
      const found = log.standing(device)
      return found && device === deviceOf('bram') ? { ...found, may: 'log-only' } : found
    }
    const waiting = { ...carried, log: { ...log, standing }, signals }
    const ada = { networked: await connect(hub, small, 'ada', [], { carried: waiting }), signals }
    people.push(ada)
    const bramOutside = await Stranger.on(hub)
    const line = await bramOutside.meet(ada.networked.transport, carriedOf(small, 'bram'))
    ada.signals.become('online')
    ada.signals.type(small.room, true)
    await line.say({ type: 'signal', bytes: writeWord({ kind: 'presence', presence: 'online' }) })
    expect((await line.rest()).map(({ type }) => type)).not.toContain('signal')
    expect([...ada.signals.presences()]).toEqual([])
    await bramOutside.stop()
  })

  test('too long for one end the session', async () => {
    const ada = await put('ada')
    const mallory = await Stranger.on(hub)
    const line = await mallory.meet(ada.networked.transport, carriedOf(small, 'bram'))
    await line.say(encodeCanonical([22, random.bytes(LIMITS.signalBytes + 1)]))
    expect((await line.ending()).at(-1)).toEqual({ type: 'end', code: 'session/malformed' })
    await mallory.stop()
  })
})

async function said(line: Awaited<ReturnType<Stranger['meet']>>, bytes: Uint8Array): Promise<boolean> {
  try {
    await line.say({ type: 'signal', bytes })
    return true
  } catch {
    return false
  }
}
