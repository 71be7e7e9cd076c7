/** Whoever opened a page, or a room, and goes, takes nobody's words along. */
import { expect, it } from 'vitest'
import { readMessage } from '../../../core/documents/index.ts'
import { removeMember, setRole } from '../../../core/membership/index.ts'
import { openAgain } from '../../../core/service/communities/stranded.ts'
import { roomEntry } from '../../../core/documents/index.ts'
import { type Person, type SmallCommunity, smallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const saidTo = ({ effects }: Person): (string | undefined)[] =>
  effects.map(({ entry }) => readMessage(entry)).filter(Boolean)

function context({ clock }: SmallCommunity, { membership: log, ring, device }: Person) {
  return { log, ring, device, random: seededRandom('stranded'), now: clock.now() }
}

function memberOf(village: SmallCommunity, name: string) {
  const { device, membership } = village.person(name)
  const member = membership.state.devices.get(device.id)?.member
  if (!member) throw new TypeError(`${name} is no member`)
  return member
}

it('a page is opened again by one who has written there and stays, for everybody and for who comes later', () => {
  using village = smallCommunity()
  for (const name of ['bram', 'mallory']) village.join(name, 'ada')
  village.carryAll()
  village.say('mallory', 'I open this page')
  village.carryAll()
  village.say('bram', 'and I write in it')
  village.carryAll()
  const [ada, bram] = [village.person('ada'), village.person('bram')]
  const page = bram.documents.writablePage(village.room)
  removeMember(context(village, ada), memberOf(village, 'mallory'), [])
  village.carry('ada', 'bram')
  expect(bram.documents.has(page)).toBe(false)
  expect(saidTo(bram)).toEqual([])
  expect(openAgain(bram, false, village.clock.now())).toBe(1)
  expect(openAgain(bram, false, village.clock.now()), 'once is enough').toBe(0)
  village.carry('bram', 'ada')
  village.join('chidi', 'ada')
  village.carry('ada', 'chidi')
  for (const name of ['ada', 'bram', 'chidi']) {
    expect(village.person(name).documents.has(page)).toBe(true)
    expect(saidTo(village.person(name))).toEqual(['and I write in it'])
  }
  expect(ada.documents.digest(page)).toEqual(bram.documents.digest(page))
})

it('a room is opened again by who may open rooms, and not by others', () => {
  using village = smallCommunity()
  for (const name of ['bram', 'mallory']) village.join(name, 'ada')
  const [ada, bram, mallory] = ['ada', 'bram', 'mallory'].map((name) => village.person(name))
  if (!ada || !bram || !mallory) return
  setRole(context(village, ada), memberOf(village, 'mallory'), 'moderator', [])
  village.carryAll()
  const room = mallory.documents.open(mallory.documents.founding('charter'), (random) =>
    roomEntry(village.clock.now(), { name: 'theirs', topic: '' }, random),
  )
  village.carryAll()
  const { documents, membership } = bram
  expect(membership.isActive(bram.device.id)).toBe(true)
  village.say('bram', 'elsewhere')
  const own = documents.writablePage(room)
  documents.append(
    own,
    { kind: 'message', at: village.clock.now(), fields: new Map([['text', 'in their room']]) },
    undefined,
  )
  village.carryAll()
  removeMember(context(village, ada), memberOf(village, 'mallory'), [])
  village.carry('ada', 'bram')
  expect(documents.has(room)).toBe(false)
  expect(openAgain(bram, false, village.clock.now())).toBe(0)
  expect(openAgain(ada, true, village.clock.now())).toBe(1)
  village.carry('ada', 'bram')
  expect(saidTo(bram)).toContain('in their room')
  expect(documents.has(own)).toBe(true)
})
