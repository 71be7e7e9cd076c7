/** Attack 32: what one member fills does not stay full, and is not full for those who put it right. The limits are small here. */
import { expect, it, vi } from 'vitest'
import { messageEntry, pageEntry, profileEntry, roomEntry } from '../../core/documents/index.ts'
import { overturn, removeMember } from '../../core/membership/index.ts'
import type * as Limits from '../../core/shared/limits.ts'
import { base64url, type MemberId } from '../../core/shared/index.ts'
import { verdicts } from '../support/besieged-village.ts'
import { blockOf, hostileFeed } from '../support/hostile-builder.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

vi.mock('../../core/shared/limits.ts', async (original) => {
  const { LIMITS: all } = await original<typeof Limits>()
  return { LIMITS: { ...all, communityDocuments: 12, documentFeeds: 8, deviceFeeds: 4 } }
})

const random = seededRandom('rooms')
const decider = (village: SmallCommunity) => {
  const { membership: log, ring, device } = village.person('ada')
  return { log, ring, device, random, now: village.clock.now() }
}
const memberOf = ({ membership, device }: Person): MemberId =>
  membership.state.devices.get(device.id)?.member as MemberId
const opening = (at: number) => pageEntry(at, base64url(random.bytes(16)))

it('32: all the pages there may be, opened by one member, are gone with them, and others find room', () => {
  using village = smallCommunity('pages')
  const [bram, mallory] = [village.join('bram', 'ada'), village.join('mallory', 'ada')]
  village.carryAll()
  const ada = village.person('ada')
  const feed = hostileFeed(mallory, village.room, random)
  for (let at = 0; at < 20; at++) feed.write(opening(at))
  for (const { documents } of [ada, bram]) documents.receive(blockOf(feed.items))
  expect(bram.documents.list()).toHaveLength(12)
  const full: unknown = expect.objectContaining({ code: 'documents/full' })
  expect(() => bram.documents.open(village.room, (text) => pageEntry(1, text))).toThrow(full)
  // Of an app that does not mind: for now nobody knows of it.
  const other = hostileFeed(bram, village.room, random)
  other.write(opening(3))
  for (const { documents } of [ada, bram]) documents.receive(blockOf(other.items))
  expect(bram.documents.list()).toHaveLength(12)
  const removal = removeMember(decider(village), memberOf(mallory), [])
  village.carry('ada', 'bram')
  expect(bram.documents.list()).toEqual(ada.documents.list())
  expect(bram.documents.list()).toHaveLength(4)
  const charter = ada.documents.founding('charter')
  const attic = ada.documents.open(charter, (text) => roomEntry(1, { name: 'attic', topic: '' }, text))
  const page = bram.documents.writablePage(village.room)
  village.carry('ada', 'bram')
  expect(bram.documents.has(attic)).toBe(true)
  expect(bram.documents.has(page)).toBe(true)
  // What comes back finds what room there is.
  for (const action of removal ? [removal].flat() : []) overturn(decider(village), action.id)
  village.carryAll()
  for (const { documents } of [ada, bram]) {
    expect(documents.list()).toHaveLength(12)
    expect(documents.has(attic)).toBe(true)
  }
})

it('32: feeds of a few devices close no document to those who lead, nor to anybody once they are removed', () => {
  using village = smallCommunity('feeds')
  const bram = village.join('bram', 'ada')
  const hostile = ['mallory', 'oskar'].map((name) => village.join(name, 'ada'))
  village.carryAll()
  const ada = village.person('ada')
  const profiles = ada.documents.founding('profiles')
  const receive = (who: Person, author: Person) =>
    verdicts(who.documents.receive(blockOf([hostileFeed(author, profiles, random).write(profileEntry(1, 'x'))])))
  for (const author of hostile) for (let at = 0; at < 5; at++) receive(bram, author)
  expect(bram.documents.vector(profiles)).toHaveLength(8)
  expect(receive(bram, bram)).toEqual(['full'])
  expect(receive(bram, ada)).toEqual(['accepted'])
  for (const author of hostile) removeMember(decider(village), memberOf(author), [])
  village.carry('ada', 'bram')
  expect(bram.documents.vector(profiles)).toHaveLength(1)
  expect(receive(bram, bram)).toEqual(['accepted'])
  village.say('bram', 'still here')
  village.carryAll()
  expect(ada.effects.map(({ entry }) => entry)).toContainEqual(messageEntry(village.clock.now(), 'still here'))
})
