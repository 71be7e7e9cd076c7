/** Somebody is removed while a keeper's disk is full: it is said again until the keeper has noted it. */
import { expect, it, vi } from 'vitest'
import { Shelf } from '../../../core/keeper/shelf.ts'
import { keeperErrors } from '../../../core/sync/keeping/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { keptVillage } from '../../support/kept-people.ts'
import { now } from '../../support/neighbours.ts'

it('closes a keeper to whom an owner removes as soon as it has room to note that', async () => {
  await using village = await keptVillage()
  const { place, ada, ben } = village
  await village.leaves(ben)
  await village.isKept(ada)
  const people = await now(ada.client.members.watch(place))
  const member = people.find(({ name }) => name === 'Ben')?.id
  if (member === undefined) throw new TypeError('Ben is not there')
  const says = vi.spyOn(Shelf.prototype, 'setRoster').mockImplementationOnce(() => {
    throw keeperErrors('full')
  })
  await ada.client.members.remove({ ...place, member, keep: 'all', reason: '' })
  await eventually(() => says.mock.results.some(({ type }) => type === 'throw'), 'that the keeper could not note it')
  await eventually(() => says.mock.results.some(({ type }) => type === 'return'), 'that the keeper noted it')
  expect(says.mock.results.filter(({ type }) => type === 'throw')).toHaveLength(1)
  says.mockRestore()
})
