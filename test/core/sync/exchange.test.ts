import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { areLevel, connect, eventually, type Networked, texts } from '../../support/carried-person.ts'
import { countFrames, type FrameCount } from '../../support/wire-tap.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
/** Longer than anything is gathered for before it is sent. */
const settled = 3 * LIMITS.relayTick + LIMITS.haveTick

describe('people who know each other', () => {
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
  const isQuiet = async (): Promise<void> => {
    await pause(settled)
    const before = count.total
    await pause(settled)
    expect(count.latest.slice(before)).toEqual([])
  }
  /** Resolves when so many messages have come to somebody. */
  const hears = (who: Networked, messages: number): Promise<void> =>
    new Promise((resolve) => {
      const off = who.carried.person.documents.onChange(() => {
        if (texts(who).length < messages) return
        off()
        resolve()
      })
    })

  beforeEach(() => {
    small = smallCommunity('exchange')
    hub = new MemoryHub()
    people = []
    count = countFrames()
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test('a fresh peer gets everything there is, and then the wire is quiet', async () => {
    small.join('ben', 'ada')
    for (let n = 0; n < 600; n++) small.say('ada', `message ${n}`)
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    expect(texts(ben)).toHaveLength(600)
    expect(texts(ben)).toEqual(texts(ada))
    await isQuiet()
    for (const each of [ada, ben])
      expect(each.sync.status(small.community).peers).toMatchObject([{ state: 'synced', receiving: 0, sending: 0 }])
  })

  test('what two wrote while apart becomes one history', async () => {
    small.join('ben', 'ada')
    small.say('ada', 'before')
    small.carryAll()
    for (let n = 0; n < 20; n++) {
      small.say('ada', `ada ${n}`)
      small.say('ben', `ben ${n}`)
    }
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    expect(texts(ada)).toHaveLength(41)
    await isQuiet()
  })

  test('equal peers see that they are with a few small frames', async () => {
    small.join('ben', 'ada')
    for (let n = 0; n < 50; n++) small.say('ada', `message ${n}`)
    small.carryAll()
    const ada = await put('ada')
    const ben = await put('ben', ada)
    const isMet = (): boolean =>
      [ada, ben].every(({ sync }) => sync.status(small.community).peers[0]?.state === 'synced')
    await eventually(isMet, 'a session')
    await pause(settled)
    // Only at their first meeting do they say where they are.
    expect(count.latest.filter((kind) => kind === 'places')).toHaveLength(2)
    hub.cut(ada.transport.peer, ben.transport.peer)
    hub.heal(ada.transport.peer, ben.transport.peer)
    count.clear()
    await eventually(() => count.latest.includes('ready') && isMet(), 'another session')
    await pause(settled)
    expect(count.kinds()).toEqual([
      'book',
      'book',
      'hello',
      'holdings',
      'holdings',
      'proof',
      'proof',
      'ready',
      'welcome',
    ])
    expect(count.bytes).toBeLessThan(800)
    await isQuiet()
  })

  test('what is written now comes at once, and only once', async () => {
    small.join('ben', 'ada')
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    await isQuiet()
    for (let n = 1; n <= 5; n++) {
      const heard = hears(ben, n)
      small.say('ada', `live ${n}`)
      await heard
    }
    await isQuiet()
    count.clear()
    const heard = hears(ada, 6)
    small.say('ben', 'answer')
    await heard
    await isQuiet()
    expect(count.kinds()).toEqual(['block', 'have'])
    await level(ada, ben)
  })

  test('three with one in the middle hear each other', async () => {
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    for (const name of ['ada', 'ben', 'cy']) small.say(name, `${name} alone`)
    const ada = await put('ada')
    const ben = await put('ben', ada)
    const cy = await put('cy', ada)
    await level(ada, ben, cy)
    expect(texts(cy)).toEqual(['ada alone', 'ben alone', 'cy alone'])
    const heard = hears(cy, 4)
    small.say('ben', 'to cy')
    await heard
    await level(ada, ben, cy)
    await isQuiet()
  })

  test('in a full circle each message goes to each about once', async () => {
    for (const name of ['ben', 'cy', 'dan']) small.join(name, 'ada')
    const circle: Networked[] = []
    for (const name of ['ada', 'ben', 'cy', 'dan']) circle.push(await put(name, ...circle))
    await level(...circle)
    await eventually(() => circle.every(({ sync }) => sync.status(small.community).peers.length === 3), 'the circle')
    small.say('ada', 'first')
    await level(...circle)
    await isQuiet()
    count.clear()
    small.say('ben', 'to all')
    await level(...circle)
    await isQuiet()
    // Three, unless word that somebody has it comes late; nine if everybody passed it on to everybody.
    expect(count.kinds().filter((kind) => kind === 'block').length).toBeLessThan(7)
  })

  test('new members, rooms and messages come in whatever order they are needed', async () => {
    small.join('ben', 'ada')
    const ada = await put('ada')
    const ben = await put('ben', ada)
    await level(ada, ben)
    small.join('cy', 'ada')
    small.say('ada', 'welcome')
    await eventually(() => ben.carried.log.standing(small.person('cy').device.id) !== undefined, 'cy')
    const cy = await put('cy', ben)
    await eventually(() => cy.carried.documents.has(small.room), 'the room')
    small.say('cy', 'hello')
    await level(ada, ben, cy)
    expect(texts(ada)).toContain('hello')
    await isQuiet()
  })

  test('the author learns who has it, also by a third', async () => {
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.say('ada', 'before')
    const ada = await put('ada')
    const ben = await put('ben', ada)
    const cy = await put('cy', ada, ben)
    await level(ada, ben, cy)
    small.say('ada', 'now')
    const page = small.person('ada').documents.writablePage(small.room)
    const [head] = ada.carried.documents.vector(page)
    const reached = (who: Networked): boolean =>
      ada.carried.reachedBy.some(
        ({ member, document, heads }) =>
          member === ada.carried.log.standing(who.carried.device)?.member &&
          document === page &&
          heads.some(({ feed, seq }) => feed === head?.feed && seq === head.seq),
      )
    await eventually(() => reached(ben) && reached(cy), 'word of both')
  })
})
