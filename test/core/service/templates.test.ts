/** What a community of each purpose begins with, as its first newcomer finds it. */
import { expect, it } from 'vitest'
import { template } from '../../../core/contract/index.ts'
import { Neighbours, now } from '../../support/neighbours.ts'

it.each(template.options)(
  'a %s begins with rooms and boards, whose categories are there for who joins',
  async (kind) => {
    await using all = new Neighbours()
    const ada = await all.start('Ada')
    const about = { name: 'Commons', purpose: 'We meet.', rules: 'Be kind.', displayName: 'Ada' }
    const { community, space } = await ada.client.communities.create({ ...about, template: kind })
    const bram = await all.join('Bram', ada, community)
    all.deliver()
    for (const { client } of [ada, bram]) {
      const spaces = await now(client.spaces.watch({ community }))
      expect(spaces[0]).toMatchObject({ id: space, kind: 'room' })
      const boards = spaces.filter((each) => each.kind === 'board')
      expect(boards.length).toBeGreaterThan(0)
      expect(new Set(spaces.map(({ name }) => name)).size).toBe(spaces.length)
      for (const board of boards) {
        const { categories } = await now(client.boards.watchBoard({ community, space: board.id }))
        expect(categories.length).toBeGreaterThan(1)
        expect(new Set(categories.map(({ colour }) => colour)).size).toBe(categories.length)
      }
      // A topic can be begun under each of them at once.
      const [board] = boards
      if (!board) throw new TypeError('no board')
      const [category] = (await now(client.boards.watchBoard({ community, space: board.id }))).categories
      const topic = { title: 'A question', text: 'How?', tags: [], category: category?.id ?? '' }
      await client.boards.begin({ community, space: board.id, ...topic, clientKey: 'the first topic' })
    }
  },
)
