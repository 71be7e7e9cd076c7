/** Who came while the owner was away is on the owner's list once she has been there; who was removed meanwhile is not. */
import { expect, it } from 'vitest'
import { eventually } from '../../support/carried-person.ts'
import { type KeptPerson, keptVillage, type KeptVillage } from '../../support/kept-people.ts'
import { now, until } from '../../support/neighbours.ts'

/** Ben lets Cy in, and both go when the keeper has all of theirs. */
const cyComes = async (village: KeptVillage): Promise<void> => {
  const { ben, ada, place } = village
  await village.leaves(ada)
  const { community } = place
  const { link } = await ben.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
  const cy = await village.start('cy')
  await cy.client.invites.accept({ link, displayName: 'Cy' })
  await until(cy.client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
  await village.isKept(cy)
  await cy.say(place, 'hello, I am new')
  await village.leaves(cy)
  await village.leaves(ben)
}
const isNamed = (person: KeptPerson, { place }: KeptVillage) =>
  until(person.client.members.watch(place), (all) => all.some(({ name }) => name === 'Cy'))

it('is named by the owner, who has read of them there', async () => {
  await using village = await keptVillage()
  const { place, keeper } = village
  await cyComes(village)
  const ada = await village.start('ada')
  await ada.reads(place, 'hello, I am new')
  await isNamed(ada, village)
  await village.isKept(ada)
  await ada.say(place, 'welcome')
  await village.leaves(ada)
  const cy = await village.start('cy')
  await cy.reads(place, 'welcome')
  expect(keeper.log.lines.filter((line) => line.includes('keeper/struck'))).toEqual([])
}, 60_000)

it('is answered no more once the owner has removed them, whoever of their friends comes after that', async () => {
  await using village = await keptVillage()
  const { place, keeper } = village
  await cyComes(village)
  const ada = await village.start('ada')
  await isNamed(ada, village)
  const member = (await now(ada.client.members.watch(place))).find(({ name }) => name === 'Cy')?.id
  if (member === undefined) throw new TypeError('Cy is not there')
  await ada.client.members.remove({ ...place, member, keep: 'all', reason: '' })
  await village.leaves(ada)
  const cy = await village.start('cy')
  await eventually(() => cy.sync.status(place.community).keepers[0]?.state === 'refused', 'that Cy is refused')
  const ben = await village.start('ben')
  await village.isKept(ben)
  await eventually(() => keeper.keeper.status().devices === 1, 'that Ben alone is answered')
  expect(cy.sync.status(place.community).keepers[0]?.state).toBe('refused')
}, 60_000)
