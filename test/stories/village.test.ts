import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DeviceId } from '../../core/shared/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { areLevel, connect, eventually, fastClock, type Networked, texts } from '../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'

/** Two more than one of them speaks to at once. */
const VILLAGE = LIMITS.communitySessions + 3

let small: SmallCommunity
let hub: MemoryHub
let people: Networked[]

beforeEach(() => {
  small = smallCommunity('village')
  hub = new MemoryHub()
  people = []
})

afterEach(async () => {
  await Promise.all(people.map(({ sync }) => sync.stop()))
  expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
  for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
  small[Symbol.dispose]()
})

const peersOf = ({ sync }: Networked): readonly DeviceId[] =>
  sync.status(small.community).peers.map(({ device }) => device)

/** Those who can hear of what one of them says. */
function together(all: readonly Networked[]): number {
  const reached = new Set<DeviceId>(all.slice(0, 1).map(({ carried }) => carried.device))
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const each of all) if (reached.has(each.carried.device)) for (const peer of peersOf(each)) reached.add(peer)
  }
  return reached.size
}

test(
  'a village where each came by Ada: she goes, and it holds together, without anybody speaking to everybody',
  { timeout: 180_000 },
  async () => {
    const names = Array.from({ length: VILLAGE - 1 }, (_, n) => `villager ${n}`)
    for (const name of names) small.join(name, 'ada')
    for (const name of names) small.carry('ada', name)
    const clock = fastClock(5)
    const ada = await connect(hub, small, 'ada', [], { clock })
    people.push(ada)
    for (const name of names) people.push(await connect(hub, small, name, [ada], { clock }))
    const others = people.slice(1)
    await eventually(
      () => people.every(({ carried }) => carried.places.all().length === VILLAGE),
      'that all know where all are',
      90_000,
    )
    await ada.sync.stop()
    // Each has some, and nobody has all.
    await eventually(
      () => others.every((each) => peersOf(each).length >= 3) && together(others) === VILLAGE - 1,
      'a village',
      60_000,
    )
    expect(Math.max(...others.map((each) => peersOf(each).length))).toBeLessThanOrEqual(LIMITS.communitySessions)
    const sessions = others.reduce((sum, each) => sum + peersOf(each).length, 0)
    expect(sessions).toBeLessThan((VILLAGE - 1) * (VILLAGE - 2))
    small.say('villager 0', 'Does everybody hear me?')
    await eventually(
      () => others.every((each) => texts(each).includes('Does everybody hear me?')),
      'that all hear it',
      60_000,
    )
    expect(areLevel(...others)).toBe(true)
  },
)
