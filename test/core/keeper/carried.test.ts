/** Conversations by way of a keeper, for those who asked for it: two who are never there together, and a third who sees nothing of it. */
import { expect, it } from 'vitest'
import { writeLetter } from '../../../core/service/communities/private/letter.ts'
import type { SpaceId } from '../../../core/shared/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { random, Visitor } from '../../support/keeper-visitor.ts'
import { type KeptPerson, keptVillage, type KeptVillage } from '../../support/kept-people.ts'
import { now, until } from '../../support/neighbours.ts'

const idOf = async ({ client }: KeptPerson, { place }: KeptVillage, name: string) => {
  const people = await until(client.members.watch(place), (all) => all.some((each) => each.name === name))
  const found = people.find((each) => each.name === name)
  if (!found) throw new TypeError(`${name} is not there`)
  return found.id
}
const within = ({ place }: KeptVillage, space: SpaceId) => ({ ...place, space })
const isThere = (person: KeptPerson, { community, space }: ReturnType<typeof within>) =>
  until(person.client.spaces.watch({ community }), (all) => all.some(({ id }) => id === space))
const isCarried = (person: KeptPerson, at: ReturnType<typeof within>) =>
  until(person.client.keepers.watchCarried(at), ({ on, state, waiting }) => on && state === 'reached' && !waiting)
/** Stops somebody when the keeper has all of a conversation. */
const leaves = async (person: KeptPerson, at: ReturnType<typeof within>) => {
  await isCarried(person, at)
  await person.stop()
}

it('carries a conversation that one of the two had the keeper carry while the other was away', async () => {
  await using village = await keptVillage()
  const { ada, ben, place } = village
  const { space } = await ada.client.spaces.direct({ ...place, people: [await idOf(ada, village, 'Ben')] })
  const at = within(village, space)
  await ada.say(at, 'while we are both here')
  await isThere(ben, at)
  await ben.reads(at, 'while we are both here')
  expect(await now(ada.client.keepers.watchCarried(at))).toMatchObject({ offered: true, on: false, mayChange: true })
  expect(village.keeper.shelves()).toHaveLength(1)
  await village.leaves(ben)
  await ada.client.keepers.carry({ ...at, on: true })
  await ada.say(at, 'the key lies under the third stone')
  await leaves(ada, at)
  const later = await village.start('ben')
  await later.reads(at, 'the key lies under the third stone')
  await later.say(at, 'I have put it back')
  await leaves(later, at)
  const again = await village.start('ada')
  await again.reads(at, 'I have put it back')
  expect([...again.log.lines, ...later.log.lines].filter((line) => /^(error|warn)/.test(line))).toEqual([])
  expect(village.keeper.keeper.status().communities).toBe(1)
}, 60_000)

it('brings the first word of a conversation the other does not know of yet', async () => {
  await using village = await keptVillage()
  const { ada, ben, place } = village
  await village.leaves(ben)
  const { space } = await ada.client.spaces.direct({ ...place, people: [await idOf(ada, village, 'Ben')] })
  const at = within(village, space)
  await ada.client.keepers.carry({ ...at, on: true })
  await ada.say(at, 'are you well?')
  await leaves(ada, at)
  const later = await village.start('ben')
  await isThere(later, at)
  await later.reads(at, 'are you well?')
  await later.say(at, 'I am')
  await leaves(later, at)
  const again = await village.start('ada')
  await again.reads(at, 'I am')
}, 60_000)

it('is given up by either of them: nothing of it is left at the keeper, and nobody has it made again', async () => {
  await using village = await keptVillage()
  const { ada, ben, place, keeper } = village
  const { space } = await ada.client.spaces.direct({ ...place, people: [await idOf(ada, village, 'Ben')] })
  const at = within(village, space)
  await ada.client.keepers.carry({ ...at, on: true })
  await ada.say(at, 'for now')
  await isCarried(ada, at)
  await isCarried(ben, at)
  expect(keeper.shelves()).toHaveLength(2)
  await village.leaves(ada)
  await ben.client.keepers.carry({ ...at, on: false })
  await eventually(() => keeper.shelves().length === 1, 'that it is let go of')
  await ben.stop()
  // Ada has not heard of it, and nobody is there who could tell her.
  const again = await village.start('ada')
  await village.isKept(again)
  await until(again.client.keepers.watchCarried(at), ({ on, state }) => on && state === 'refused')
  expect(keeper.shelves()).toHaveLength(1)
}, 60_000)

