/** A board as the people of a garden use it, and what somebody tries who means no good. */
import { expect, it } from 'vitest'
import {
  answerEntry,
  boardEntry,
  boardSettingsEntry,
  foundingDocument,
  messageEntry,
  moveEntry,
  topicChangeEntry,
  topicEntry,
} from '../../../core/documents/index.ts'
import { base64url, type EntryId, LIMITS } from '../../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'

const category = { id: 'sowing', name: 'Sowing', colour: 1 }

/** Ada's garden with a board, and Bram in it. */
async function garden(all: Neighbours) {
  const { person: ada, community, place: room } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const { space } = await ada.client.spaces.create({ community, kind: 'board', name: 'How-to', topic: '' })
  const board: Place = { ...room, space }
  await ada.client.boards.setCategories({ ...board, categories: [category] })
  all.deliver()
  return { ada, bram, community, room, board }
}

const begin = async ({ client }: Neighbour, board: Place, title: string, more: object = {}): Promise<EntryId> => {
  const said = { title, tags: [], category: '', text: `${title}?`, clientKey: `key of ${title}`, ...more }
  return (await client.boards.begin({ ...board, ...said })).id
}
const say = async ({ client }: Neighbour, board: Place, root: EntryId, text: string): Promise<EntryId> =>
  (await client.rooms.send({ ...board, root, text, clientKey: `key of ${text}` })).id
const topicsOf = async ({ client }: Neighbour, board: Place, order: 'active' | 'new' | 'waiting' = 'active') =>
  (await now(client.boards.watch({ ...board, order, limit: 50 }))).rows
const titlesOf = async (...of: Parameters<typeof topicsOf>) => (await topicsOf(...of)).map(({ title }) => title)
const topicOf = async ({ client }: Neighbour, board: Place, topic: EntryId) =>
  (await now(client.boards.watchTopic({ ...board, topic }))).topic
const postsOf = async ({ client }: Neighbour, board: Place, root: EntryId) =>
  (await now(client.rooms.watch({ ...board, root, limit: 50 }))).rows
const textsOf = async (...of: Parameters<typeof postsOf>) => (await postsOf(...of)).map(({ text }) => text)

it('Bram asks, Ada answers, Bram accepts: both read the same, and what is unread is counted by topic', async () => {
  await using all = new Neighbours()
  const { ada, bram, board, community } = await garden(all)
  const leeks = await begin(bram, board, 'When do I sow leeks', { tags: ['Leek', 'leek '], category: 'sowing' })
  all.clock.advance(1000)
  const gloves = await begin(bram, board, 'Who mends gloves')
  all.deliver()
  expect(await titlesOf(ada, board)).toEqual(['Who mends gloves', 'When do I sow leeks'])
  all.clock.advance(1000)
  const answer = await say(ada, board, leeks, 'In February')
  all.deliver()
  for (const person of [ada, bram]) {
    expect(await titlesOf(person, board)).toEqual(['When do I sow leeks', 'Who mends gloves'])
    expect(await titlesOf(person, board, 'new')).toEqual(['Who mends gloves', 'When do I sow leeks'])
    expect(await textsOf(person, board, leeks)).toEqual(['When do I sow leeks?', 'In February'])
  }
  expect(await topicOf(ada, board, leeks)).toMatchObject({ replies: 1, unread: 1, tags: ['Leek'], category: 'sowing' })
  expect(await topicOf(bram, board, leeks)).toMatchObject({ replies: 1, unread: 1, mine: true, mayChange: true })
  expect(await bram.client.boards.firstUnread({ ...board, topic: leeks })).toEqual({ id: answer })
  const space = async () => (await now(ada.client.spaces.watch({ community }))).find(({ id }) => id === board.space)
  expect(await space()).toMatchObject({ kind: 'board', unread: 2 })
  // One topic that is read leaves the other as it is, also one that came before.
  const [last] = (await postsOf(ada, board, gloves)).slice(-1)
  await ada.client.rooms.markRead({ ...board, root: gloves, upTo: last?.arrival ?? 0 })
  expect((await topicsOf(ada, board)).map(({ unread }) => unread)).toEqual([1, 0])
  await ada.client.rooms.markAllRead(board)
  expect(await space()).toMatchObject({ unread: 0 })

  await bram.client.boards.answer({ ...board, topic: leeks, post: answer })
  all.deliver()
  expect(await topicOf(ada, board, leeks)).toMatchObject({ answered: true, answer })
  expect(await titlesOf(ada, board, 'waiting')).toEqual(['Who mends gloves'])
  await expect(bram.client.boards.answer({ ...board, topic: leeks, post: gloves })).rejects.toMatchObject({
    code: 'board/not-in-topic',
  })
  await bram.client.boards.answer({ ...board, topic: leeks })
  all.deliver()
  expect(await topicOf(ada, board, leeks)).toMatchObject({ answered: false })
  expect(await ada.client.rooms.around({ ...board, to: { id: answer }, limit: 5 })).toMatchObject({ root: leeks })
})

