import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, type DeviceId, LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { Redial, type RedialParts } from '../../../core/sync/reach/redial.ts'
import { Seeking } from '../../../core/sync/reach/seeking.ts'
import { sessionErrors } from '../../../core/sync/errors.ts'
import { transportErrors } from '../../../core/sync/transport/index.ts'

/** A clock that stands until it is moved; sleepers wake when their time has come. */
function standingClock(): Clock & { advance(ms: number): Promise<void>; readonly sleepers: number } {
  let now = 1_800_000_000_000
  const sleepers = new Set<{ at: number; wake: () => void }>()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.add(sleeper)
        signal.addEventListener('abort', () => (sleepers.delete(sleeper), reject(signal.reason)), { once: true })
      }),
    get sleepers() {
      return sleepers.size
    },
    async advance(ms) {
      const until = now + ms
      await settle()
      for (;;) {
        const [next] = [...sleepers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
        if (!next) break
        now = Math.max(now, next.at)
        sleepers.delete(next)
        next.wake()
        await settle()
      }
      now = until
    },
  }
}

describe('dialling again', () => {
  const peer = (name: string): PeerId => name as PeerId
  const place = (name: string) => ({ peer: peer(name), addresses: [`/at/${name}`] })
  let clock: ReturnType<typeof standingClock>
  let dials: { peer: string; addresses: readonly string[]; at: number; end: (error: Error) => void }[]
  let met: Set<PeerId>
  let redial: Redial
  let begun: number
  let answer: Error | undefined
  let stranger: boolean
  let always: Set<PeerId>
  let barred: Set<PeerId>
  let welcome: boolean
  let wait: number
  let seek: RedialParts['seek']

  beforeEach(() => {
    clock = standingClock()
    begun = clock.now()
    ;[dials, met, answer, stranger] = [[], new Set(), transportErrors('unreachable'), false]
    ;[always, wait, barred, welcome] = [new Set(), 0, new Set(), true]
    seek = (candidates) =>
      candidates.filter(({ isMet }) => !isMet).map((each) => ({ peer: each.peer, always: always.has(each.peer) }))
    redial = new Redial({
      clock,
      random: { bytes: (length) => new Uint8Array(length).fill(128) },
      dial: ({ peer, addresses }, signal) =>
        new Promise((_, reject) => {
          dials.push({ peer, addresses, at: clock.now() - begun, end: reject })
          signal.addEventListener('abort', () => reject(new TypeError('over')), { once: true })
          if (answer !== undefined) reject(answer)
        }),
      isMet: (each) => met.has(each),
      isEnough: () => met.size >= LIMITS.soughtSessions,
      isFull: () => met.size >= LIMITS.communitySessions,
      seek: (candidates) => seek(candidates),
      polite: () => wait,
      mayMeet: (each) => !barred.has(each),
      isWelcome: () => welcome,
      isStranger: () => stranger,
      onChange: () => undefined,
    })
    redial.start()
  })

  afterEach(async () => {
    await redial.stop()
    expect(clock.sleepers).toBe(0)
  })

  const times = (): number[] => dials.map(({ at }) => Math.round(at / 1000))

  test('ever more slowly while nobody answers, and never more slowly than allowed', async () => {
    redial.know(place('ben'))
    await clock.advance(5 * 60_000)
    expect(times()).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243])
  })

  test('at once when asked, heard again, or told a new address', async () => {
    redial.know(place('ben'))
    await clock.advance(40_000)
    const before = dials.length
    redial.retry()
    await clock.advance(1)
    expect(dials.length).toBe(before + 1)
    await clock.advance(20_000)
    redial.heard(place('ben'), LIMITS.politeWait)
    const then = dials.length
    await clock.advance(LIMITS.politeWait - 1)
    expect(dials.length).toBe(then)
    await clock.advance(2)
    expect(dials.length).toBe(then + 1)
  })

  test('whom the log barred at once when it lets them in again, and nobody else', async () => {
    for (const name of ['ben', 'cleo']) redial.know(place(name))
    barred.add(peer('ben'))
    answer = sessionErrors('removed')
    await clock.advance(1)
    for (const name of ['ben', 'cleo']) expect(dials.some((dial) => dial.peer === name)).toBe(true)
    await clock.advance(20_000)
    const ofBen = () => dials.filter((dial) => dial.peer === 'ben').length
    expect(ofBen(), 'there is no hope').toBe(1)
    redial.readmit()
    await clock.advance(1)
    expect(ofBen()).toBe(1)
    barred.clear()
    const before = dials.length
    redial.readmit()
    redial.readmit()
    await clock.advance(1)
    expect(dials.slice(before).map((dial) => dial.peer)).toEqual(['ben'])
  })

  test.each([
    [true, [0, 1, 3, 7, 15, 31]],
    [false, [0]],
  ])('who says that this device was removed, while it knows better: %s', async (knows, at) => {
    welcome = knows
    answer = sessionErrors('removed')
    redial.know(place('ben'))
    await clock.advance(40_000)
    expect(times()).toEqual(at)
    redial.readmit()
    await clock.advance(1)
    expect(times()).toEqual(at)
    welcome = true
    redial.readmit()
    await clock.advance(1)
    expect(times()).toEqual(knows ? at : [0, 40])
  })

  test('not while there is a session, and soon after a good one broke', async () => {
    answer = undefined
    redial.know(place('ben'))
    await clock.advance(1)
    met.add(peer('ben'))
    redial.met(peer('ben'))
    expect(redial.dialling).toBe(0)
    await clock.advance(10 * 60_000)
    expect(dials).toHaveLength(1)
    met.delete(peer('ben'))
    redial.ended(peer('ben'), transportErrors('closed'))
    dials[0]?.end(transportErrors('closed'))
    await clock.advance(LIMITS.redialFirst + 1)
    expect(dials).toHaveLength(2)
  })

  test('a session that breaks again and again is sought ever more slowly', async () => {
    answer = undefined
    redial.know(place('ben'))
    for (let round = 0; round < 5; round++) {
      await clock.advance(LIMITS.redialMost)
      redial.met(peer('ben'))
      redial.ended(peer('ben'), sessionErrors('storage'))
      dials.at(-1)?.end(sessionErrors('storage'))
    }
    const waits = times().slice(1)
    expect(dials.length).toBe(5)
    await clock.advance(5_000)
    expect(dials.length).toBe(5)
    expect(waits.length).toBe(4)
  })

  test('a member who has left is not asked again soon', async () => {
    answer = sessionErrors('ended', { details: { code: 'session/left' } })
    welcome = false
    redial.know(place('ben'))
    await clock.advance(LIMITS.redialMost - 1)
    expect(dials).toHaveLength(1)
  })

  test('a neighbour is tried once, and one of another community not again for a while', async () => {
    redial.heard(place('eve'), 0)
    await clock.advance(60_000)
    expect(dials).toHaveLength(1)
    stranger = true
    redial.heard(place('eve'), 0)
    await clock.advance(1000)
    redial.heard(place('eve'), 0)
    await clock.advance(1000)
    expect(dials).toHaveLength(2)
    await clock.advance(LIMITS.notOursFor)
    redial.heard(place('eve'), 0)
    await clock.advance(1000)
    expect(dials).toHaveLength(3)
  })

  test('whatever is said in the local network, what is known is tried alone too', async () => {
    redial.know(place('ben'))
    await clock.advance(1)
    for (let n = 0; n < 4; n++) {
      redial.heard({ peer: peer('ben'), addresses: ['/at/nowhere'] }, 0)
      await clock.advance(1)
    }
    const ways = dials.map(({ addresses }) => addresses.join(' '))
    expect(ways.slice(1)).toEqual(['/at/ben', '/at/nowhere /at/ben', '/at/ben', '/at/nowhere /at/ben'])
  })

  test('few at once, and no more than are needed', async () => {
    answer = undefined
    for (let n = 0; n < 40; n++) redial.know(place(`${n}`))
    await clock.advance(1)
    expect(dials).toHaveLength(LIMITS.dialsAtOnce)
    for (let n = 0; n < 40; n++) {
      const next = dials[n]
      if (!next) break
      met.add(peer(next.peer))
      redial.met(peer(next.peer))
      redial.look()
      await clock.advance(1)
    }
    expect(dials.length).toBeLessThan(LIMITS.soughtSessions + LIMITS.dialsAtOnce)
  })

  test('a device that says anew where it is is dialled there at once, by the larger peer id a little later', async () => {
    redial.know(place('ben'))
    await clock.advance(100_000)
    const before = dials.length
    redial.told({ peer: peer('ben'), addresses: ['/at/sea'] }, 'device' as DeviceId)
    await clock.advance(1)
    expect(dials.slice(before).map(({ addresses }) => addresses)).toEqual([['/at/sea', '/at/ben']])
    await clock.advance(100_000)
    wait = LIMITS.politeWait
    const then = dials.length
    redial.told({ peer: peer('ben'), addresses: ['/at/shore'] }, 'device' as DeviceId)
    await clock.advance(LIMITS.politeWait - 1)
    expect(dials).toHaveLength(then)
    await clock.advance(2)
    expect(dials.at(-1)?.addresses).toEqual(['/at/shore', '/at/ben'])
  })

  test('what several devices say of one peer id is tried in turn, and what was seen too', async () => {
    redial.know(place('ben'))
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
      redial.told({ peer: peer('ben'), addresses: [`/said/by/${name}`] }, name as DeviceId)
    await clock.advance(20 * LIMITS.redialMost)
    const ways = new Set(dials.map(({ addresses }) => addresses.join(' ')))
    expect(ways).toEqual(new Set(['/said/by/a', '/said/by/b', '/said/by/c', '/said/by/d', '/at/ben']))
    expect(LIMITS.placeClaims).toBe(4)
  })

  test('who is nowhere any more is forgotten', async () => {
    redial.told(place('ben'), 'device' as DeviceId)
    redial.know(place('cy'))
    redial.told(place('cy'), 'device' as DeviceId)
    await clock.advance(1)
    for (const name of ['ben', 'cy']) redial.untold(peer(name), 'device' as DeviceId)
    expect(redial.known().map((each) => each.peer)).toEqual(['cy'])
  })

  test('any number of strangers in the local network who never answer keep nobody from being dialled who is known', async () => {
    answer = undefined
    for (let n = 0; n < 100; n++) redial.heard(place(`stranger${n}`), 0)
    await clock.advance(1)
    const strangers = dials.length
    expect(strangers).toBeGreaterThan(0)
    redial.know(place('ben'))
    redial.know(place('cy'))
    await clock.advance(1)
    expect(dials.slice(strangers).map((each) => each.peer)).toEqual(['ben', 'cy'])
    // One at a time they all have their turn.
    for (let n = 0; n < 10; n++) {
      dials[n]?.end(transportErrors('unreachable'))
      await clock.advance(1)
    }
    expect(dials.length).toBeGreaterThan(10)
  })

  test('ever new peer ids that one device claims leave nothing behind, though each was being dialled when the next came', async () => {
    answer = undefined
    for (let n = 0; n < 20; n++) {
      redial.told(place(`claim${n}`), 'mallorys' as DeviceId)
      await clock.advance(1)
      redial.untold(peer(`claim${n}`), 'mallorys' as DeviceId)
      dials.at(-1)?.end(transportErrors('unreachable'))
      await clock.advance(1)
    }
    expect(dials).toHaveLength(20)
    expect(redial.known()).toEqual([])
  })

  test('who was met is not crowded out by any number of those nobody ever met', async () => {
    const friends = ['ben', 'cy']
    for (const [n, name] of friends.entries()) redial.know(place(name), begun - n)
    for (let n = 0; n < LIMITS.redialPeers + 100; n++) redial.told(place(`claim${n}`), `device${n}` as DeviceId)
    const known = redial.known().map((each) => each.peer)
    expect(known).toHaveLength(LIMITS.redialPeers)
    expect(known).toEqual(expect.arrayContaining(friends))
  })

  test('who moves to a better path is dialled at once by who began, by the other when nothing comes; not when it does so again', async () => {
    answer = undefined
    redial.know(place('ben'))
    await clock.advance(1)
    const moved = sessionErrors('moved')
    const end = async (): Promise<void> => {
      redial.met(peer('ben'))
      redial.ended(peer('ben'), moved)
      dials.at(-1)?.end(moved)
      await clock.advance(1)
    }
    await end()
    expect(dials).toHaveLength(2)
    await end()
    expect(dials).toHaveLength(2)
    await clock.advance(LIMITS.redialMost)
    expect(dials).toHaveLength(3)
    // As the side that was dialled.
    met.add(peer('ben'))
    dials.at(-1)?.end(transportErrors('closed'))
    redial.met(peer('ben'))
    await clock.advance(LIMITS.movePause)
    const before = dials.length
    met.delete(peer('ben'))
    redial.ended(peer('ben'), moved)
    await clock.advance(LIMITS.moveTime - 1)
    expect(dials).toHaveLength(before)
    await clock.advance(2)
    expect(dials).toHaveLength(before + 1)
  })

  test('some are sought though there are enough sessions, until there are as many as may be', async () => {
    for (let n = 0; n < LIMITS.soughtSessions; n++) met.add(peer(`met ${n}`))
    always.add(peer('ben'))
    for (const name of ['ben', 'cy']) redial.know(place(name))
    await clock.advance(LIMITS.redialMost)
    expect(new Set(dials.map((each) => each.peer))).toEqual(new Set(['ben']))
    for (let n = 0; n < LIMITS.communitySessions; n++) met.add(peer(`met ${n}`))
    const before = dials.length
    await clock.advance(3 * LIMITS.redialMost)
    expect(dials).toHaveLength(before)
  })

  test('peers that take a dial and never answer keep nobody from being dialled', async () => {
    answer = undefined
    const seeking = new Seeking({ self: peer('a'), isOwn: () => false, isRelay: () => false })
    seek = (candidates) => seeking.order(candidates)
    for (let n = 0; n < 40; n++) redial.know(place(`silent ${n}`))
    redial.know(place('ben'))
    // As the time for a handshake ends it.
    for (let n = 0; n < 20; n++) {
      await clock.advance(LIMITS.handshakeTimeout)
      for (const { end } of dials) end(sessionErrors('silent'))
    }
    expect(dials.some((each) => each.peer === 'ben')).toBe(true)
  })

  test('however many are named, few are remembered', async () => {
    for (let n = 0; n < 10_000; n++) redial.heard(place(`neighbour ${n}`), 1e6)
    redial.know(place('ben'))
    await clock.advance(1)
    expect(dials.map(({ peer }) => peer)).toEqual(['ben'])
    await clock.advance(2e6)
    expect(dials.length).toBeLessThan(LIMITS.redialPeers + 100)
  })
})
