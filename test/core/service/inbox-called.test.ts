/** Who is mentioned by a change of what was read long ago is called by it: once, by who may, and on all of their devices alike. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CommunityId, type EntryId, mentionHref } from '../../../core/shared/index.ts'
import { editEntry } from '../../../core/documents/index.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { type Neighbour, Neighbours, now as first, type Place } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let bram: Neighbour
let here: Neighbour[]
let calling: string

const { idOf, post, addDevice } = talking(() => ({ all, community, here }))
beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  bram = await all.join('Bram', ada, community)
  all.deliver()
  here = [ada, bram]
  calling = `[@Ada](${mentionHref({ kind: 'member', id: await idOf(ada) })})`
})
afterEach(async () => all[Symbol.asyncDispose]())

let sent = 0
const write = async ({ client }: Neighbour, text: string, about: { reply?: EntryId; root?: EntryId } = {}) => {
  all.clock.advance(1000)
  const { id } = await client.rooms.send({ ...place, text, clientKey: `called-key-${sent++}`, ...about })
  await post()
  return id
}
/** Own devices say what was read after a while; letters and what is in them go their way. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 12; round++) {
    await new Promise((resolve) => void setTimeout(resolve, 15))
    await post()
  }
}
const edit = async ({ client }: Neighbour, id: EntryId, text: string): Promise<void> => {
  all.clock.advance(1000)
  await client.rooms.edit({ ...place, id, text })
  await post()
}
const groups = async ({ client }: Neighbour, filter: 'mentions' | 'unread' = 'mentions') =>
  (await first(client.inbox.watch({ filter }))).groups
const counts = async ({ client }: Neighbour) => {
  const { unread, mentions } = await first(client.inbox.watchCounts())
  return [unread, mentions]
}
/** As told in the list of rooms and in the rail. */
const listed = async ({ client }: Neighbour) => {
  const spaces = await first(client.spaces.watch({ community }))
  const [summary] = await first(client.communities.watch())
  return [spaces.find(({ id }) => id === place.space)?.unread, summary?.unread]
}
const rows = async ({ client }: Neighbour, root?: EntryId) =>
  (await first(client.rooms.watch({ ...place, ...(root && { root }), limit: 50 }))).rows
const readAll = async ({ client }: Neighbour) => client.inbox.markAllRead({ filter: 'unread' })

it('stands in the inbox again, once, however often it is changed, and no more when the mention is gone', async () => {
  const id = await write(bram, 'Who can prune the pear?')
  await write(bram, 'nice weather')
  await readAll(ada)
  expect(await counts(ada)).toEqual([0, 0])
  await edit(bram, id, `${calling}, can you prune the pear?`)
  expect(await counts(ada)).toEqual([1, 1])
  expect(await groups(ada)).toMatchObject([{ space: place.space, unread: 1, mentions: 1, rows: [{ id }] }])
  expect(await listed(ada)).toEqual([1, 1])
  // Changed again before it was read, it is the same one; after it was read, nothing new.
  await edit(bram, id, `${calling}, can you prune the pear tree?`)
  expect(await counts(ada)).toEqual([1, 1])
  await readAll(ada)
  await edit(bram, id, `${calling} and everybody, can you prune the pear tree?`)
  expect(await counts(ada)).toEqual([0, 0])
  await edit(bram, id, 'Never mind')
  await edit(bram, id, `${calling}, or do you mind?`)
  expect(await counts(ada)).toEqual([0, 0])
  // A mention that is gone before anybody read it calls nobody.
  const other = await write(bram, 'One more thing')
  await readAll(ada)
  await edit(bram, other, `${calling} one more thing`)
  await edit(bram, other, 'One more thing, for all')
  expect(await counts(ada)).toEqual([0, 0])
  expect(await listed(ada)).toEqual([0, 0])
  // What mentioned or answered her from the first is not said a second time by a change.
  const mine = await write(ada, 'I have shears')
  const answer = await write(bram, 'Good', { reply: mine })
  await readAll(ada)
  await edit(bram, answer, `Good, ${calling}`)
  expect(await counts(ada)).toEqual([0, 0])
  expect(await groups(ada, 'unread')).toEqual([])
})

