import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { base64url, type DocumentId, LIMITS } from '../../core/shared/index.ts'
import { Allowance } from '../../core/sync/allowance.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { JOIN_PROTOCOL } from '../../core/sync/wire/join-frames.ts'
import { type SessionFrame, SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import { areLevel, carriedOf, connect, eventually, type Networked } from '../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'

const random = seededRandom('greed')
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })

describe('52 who asks for ever', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]
  let served: number
  let ada: Networked

  const stranger = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  const want = (document: DocumentId): SessionFrame => ({ type: 'want', document, vector: [], more: false })

  beforeEach(async () => {
    small = smallCommunity('greed')
    for (const name of ['ben', 'mallory']) small.join(name, 'ada')
    small.say('ada', 'something')
    hub = new MemoryHub()
    strangers = []
    served = 0
    const carried = carriedOf(small, 'ada')
    const documents = new Proxy(carried.documents, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (name === 'blocksBeyond') served++
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
    ada = await connect(hub, small, 'ada', [], { carried: Object.assign(carried, { documents }) })
    people = [ada]
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  /** Asks one after the other, each once the one before was answered. */
  const ask = async (line: Line, documents: readonly DocumentId[]): Promise<number> => {
    let answered = 0
    for (const document of documents) {
      await line.say(want(document))
      for (;;) {
        const heard = await line.hear()
        if (typeof heard === 'string') return answered
        if (heard.type === 'covered' && heard.document === document) break
      }
      answered++
    }
    return answered
  }

  test('for the same document is answered many times, and then ever later', async () => {
    const line = await (await stranger()).meet(ada.transport, carriedOf(small, 'mallory'))
    await line.rest()
    const document = small.person('ada').documents.writablePage(small.room)
    const answered = await ask(
      line,
      Array.from({ length: LIMITS.wantsAgain + 20 }, () => document),
    )
    expect(answered).toBeGreaterThanOrEqual(LIMITS.wantsAgain)
    const before = served
    for (let n = 0; n < 40; n++) await line.say(want(document))
    await line.rest()
    expect(served - before).toBeLessThan(30)
    // Somebody else is served all the same.
    const ben = await connect(hub, small, 'ben', [ada])
    people.push(ben)
    await eventually(() => areLevel(ada, ben), 'that Ben has all')
  })

  test('for documents that are none is told too much, once too many wait', async () => {
    const line = await (await stranger()).meet(ada.transport, carriedOf(small, 'mallory'))
    await line.rest()
    const before = served
    const made = (): DocumentId => base64url(random.bytes(32)) as DocumentId
    await ask(line, Array.from({ length: LIMITS.wantsAgain }, made))
    for (let n = 0; n <= 2 * LIMITS.wantsWaiting; n++) await line.say(want(made())).catch(() => undefined)
    expect((await line.ending()).at(-1)).toEqual(end('too-much'))
    expect(served).toBe(before)
  })

  test('for sessions is refused for a while, and not shut out', async () => {
    const eve = await stranger()
    const carried = carriedOf(small, 'mallory')
    const outcomes: string[] = []
    for (let n = 0; n < LIMITS.sessionsInRow + 10; n++) {
      try {
        const line = await eve.meet(ada.transport, carried)
        line.channel.abort()
        outcomes.push('met')
      } catch (error) {
        outcomes.push((error as { details?: { code?: string } }).details?.code ?? String(error))
      }
    }
    expect(outcomes.filter((each) => each === 'met').length).toBeLessThanOrEqual(LIMITS.sessionsInRow + 5)
    expect(outcomes).toContain('session/full')
    expect(ada.log.lines.filter((line) => line.includes('shut-out'))).toEqual([])
  })

  test('and who shows nothing yet may send no long frame', async () => {
    ada.carried.inviting = true
    for (const [size, protocol] of [
      [LIMITS.greetingBytes + 1, SYNC_PROTOCOL],
      [LIMITS.frameBytes, SYNC_PROTOCOL],
      [LIMITS.greetingBytes + 1, JOIN_PROTOCOL],
    ] as const) {
      const eve = await stranger()
      const line = await eve.dial(ada.transport, protocol)
      await line.say(random.bytes(size))
      expect(await line.hear()).toBe('closed')
      await eventually(
        () => ada.log.lines.some((each) => each.includes('frame-too-large') && each.includes(eve.peer)),
        'that it is shut out',
      )
    }
    // Once it has shown that it knows the community, it may.
    const line = await (await stranger()).meet(ada.transport, carriedOf(small, 'mallory'))
    await line.say({ type: 'log', items: [random.bytes(2 * LIMITS.greetingBytes)], heads: [] })
    expect((await line.rest()).filter(({ type }) => type === 'end')).toEqual([])
  })
})

test('an allowance comes back with time, and no more than it was', () => {
  let now = 0
  const clock = { now: () => now, sleep: () => Promise.resolve() }
  const allowance = new Allowance(clock, 3, 2)
  expect([1, 2, 3, 4].map(() => allowance.take())).toEqual([true, true, true, false])
  now = 500
  expect([1, 2].map(() => allowance.take())).toEqual([true, false])
  now = 1e9
  expect([1, 2, 3, 4].map(() => allowance.take())).toEqual([true, true, true, false])
  now = 0
  expect(allowance.take()).toBe(false)
})
