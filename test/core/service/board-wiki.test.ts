/** A first post that the people of a garden keep together: who may change it, what comes of two at once, and who tries what they may not. */
import { expect, it } from 'vitest'
import { editEntry, topicChangeEntry, topicWikiEntry } from '../../../core/documents/index.ts'
import { type EntryId, type MemberId, mentionHref } from '../../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'

/** Ada's garden with a board, in which Bram asks who has which tool; Cleo is there as well. */
async function garden(all: Neighbours) {
  const { person: ada, community, place: room } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const cleo = await all.join('Cleo', ada, community)
  const { space } = await ada.client.spaces.create({ community, kind: 'board', name: 'How-to', topic: '' })
  const board: Place = { ...room, space }
  all.deliver()
  const topic = await begin(bram, board, 'Who has which tool')
  all.deliver()
  return { ada, bram, cleo, community, board, topic }
}

const begin = async ({ client }: Neighbour, board: Place, title: string, text = `${title}?`): Promise<EntryId> =>
  (await client.boards.begin({ ...board, title, tags: [], category: '', text, clientKey: `key of ${title}` })).id
const look = async ({ client }: Neighbour, board: Place, topic: EntryId) =>
  now(client.boards.watchTopic({ ...board, topic }))
const textOf = async ({ client }: Neighbour, board: Place, topic: EntryId) =>
  (await now(client.rooms.watch({ ...board, root: topic, limit: 50 }))).rows[0]?.text
const versionsOf = async ({ client }: Neighbour, board: Place, topic: EntryId) =>
  (await client.boards.versions({ ...board, topic })).map(
    ({ authorName, text, beside }) => `${authorName}: ${text}${beside ? ' (beside)' : ''}`,
  )
/** As somebody edits who sees what stands on their screen. */
async function edit(who: Neighbour, board: Place, topic: EntryId, text: string): Promise<void> {
  const { first } = await look(who, board, topic)
  await who.client.boards.editFirst({ ...board, topic, text, base: first?.version ?? topic })
}

it('Bram opens his first post to all; Cleo and Ada add to it, everybody reads who did, and Cleo brings an old text back', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, board, topic } = await garden(all)
  await expect(edit(cleo, board, topic, 'mine now')).rejects.toMatchObject({ code: 'board/no-wiki' })
  await expect(cleo.client.boards.setWiki({ ...board, topic, on: true })).rejects.toMatchObject({
    code: 'board/not-yours',
  })
  expect(await look(cleo, board, topic)).toMatchObject({
    topic: { wiki: false },
    first: { mayEdit: false, maySwitch: false },
  })
  await bram.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  expect(await look(cleo, board, topic)).toMatchObject({
    topic: { wiki: true },
    first: { mayEdit: true, maySwitch: false },
  })
  for (const [who, text] of [
    [cleo, 'Cleo: a spade'],
    [ada, 'Cleo: a spade. Ada: a rake'],
  ] as const) {
    all.clock.advance(1000)
    await edit(who, board, topic, text)
    all.deliver()
  }
  for (const who of [ada, bram, cleo]) {
    expect(await textOf(who, board, topic)).toBe('Cleo: a spade. Ada: a rake')
    expect(await versionsOf(who, board, topic)).toEqual([
      'Bram: Who has which tool?',
      'Cleo: Cleo: a spade',
      'Ada: Cleo: a spade. Ada: a rake',
    ])
    expect(await look(who, board, topic)).toMatchObject({ first: { versions: 3, changed: { byName: 'Ada' } } })
  }
  all.clock.advance(1000)
  await edit(cleo, board, topic, 'Cleo: a spade')
  all.deliver()
  expect(await textOf(bram, board, topic)).toBe('Cleo: a spade')
  expect(await versionsOf(bram, board, topic)).toHaveLength(4)
  // The index is the same when it is made anew.
  const back = await bram.restart()
  expect(await versionsOf(back, board, topic)).toEqual(await versionsOf(ada, board, topic))
})