it('is told in the list of rooms as it comes, and read by reading all of the room', async () => {
  const id = await write(bram, 'Who can prune the pear?')
  await readAll(ada)
  const spaces = (await ada.client.spaces.watch({ community }))[Symbol.asyncIterator]()
  const next = async () => {
    const { done, value } = await spaces.next()
    return done ? undefined : value.find(({ id: space }) => space === place.space)?.unread
  }
  expect(await next()).toBe(0)
  const told = next()
  await edit(bram, id, `${calling}, can you prune the pear?`)
  expect(await told).toBe(1)
  const read = next()
  await ada.client.spaces.markAllRead({ community })
  expect(await read).toBe(0)
  expect(await listed(ada)).toEqual([0, 0])
  expect(await counts(ada)).toEqual([0, 0])
  await spaces.return?.(undefined)
})

it('is counted with its thread or topic wherever these are listed, as it comes and when it was read', async () => {
  const root = await write(bram, 'Tools')
  const inThread = await write(bram, 'shears', { root })
  const { space: board } = await ada.client.spaces.create({ community, kind: 'board', name: 'How-to', topic: '' })
  await post()
  const topic = { title: 'Pears', tags: [], category: '', text: 'When?', clientKey: 'a topic of pears' }
  const { id: pears } = await bram.client.boards.begin({ community, space: board, ...topic })
  await post()
  await readAll(ada)
  const threads = (await ada.client.rooms.watchThreads({ ...place, limit: 10 }))[Symbol.asyncIterator]()
  const topics = (await ada.client.boards.watch({ community, space: board, order: 'active', limit: 10 }))[
    Symbol.asyncIterator
  ]()
  const inThreads = async (wanted: number): Promise<void> => {
    for (let it = await threads.next(); !it.done; it = await threads.next())
      if (it.value.find((each) => each.root === root)?.unread === wanted) return
  }
  const inTopics = async (wanted: number): Promise<void> => {
    for (let it = await topics.next(); !it.done; it = await topics.next())
      if (it.value.rows.find(({ id }) => id === pears)?.unread === wanted) return
  }
  /** As told by the message a thread began with, and on Home by room, thread and topic. */
  const told = async () => {
    const row = (await rows(ada)).find(({ id }) => id === root)?.thread?.unread
    const { items } = await first(ada.client.home.watch({ community, limit: 20 }))
    const unread = (id: EntryId) =>
      items.flatMap((each) => (each.kind === 'thread' && each.root === id ? each.unread : []))
    const room = items.flatMap((each) => (each.kind === 'room' && each.space === place.space ? each.unread : []))
    return [row, ...room, ...unread(root), ...unread(pears)]
  }
  await Promise.all([inThreads(0), inTopics(0)])
  expect(await told()).toEqual([0, 0, 0, 0])
  const coming = [inThreads(1), inTopics(1)]
  await edit(bram, inThread, `${calling} shears`)
  await edit(bram, root, `${calling} Tools`)
  all.clock.advance(1000)
  await bram.client.boards.editFirst({ community, space: board, topic: pears, text: `${calling} when?`, base: pears })
  await post()
  await Promise.all(coming)
  expect(await told()).toEqual([1, 1, 1, 1])
  expect(await counts(ada)).toEqual([3, 3])
  const read = [inThreads(0), inTopics(0)]
  await readAll(ada)
  await Promise.all(read)
  expect(await told()).toEqual([0, 0, 0, 0])
  await threads.return?.(undefined)
  await topics.return?.(undefined)
})

it('is read by being seen, as soon as nothing unread lies before it, and stays so when the index is made anew', async () => {
  const id = await write(bram, 'Who can prune the pear?')
  const root = await write(bram, 'Tools')
  const inThread = await write(bram, 'shears', { root })
  await readAll(ada)
  await edit(bram, inThread, `${calling} shears`)
  const later = await write(bram, 'Somebody?')
  await edit(bram, id, `${calling}, can you prune the pear?`)
  expect(await counts(ada)).toEqual([3, 2])
  const { called = 0, arrival = 0 } = (await rows(ada)).find((row) => row.id === id) ?? {}
  expect(called).toBeGreaterThan(arrival)
  // She was led to it, and has not seen what came before the change.
  await ada.client.rooms.markRead({ ...place, upTo: arrival, called: [called] })
  expect(await counts(ada)).toEqual([3, 2])
  const newest = (await rows(ada)).find((row) => row.id === later)?.arrival ?? 0
  await ada.client.rooms.markRead({ ...place, upTo: newest, called: [called] })
  expect(await counts(ada)).toEqual([1, 1])
  expect((await rows(ada)).find((row) => row.id === id)?.called).toBeUndefined()
  expect(await groups(ada)).toMatchObject([{ root, unread: 1, mentions: 1, rows: [{ id: inThread }] }])
  ada = await ada.restart()
  here = [ada, bram]
  expect(await counts(ada)).toEqual([1, 1])
  await ada.client.rooms.markAllRead(place)
  expect(await counts(ada)).toEqual([0, 0])
})

