/** Replies, threads, reactions, pins, drafts and settings of rooms, as the people of a garden use them. */
import { expect, it } from 'vitest'
import {
  foundingDocument,
  messageEntry,
  pinEntry,
  reactEntry,
  spaceSettingsEntry,
} from '../../../core/documents/index.ts'
import type { EntryId } from '../../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'

const rowsIn = async ({ client }: Neighbour, place: Place, root?: EntryId) =>
  now(client.rooms.watch({ ...place, ...(root && { root }), limit: 50 }))
const write = async ({ client }: Neighbour, place: Place, text: string, about = {}): Promise<EntryId> =>
  (await client.rooms.send({ ...place, text, clientKey: `key of ${text}`, ...about })).id
const spaceOf = async ({ client }: Neighbour, { community, space }: Place) =>
  (await now(client.spaces.watch({ community }))).find(({ id }) => id === space)

it('Bram answers Ada, the two go on in a thread, and the room counts both apart', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  all.clock.advance(1000)
  const asked = await write(ada, place, 'Who has a ladder?')
  all.deliver()
  all.clock.advance(1000)
  await write(bram, place, 'I have', { reply: asked })
  const inThread = await write(bram, place, 'Three metres', { root: asked })
  all.deliver()

  const room = await rowsIn(ada, place)
  expect(room.rows.map(({ text }) => text)).toEqual(['Who has a ladder?', 'I have'])
  expect(room.total).toBe(2)
  expect(room.rows[0]?.thread).toMatchObject({ posts: 1, unread: 1 })
  expect(room.rows[1]?.reply).toMatchObject({ id: asked, state: 'here', authorName: 'Ada', text: 'Who has a ladder?' })
  const thread = await rowsIn(ada, place, asked)
  expect(thread.rows.map(({ text }) => text)).toEqual(['Three metres'])
  expect(thread).toMatchObject({ total: 1, first: { id: asked } })
  expect(await spaceOf(ada, place)).toMatchObject({ unread: 2, messages: 2 })

  // What is read in the room is not read in its thread, nor the other way round.
  await ada.client.rooms.markRead({ ...place, upTo: room.rows[1]?.arrival ?? 0 })
  expect(await spaceOf(ada, place)).toMatchObject({ unread: 1 })
  await ada.client.rooms.markRead({ ...place, root: asked, upTo: thread.rows[0]?.arrival ?? 0 })
  expect(await spaceOf(ada, place)).toMatchObject({ unread: 0 })
  expect((await rowsIn(ada, place)).rows[0]?.thread).toMatchObject({ posts: 1, unread: 0 })

  await expect(write(ada, place, 'deeper', { root: inThread })).rejects.toMatchObject({ code: 'message/no-thread' })
  const nothing = `${'0'.repeat(32)}.1` as EntryId
  await expect(write(ada, place, 'to nobody', { reply: nothing })).rejects.toMatchObject({ code: 'message/unknown' })
  expect(await now(ada.client.rooms.watchThreads({ ...place, limit: 10 }))).toMatchObject([
    { root: asked, posts: 1, first: { text: 'Who has a ladder?' } },
  ])

  await write(bram, place, 'and a long one', { root: asked })
  await write(bram, place, 'anybody?')
  all.deliver()
  expect(await spaceOf(ada, place)).toMatchObject({ unread: 2 })
  await ada.client.rooms.markAllRead(place)
  expect(await spaceOf(ada, place)).toMatchObject({ unread: 0 })
})

it('a thread outlives its first message being taken back or set aside', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const cleo = await all.join('Cleo', ada, community)
  all.deliver()
  const began = await write(cleo, place, 'pills, cheap')
  const mine = await write(ada, place, 'a question')
  all.deliver()
  await write(ada, place, 'no', { root: began })
  await write(ada, place, 'answer', { reply: began })
  all.deliver()
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cleo')?.id
  if (!member) throw new TypeError('no Cleo')
  await ada.client.members.remove({ community, member, keep: 'none', reason: 'spam' })
  all.deliver()
  const room = await rowsIn(ada, place)
  expect(room.rows.map(({ text }) => text)).toEqual(['a question', 'answer'])
  expect(room.rows[1]?.reply).toEqual({ id: began, state: 'missing', authorName: '', text: '' })
  const [thread] = await now(ada.client.rooms.watchThreads({ ...place, limit: 10 }))
  expect(thread).toMatchObject({ root: began, posts: 1 })
  expect(thread).not.toHaveProperty('first')
  expect((await rowsIn(ada, place, began)).rows.map(({ text }) => text)).toEqual(['no'])

  await write(ada, place, 'see above', { reply: mine })
  await ada.client.rooms.withdraw({ ...place, id: mine })
  expect((await rowsIn(ada, place)).rows.at(-1)?.reply).toMatchObject({ state: 'withdrawn', text: '' })
})

