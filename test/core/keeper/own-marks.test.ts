/** What Ada read travels between her laptop and her phone by way of a keeper, once she has it carry something private, and not before. */
import { expect, it } from 'vitest'
import type { CommunityId, SpaceId } from '../../../core/shared/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { type KeptPerson, keptVillage, type KeptVillage } from '../../support/kept-people.ts'
import { now, until } from '../../support/neighbours.ts'

/** Ada adds her phone, as one does at a table; both go on from there. */
async function addPhone({ ada, place, start }: KeptVillage): Promise<KeptPerson> {
  const { community } = place
  const phone = await start('phone')
  const pairing = (await ada.client.devices.pair({ community }))[Symbol.asyncIterator]()
  const step = async (wanted: string): Promise<string> => {
    for (;;) {
      const { value, done } = await pairing.next()
      if (done === true) throw new TypeError('the pairing ended')
      if (value.step === wanted) return value.link
    }
  }
  await phone.client.devices.accept({ link: await step('waiting') })
  await step('comparing')
  await ada.client.devices.compared({ community, same: true })
  await step('done')
  await until(phone.client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
  await until(phone.client.spaces.watch({ community }), (all) => all.some(({ id }) => id === place.space))
  return phone
}

/** The conversation of Ada and Ben, there on all their devices. */
async function conversation({ ada, ben, place }: KeptVillage, phone: KeptPerson): Promise<SpaceId> {
  const people = await until(ada.client.members.watch(place), (all) => all.some(({ name }) => name === 'Ben'))
  const { space } = await ada.client.spaces.direct({
    ...place,
    people: people.flatMap(({ name, id }) => (name === 'Ben' ? [id] : [])),
  })
  for (const who of [ben, phone])
    await until(who.client.spaces.watch(place), (all) => all.some(({ id }) => id === space))
  return space
}

const unread = async ({ client }: KeptPerson): Promise<number> => (await now(client.inbox.watchCounts())).unread
const isRead = ({ client }: KeptPerson) => until(client.inbox.watchCounts(), (counts) => counts.unread === 0)
const readAll = ({ client }: KeptPerson) => client.inbox.markAllRead({ filter: 'unread' })

/** How each of the spaces this device keeps there stands, the community's first. */
const keptOf = ({ profile, sync }: KeptPerson, { place }: KeptVillage) => {
  const all = profile.database.statement<{ id: CommunityId }>('SELECT id FROM private_space').all()
  return [place.community, ...all.map(({ id }) => id)].flatMap((id) => sync.status(id).keepers)
}
/** Waits until the keeper has all of it, in so many spaces. */
const isAllKept = (who: KeptPerson, village: KeptVillage, spaces: number) =>
  eventually(() => {
    const kept = keptOf(who, village)
    return kept.length === spaces && kept.every(({ state, waiting }) => state === 'reached' && waiting === 0)
  }, `that all of ${who.name}’s is kept`)
/** What all private spaces take there, bytes. */
const usedOf = (who: KeptPerson, village: KeptVillage): number =>
  keptOf(who, village)
    .slice(1)
    .reduce((sum, { used }) => sum + used, 0)

it('what was read on one is read on the other, which is never there at the same time', async () => {
  await using village = await keptVillage()
  const { ada, ben, place, keeper } = village
  const phone = await addPhone(village)
  const space = await conversation(village, phone)
  await ada.client.keepers.carry({ ...place, space, on: true })
  await isAllKept(phone, village, 2)
  await phone.stop()
  await ben.say(place, 'the beans are up')
  await ada.reads(place, 'the beans are up')
  expect(await unread(ada)).toBe(1)
  await readAll(ada)
  await isAllKept(ada, village, 3)
  expect(keeper.shelves()).toHaveLength(3)
  await ada.stop()

  // The phone hears of that space by the keeper alone.
  const later = await village.start('phone')
  await later.reads(place, 'the beans are up')
  await isRead(later)
  await ben.say(place, 'and the peas')
  await later.reads(place, 'and the peas')
  expect(await unread(later)).toBe(1)
  const before = usedOf(later, village)
  await readAll(later)
  await eventually(() => usedOf(later, village) > before, 'that the keeper is given more')
  await isAllKept(later, village, 3)
  await later.stop()

  const again = await village.start('ada')
  await again.reads(place, 'and the peas')
  await isRead(again)
  // Ben has a part in the conversation, and in nothing of hers.
  expect(ben.profile.database.statement('SELECT id FROM private_space').all()).toHaveLength(1)
  // She asks for nothing private to be kept any more: nothing is.
  await again.client.keepers.carry({ ...place, space, on: false })
  await eventually(() => keeper.shelves().length === 1, 'that it is let go of')
  expect([...again.log.lines, ...later.log.lines].filter((line) => /^(error|warn)/.test(line))).toEqual([])
}, 120_000)

it('who never asked for anything private to be kept has nothing kept: the phone knows nothing until both are there', async () => {
  await using village = await keptVillage()
  const { ada, ben, place, keeper } = village
  const phone = await addPhone(village)
  await conversation(village, phone)
  await isAllKept(phone, village, 1)
  await phone.stop()
  await ben.say(place, 'the beans are up')
  await ada.reads(place, 'the beans are up')
  await readAll(ada)
  await eventually(
    () => ada.profile.database.statement('SELECT id FROM private_space').all().length === 2,
    'that it is written down for her other devices',
  )
  await isAllKept(ada, village, 1)
  expect(keeper.shelves()).toHaveLength(1)
  await ada.stop()
  const later = await village.start('phone')
  await later.reads(place, 'the beans are up')
  await isAllKept(later, village, 1)
  expect(await unread(later)).toBe(1)
  await village.start('ada')
  await isRead(later)
}, 120_000)
