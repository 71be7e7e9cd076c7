/** Home: what is new, newest first, and nothing that is not for the one who looks. */
import { expect, it } from 'vitest'
import type { HomeItem } from '../../../core/contract/index.ts'
import type { EntryId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../support/neighbours.ts'

const homeOf = async ({ client }: Neighbour, { community }: Place, limit = 50) =>
  now(client.home.watch({ community, limit }))
const toldBy = (item: HomeItem): string =>
  item.kind === 'newcomer'
    ? `newcomer ${item.name}`
    : item.kind === 'opened'
      ? `opened ${item.spaceName}`
      : `${item.kind} ${item.row.text}`

it('tells what was said last in each room and thread, what was pinned, which rooms were opened and who came', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  all.clock.advance(60_000)
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  const say = async (by: Neighbour, text: string, about = {}): Promise<EntryId> => {
    all.clock.advance(60_000)
    const { id } = await by.client.rooms.send({ ...place, text, clientKey: `key of ${text}`, ...about })
    all.deliver()
    return id
  }
  await say(ada, 'first')
  const asked = await say(ada, 'who has a ladder?')
  await say(bram, 'I have', { root: asked })
  await say(bram, 'last')
  all.clock.advance(60_000)
  await ada.client.rooms.pin({ ...place, id: asked, on: true })
  all.clock.advance(60_000)
  await ada.client.spaces.create({ community, kind: 'room', name: 'tools', topic: '' })
  all.deliver()

  const { items, more } = await homeOf(ada, place)
  const told = items.map(toldBy)
  expect(told.slice(0, 6)).toEqual([
    'opened tools',
    'pinned who has a ladder?',
    'room last',
    'thread I have',
    'newcomer Bram',
    'opened general',
  ])
  expect(more).toBe(false)
  expect(told).not.toContain('newcomer Ada')
  expect(items.find(({ kind }) => kind === 'thread')).toMatchObject({
    ...{ root: asked, posts: 1, unread: 1, spaceName: 'general' },
    first: { text: 'who has a ladder?' },
  })
  expect(items.find(({ kind }) => kind === 'room')).toMatchObject({ unread: 1 })
  const short = await homeOf(ada, place, 2)
  expect(short).toMatchObject({ more: true })
  expect(short.items.map(toldBy)).toEqual(told.slice(0, 2))

  // An archived room asks for nobody's time.
  await ada.client.spaces.change({ ...place, name: 'general', topic: '', archived: true })
  expect((await homeOf(ada, place)).items.map(toldBy).filter((each) => /last|ladder|general/.test(each))).toEqual([])
})

it('tells nobody of private rooms they are not in, and those who are of theirs', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const cleo = await all.join('Cleo', ada, community)
  all.deliver()
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')?.id
  if (!member) throw new TypeError('no Bram')
  const { space } = await ada.client.spaces.createPrivate({ community, name: 'surprise', topic: '', people: [member] })
  await ada.client.rooms.send({ community, space, text: 'a cake', clientKey: 'a cake for Cleo' })
  all.deliver()
  expect((await homeOf(ada, place)).items.map(toldBy)).toContain('room a cake')
  expect(JSON.stringify(await homeOf(cleo, place))).not.toMatch(/cake|surprise/)
  expect(bram.name).toBe('Bram')
})

it('tells of topics by their title', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const { space } = await ada.client.spaces.create({ community, kind: 'board', name: 'how-to', topic: '' })
  all.clock.advance(60_000)
  const topic = { title: 'Pruning', text: 'When is it best?', tags: [], category: '' }
  await ada.client.boards.begin({ community, space, ...topic, clientKey: 'key of pruning' })
  const [first] = (await homeOf(ada, place)).items
  expect(first).toMatchObject({ kind: 'thread', title: 'Pruning', posts: 0, first: { text: 'When is it best?' } })
})
