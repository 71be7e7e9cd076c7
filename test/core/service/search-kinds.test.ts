/** Besides messages: topics by what they are called now, people by what they tell, and what became of a message. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CommunityId, EntryId, SpaceId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, type Place } from '../../support/neighbours.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let board: Place
let ada: Neighbour
let ben: Neighbour

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  ;({ community, place } = founded)
  ada = founded.person
  ben = await all.join('Ben', ada, community)
  const { space } = await ada.client.spaces.create({ community, kind: 'board', name: 'How-to', topic: '' })
  board = { community, space }
  all.deliver()
})
afterEach(async () => all[Symbol.asyncDispose]())

type Asked = Parameters<Neighbour['client']['search']['find']>[0]
const find = ({ client }: Neighbour, text: string, more: Partial<Asked> = {}) =>
  client.search.find({ text, order: 'newest', limit: 50, ...more })
const texts = async (...asked: Parameters<typeof find>) => (await find(...asked)).messages.map(({ text }) => text)
const titles = async (...asked: Parameters<typeof find>) => (await find(...asked)).topics.map(({ title }) => title)
const begin = async ({ client }: Neighbour, title: string, text: string): Promise<EntryId> => {
  const { id } = await client.boards.begin({
    ...board,
    title,
    tags: [],
    category: '',
    text,
    clientKey: `begin ${title}`,
  })
  all.clock.advance(60_000)
  return id
}
const say = async ({ client }: Neighbour, space: SpaceId, text: string, more: object = {}): Promise<EntryId> => {
  const { id } = await client.rooms.send({ community, space, text, clientKey: `send ${text}`, ...more })
  all.clock.advance(60_000)
  return id
}

it('a topic is found by its title, by the new one when it is called otherwise, and not by the old', async () => {
  const id = await begin(ben, 'Leeks under glass', 'When do I sow them?')
  await begin(ada, 'Gloves', 'Leeks need none')
  all.deliver()
  const { topics, messages } = await find(ada, 'leeks')
  expect(topics).toMatchObject([
    {
      space: board.space,
      spaceName: 'How-to',
      id,
      title: 'Leeks under glass',
      marks: [{ from: 0, to: 5 }],
      replies: 0,
    },
  ])
  // What the title says is no message of its own; what the text says is.
  expect(messages).toMatchObject([{ text: 'Leeks need none', title: { text: 'Gloves', marks: [] } }])
  expect(await texts(ada, 'leeks sow')).toEqual(['When do I sow them?'])
  expect(await titles(ada, 'leeks sow')).toEqual([])
  const change = { ...board, topic: id, tags: [], category: '', closed: false }
  await ada.client.boards.change({ ...change, title: 'Alliums under glass' })
  all.deliver()
  for (const who of [ada, ben]) {
    expect(await titles(who, 'leeks')).toEqual([])
    expect(await titles(who, 'allium')).toEqual(['Alliums under glass'])
    expect(await texts(who, 'leeks sow')).toEqual([])
  }
  expect(await titles(await ben.restart(), 'alliums')).toEqual(['Alliums under glass'])
  await ada.client.boards.change({ ...change, title: '東京の葱' })
  expect(await titles(ada, '京')).toEqual(['東京の葱'])
})

it('topics come a page at a time as well, newest or best first, in one board or by one person', async () => {
  for (let at = 0; at < 7; at++)
    await begin(at % 2 ? ada : ben, at === 2 ? 'bean bean' : `bean ${at} in a long row`, '.')
  all.deliver()
  for (const order of ['newest', 'best'] as const) {
    const pages: string[][] = []
    let after: Asked['after']
    do {
      const page = await find(ada, 'bean', { kind: 'topics', order, limit: 3, ...(after && { after }) })
      expect(page).toMatchObject({ messages: [], rooms: [], people: [] })
      pages.push(page.topics.map(({ title }) => title))
      after = page.after
    } while (after)
    expect(pages.map(({ length }) => length)).toEqual([3, 3, 1])
    expect(new Set(pages.flat()).size).toBe(7)
    expect(pages[0]?.[0]).toBe(order === 'best' ? 'bean bean' : 'bean 6 in a long row')
  }
  expect(await titles(ada, 'bean from:ben', { space: board.space, community })).toHaveLength(4)
  expect(await titles(ada, 'bean', { space: place.space, community })).toEqual([])
  expect(await titles(ada, 'from:ben is:topic')).toHaveLength(4)
})

it('people are found by what they tell, with the place where it stands; rooms and people a page at a time', async () => {
  const nothing = { pronouns: '', languages: [], timeZone: '', birthday: '', experience: [] }
  await ben.client.directory.setAbout({
    community,
    name: 'Ben',
    ...nothing,
    ...{ bio: 'I keep **bees** on the roof', skills: ['Carpentry'] },
    ...{ offers: { tags: ['Ladders'], text: 'on Saturdays' }, seeks: { tags: [], text: 'a quiet corner' } },
  })
  all.deliver()
  const told = async (text: string) =>
    (await find(ada, text)).people.map(({ name, told: where }) => ({ name, ...where }))
  expect(await told('bees')).toMatchObject([{ name: 'Ben', place: 'bio', text: 'I keep bees on the roof' }])
  expect(await told('carpent')).toMatchObject([{ place: 'skill', text: 'Carpentry', marks: [{ from: 0, to: 9 }] }])
  expect(await told('ladders')).toMatchObject([{ place: 'offer', text: 'Ladders' }])
  expect(await told('ben corner')).toMatchObject([{ place: 'seek', text: 'a quiet corner' }])
  expect(await told('ben')).toEqual([{ name: 'Ben' }])
  expect(await told('wasps')).toEqual([])
  const one = await find(ada, 'e', { kind: 'rooms', limit: 1 })
  expect(one).toMatchObject({ people: [], messages: [] })
  expect((await find(ada, 'ben', { kind: 'people', limit: 1 })).people).toHaveLength(1)
})

it('what was reacted to, answered, accepted or pinned is found so, and no longer when that is over', async () => {
  const plain = await say(ada, place.space, 'plain seeds')
  const liked = await say(ben, place.space, 'liked seeds')
  const talked = await say(ben, place.space, 'talked seeds')
  all.deliver()
  await ada.client.rooms.react({ ...place, id: liked, emoji: '👍', on: true })
  await say(ada, place.space, 'to that', { root: talked })
  await ada.client.rooms.pin({ ...place, id: plain, on: true })
  const topic = await begin(ben, 'Which seeds', 'Which do I take?')
  all.deliver()
  const answer = await say(ada, board.space, 'These', { root: topic })
  all.deliver()
  await ben.client.boards.answer({ ...board, topic, post: answer })
  all.deliver()
  for (const who of [ada, ben]) {
    expect(await texts(who, 'has:reaction')).toEqual(['liked seeds'])
    expect(await texts(who, 'seeds has:replies')).toEqual(['talked seeds'])
    expect(await texts(who, 'has:thread')).toEqual(['Which do I take?', 'talked seeds'])
    expect(await titles(who, 'seeds has:answer')).toEqual(['Which seeds'])
    expect(await texts(who, 'is:pinned')).toEqual(['plain seeds'])
    expect(await texts(who, 'is:pinned liked')).toEqual([])
    expect(await find(who, 'is:topic')).toMatchObject({
      messages: [],
      topics: [{ title: 'Which seeds', answered: true }],
    })
  }
  await ada.client.rooms.react({ ...place, id: liked, emoji: '👍', on: false })
  await ada.client.rooms.pin({ ...place, id: plain, on: false })
  await ben.client.boards.answer({ ...board, topic })
  all.deliver()
  for (const asked of ['has:reaction', 'is:pinned', 'has:answer']) expect(await texts(ben, asked)).toEqual([])
})
