import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { overturn, removeMember } from '../../../core/membership/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { areLevel, connect, eventually, type Networked, texts } from '../../support/carried-person.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { messageEntry } from '../../../core/documents/index.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { countFrames, type FrameCount } from '../../support/wire-tap.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const settled = 3 * LIMITS.relayTick + LIMITS.haveTick
const random = seededRandom('anew')

describe('what is held becomes another by a decision or a fork', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let count: FrameCount

  const put = async (name: string, ...knows: readonly Networked[]): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, { wrap: count.wrap })
    people.push(networked)
    return networked
  }
  const level = (...who: readonly Networked[]): Promise<void> => eventually(() => areLevel(...who), 'equality')
  const quiet = async (): Promise<void> => {
    await pause(settled)
    const before = count.total
    await pause(settled)
    expect(count.latest.slice(before)).toEqual([])
  }
  const context = (name: string) => {
    const { membership, ring, device } = small.person(name)
    return { log: membership, ring, device, random, now: small.clock.now() }
  }
  const memberOf = (name: string) => {
    const { membership, device } = small.person(name)
    const member = membership.state.devices.get(device.id)?.member
    if (!member) throw new TypeError(`${name} is no member`)
    return member
  }

  beforeEach(() => {
    small = smallCommunity('anew')
    for (const name of ['ben', 'cy', 'mallory']) small.join(name, 'ada')
    small.say('ada', 'before')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    count = countFrames()
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => /^error|shut-out/.test(line))).toEqual([])
    small[Symbol.dispose]()
  })

  test('a cut is the same for all who hear of it, those who held what lies beyond and those who did not', async () => {
    small.say('mallory', 'spam')
    small.carry('mallory', 'ada')
    small.carry('mallory', 'ben')
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    removeMember(context('ada'), memberOf('mallory'), [])
    await level(ada, ben)
    expect(texts(ben)).not.toContain('spam')
    await quiet()
    const cy = await put('cy', ada, ben)
    await level(ada, ben, cy)
    await quiet()
    small.say('ben', 'peace')
    await eventually(() => [ada, cy].every((each) => texts(each).includes('peace')), 'the next message')
    await quiet()
    // Overturned, all is back, and comes to who never held it.
    const removal = small
      .person('ada')
      .membership.actions()
      .find(({ payload }) => payload.type === 'remove')
    if (removal) overturn(context('ada'), removal.id)
    await eventually(() => [ada, ben, cy].every((each) => texts(each).includes('spam')), 'that it is back')
    await level(ada, ben, cy)
    await quiet()
  })

  test('a removal made by one while the other goes on taking what lies beyond ends in agreement', async () => {
    removeMember(context('ada'), memberOf('mallory'), [])
    for (let n = 0; n < 5; n++) small.say('mallory', `spam ${n}`)
    small.carry('mallory', 'ben')
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    expect(texts(ben)).toEqual(['before'])
    await quiet()
  })

  test('26 four of whom two saw each branch first come to hold both, met or not, and go on', async () => {
    small.join('dan', 'ada')
    small.carryAll()
    const page = small.person('ada').documents.writablePage(small.room)
    const mallory = hostileFeed(small.person('mallory'), page, random)
    const say = (text: string) => messageEntry(small.clock.now(), text)
    const common = mallory.write(say('in common'))
    const other = mallory.fork(1)
    const branches = [
      [mallory.write(say('one thing')), mallory.write(say('and on'))],
      [other.write(say('another')), other.write(say('and on otherwise'))],
    ] as const
    const tell = (name: string, branch: 0 | 1): void =>
      void small.person(name).documents.receive(blockOf([common, ...branches[branch]]))
    const [ada, ben] = [await put('ada'), await put('ben')]
    for (const [name, branch] of [
      ['ada', 0],
      ['ben', 0],
      ['cy', 1],
      ['dan', 1],
    ] as const)
      tell(name, branch)
    for (const name of ['ada', 'cy']) small.say(name, `${name} has seen it`)
    const cy = await put('cy', ada, ben)
    const dan = await put('dan', ada, ben, cy)
    await level(ada, ben, cy, dan)
    await quiet()
    // A late fork of her first item, while all are met.
    const late = mallory.fork(0)
    small.person('ben').documents.receive(blockOf([late.write(say('I never said that'))]))
    await level(ada, ben, cy, dan)
    small.say('dan', 'so it goes')
    await eventually(() => [ada, ben, cy].every((each) => texts(each).includes('so it goes')), 'the next message')
    await level(ada, ben, cy, dan)
    const shown = [ada, ben, cy, dan].map((each) => texts(each).join())
    expect(new Set(shown).size).toBe(1)
    expect(shown[0]).toContain('ada has seen it,before,cy has seen it')
    await quiet()
  })

  test('two branches of one feed, one held by each, are held by both, who then are quiet', async () => {
    const page = small.person('ada').documents.writablePage(small.room)
    const first = hostileFeed(small.person('mallory'), page, random)
    const other = first.fork(0)
    const say = (text: string) => messageEntry(small.clock.now(), text)
    small.person('ada').documents.receive(blockOf([first.write(say('to Ada'))]))
    small.person('ben').documents.receive(blockOf([other.write(say('to Ben'))]))
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    await quiet()
    const cy = await put('cy', ben)
    await level(ada, ben, cy)
    await quiet()
    // While they are met, another fork comes to one of them.
    const second = hostileFeed(small.person('mallory'), page, random)
    const twin = second.fork(0)
    small.person('ada').documents.receive(blockOf([second.write(say('once more to Ada'))]))
    small.person('cy').documents.receive(blockOf([twin.write(say('once more to Cy'))]))
    await level(ada, ben, cy)
    small.say('ben', 'never mind')
    await eventually(() => [ada, cy].every((each) => texts(each).includes('never mind')), 'the next message')
    await level(ada, ben, cy)
    await quiet()
  })
})
