/** The garden's old talk is brought into its community: shown as what it is, and never as anybody's word who lives here. */
import { expect, it } from 'vitest'
import { importedMessageEntry } from '../../../../core/documents/index.ts'
import type { SpaceId } from '../../../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../../../support/hostile-builder.ts'
import { handOf } from '../../../support/hostile-hand.ts'
import { discordChannel, discordMessage, slackExport, zulipExport } from '../../../support/imports/exports.ts'
import { handOver, planned, run } from '../../../support/imports/hand-over.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../../support/neighbours.ts'
import { seededRandom } from '../../../support/surroundings.ts'

const rowsIn = async ({ client }: Neighbour, place: Place) =>
  (await now(client.rooms.watch({ ...place, limit: 200 }))).rows
const spacesOf = ({ client }: Neighbour, { community }: Place) => now(client.spaces.watch({ community }))

async function spaceNamed(of: Neighbour, place: Place, name: string): Promise<SpaceId> {
  const found = (await spacesOf(of, place)).find((space) => space.name === name)
  if (!found) throw new TypeError(`no ${name}`)
  return found.id
}

it('Maria brings in Slack: Bram sees who is said to have said it, where from, by whom, and nothing calls him', async () => {
  await using all = new Neighbours()
  const { person: maria, community, place } = await all.found('Maria')
  const bram = await all.join('Bram', maria, community)
  all.deliver()
  const id = await handOver(maria.client, 'garden.zip', slackExport())
  const plan = await planned(maria.client, id)
  expect(plan).toMatchObject({ system: 'slack', users: 2, messages: 4 })
  const general = plan.rooms.find(({ name }) => name === 'general')
  const done = await run(maria.client, {
    id,
    community,
    rooms: [{ room: general?.id ?? '', to: { name: 'from slack' } }],
  })
  expect(done).toEqual({ type: 'done', done: 4, written: 3 })
  all.deliver()

  for (const person of [maria, bram]) {
    const space = await spaceNamed(person, place, 'from slack')
    const rows = await rowsIn(person, { community, space })
    expect(rows.map(({ authorName, at }) => [authorName, at])).toEqual([
      ['Ada (Slack)', 1_700_000_000_000],
      ['Weather (Slack)', 1_700_080_000_000],
    ])
    const [first] = rows
    expect(first).toMatchObject({ mine: false, pinned: true, reactions: [], thread: { posts: 1, unread: 0 } })
    expect(first).not.toHaveProperty('authorRole')
    expect(first?.imported).toMatchObject({ from: 'Slack', name: 'Ada', byName: 'Maria' })
    expect(first?.imported?.reactions[0]).toEqual({ emoji: '👍', count: 1, names: ['Bram de Wit'] })
    expect(JSON.stringify(await now(person.client.members.watch({ community })))).not.toContain(first?.author)
    // Said long ago, it is no news to anybody.
    expect((await spacesOf(person, place)).find((each) => each.id === space)).toMatchObject({ unread: 0, messages: 2 })
    const thread = await now(person.client.rooms.watch({ community, space, root: first?.id, limit: 10 }))
    expect(thread.rows.map(({ authorName, text }) => [authorName, text])).toEqual([
      ['Bram de Wit (Slack)', '~~None~~ `a *b* <c>` left'],
    ])
  }
  // It is nobody's to change.
  const space = await spaceNamed(maria, place, 'from slack')
  const [first] = await rowsIn(maria, { community, space })
  if (!first) throw new TypeError('nothing came')
  await expect(maria.client.rooms.edit({ community, space, id: first.id, text: 'other' })).rejects.toMatchObject({
    code: 'message/not-yours',
  })
  const found = await bram.client.search.find({ community, text: 'from:"Weather"', order: 'newest', limit: 10 })
  expect(found.messages.map(({ authorName, text }) => [authorName, text])).toEqual([
    ['Weather (Slack)', 'Frost tonight'],
  ])
  expect(
    (await bram.client.search.find({ community, text: 'from:Maria frost', order: 'newest', limit: 10 })).messages,
  ).toEqual([])
})

it('topics become topics of a board, and where it stood they go on after the screen was closed', async () => {
  await using all = new Neighbours()
  const { person: maria, community } = await all.found('Maria')
  const place = { community }
  const id = await handOver(maria.client, 'zulip.tar.gz', zulipExport())
  const done = await run(maria.client, { id, community, rooms: [{ room: '5', to: { name: 'seeds' } }] })
  expect(done).toEqual({ type: 'done', done: 2, written: 2 })
  const board = await spaceNamed(maria, place as Place, 'seeds')
  const listed = await now(maria.client.boards.watch({ community, space: board, order: 'active', limit: 10 }))
  expect(listed.rows).toMatchObject([
    { title: 'Sowing', authorName: 'Ada (Zulip)', imported: true, replies: 1, mine: false },
  ])
})

