import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  eventually,
  inviteBy,
  newcomer,
  texts,
} from '../support/carried-person.ts'
import { type OnLoopback, onLoopback } from '../support/loopback-person.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'

let small: SmallCommunity
let people: OnLoopback[]

beforeEach(() => {
  small = smallCommunity('story')
  people = []
})

afterEach(async () => {
  await Promise.all(people.map(({ sync }) => sync.stop()))
  small[Symbol.dispose]()
})

const put = async (
  carried: CarriedPerson,
  knows: readonly OnLoopback[] = [],
  key?: Uint8Array,
): Promise<OnLoopback> => {
  for (const { sync } of knows) carried.acquainted.push({ peer: sync.peer, addresses: sync.addresses() })
  const person = await onLoopback(carried, key)
  people.push(person)
  return person
}
const places = (...who: readonly OnLoopback[]): number[] =>
  who.map(({ sync }) => sync.status(small.community).peers.filter(({ state }) => state === 'synced').length)

test('Ada, Ben and Cy over the real network: they meet, part, write alone, and are one again', async () => {
  for (const name of ['ben', 'cy']) small.join(name, 'ada')
  small.carryAll()
  for (let n = 0; n < 200; n++) small.say('ada', `from before ${n}`)

  const ada = await put(carriedOf(small, 'ada'))
  const ben = await put(carriedOf(small, 'ben'), [ada])
  const cy = await put(carriedOf(small, 'cy'), [ada, ben])
  await eventually(() => areLevel(ada, ben, cy), 'the first meeting', 20_000)
  await eventually(() => places(ada, ben, cy).every((each) => each === 2), 'the circle', 20_000)

  await ada.sync.stop()
  small.say('ada', 'alone at sea')
  small.say('ben', 'in the kitchen')
  await eventually(() => areLevel(ben, cy) && texts(cy).includes('in the kitchen'), 'that Ben and Cy go on', 20_000)

  const back = await put(carriedOf(small, 'ada'), [cy], ada.key)
  expect(back.sync.peer).toBe(ada.sync.peer)
  await eventually(() => areLevel(back, ben, cy), 'the second meeting', 20_000)
  expect(texts(ben)).toHaveLength(202)
  for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
})

test('Dan joins by a link while Ada, who made it, is away', async () => {
  small.join('ben', 'ada')
  small.carryAll()
  const ada = await put(carriedOf(small, 'ada'))
  const ben = await put(carriedOf(small, 'ben'), [ada])
  ben.carried.inviting = true
  const invite = inviteBy(small, 'ada', [...ada.sync.addresses(), ...ben.sync.addresses()])
  await ada.sync.stop()
  const dan = await put(carriedOf(small, 'ben'))
  const { request, device, came } = newcomer(small, invite, ben.carried.tagKey)
  await dan.sync.join(request, new AbortController().signal)
  expect(came).toHaveLength(1)
  expect(ben.carried.log.standing(device.id)).toMatchObject({ left: false })
})