it('lists go on page by page, by category and by tag, and tell what comes into them and leaves them', async () => {
  await using all = new Neighbours()
  const { ada, bram, board } = await garden(all)
  for (let at = 0; at < 7; at++) {
    all.clock.advance(1000)
    const tags = at % 2 === 0 ? ['Straße'] : []
    await begin(ada, board, `t${at}`, { category: at < 4 ? 'sowing' : '', tags })
  }
  all.deliver()
  const all7 = { ...board, order: 'new', limit: 3 } as const
  const first = await now(bram.client.boards.watch(all7))
  expect(first).toMatchObject({ more: true, rows: [{ title: 't6' }, { title: 't5' }, { title: 't4' }] })
  const last = first.rows.at(-1)
  const rest = await bram.client.boards.after({
    ...all7,
    limit: 10,
    position: { key: last?.time ?? 0, root: last?.id ?? '' },
  })
  expect(rest.rows.map(({ title }) => title)).toEqual(['t3', 't2', 't1', 't0'])
  expect(rest.more).toBe(false)
  const of = async (filter: { category: string } | { tag: string }) =>
    (await now(bram.client.boards.watch({ ...all7, limit: 10, filter }))).rows.map(({ title }) => title)
  expect(await of({ category: 'sowing' })).toEqual(['t3', 't2', 't1', 't0'])
  expect(await of({ tag: 'STRASSE' })).toEqual([])
  expect(await of({ tag: 'straße' })).toEqual(['t6', 't4', 't2', 't0'])
  expect(await now(bram.client.boards.watchBoard(board))).toEqual({
    categories: [category],
    tags: ['straße'],
    mayModerate: false,
  })
  const watched = await bram.client.boards.watch({ ...all7, limit: 10, filter: { category: 'sowing' } })
  const events = watched[Symbol.asyncIterator]()
  await events.next()
  const [t3] = rest.rows
  const head = { title: 't3 elsewhere', tags: [], category: '', closed: false }
  await ada.client.boards.change({ ...board, topic: t3?.id ?? '', ...head })
  all.deliver()
  const changed = await events.next()
  expect(changed.value).toMatchObject({ type: 'changes', rows: [], gone: [t3?.id] })
  await events.return?.(undefined)
})

it('Ada moves what is beside the matter, and back; nobody loses anything, and all see who did it', async () => {
  await using all = new Neighbours()
  const { ada, bram, board } = await garden(all)
  const leeks = await begin(bram, board, 'leeks')
  const beside = await say(bram, board, leeks, 'by the way')
  all.deliver()
  const string = await begin(ada, board, 'string')
  const events = (await bram.client.rooms.watch({ ...board, root: leeks, limit: 50 }))[Symbol.asyncIterator]()
  await events.next()
  await ada.client.boards.move({ ...board, topic: string, posts: [beside] })
  all.deliver()
  expect((await events.next()).value).toMatchObject({ gone: [beside] })
  await events.return?.(undefined)
  for (const person of [ada, bram]) {
    expect(await textsOf(person, board, leeks)).toEqual(['leeks?'])
    expect((await postsOf(person, board, string)).find(({ id }) => id === beside)).toMatchObject({
      text: 'by the way',
      moved: { byName: 'Ada', from: leeks },
    })
    expect(await topicOf(person, board, string)).toMatchObject({ replies: 1 })
  }
  await ada.client.boards.move({ ...board, topic: leeks, posts: [beside] })
  all.deliver()
  expect(await textsOf(bram, board, leeks)).toEqual(['leeks?', 'by the way'])
  await expect(ada.client.boards.move({ ...board, topic: leeks, posts: [string] })).rejects.toMatchObject({
    code: 'board/not-a-post',
  })
  const many = Array.from({ length: LIMITS.movedPosts + 3 }, (_, at) => `m${at}`)
  const ids: EntryId[] = []
  for (const text of many) ids.push(await say(ada, board, leeks, text))
  await ada.client.boards.move({ ...board, topic: string, posts: ids })
  all.deliver()
  expect(await topicOf(bram, board, string)).toMatchObject({ replies: many.length })
})

