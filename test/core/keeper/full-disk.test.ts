/** What a keeper is told while its disk is full, or while it stops, is said again until it has noted it. */
import { expect, it, vi } from 'vitest'
import { Shelf } from '../../../core/keeper/shelf.ts'
import { Shelves } from '../../../core/keeper/shelves.ts'
import { keeperErrors } from '../../../core/sync/keeping/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { keptVillage } from '../../support/kept-people.ts'
import { now, until } from '../../support/neighbours.ts'

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

it('leaves nothing of a conversation at a keeper that could not let go of it at once, or was about to stop', async () => {
  await using village = await keptVillage()
  const { place, ada, ben, keeper } = village
  const people = await now(ada.client.members.watch(place))
  const bens = people.flatMap(({ id, name }) => (name === 'Ben' ? [id] : []))
  const { space } = await ada.client.spaces.direct({ ...place, people: bens })
  const at = { ...place, space }
  await ada.client.keepers.carry({ ...at, on: true })
  await until(ada.client.keepers.watchCarried(at), ({ on, state, waiting }) => on && state === 'reached' && !waiting)
  await ben.stop()
  const drops = vi
    .spyOn(Shelves.prototype, 'drop')
    .mockImplementationOnce(() => {
      throw keeperErrors('full')
    })
    .mockImplementationOnce(() => {
      throw keeperErrors('stopped')
    })
  await ada.client.keepers.carry({ ...at, on: false })
  await eventually(() => keeper.shelves().length === 1, 'that it is let go of', 20_000)
  expect(drops).toHaveBeenCalledTimes(3)
  drops.mockRestore()
}, 40_000)