it('Cleo and Ada change it apart: the later stands, the other is kept beside it, and who wrote it is told until they know', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, board, topic } = await garden(all)
  await bram.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  all.clock.advance(1000)
  await edit(cleo, board, topic, 'a spade')
  all.clock.advance(1000)
  await edit(ada, board, topic, 'a rake')
  all.deliver()
  for (const who of [ada, bram, cleo]) {
    expect(await textOf(who, board, topic)).toBe('a rake')
    expect(await versionsOf(who, board, topic)).toEqual([
      'Bram: Who has which tool?',
      'Cleo: a spade (beside)',
      'Ada: a rake',
    ])
  }
  expect((await look(ada, board, topic)).first).not.toHaveProperty('beside')
  const { first } = await look(cleo, board, topic)
  expect(first?.beside).toMatchObject({ byName: 'Ada' })
  await cleo.client.boards.besideSeen({ ...board, version: first?.beside?.id ?? topic })
  const back = await cleo.restart()
  expect((await look(back, board, topic)).first).not.toHaveProperty('beside')
  expect(await versionsOf(back, board, topic)).toContain('Cleo: a spade (beside)')
})

it('an owner closes it again: what others wrote stays, what they write later has no effect', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community, board, topic } = await garden(all)
  await ada.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  await edit(cleo, board, topic, 'a spade')
  all.deliver()
  all.clock.advance(1000)
  await ada.client.boards.setWiki({ ...board, topic, on: false })
  all.clock.advance(1000)
  // Cleo has not heard of it, and writes on.
  await edit(cleo, board, topic, 'a spade and a saw')
  all.deliver()
  for (const who of [ada, bram, cleo]) expect(await textOf(who, board, topic)).toBe('a spade')
  await expect(edit(cleo, board, topic, 'more')).rejects.toMatchObject({ code: 'board/no-wiki' })
  await edit(bram, board, topic, 'Bram has it all')
  all.deliver()
  expect(await textOf(cleo, board, topic)).toBe('Bram has it all')
  // With Cleo goes what she wrote, and comes back with her.
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cleo')?.id
  if (!member) throw new TypeError('no Cleo')
  await ada.client.members.remove({ community, member, keep: 'none', reason: 'a mistake' })
  expect(await versionsOf(ada, board, topic)).toEqual(['Bram: Who has which tool?', 'Bram: Bram has it all'])
})

it('a closed topic stays as it is: what Cleo writes on without hearing of it has no effect; Ada leads, and may', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, board, topic } = await garden(all)
  const close = async (closed: boolean): Promise<void> => {
    all.clock.advance(1000)
    const head = { title: 'Who has which tool', tags: [], category: '' }
    await ada.client.boards.change({ ...board, topic, ...head, closed })
    all.clock.advance(1000)
  }
  await bram.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  await edit(cleo, board, topic, 'a spade')
  all.deliver()
  await close(true)
  await edit(cleo, board, topic, 'a spade and a saw')
  all.deliver()
  for (const who of [ada, bram, cleo]) {
    expect(await textOf(who, board, topic)).toBe('a spade')
    expect(await versionsOf(who, board, topic)).toEqual(['Bram: Who has which tool?', 'Cleo: a spade'])
  }
  await expect(edit(cleo, board, topic, 'more')).rejects.toMatchObject({ code: 'board/closed' })
  await edit(ada, board, topic, 'a spade, says Ada')
  all.deliver()
  expect(await textOf(cleo, board, topic)).toBe('a spade, says Ada')
  // What was written while it was closed has no effect later either; what comes now has.
  await close(false)
  all.deliver()
  expect(await textOf(bram, board, topic)).toBe('a spade, says Ada')
  await edit(cleo, board, topic, 'a spade and a rake')
  all.deliver()
  for (const who of [ada, bram, cleo]) {
    expect(await textOf(who, board, topic)).toBe('a spade and a rake')
    expect(await versionsOf(who, board, topic)).toHaveLength(4)
  }
  const back = await bram.restart()
  expect(await versionsOf(back, board, topic)).toEqual(await versionsOf(ada, board, topic))
})

it('what Cleo puts into the post of Bram calls nobody; what Bram put there still does', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community, board } = await garden(all)
  const idOf = async (who: Neighbour): Promise<MemberId> => {
    const me = (await now(who.client.members.watch({ community }))).find((one) => one.me)
    if (!me) throw new TypeError('nobody')
    return me.id
  }
  const [callsAda, callsCleo] = [
    `[@Ada](${mentionHref({ kind: 'member', id: await idOf(ada) })})`,
    `[@Cleo](${mentionHref({ kind: 'member', id: await idOf(cleo) })})`,
  ]
  const mentions = async (who: Neighbour) => (await now(who.client.inbox.watchCounts())).mentions
  const quiet = await begin(bram, board, 'quiet')
  const loud = await begin(bram, board, 'loud', `Ask ${callsCleo}`)
  for (const topic of [quiet, loud]) await bram.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  expect([await mentions(ada), await mentions(cleo)]).toEqual([0, 1])
  all.clock.advance(1000)
  await edit(cleo, board, quiet, `Ask ${callsAda}`)
  await edit(ada, board, loud, `Do ask ${callsCleo}`)
  all.deliver()
  expect([await mentions(ada), await mentions(cleo)]).toEqual([0, 1])
})