it('emoji go under messages and are taken back, each by who put it there; nothing else is one', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  const id = await write(ada, place, 'It rains')
  all.deliver()
  await bram.client.rooms.react({ ...place, id, emoji: '🌧️', on: true })
  await bram.client.rooms.react({ ...place, id, emoji: '🌧️', on: true })
  await ada.client.rooms.react({ ...place, id, emoji: '🌧️', on: true })
  await ada.client.rooms.react({ ...place, id, emoji: '👍🏽', on: true })
  all.deliver()
  const reactions = async (person: Neighbour) => (await rowsIn(person, place)).rows[0]?.reactions
  for (const person of [ada, bram])
    expect((await reactions(person))?.map(({ emoji, count }) => [emoji, count])).toEqual([
      ['🌧️', 2],
      ['👍🏽', 1],
    ])
  expect((await reactions(bram))?.map(({ mine, names }) => [mine, names.toSorted()])).toEqual([
    [true, ['Ada', 'Bram']],
    [false, ['Ada']],
  ])
  await bram.client.rooms.react({ ...place, id, emoji: '👍🏽', on: false })
  await ada.client.rooms.react({ ...place, id, emoji: '👍🏽', on: false })
  all.deliver()
  expect((await reactions(bram))?.map(({ emoji }) => emoji)).toEqual(['🌧️'])
  for (const emoji of ['a', '', '🌧️🌧️', '<b>', '1'])
    await expect(ada.client.rooms.react({ ...place, id, emoji, on: true })).rejects.toMatchObject({
      code: 'message/not-an-emoji',
    })
})

it('what Mallory pins, renames, or puts under messages that is no emoji is shown by nobody', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const mallory = await all.join('Mallory', ada, community)
  all.deliver()
  const id = await write(ada, place, 'Meeting on Monday')
  all.deliver()
  await expect(mallory.client.rooms.pin({ ...place, id, on: true })).rejects.toMatchObject({
    code: 'community/not-allowed',
  })
  const change = { ...place, name: 'pills', topic: '', archived: true }
  await expect(mallory.client.spaces.change(change)).rejects.toMatchObject({ code: 'community/not-allowed' })

  const at = all.clock.now()
  using hand = await handOf(all, mallory, community)
  const random = seededRandom('threads')
  const page = hand.documents.pages(place.space).at(-1)
  if (!page) throw new TypeError('no page')
  const feed = hostileFeed(hand.writer, page, random)
  const charter = hostileFeed(hand.writer, foundingDocument(community, 'charter'), random)
  const blocks = [
    blockOf([
      feed.write(pinEntry(at, { target: id, on: true })),
      feed.write(reactEntry(at, { target: id, emoji: 'x'.repeat(30), on: true })),
      feed.write(reactEntry(at, { target: id, emoji: '👎', on: true })),
      feed.write(messageEntry(at, 'a thread about nothing', { root: 'no entry' as EntryId })),
    ]),
    blockOf([charter.write(spaceSettingsEntry(at, { space: place.space, name: 'pills', topic: '', archived: true }))]),
  ]
  for (const block of blocks) ada.carried.get(community)?.documents.receive(block)
  const { rows } = await rowsIn(ada, place)
  expect(rows.map(({ text, pinned }) => [text, pinned])).toEqual([
    ['Meeting on Monday', false],
    ['a thread about nothing', false],
  ])
  expect(rows[0]?.reactions.map(({ emoji }) => emoji)).toEqual(['👎'])
  expect(await spaceOf(ada, place)).toMatchObject({ name: 'general', archived: false })
  expect((await now(ada.client.rooms.watchPins(place))).rows).toEqual([])
})

it('Ada pins, renames and archives; who is no moderator reads so, and an archived room is not written in', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  const id = await write(bram, place, 'The key is under the pot')
  all.deliver()
  await ada.client.rooms.pin({ ...place, id, on: true })
  all.deliver()
  expect(await now(bram.client.rooms.watchPins(place))).toMatchObject({ mayPin: false, rows: [{ id, pinned: true }] })
  await ada.client.rooms.pin({ ...place, id, on: false })
  await ada.client.spaces.change({ ...place, name: ' shed ', topic: 'Tools', archived: true })
  all.deliver()
  expect((await now(bram.client.rooms.watchPins(place))).rows).toEqual([])
  expect(await spaceOf(bram, place)).toMatchObject({ name: 'shed', topic: 'Tools', archived: true, mayChange: false })
  for (const act of [
    write(bram, place, 'anyway'),
    bram.client.rooms.react({ ...place, id, emoji: '👍', on: true }),
    ada.client.rooms.pin({ ...place, id, on: true }),
  ])
    await expect(act).rejects.toMatchObject({ code: 'space/archived' })
  await ada.client.spaces.change({ ...place, name: 'shed', topic: '', archived: false })
  all.deliver()
  await write(bram, place, 'open again')
  await expect(ada.client.spaces.change({ ...place, name: '  ', topic: '', archived: false })).rejects.toMatchObject({
    code: 'text/empty',
  })
})