it('what a member may not do is refused, and their own topic is closed above them', async () => {
  await using all = new Neighbours()
  const { ada, bram, board, room } = await garden(all)
  const [own, adas] = [await begin(bram, board, 'own'), await begin(ada, board, 'of Ada')]
  const post = await say(bram, board, own, 'a post')
  all.deliver()
  const head = { title: 'taken over', tags: [], category: '', closed: false }
  const { boards, rooms, spaces } = bram.client
  const refused: readonly [Promise<unknown>, string][] = [
    [spaces.create({ community: board.community, kind: 'board', name: 'x', topic: '' }), 'community/not-allowed'],
    [boards.setCategories({ ...board, categories: [] }), 'community/not-allowed'],
    [boards.change({ ...board, topic: adas, ...head }), 'board/not-yours'],
    [boards.answer({ ...board, topic: adas, post }), 'board/not-yours'],
    [boards.move({ ...board, topic: adas, posts: [post] }), 'community/not-allowed'],
    [boards.change({ ...board, topic: own, ...head, category: 'none' }), 'board/unknown-category'],
    [boards.change({ ...board, topic: own, ...head, tags: ['a', 'b', 'c', 'd', 'e', 'f'] }), 'board/many-tags'],
    [boards.change({ ...board, topic: own, ...head, title: ' \u200b ' }), 'text/empty'],
    [boards.change({ ...board, topic: post, ...head }), 'board/unknown-topic'],
    [begin(bram, room, 'in a room'), 'board/not-a-board'],
    [rooms.send({ ...board, text: 'nowhere', clientKey: 'to nobody' }), 'board/no-topic'],
    [say(bram, board, post, 'under a post'), 'message/no-thread'],
  ]
  for (const [act, code] of refused) await expect(act).rejects.toMatchObject({ code })
  await boards.change({ ...board, topic: own, title: 'own', tags: [], category: '', closed: true })
  await boards.change({ ...board, topic: own, title: 'own', tags: [], category: '', closed: false })
  all.deliver()
  all.clock.advance(1000)
  await ada.client.boards.change({ ...board, topic: own, title: 'owned', tags: [], category: '', closed: true })
  all.deliver()
  expect(await topicOf(bram, board, own)).toMatchObject({ title: 'owned', closed: true })
  await expect(say(bram, board, own, 'one more')).rejects.toMatchObject({ code: 'board/closed' })
  await expect(boards.change({ ...board, topic: own, ...head })).rejects.toMatchObject({
    code: 'board/closed-above-you',
  })
  await say(ada, board, own, 'Closed, since it was answered elsewhere.')
  await boards.change({ ...board, topic: own, ...head, title: 'still named by Bram', closed: true })
  all.deliver()
  expect(await topicOf(ada, board, own)).toMatchObject({ title: 'still named by Bram', closed: true, replies: 2 })
})