it('is given up for both at once when they are there, who go on between themselves', async () => {
  await using village = await keptVillage()
  const { ada, ben, place, keeper } = village
  const { space } = await ada.client.spaces.direct({ ...place, people: [await idOf(ada, village, 'Ben')] })
  const at = within(village, space)
  await ada.client.keepers.carry({ ...at, on: true })
  await isCarried(ben, at)
  await ben.client.keepers.carry({ ...at, on: false })
  await until(ada.client.keepers.watchCarried(at), ({ on }) => !on)
  await eventually(() => keeper.shelves().length === 1, 'that it is let go of')
  await ada.say(at, 'only between us')
  await ben.reads(at, 'only between us')
  // Once more, by a shelf of another name.
  await ada.client.keepers.carry({ ...at, on: true })
  await isCarried(ben, at)
  expect(keeper.shelves()).toHaveLength(2)
}, 60_000)

it('is for whoever manages a private room to say, and for no room of all', async () => {
  await using village = await keptVillage()
  const { ada, ben, place } = village
  const people = [await idOf(ada, village, 'Ben')]
  const { space } = await ada.client.spaces.createPrivate({ ...place, name: 'Surprise', topic: '', people })
  const at = within(village, space)
  await isThere(ben, at)
  expect(await now(ben.client.keepers.watchCarried(at))).toMatchObject({ offered: true, on: false, mayChange: false })
  await expect(ben.client.keepers.carry({ ...at, on: true })).rejects.toMatchObject({
    code: 'private/not-allowed',
  })
  await expect(ada.client.keepers.carry({ ...place, on: true })).rejects.toMatchObject({
    code: 'private/not-private',
  })
  await ada.client.keepers.carry({ ...at, on: true })
  await ada.say(at, 'a cake?')
  await isCarried(ada, at)
  await isCarried(ben, at)
  // Who is no longer in the room is not answered any more.
  await ada.client.spaces.removePerson({ ...at, member: people[0] ?? (await idOf(ada, village, 'Ben')) })
  await eventually(() => ben.sync.status(place.community).keepers[0]?.state === 'reached', 'that Ben is a member still')
})

it('gives nothing to a shelf that only a call tells of: one who manages nothing could have made it for others to watch', async () => {
  await using village = await keptVillage()
  const { ada, ben, place, keeper, hub } = village
  const people = [await idOf(ada, village, 'Ben')]
  const { space } = await ada.client.spaces.createPrivate({ ...place, name: 'Surprise', topic: '', people })
  const at = within(village, space)
  await isThere(ben, at)
  const known = ben.profile.database
    .statement<{ secret: Uint8Array; genesis: Uint8Array }>('SELECT secret, genesis FROM private_space')
    .get()
  if (!known) throw new TypeError('he has no letter')
  const [bens, adas] = [await Visitor.on(hub), village.deviceOf(ada)]
  Object.assign(bens, { device: village.deviceOf(ben) })
  const [under, own] = [keeper.shelves()[0] ?? new Uint8Array(16), random.bytes(16)]
  const meeting = await bens.annex(keeper.transport, own, under)
  await meeting.roster({ version: 1, owners: [bens.device.id], moderators: [], others: [adas.id] })
  const letter = writeLetter(adas.box.publicKey, known)
  expect(await meeting.ask({ type: 'call', device: adas.id, letter })).toEqual({ type: 'calling' })
  await ada.say(at, 'a cake?')
  await eventually(() => countOf(keeper.log.lines, adas.id) > 1, 'that Ada has looked there')
  await ada.say(at, 'with nuts')
  await ben.reads(at, 'with nuts')
  expect(await now(ada.client.keepers.watchCarried(at))).toMatchObject({ on: false })
  expect((await bens.annex(keeper.transport, own, under)).shown.lanes).toEqual([])
  // Where the charter names one, it is used, and no other.
  await ada.client.keepers.carry({ ...at, on: true })
  await isCarried(ada, at)
  expect((await bens.annex(keeper.transport, own, under)).shown.lanes).toEqual([])
  expect(keeper.shelves()).toHaveLength(3)
  await bens.stop()
}, 60_000)

const countOf = (lines: readonly string[], device: string) =>
  lines.filter((line) => line.includes('keeper.met') && line.includes(device)).length