it('is read on every device of hers when it was read on one', async () => {
  const id = await write(bram, 'Who can prune the pear?')
  await readAll(ada)
  const phone = await addDevice(ada, 'Phone')
  here.push(phone)
  await settle()
  await readAll(phone)
  await settle()
  await edit(bram, id, `${calling}, can you prune the pear?`)
  expect([await counts(ada), await counts(phone)]).toEqual([
    [1, 1],
    [1, 1],
  ])
  await readAll(phone)
  await settle()
  expect([await counts(ada), await counts(phone)]).toEqual([
    [0, 0],
    [0, 0],
  ])
  expect((await rows(ada)).map(({ called }) => called)).toEqual([undefined])
}, 60_000)

it('calls a role or a room only by who leads, and nobody by what others make of it', async () => {
  const id = await write(bram, 'Meeting on Friday')
  const own = await write(ada, 'Meeting on Sunday')
  await readAll(ada)
  await readAll(bram)
  await edit(bram, id, '[@room](folkmoot:room) Meeting on Friday')
  expect(await counts(ada)).toEqual([0, 0])
  await edit(ada, own, '[@room](folkmoot:room) Meeting on Sunday')
  expect(await counts(bram)).toEqual([1, 1])
  await ada.client.rooms.withdraw({ ...place, id: own })
  await post()
  expect(await counts(bram)).toEqual([0, 0])
})

it('is told as a notice, once, and not where it is muted', async () => {
  const { client } = ada
  const id = await write(bram, 'Who can prune the pear?')
  const muted = await client.spaces.create({ community, kind: 'room', name: 'hush', topic: '' })
  await post()
  await readAll(ada)
  await client.inbox.changeSettings({ on: true, quiet: false })
  await client.inbox.setLevel({ community, level: 'mentions' })
  await client.inbox.setLevel({ community, space: muted.space, level: 'none' })
  const notices = (await client.inbox.watchNotices())[Symbol.asyncIterator]()
  expect((await notices.next()).value).toEqual([])
  const next = notices.next()
  await edit(bram, id, 'Who can prune the pear? It is high.')
  await edit(bram, id, `${calling}, can you prune the pear?`)
  expect((await next).value).toMatchObject([{ ...place, message: id, count: 1, author: 'Bram' }])
  // What is told next is what comes next, and nothing between.
  const after = notices.next()
  await edit(bram, id, `${calling}, can you please prune the pear?`)
  const { id: hush } = await bram.client.rooms.send({
    ...{ community, space: muted.space, text: 'hush', clientKey: 'called-hush' },
  })
  await bram.client.rooms.edit({ community, space: muted.space, id: hush, text: `${calling} hush` })
  await settle()
  const last = await write(bram, `${calling}!`)
  expect((await after).value).toMatchObject([{ ...place, message: last, count: 1 }])
  await notices.return?.(undefined)
})

it('is nothing from who may not: who changes what another wrote, was removed, or waits to be let in', async () => {
  const cy = await all.join('Cy', ada, community)
  here.push(cy)
  await post()
  const [brams, cys] = [await write(bram, 'Pear?'), await write(cy, 'Plum?')]
  await readAll(ada)
  using hand = await handOf(all, cy, community)
  const page = hand.documents.pages(place.space).at(-1)
  if (!page) throw new TypeError('no page')
  const feed = hostileFeed(hand.writer, page, seededRandom('inbox-called'))
  const at = all.clock.now()
  const forged = [brams, cys, `${'0a'.repeat(16)}.3` as EntryId].map((target) =>
    feed.write(editEntry(at, { target, text: `${calling} ${target}` })),
  )
  ada.carried.get(community)?.documents.receive(blockOf(forged))
  // What he makes of his own words calls her, until he is removed.
  expect((await groups(ada)).flatMap((group) => group.rows.map(({ id }) => id))).toEqual([cys])
  expect(await counts(ada)).toEqual([1, 1])
  await ada.client.members.remove({ community, member: await idOf(cy), keep: 'none', reason: 'spam' })
  await post()
  expect(await counts(ada)).toEqual([0, 0])
  expect(await groups(ada, 'unread')).toEqual([])
})