it('what was begun goes on without doubles, be the file handed over again', async () => {
  await using all = new Neighbours()
  const { person: maria, community } = await all.found('Maria')
  const content = discordChannel(Array.from({ length: 4500 }, (_, n) => discordMessage(1000 + n, `message ${n}`)))
  const rooms = [{ room: '20', to: { name: 'old talk' } }]
  const first = await handOver(maria.client, 'a.json', content)
  expect(await run(maria.client, { id: first, community, rooms }, 1)).toMatchObject({ type: 'progress', written: 2000 })
  await maria.client.imports.cancel({ id: first })
  const second = await handOver(maria.client, 'other name.json', content)
  expect(await run(maria.client, { id: second, community, rooms })).toEqual({ type: 'done', done: 4500, written: 4500 })
  expect(await run(maria.client, { id: second, community, rooms })).toEqual({ type: 'done', done: 4500, written: 4500 })
  const named = (await spacesOf(maria, { community } as Place)).filter(({ name }) => name === 'old talk')
  expect(named).toMatchObject([{ messages: 4500 }])
  const rows = await rowsIn(maria, { community, space: named[0]?.id ?? ('' as SpaceId) })
  expect(rows.at(-1)?.text).toBe('message 4499')
  expect(new Set(rows.map(({ text }) => text)).size).toBe(200)
})

it('a plain member brings in nothing; who makes such an entry by hand has said it themselves', async () => {
  await using all = new Neighbours()
  const { person: maria, community, place } = await all.found('Maria')
  const bram = await all.join('Bram', maria, community)
  all.deliver()
  const id = await handOver(bram.client, 'garden.zip', slackExport())
  await expect(
    run(bram.client, { id, community, rooms: [{ room: 'C01', to: { name: 'mine' } }] }),
  ).rejects.toMatchObject({ code: 'community/not-allowed' })

  using hand = await handOf(all, bram, community)
  const page = hand.documents.pages(place.space)[1]
  const document = page ?? hand.documents.writablePage(place.space)
  const feed = hostileFeed(hand.writer, document, seededRandom('forger'))
  const forged = feed.write(
    importedMessageEntry(
      all.clock.now(),
      'I, Maria, resign',
      {},
      { from: 'slack', author: 'Maria', id: '1', on: 1, reactions: [] },
    ),
  )
  hand.documents.receive(blockOf([forged]))
  all.deliver()
  for (const person of [maria, bram]) {
    const row = (await rowsIn(person, place)).find(({ text }) => text.includes('resign'))
    expect(row).toMatchObject({ authorName: 'Bram' })
    expect(row?.imported).toBeUndefined()
  }
})

it('a moderator who names a living member is shown beside them as somebody else', async () => {
  await using all = new Neighbours()
  const { person: maria, community } = await all.found('Maria')
  const bram = await all.join('Bram', maria, community)
  all.deliver()
  const rooms = [{ room: '20', to: { name: 'old talk' } }]
  const author = { id: '1', name: 'Bram', nickname: 'Bram', isBot: false }
  const content = discordChannel([discordMessage(1, 'I said this @Maria [x](folkmoot:room)', { author })])
  const id = await handOver(maria.client, 'a.json', content)
  await run(maria.client, { id, community, rooms })
  all.deliver()
  const space = await spaceNamed(bram, { community } as Place, 'old talk')
  const [row] = await rowsIn(bram, { community, space })
  expect(row).toMatchObject({ authorName: 'Bram (Discord)', mine: false })
  const people = await now(bram.client.members.watch({ community }))
  expect(people.map(({ id: member }) => member)).not.toContain(row?.author)
  expect(row?.called).toBeUndefined()
})

it('Maria says what the columns of a table are, that none could guess', async () => {
  await using all = new Neighbours()
  const { person: maria, community, place } = await all.found('Maria')
  const rows = ['wann;wer;"was; genau";wo', '2020-01-01 08:00;Zoe;Guten Morgen;Beet', '2020-01-01 08:05;Yann;Hallo;Tor']
  const id = await handOver(maria.client, 'gespräch.csv', rows.join('\n'))
  const first = await planned(maria.client, id)
  expect(first).toMatchObject({ system: 'table', messages: 0, rooms: [], table: { columns: {} } })
  expect(first.table?.header).toEqual(['wann', 'wer', 'was; genau', 'wo'])
  const alone = await planned(maria.client, id, { at: 0, text: 2 })
  expect(alone).toMatchObject({ messages: 2, users: 0, rooms: [{ name: 'gespräch' }] })
  const whole = await planned(maria.client, id, { at: 0, text: 2, author: 1, room: 3 })
  expect(whole).toMatchObject({ messages: 2, users: 2, rooms: [{ name: 'Beet' }, { name: 'Tor' }] })
  // A column that is not there is none.
  expect(await planned(maria.client, id, { at: 0, text: 400 })).toMatchObject({ messages: 0 })
  expect(await planned(maria.client, id, { at: 0, text: 2, author: 1, room: 3 })).toEqual(whole)
  const rooms = whole.rooms.map((room) => ({ room: room.id, to: { name: room.name } }))
  expect(await run(maria.client, { id, community, rooms })).toMatchObject({ type: 'done', written: 2 })
  const space = await spaceNamed(maria, place, 'Beet')
  expect((await rowsIn(maria, { community, space })).map(({ authorName, text }) => [authorName, text])).toEqual([
    [expect.stringContaining('Zoe'), 'Guten Morgen'],
  ])
})