it('what Mallory writes with a Folkmoot of her own retitles, answers, moves and opens nothing', async () => {
  await using all = new Neighbours()
  const { ada, bram, board, community } = await garden(all)
  const mallory = await all.join('Mallory', ada, community)
  const [leeks, other] = [await begin(bram, board, 'leeks'), await begin(bram, board, 'other')]
  const post = await say(bram, board, leeks, 'a post')
  all.deliver()
  const before = await topicsOf(ada, board)
  const spaces = await now(ada.client.spaces.watch({ community }))

  const at = all.clock.now() + 5
  using hand = await handOf(all, mallory, community)
  const random = seededRandom('boards')
  const page = hand.documents.pages(board.space).at(-1)
  if (!page) throw new TypeError('no page')
  const feed = hostileFeed(hand.writer, page, random)
  const charter = hostileFeed(hand.writer, foundingDocument(community, 'charter'), random)
  const head = { title: 'pills', tags: ['pills'], category: '' }
  const mine = feed.write(topicEntry(at, { ...head, title: 'cheap', text: 'pills' }))
  const blocks = [
    blockOf([
      mine,
      feed.write(topicChangeEntry(at, { topic: leeks, ...head, closed: true })),
      feed.write(answerEntry(at, { topic: leeks, post })),
      feed.write(moveEntry(at, { posts: [post], topic: other })),
      feed.write(moveEntry(at, { posts: [leeks, other], topic: leeks })),
      // Nothing of this fits its kind.
      feed.write(topicEntry(at, { ...head, title: '', text: 'no title' })),
      feed.write(topicEntry(at, { ...head, title: 'x'.repeat(LIMITS.topicTitleChars + 1), text: 'long' })),
      feed.write(topicEntry(at, { ...head, tags: ['a', 'b', 'c', 'd', 'e', 'f'], text: 'many' })),
      feed.write(topicEntry(at, { ...head, category: '__proto__', text: 'proto' })),
      // This stands in no topic.
      feed.write(messageEntry(at, 'pills for all')),
      feed.write(messageEntry(at, 'pills in a thread', { root: post })),
    ]),
    blockOf([
      charter.write(boardSettingsEntry(at, { board: board.space, categories: [{ ...category, name: 'Pills' }] })),
      charter.write(boardEntry(at, { name: 'pills', topic: '' }, base64url(random.bytes(16)))),
    ]),
  ]
  for (const block of blocks) ada.carried.get(community)?.documents.receive(block)
  const after = await topicsOf(ada, board)
  expect(after.filter(({ title }) => title !== 'cheap')).toEqual(before)
  expect(after).toHaveLength(before.length + 1)
  expect(await textsOf(ada, board, leeks)).toEqual(['leeks?', 'a post'])
  const { items } = await now(ada.client.home.watch({ community, limit: 50 }))
  expect(
    items.flatMap((item) => ('row' in item ? [item.row.text] : [])).filter((text) => text.startsWith('pills')),
  ).toEqual(['pills'])
  await ada.client.inbox.markAllRead({ filter: 'unread' })
  expect((await now(ada.client.inbox.watchCounts())).unread).toBe(0)
  expect((await now(ada.client.spaces.watch({ community }))).map(({ unread }) => unread)).toEqual(spaces.map(() => 0))
  expect((await now(ada.client.boards.watchBoard(board))).categories).toEqual([category])
  expect((await now(ada.client.spaces.watch({ community }))).map(({ id }) => id)).toEqual(spaces.map(({ id }) => id))

  // With her go her topics, and what was moved there is back where it was said.
  const [cheap] = after.filter(({ title }) => title === 'cheap')
  await ada.client.boards.move({ ...board, topic: cheap?.id ?? leeks, posts: [post] })
  expect(await textsOf(ada, board, leeks)).toEqual(['leeks?'])
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Mallory')?.id
  if (!member) throw new TypeError('no Mallory')
  await ada.client.members.remove({ community, member, keep: 'none', reason: 'spam' })
  expect(await titlesOf(ada, board)).not.toContain('cheap')
  expect(await textsOf(ada, board, leeks)).toEqual(['leeks?', 'a post'])
})

it('a withdrawn topic keeps its answers and shows no title; a draft of a new one is there after a start', async () => {
  await using all = new Neighbours()
  const { ada, bram, board } = await garden(all)
  const id = await begin(bram, board, 'never mind')
  all.deliver()
  await say(ada, board, id, 'an answer')
  await bram.client.rooms.withdraw({ ...board, id })
  all.deliver()
  expect(await topicOf(ada, board, id)).toMatchObject({ title: '', withdrawn: true, replies: 1 })
  await ada.client.rooms.keepDraft({ ...board, text: '{"title":"half"}' })
  const back = await ada.restart()
  expect(await back.client.rooms.draft(board)).toEqual({ text: '{"title":"half"}' })
  expect(await textsOf(back, board, id)).toEqual(['', 'an answer'])
})