it('Mallory, with a Folkmoot of her own, changes no first post that is not hers, and opens none', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community, board, topic } = await garden(all)
  const mallory = await all.join('Mallory', ada, community)
  const shut = await begin(cleo, board, 'shut')
  const { id: post } = await bram.client.rooms.send({ ...board, root: topic, text: 'a post', clientKey: 'a post of' })
  all.deliver()
  using hand = await handOf(all, mallory, community)
  const page = hand.documents.pages(board.space).at(-1)
  if (!page) throw new TypeError('no page')
  const feed = hostileFeed(hand.writer, page, seededRandom('wiki'))
  const before = all.clock.now()
  all.clock.advance(60_000)
  await bram.client.boards.setWiki({ ...board, topic, on: true })
  all.deliver()
  const at = all.clock.now() + 5
  const entries = [
    // From before it was open, and of what never was.
    editEntry(before, { target: topic, text: 'too early' }),
    topicWikiEntry(at, { topic: shut, on: true }),
    editEntry(at + 1, { target: shut, text: 'pills' }),
    topicWikiEntry(at, { topic: post, on: true }),
    editEntry(at + 1, { target: post, text: 'pills' }),
    // She closes nothing either.
    topicWikiEntry(at, { topic, on: false }),
  ]
  ada.carried.get(community)?.documents.receive(blockOf(entries.map((entry) => feed.write(entry))))
  expect(await textOf(ada, board, topic)).toBe('Who has which tool?')
  expect(await textOf(ada, board, shut)).toBe('shut?')
  expect(await look(ada, board, shut)).toMatchObject({ topic: { wiki: false } })
  expect(await look(ada, board, topic)).toMatchObject({ topic: { wiki: true }, first: { versions: 1 } })
  const { rows } = await now(ada.client.rooms.watch({ ...board, root: topic, limit: 50 }))
  expect(rows.map(({ text }) => text)).toEqual(['Who has which tool?', 'a post'])
  // A base that is nowhere, or comes later, is none: what she may write here is one more version.
  const odd = hostileFeed(hand.writer, page, seededRandom('odd'))
  const later = `${'z'.repeat(43)}.9` as EntryId
  ada.carried
    .get(community)
    ?.documents.receive(blockOf([odd.write(editEntry(at + 9, { target: topic, text: 'hers', base: later }))]))
  expect(await versionsOf(ada, board, topic)).toEqual(['Bram: Who has which tool?', 'Mallory: hers'])
})

it('Mallory writes into closed topics with a Folkmoot of her own: nobody reads it, whatever word of hers comes first', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community, board, topic } = await garden(all)
  const mallory = await all.join('Mallory', ada, community)
  all.deliver()
  using hand = await handOf(all, mallory, community)
  const page = hand.documents.pages(board.space).at(-1)
  if (!page) throw new TypeError('no page')
  const feed = hostileFeed(hand.writer, page, seededRandom('closed'))
  await bram.client.boards.setWiki({ ...board, topic, on: true })
  const head = { title: 'Who has which tool', tags: [], category: '' }
  all.clock.advance(1000)
  await ada.client.boards.change({ ...board, topic, ...head, closed: true })
  all.deliver()
  all.clock.advance(1000)
  const at = all.clock.now()
  const entries = [
    editEntry(at, { target: topic, text: 'pills' }),
    // She opens nothing again.
    topicChangeEntry(at + 1, { topic, ...head, closed: false }),
    topicWikiEntry(at + 2, { topic, on: true }),
    editEntry(at + 3, { target: topic, text: 'more pills', base: topic }),
  ].map((entry) => feed.write(entry))
  for (const who of [ada, cleo]) who.carried.get(community)?.documents.receive(blockOf(entries))
  all.deliver()
  for (const who of [ada, bram, cleo]) {
    expect(await versionsOf(who, board, topic)).toEqual(['Bram: Who has which tool?'])
    expect(await look(who, board, topic)).toMatchObject({ topic: { closed: true }, first: { versions: 1 } })
  }
})