it('what is being written is there after a start, in the room and in each thread', async () => {
  await using all = new Neighbours()
  const { person: ada, place } = await all.found('Ada')
  const root = await write(ada, place, 'one')
  await ada.client.rooms.keepDraft({ ...place, text: 'dear all' })
  await ada.client.rooms.keepDraft({ ...place, root, text: 'dear one' })
  expect(await spaceOf(ada, place)).toMatchObject({ draft: true })
  const back = await ada.restart()
  expect(await back.client.rooms.draft(place)).toEqual({ text: 'dear all' })
  expect(await back.client.rooms.draft({ ...place, root })).toEqual({ text: 'dear one' })
  await back.client.rooms.keepDraft({ ...place, text: '' })
  await back.client.rooms.keepDraft({ ...place, root, text: '' })
  expect(await back.client.rooms.draft(place)).toEqual({ text: '' })
  expect(await spaceOf(back, place)).toMatchObject({ draft: false })
})

it('whom Ada answers is kept with her draft, in the room and in each thread, until that is sent or withdrawn', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const [peas, beans] = [await write(bram, place, 'peas?'), await write(bram, place, 'beans?')]
  all.carry(bram, ada)
  const thread = { ...place, root: peas }
  await ada.client.rooms.keepDraft({ ...place, text: 'I do', reply: beans })
  await ada.client.rooms.keepDraft({ ...thread, text: '', reply: peas })
  const back = await ada.restart()
  expect(await back.client.rooms.draft(place)).toMatchObject({ text: 'I do', reply: { id: beans, text: 'beans?' } })
  expect(await back.client.rooms.draft(thread)).toMatchObject({ text: '', reply: { id: peas, authorName: 'Bram' } })
  await bram.client.rooms.edit({ ...place, id: peas, text: 'leeks?' })
  await bram.client.rooms.withdraw({ ...place, id: beans })
  all.carry(bram, back)
  expect(await back.client.rooms.draft(place)).toEqual({ text: 'I do' })
  expect(await back.client.rooms.draft(thread)).toMatchObject({ text: '', reply: { text: 'leeks?' } })
  // One that answers and says nothing yet is no draft in the list of rooms.
  await back.client.rooms.keepDraft({ ...place, text: '' })
  expect(await spaceOf(back, place)).toMatchObject({ draft: false })
  // What is no message of this room is not answered in it.
  await back.client.rooms.keepDraft({ ...place, text: 'so', reply: `${'0a'.repeat(16)}.1` as EntryId })
  expect(await back.client.rooms.draft(place)).toEqual({ text: 'so' })
  expect(await back.client.rooms.keepDraft({ ...thread, text: '' })).toBeUndefined()
  expect(await back.client.rooms.draft(thread)).toEqual({ text: '' })
})

it('jumps to a message, to a moment, and into a thread', async () => {
  await using all = new Neighbours()
  const { person: ada, place } = await all.found('Ada')
  const ids: EntryId[] = []
  for (let n = 0; n < 30; n++) {
    all.clock.advance(60_000)
    ids.push(await write(ada, place, `m${n}`))
  }
  const jump = async (to: { id: EntryId } | { moment: number }) => ada.client.rooms.around({ ...place, to, limit: 6 })
  const middle = await jump({ id: ids[10] ?? ('' as EntryId) })
  expect(middle.rows.map(({ text }) => text)).toEqual(['m7', 'm8', 'm9', 'm10', 'm11', 'm12'])
  expect(middle).toMatchObject({ id: ids[10], above: true, below: true })
  expect(await jump({ id: ids[0] ?? ('' as EntryId) })).toMatchObject({ above: false, below: true })
  expect(await jump({ id: ids[29] ?? ('' as EntryId) })).toMatchObject({ above: true, below: false })
  const moment = (await rowsIn(ada, place)).rows[20]?.time ?? 0
  expect(await jump({ moment: moment - 30_000 })).toMatchObject({ id: ids[20] })
  expect(await jump({ moment: 0 })).toMatchObject({ id: ids[0] })
  expect(await jump({ moment: moment + 1e9 })).toMatchObject({ id: ids[29] })
  const root = ids[3] ?? ('' as EntryId)
  const deep = await write(ada, place, 'deep', { root })
  expect(await jump({ id: deep })).toMatchObject({ id: deep, root, rows: [{ text: 'deep' }] })
})
