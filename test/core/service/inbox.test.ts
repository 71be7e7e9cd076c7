/** What is for Ada, how much of it she wishes to be told of, and that her two devices agree on what she has read. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mentionHref, type CommunityId, type EntryId, type MemberId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now as first, type Place, until } from '../../support/neighbours.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let bram: Neighbour
let here: Neighbour[]

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  bram = await all.join('Bram', ada, community)
  all.deliver()
  here = [ada, bram]
})
afterEach(async () => all[Symbol.asyncDispose]())

const { idOf, spaces, say, post, addDevice } = talking(() => ({ all, community, here }))
const inbox = async ({ client }: Neighbour, filter: 'mentions' | 'unread' = 'unread') =>
  (await first(client.inbox.watch({ filter }))).groups
const counts = async ({ client }: Neighbour) => first(client.inbox.watchCounts())
const call = (id: MemberId): string => `[@Ada](${mentionHref({ kind: 'member', id })}) come and see`
let sent = 0
const write = async ({ client }: Neighbour, text: string, about: { reply?: EntryId; root?: EntryId } = {}) => {
  all.clock.advance(1000)
  const { id } = await client.rooms.send({ ...place, text, clientKey: `inbox-key-${sent++}`, ...about })
  await post()
  return id
}

describe('what is for me', () => {
  it('is what mentions Ada, answers her, or stands in a thread she takes part in; the rest is unread', async () => {
    const mine = await write(ada, 'Who has a ladder?')
    await write(bram, 'nice weather')
    expect(await inbox(ada, 'mentions')).toEqual([])
    expect(await inbox(ada)).toMatchObject([{ space: place.space, unread: 1, mentions: 0, mine: false }])

    await write(bram, 'I have one', { reply: mine })
    await write(bram, call(await idOf(ada)))
    await write(bram, 'Three metres', { root: mine })
    const groups = await inbox(ada, 'mentions')
    expect(groups).toMatchObject([
      { unread: 3, mentions: 2, mine: false, communityName: 'Garden' },
      { root: mine, rootText: 'Who has a ladder?', unread: 1, mine: true, rows: [{ text: 'Three metres' }] },
    ])
    expect(groups[0]?.rows.map(({ text }) => text)).toEqual(['I have one', call(await idOf(ada))])
    expect(await counts(ada)).toMatchObject({ unread: 4, mentions: 3 })
    // What she wrote herself is for nobody but others.
    expect(await inbox(bram, 'mentions')).toEqual([])

    const [room] = groups
    await ada.client.rooms.markRead({ ...place, upTo: room?.upTo ?? 0 })
    expect(await inbox(ada)).toMatchObject([{ root: mine, unread: 1 }])
    await ada.client.inbox.markAllRead({ filter: 'mentions' })
    expect(await counts(ada)).toMatchObject({ unread: 0, mentions: 0 })
  })

  it('is everything of a conversation; @room is for all only from who leads', async () => {
    const { space } = await bram.client.spaces.direct({ community, people: [await idOf(ada)] })
    await say(bram, space, 'between us')
    await post()
    expect(await inbox(ada, 'mentions')).toMatchObject([
      { space, kind: 'direct', spaceName: 'Bram', mentions: 1, mine: true },
    ])
    await ada.client.inbox.markAllRead({ filter: 'unread' })
    await write(bram, '[@room](folkmoot:room) from a member')
    expect(await inbox(ada, 'mentions')).toEqual([])
    await write(ada, '[@room](folkmoot:room) from the owner')
    expect(await inbox(bram, 'mentions')).toMatchObject([{ space: place.space, mentions: 1 }])
  })

  it('is all read at once: of one kind of rooms, or of the whole community', async () => {
    const { client } = bram
    const about = { kind: 'board', name: 'How-to', topic: '' } as const
    const { space: board } = await ada.client.spaces.create({ community, ...about })
    const { space } = await client.spaces.direct({ community, people: [await idOf(ada)] })
    await post()
    await client.boards.begin({
      ...{ community, space: board, title: 'Peas', text: 'How deep?', tags: [], category: '', clientKey: 'peas-deep' },
    })
    const root = await write(bram, 'in the room')
    await write(bram, 'in its thread', { root })
    await say(bram, space, 'between us')
    await post()
    const unread = async () =>
      (await first(ada.client.spaces.watch({ community }))).filter((each) => each.unread > 0).map(({ kind }) => kind)
    expect(await unread()).toEqual(['room', 'board', 'direct'])
    await ada.client.spaces.markAllRead({ community, kind: 'room' })
    expect(await unread()).toEqual(['board', 'direct'])
    expect(await counts(ada)).toMatchObject({ unread: 2, mentions: 1 })
    await ada.client.spaces.markAllRead({ community })
    expect(await unread()).toEqual([])
    expect(await counts(ada)).toMatchObject({ unread: 0, mentions: 0 })
    expect(await inbox(ada)).toEqual([])
  })

  it('is nothing of what was taken back or set aside', async () => {
    const cy = await all.join('Cy', ada, community)
    here.push(cy)
    await post()
    const bad = await write(cy, call(await idOf(ada)))
    expect(await counts(ada)).toMatchObject({ mentions: 1 })
    await cy.client.rooms.withdraw({ ...place, id: bad })
    await post()
    expect(await counts(ada)).toMatchObject({ mentions: 0, unread: 1 })
    await write(cy, `${call(await idOf(ada))} again`)
    expect(await counts(ada)).toMatchObject({ mentions: 1 })
    await ada.client.members.remove({ community, member: await idOf(cy), keep: 'none', reason: 'spam' })
    await post()
    expect(await counts(ada)).toMatchObject({ mentions: 0, unread: 0 })
  })
})

describe('levels', () => {
  it('say how much Ada is told of: of the community, of a room, of a thread', async () => {
    const root = await write(bram, 'Shall we buy seeds?')
    await write(bram, 'tomatoes', { root })
    const { client } = ada
    await client.inbox.setLevel({ community, level: 'mentions' })
    expect(await inbox(ada)).toEqual([])
    await client.inbox.setLevel({ community, space: place.space, level: 'all' })
    expect(await inbox(ada)).toMatchObject([{ unread: 1 }, { root, unread: 1, mine: false }])
    await client.inbox.follow({ ...place, root, follow: 'mute' })
    expect(await inbox(ada)).toHaveLength(1)
    await client.inbox.follow({ ...place, root, follow: 'follow' })
    expect(await inbox(ada, 'mentions')).toMatchObject([{ root, mine: true }])
    await client.inbox.setLevel({ community, space: place.space, level: 'none' })
    expect(await inbox(ada)).toMatchObject([{ root }])
    expect(await first(client.inbox.watchHeed({ community }))).toEqual({
      level: 'mentions',
      rooms: [{ space: place.space, level: 'none' }],
      threads: [{ space: place.space, root, follow: 'follow' }],
      snoozed: [],
    })
    const nowhere = { community, space: 'A'.repeat(43) as Place['space'] }
    await expect(client.inbox.setLevel({ ...nowhere, level: 'none' })).rejects.toMatchObject({ code: 'space/unknown' })
  })

  it('put a room off until a moment, and it comes back by itself', async () => {
    await write(bram, 'when you have time')
    await ada.client.inbox.snooze({ ...place, until: all.clock.now() + 60_000 })
    const view = await first(ada.client.inbox.watch({ filter: 'unread' }))
    expect(view).toMatchObject({ groups: [], snoozed: 1 })
    const back = until(ada.client.inbox.watch({ filter: 'unread' }), ({ groups }) => groups.length === 1)
    all.clock.advance(60_001)
    expect((await back).snoozed).toBe(0)
    await ada.client.inbox.snooze({ ...place, until: all.clock.now() + 60_000 })
    expect(await inbox(ada)).toEqual([])
    await ada.client.inbox.wakeAll()
    expect(await inbox(ada)).toHaveLength(1)
  })

  it('all that is put off is woken, also when a room of it is gone', async () => {
    const people = [await idOf(bram)]
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'plans', topic: '', people })
    const until = all.clock.now() + 60_000
    await ada.client.inbox.snooze({ community, space, until })
    await ada.client.inbox.snooze({ ...place, until })
    await ada.client.spaces.leave({ community, space })
    await ada.client.inbox.wakeAll()
    expect((await first(ada.client.inbox.watchHeed({ community }))).snoozed).toEqual([])
  })
})

describe('two devices of Ada', () => {
  let phone: Neighbour
  /** Own devices say what was read after a while; letters and what is in them go their way. */
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 12; round++) {
      await new Promise((resolve) => void setTimeout(resolve, 15))
      await post()
    }
  }

  beforeEach(async () => {
    await write(bram, 'before the phone')
    await ada.client.inbox.markAllRead({ filter: 'unread' })
    phone = await addDevice(ada, 'Phone')
    here.push(phone)
    await settle()
  })

  it('agree on what was read, what is followed and put off, and others carry nothing of it', async () => {
    // What was read before the phone was there is read on it.
    expect(await counts(phone)).toMatchObject({ unread: 0 })
    const root = await write(bram, 'Soup on Friday?')
    await write(bram, 'with bread', { root })
    expect(await counts(ada)).toMatchObject({ unread: 2 })
    expect(await counts(phone)).toMatchObject({ unread: 2 })
    const [room] = await inbox(phone)
    await phone.client.rooms.markRead({ ...place, upTo: room?.upTo ?? 0 })
    await phone.client.inbox.follow({ ...place, root, follow: 'follow' })
    await phone.client.inbox.setLevel({ community, level: 'mentions' })
    await settle()
    expect(await inbox(ada)).toMatchObject([{ root, unread: 1, mine: true }])
    expect(await first(ada.client.inbox.watchHeed({ community }))).toMatchObject({
      level: 'mentions',
      threads: [{ root }],
    })
    await ada.client.rooms.markRead({ ...place, root, upTo: Number.MAX_SAFE_INTEGER })
    await settle()
    expect(await counts(phone)).toMatchObject({ unread: 0 })

    // It is a space of theirs alone, which no list shows; Bram's device never hears of it.
    expect(await spaces(ada)).toEqual([])
    expect(ada.carried.size).toBe(2)
    expect(phone.carried.size).toBe(2)
    expect([...bram.carried.keys()]).toEqual([community])
  })

  it('what comes late to one of them and was never read is unread, also when newer things were read', async () => {
    here.splice(here.indexOf(phone), 1)
    const cy = await all.join('Cy', ada, community)
    here.push(cy)
    await write(bram, 'read at home')
    await ada.client.inbox.markAllRead({ filter: 'unread' })
    here.splice(here.indexOf(ada), 1)
    await write(cy, 'said while Ada was away')
    here.push(ada, phone)
    await settle()
    for (const device of [ada, phone])
      expect((await inbox(device)).flatMap(({ rows }) => rows.map(({ text }) => text))).toEqual([
        'said while Ada was away',
      ])
  })

  it('say little: what is read in a while is one entry, and one device alone says nothing', async () => {
    const sizes = (): number[] =>
      [...(ada.carried.values() ?? [])].slice(1).map(({ documents }) => entriesIn(documents))
    const entriesIn = (documents: {
      list(): readonly string[]
      vector(id: never): readonly { seq: number }[]
    }): number =>
      documents
        .list()
        .reduce((sum, id) => sum + documents.vector(id as never).reduce((all, { seq }) => all + seq, 0), 0)
    const before = sizes()
    for (let at = 0; at < 10; at++) await write(bram, `line ${at}`)
    await settle()
    expect(sizes()).toEqual(before)
    await ada.client.inbox.markAllRead({ filter: 'unread' })
    await settle()
    expect(await counts(phone)).toMatchObject({ unread: 0 })
    expect(sizes().map((size, at) => size - (before[at] ?? 0))).toEqual([1])
    expect([...bram.carried.keys()]).toEqual([community])
  })
})

describe('notices', () => {
  const listen = async ({ client }: Neighbour) => (await client.inbox.watchNotices())[Symbol.asyncIterator]()

  it('tell of a room once, with how many there are, and of nothing that was read or is not wished for', async () => {
    await ada.client.inbox.changeSettings({ on: true })
    const notices = await listen(ada)
    expect((await notices.next()).value).toEqual([])
    const coming = notices.next()
    await write(bram, 'one')
    await write(bram, '**two**')
    const { value } = await coming
    expect(value).toMatchObject([{ ...place, communityName: 'Garden', author: 'Bram' }])
    await ada.client.inbox.changeSettings({ showText: false })
    await ada.client.inbox.markAllRead({ filter: 'unread' })
    await ada.client.inbox.setLevel({ community, level: 'mentions' })
    const more = notices.next()
    await write(bram, 'not for her')
    await write(bram, call(await idOf(ada)))
    const last = (await more).value
    expect(last).toMatchObject([{ author: '', text: '', count: 1 }])
    await notices.return?.(undefined)
  })
})
