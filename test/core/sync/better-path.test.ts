import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS, REACH_DEFAULTS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import {
  areLevel,
  carriedOf,
  connect,
  eventually,
  fastClock,
  type Networked,
  texts,
} from '../../support/carried-person.ts'
import { privateVillage } from '../../support/private-village.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { Stranger } from '../../support/sync-stranger.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const forever = new AbortController().signal

describe('a better path to somebody', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]

  const put = async (
    ...args: Parameters<typeof connect> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Networked> => {
    const networked = await connect(hub, small, ...args)
    people.push(networked)
    return networked
  }
  const peers = ({ sync }: Networked) => sync.status(small.community).peers
  const pathTo = (one: Networked, other: Networked): string | undefined =>
    peers(one).find(({ device }) => device === other.carried.device)?.path.kind
  const moves = ({ log }: Networked): number =>
    log.lines.filter((line) => /session\.ended.*session\/moved/.test(line)).length

  /** Ada helps; Ben and Cy meet over her. */
  const overAda = async (): Promise<readonly [ada: Networked, ben: Networked, cy: Networked]> => {
    const ada = await put('ada')
    await ada.sync.configure({ ...REACH_DEFAULTS, helpConnect: true }, forever)
    const ben = await put('ben', [ada])
    const cy = await put('cy', [ada])
    hub.cut(ben.transport.peer, cy.transport.peer)
    await eventually(() => pathTo(ben, cy) === 'relayed' && pathTo(cy, ben) === 'relayed', 'a relayed session', 20_000)
    hub.heal(ben.transport.peer, cy.transport.peer)
    return [ada, ben, cy]
  }

  beforeEach(() => {
    small = smallCommunity('paths')
    for (const name of ['ben', 'cy', 'mallory']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    strangers = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test('is taken while they talk: nothing is lost, and nobody seems to be gone', { timeout: 40_000 }, async () => {
    const [, ben, cy] = await overAda()
    for (let n = 0; n < 300; n++) small.say('ben', `message ${n}`)
    let least = Infinity
    const watch = [ben, cy].map((each) => each.sync.onChange(() => (least = Math.min(least, peers(each).length))))
    hub.straighten(ben.transport.peer, cy.transport.peer)
    for (let n = 0; n < 50; n++) {
      small.say('cy', `answer ${n}`)
      least = Math.min(least, peers(ben).length, peers(cy).length)
      await pause(5)
    }
    await eventually(() => pathTo(ben, cy) === 'memory' && pathTo(cy, ben) === 'memory', 'the better path')
    await eventually(() => areLevel(ben, cy) && texts(cy).length === 350, 'that all is there')
    for (const end of watch) end()
    expect(least).toBe(2)
    expect([moves(ben), moves(cy)]).toEqual([1, 1])
  })

  test(
    'is not taken again and again when there is said to be a better one all the time',
    { timeout: 40_000 },
    async () => {
      const [, ben, cy] = await overAda()
      hub.straighten(ben.transport.peer, cy.transport.peer)
      await eventually(() => pathTo(ben, cy) === 'memory' && pathTo(cy, ben) === 'memory', 'the better path')
      for (let n = 0; n < 20; n++) {
        for (const { transport } of [ben, cy])
          transport.improved((transport === ben.transport ? cy : ben).transport.peer)
        await pause(10)
      }
      expect([moves(ben), moves(cy)]).toEqual([1, 1])
      expect(peers(ben)).toHaveLength(2)
    },
  )

  test('is taken with all that hangs on it: what is private goes on there too', { timeout: 40_000 }, async () => {
    const [, ben, cy] = await overAda()
    const village = privateVillage(small, 'ben', ['cy'])
    const [bens, cys] = [village.carried('ben'), village.learn('cy')]
    ben.sync.carry(bens)
    cy.sync.carry(cys)
    const path = () => ben.sync.status(village.space).peers[0]?.path.kind
    await eventually(() => path() === 'relayed', 'a private session', 15_000)
    village.say('ben', 'over Ada, who cannot hear it')
    hub.straighten(ben.transport.peer, cy.transport.peer)
    await eventually(() => path() === 'memory', 'the better path', 15_000)
    village.say('ben', 'straight to you')
    await eventually(() => areLevel({ carried: bens }, { carried: cys }), 'that all is there')
    await Promise.all([ben.sync.stop(), cy.sync.stop()])
    village[Symbol.dispose]()
  })

  test(
    'who says again and again that it moves, and does not, is shown as gone, and dialled ever more slowly',
    { timeout: 30_000 },
    async () => {
      const clock = fastClock(10)
      const mallory = await Stranger.on(hub)
      strangers.push(mallory)
      const carried = carriedOf(small, 'mallory')
      const ada = await put('ada', [], { clock })
      let times = 0
      for (; times < 3; times++) {
        const line = await mallory.meet(ada.transport, carried)
        await line.say({ type: 'end', code: 'session/moved' })
        await line.rest()
        line.channel.abort()
        await eventually(() => moves(ada) === times + 1, 'the end')
      }
      await eventually(() => peers(ada).length === 0, 'that she is shown as gone', (2 * LIMITS.moveTime) / 10 + 3000)
      expect(ada.sync.status(small.community).unreached).toMatchObject([
        { device: carried.device, why: expect.any(String) as string },
      ])
    },
  )
})
