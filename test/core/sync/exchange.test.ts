import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { areLevel, connect, eventually, type Networked, texts } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

describe('two or more people who know each other', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]

  const put = async (name: string, knows: readonly Networked[] = []): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows)
    people.push(networked)
    return networked
  }

  beforeEach(() => {
    small = smallCommunity('exchange')
    hub = new MemoryHub()
    people = []
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('a fresh peer gets everything there is', async () => {
    small.join('ben', 'ada')
    for (let n = 0; n < 30; n++) small.say('ada', `message ${n}`)
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    await eventually(() => areLevel(ada, ben), 'equality')
    expect(texts(ben)).toHaveLength(30)
    expect(texts(ben)).toEqual(texts(ada))
  })
})
