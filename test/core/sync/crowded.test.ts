import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Device, sign } from '../../../core/identity/index.ts'
import { type DeviceId, LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { carriedOf, connect, eventually, type Networked } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { type Line, Stranger } from '../../support/sync-stranger.ts'

describe('as many sessions as may be', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let ada: Networked
  let now: number
  let guests: Stranger[]
  let devices: Map<string, Device>

  const come = async (name: string): Promise<Line> => {
    const guest = await Stranger.on(hub)
    guests.push(guest)
    const device = deviceOf(name)
    const signSession = (transcript: Uint8Array): Uint8Array => sign(device.signing, transcript)
    return guest.meet(ada.transport, { ...carriedOf(small, 'ada'), device: device.id, signSession })
  }
  /** Says what Ada says of what she holds. */
  const agree = async (line: Line): Promise<void> => {
    for (let heard = await line.hear(); typeof heard !== 'string'; heard = await line.hear())
      if (heard.type === 'holdings') return line.say(heard)
  }
  const peers = () => ada.sync.status(small.community).peers
  const met = (): readonly DeviceId[] => peers().map(({ device }) => device)
  /** A guest needs no disk of their own. */
  const deviceOf = (name: string): Device => {
    const device = devices.get(name)
    if (!device) throw new TypeError(`no ${name}`)
    return device
  }

  beforeEach(async () => {
    small = smallCommunity('crowded')
    hub = new MemoryHub()
    now = Date.now()
    guests = []
    devices = new Map()
    for (let n = 0; n < LIMITS.communitySessions + 2; n++) devices.set(`guest ${n}`, small.admit(`guest ${n}`, 'ada'))
    const clock = {
      now: () => now,
      sleep: (ms: number, signal: AbortSignal): Promise<void> =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(resolve, ms)
          signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true })
        }),
    }
    ada = await connect(hub, small, 'ada', [], { clock })
  })

  afterEach(async () => {
    await Promise.all([ada.sync.stop(), ...guests.map((guest) => guest.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test(
    'are all there are while they are young; then the oldest that has nothing to say gives way',
    { timeout: 30_000 },
    async () => {
      for (let n = 0; n < LIMITS.communitySessions; n++) {
        now += 1
        const line = await come(`guest ${n}`)
        // All but the first two hold what Ada holds.
        if (n >= 2) await agree(line)
      }
      await eventually(
        () => peers().filter(({ state }) => state === 'synced').length === LIMITS.communitySessions - 2,
        'peace',
      )
      const [late, later] = [`guest ${LIMITS.communitySessions}`, `guest ${LIMITS.communitySessions + 1}`]
      const refused = await come(late)
      expect((await refused.ending()).at(-1)).toEqual({ type: 'end', code: 'session/full' })
      expect(met()).toHaveLength(LIMITS.communitySessions)
      now += LIMITS.sessionTurn
      for (const name of [late, later]) {
        await agree(await come(name))
        await eventually(() => met().includes(deviceOf(name).id), 'that there is room')
      }
      expect(met()).toHaveLength(LIMITS.communitySessions)
      const gone = [0, 1, 2, 3, 4].filter((n) => !met().includes(deviceOf(`guest ${n}`).id))
      expect(gone).toEqual([2, 3])
    },
  )

  test(
    'taken by all the devices of one member keep nobody out, and push out nobody else',
    { timeout: 30_000 },
    async () => {
      const hers = Array.from({ length: LIMITS.memberDevices }, (_, n) => (n === 0 ? 'mallory' : `mallory ${n}`))
      devices.set('mallory', small.join('mallory', 'ada').device)
      for (const name of hers.slice(1)) devices.set(name, small.addDevice(name, 'mallory').device)
      small.carryAll()
      const guest = (n: number): string => `guest ${n}`
      const others = LIMITS.communitySessions - hers.length
      for (let n = 0; n < others; n++) await agree(await come(guest(n)))
      // She never says what she holds, so that none of her sessions is ever done.
      for (const name of hers) await come(name)
      await eventually(() => met().length === LIMITS.communitySessions, 'that all are there')
      await agree(await come(guest(others)))
      await eventually(() => met().includes(deviceOf(guest(others)).id), 'that there is room')
      const counted = (): number => hers.filter((name) => met().includes(deviceOf(name).id)).length
      expect(counted()).toBe(hers.length - 1)
      now += LIMITS.sessionTurn
      await eventually(() => peers().filter(({ state }) => state === 'synced').length > others, 'peace')
      const [back = ''] = hers.filter((name) => !met().includes(deviceOf(name).id))
      expect((await (await come(back)).ending()).at(-1)).toEqual({ type: 'end', code: 'session/full' })
      expect(counted()).toBe(hers.length - 1)
      expect(met()).toHaveLength(LIMITS.communitySessions)
    },
  )
})
