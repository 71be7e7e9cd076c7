/** Search as a person types it: over everything that is on their device, and nothing that is not. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommunityId, SpaceId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, type Place } from '../../support/neighbours.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let ben: Neighbour
let cy: Neighbour
let here: Neighbour[]

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  ;({ community, place } = founded)
  ada = founded.person
  ben = await all.join('Ben', ada, community)
  cy = await all.join('Cy', ada, community)
  here = [ada, ben, cy]
})
afterEach(async () => all[Symbol.asyncDispose]())

const { idOf, say, post } = talking(() => ({ all, community, here }))

const find = (who: Neighbour, text: string, more: Partial<Parameters<Neighbour['client']['search']['find']>[0]> = {}) =>
  who.client.search.find({ text, order: 'newest', limit: 50, ...more })
const texts = async (...asked: Parameters<typeof find>): Promise<string[]> =>
  (await find(...asked)).messages.map(({ text }) => text)
/** Minutes between, so that the order is plain. */
const tell = async (who: Neighbour, space: SpaceId, text: string): Promise<void> => {
  await say(who, space, text)
  all.clock.advance(60_000)
}

describe('in rooms of all', () => {
  it('Ben finds what Ada said, marked, by the words of it, with the cable pulled', async () => {
    await tell(ada, place.space, 'The **Tomatoes** are ripe')
    await tell(ada, place.space, 'Who waters the beans?')
    await post()
    const { messages, held, unknown } = await find(ben, 'tomat')
    expect(messages).toMatchObject([
      { community, communityName: 'Garden', space: place.space, spaceKind: 'room', authorName: 'Ada', mine: false },
    ])
    expect(messages.map(({ text, marks }) => [text, ...marks.map(({ from, to }) => text.slice(from, to))])).toEqual([
      ['The Tomatoes are ripe', 'Tomatoes'],
    ])
    expect(unknown).toEqual([])
    expect(held).toMatchObject([{ community, name: 'Garden', left: 0, percent: 100, alone: true, unindexed: 0 }])
    expect(await texts(ben, 'tomat beans')).toEqual([])
    expect(await texts(ben, '"are ripe"')).toHaveLength(1)
    expect(await texts(ben, '"ripe are"')).toEqual([])
  })

  it('is narrowed by room, person, day and link; what leads nowhere is said', async () => {
    const { space: sheds } = await ada.client.spaces.create({ community, kind: 'room', name: 'Tool sheds', topic: '' })
    await tell(ada, place.space, 'seeds here: https://example.org')
    await tell(ada, sheds, 'seeds in the shed')
    await post()
    await tell(ben, sheds, 'seeds of mine')
    await post()
    expect(await texts(cy, 'seeds')).toEqual(['seeds of mine', 'seeds in the shed', 'seeds here: https://example.org'])
    expect(await texts(cy, 'seeds in:"tool sheds"')).toEqual(['seeds of mine', 'seeds in the shed'])
    expect(await texts(cy, 'seeds in:#sheds from:ada')).toEqual(['seeds in the shed'])
    expect(await texts(cy, 'from:Ben')).toEqual(['seeds of mine'])
    expect(await texts(ben, 'from:me seeds')).toEqual(['seeds of mine'])
    expect(await texts(cy, 'has:link')).toEqual(['seeds here: https://example.org'])
    expect(await texts(cy, 'seeds', { community, space: sheds })).toEqual(['seeds of mine', 'seeds in the shed'])
    expect(await texts(cy, 'seeds before:2027')).toEqual([])
    expect(await texts(cy, 'seeds after:2027')).toHaveLength(3)
    expect(await find(cy, 'seeds in:cellar from:nobody has:horns before:someday')).toMatchObject({
      messages: [],
      unknown: expect.arrayContaining(['in:cellar', 'from:nobody', 'before:someday']) as string[],
      ignored: ['has:horns'],
    })
    // What nobody knows is left out of the search, and said.
    expect(await find(cy, 'has:horns shed is:constructor')).toMatchObject({
      messages: [{ text: 'seeds in the shed' }],
      unknown: [],
      ignored: ['has:horns', 'is:constructor'],
    })
    expect((await find(cy, 'has:horns')).messages).toEqual([])
    expect(await find(cy, '   ')).toMatchObject({ messages: [], rooms: [], people: [] })
    const none = { community, space: 'A'.repeat(43) as SpaceId }
    await expect(find(cy, 'seeds', none)).rejects.toMatchObject({ code: 'space/unknown' })
  })

  it('shows rooms and people by name, where nothing but words was asked for', async () => {
    await ada.client.spaces.create({ community, kind: 'room', name: 'Benches', topic: 'Where to sit' })
    const { rooms, people } = await find(ada, 'ben')
    expect(rooms).toMatchObject([{ kind: 'room', name: 'Benches', marks: [{ from: 0, to: 7 }] }])
    expect(people).toMatchObject([{ name: 'Ben', role: 'member', marks: [{ from: 0, to: 3 }] }])
    expect((await find(ada, 'sit ')).rooms).toMatchObject([{ name: 'Benches', marks: [] }])
    expect(await find(ada, 'ben has:link')).toMatchObject({ rooms: [], people: [] })
  })

  it('comes a page at a time, newest or best first, with nothing twice and nothing missing', async () => {
    for (let at = 0; at < 11; at++) await tell(ada, place.space, at === 3 ? 'bean bean' : `a bean in a row of ${at}`)
    for (const order of ['newest', 'best'] as const) {
      const pages: string[][] = []
      let after: Awaited<ReturnType<typeof find>>['after']
      do {
        const page = await find(ada, 'bean', { order, limit: 4, ...(after && { after }) })
        pages.push(page.messages.map(({ text }) => text))
        after = page.after
      } while (after)
      expect(pages.map(({ length }) => length)).toEqual([4, 4, 3])
      expect(new Set(pages.flat()).size).toBe(11)
      expect(pages[0]?.[0]).toBe(order === 'best' ? 'bean bean' : 'a bean in a row of 10')
    }
  })

  it('finds nothing that was taken back', async () => {
    const { id } = await say(ben, place.space, 'pills here')
    await say(ben, place.space, 'pills there')
    await post()
    await ben.client.rooms.withdraw({ ...place, id })
    await post()
    expect(await texts(ada, 'pills')).toEqual(['pills there'])
  })

  it('is given up when whoever asked goes away', async () => {
    const gone = new AbortController()
    gone.abort()
    await expect(
      ada.client.search.find({ text: 'x', order: 'newest', limit: 1 }, { signal: gone.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('in private rooms', () => {
  it('what Ada and Ben say is found by both among everything else, and by nobody else', async () => {
    await tell(ada, place.space, 'a secret for all')
    const { space: board } = await ada.client.spaces.createPrivate({
      ...{ community, name: 'Board', topic: '' },
      people: [await idOf(ben)],
    })
    await tell(ada, board, 'a secret of the board')
    const { space: two } = await ben.client.spaces.direct({ community, people: [await idOf(ada)] })
    await post()
    await tell(ben, two, 'a secret of two')
    await post()
    await tell(ada, place.space, 'no secret at all')
    await post()
    for (const who of [ada, ben]) {
      expect(await texts(who, 'secret')).toEqual([
        ...['no secret at all', 'a secret of two', 'a secret of the board', 'a secret for all'],
      ])
      const { messages } = await find(who, 'secret', { limit: 3 })
      expect(messages.map(({ spaceKind, spaceName }) => `${spaceKind} ${spaceName}`)).toEqual([
        ...[expect.stringMatching(/^room ./) as string, 'direct ', 'private Board'],
      ])
      const { after } = await find(who, 'secret', { limit: 3 })
      expect(await texts(who, 'secret', { limit: 3, ...(after && { after }) })).toEqual(['a secret for all'])
      expect(await texts(who, 'secret in:board')).toEqual(['a secret of the board'])
      expect((await find(who, 'board')).rooms).toMatchObject([{ kind: 'private', name: 'Board' }])
    }
    expect(await texts(cy, 'secret')).toEqual(['no secret at all', 'a secret for all'])
    expect(await find(cy, 'board')).toMatchObject({ messages: [], rooms: [] })
    expect(await find(cy, 'secret in:board')).toMatchObject({ messages: [], unknown: ['in:board'] })
    await expect(find(cy, 'secret', { community, space: board })).rejects.toMatchObject({ code: 'space/unknown' })
  })
})

it('goes over all communities at once, or one of them', async () => {
  const other = await ada.client.communities.create({
    ...{ name: 'Choir', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  await tell(ada, place.space, 'rehearsal in the garden')
  await ada.client.rooms.send({ ...other, text: 'rehearsal of the choir', clientKey: 'in-the-choir' })
  const { messages, held } = await find(ada, 'rehearsal')
  expect(messages.map(({ communityName }) => communityName)).toEqual(['Choir', 'Garden'])
  expect(held.map(({ name }) => name).sort()).toEqual(['Choir', 'Garden'])
  expect(await texts(ada, 'rehearsal', { community })).toEqual(['rehearsal in the garden'])
})
