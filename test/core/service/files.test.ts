/** Files that people attach to messages, with nobody but each other to get them from. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { messageEntry, readFiles } from '../../../core/documents/index.ts'
import { LIMITS, type EntryId } from '../../../core/shared/index.ts'
import { carryChunks, chunksIn, handOver, readFile, someFile } from '../../support/attaching.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now, type Place, until } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { talking } from '../../support/talking.ts'

const picture = someFile('beets.png', 'image/png', 300_000)
const plan = someFile('plan.pdf', 'application/pdf', 700_000)

const chunks = (all: Neighbours, { name }: Neighbour) => chunksIn(join(all.folder, name))
const rows = async ({ client }: Neighbour, place: Place) =>
  (await now(client.rooms.watch({ ...place, limit: 20 }))).rows
const carried = ({ carried: all }: Neighbour, { community }: Place) => {
  const found = all.get(community)
  if (!found) throw new TypeError('not carried')
  return found
}
const fetched = async (from: Neighbour, to: Neighbour, place: Place, message: EntryId, at = 0) => {
  await to.client.files.fetch({ ...place, message, at })
  carryChunks(carried(from, place), carried(to, place))
}

it('Ada attaches two files and says nothing; Bram fetches them, and they are what she had', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const files = [
    { ...(await handOver(ada.client, place, picture)), alt: 'Three  beets\n', width: 640, height: 480 },
    await handOver(ada.client, place, plan),
  ]
  const sent = { ...place, text: '  ', clientKey: 'two files', files }
  const { id } = await ada.client.rooms.send(sent)
  // As a screen does that heard no answer.
  expect(await ada.client.rooms.send(sent)).toEqual({ id })
  expect(await rows(ada, place)).toMatchObject([
    {
      text: '',
      files: [
        {
          name: 'beets.png',
          type: 'image/png',
          kind: 'picture',
          size: 300_000,
          width: 640,
          height: 480,
          state: 'here',
        },
        { name: 'plan.pdf', kind: 'file', size: 700_000, alt: '', state: 'here' },
      ],
    },
  ])
  expect((await rows(ada, place))[0]?.files[0]?.alt).toBe('Three beets')
  expect(await readFile(ada.client, place, id, { size: 300_000 })).toEqual(picture.bytes)

  all.deliver()
  const states = async () => (await rows(bram, place)).map((row) => row.files.map(({ state }) => state))
  expect(await states()).toEqual([['away', 'away']])
  await expect(readFile(bram.client, place, id, { size: 300_000 })).rejects.toMatchObject({ code: 'files/not-here' })
  await bram.client.files.fetch({ ...place, message: id, at: 0 })
  expect(await states()).toEqual([['coming', 'away']])
  carried(bram, place).blobs?.asking(1)
  // The root and one of two chunks.
  expect(carryChunks(carried(ada, place), carried(bram, place), 2)).toBe(2)
  expect(await now(bram.client.files.watch({ ...place, message: id, at: 0 }))).toEqual({
    ...{ state: 'coming', held: LIMITS.chunkBytes, size: 300_000, asked: 1 },
  })
  const whole = until(bram.client.files.watch({ ...place, message: id, at: 0 }), ({ state }) => state === 'here')
  carryChunks(carried(ada, place), carried(bram, place))
  expect(await whole).toMatchObject({ held: 300_000, size: 300_000 })
  expect(await readFile(bram.client, place, id, { size: 300_000 })).toEqual(picture.bytes)

  await bram.client.files.fetch({ ...place, message: id, at: 1 })
  await bram.client.files.stop({ ...place, message: id, at: 1 })
  expect(carryChunks(carried(ada, place), carried(bram, place))).toBe(0)
  await fetched(ada, bram, place, id, 1)
  expect(await readFile(bram.client, place, id, { size: 700_000, at: 1 })).toEqual(plan.bytes)
  expect(await states()).toEqual([['here', 'here']])
})

it('is refused with a reason what does not fit, and nothing of it stays', async () => {
  await using all = new Neighbours()
  const { person: ada, place } = await all.found('Ada')
  const { files, rooms } = ada.client
  const send = (attached: readonly { readonly id: string }[], more = {}) =>
    rooms.send({ ...place, text: '', clientKey: `key ${Math.random()}`, files: [...attached], ...more })
  const wish = { ...place, name: 'x.bin', type: 'application/octet-stream', size: 100 }
  await expect(files.begin({ ...wish, size: LIMITS.attachmentBytes + 1 })).rejects.toMatchObject({
    code: 'files/too-large',
  })
  await expect(files.begin({ ...wish, space: 'S'.repeat(43) })).rejects.toMatchObject({
    code: 'space/unknown',
  })
  const { id } = await files.begin(wish)
  await files.append({ id, chunk: Buffer.alloc(60).toString('base64') })
  await expect(send([{ id }])).rejects.toMatchObject({ code: 'files/unfinished' })
  await expect(files.append({ id, chunk: Buffer.alloc(41).toString('base64') })).rejects.toMatchObject({
    code: 'files/too-large',
  })
  await expect(send([{ id: 'nothing' }])).rejects.toMatchObject({ code: 'files/unknown' })
  await expect(send([])).rejects.toMatchObject({ code: 'text/empty' })
  await files.append({ id, chunk: Buffer.alloc(40).toString('base64') })
  await expect(send([{ id }, { id }])).rejects.toMatchObject({ code: 'files/unknown' })
  const { space } = await ada.client.spaces.create({
    community: place.community,
    kind: 'room',
    name: 'shed',
    topic: '',
  })
  await expect(send([{ id }], { space })).rejects.toMatchObject({ code: 'files/unknown' })
  const long = Array.from({ length: 10 }, () => ({ alt: '🎃'.repeat(1000) }))
  const many = await Promise.all(
    long.map(async (more) => ({ ...(await handOver(ada.client, place, picture)), ...more })),
  )
  await expect(send(many, { text: 'x'.repeat(30_000) })).rejects.toMatchObject({ code: 'files/too-much-text' })
  for (const each of many) await files.cancel({ id: each.id })
  expect(await rows(ada, place)).toEqual([])
  expect(chunks(all, ada)).toHaveLength(2)
  await files.cancel({ id })
  await files.cancel({ id })
  expect(chunks(all, ada)).toEqual([])
  await expect(files.append({ id, chunk: '' })).rejects.toMatchObject({ code: 'files/unknown' })

  const empty = await handOver(ada.client, place, someFile('empty.txt', 'text/plain', 0))
  const { id: message } = await send([empty])
  expect(await rows(ada, place)).toMatchObject([{ files: [{ size: 0, state: 'here' }] }])
  await expect(files.watch({ ...place, message, at: 1 })).rejects.toMatchObject({ code: 'files/unknown' })
  await expect(files.fetch({ ...place, message: `${'0'.repeat(32)}.1` as EntryId, at: 0 })).rejects.toMatchObject({
    code: 'message/unknown',
  })
})

it('what was handed over and not sent is gone after a restart; what was to be fetched is fetched on', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  let bram = await all.join('Bram', ada, community)
  const file = await handOver(ada.client, place, plan)
  const { id } = await ada.client.rooms.send({ ...place, text: 'the plan', clientKey: 'the plan', files: [file] })
  all.deliver()
  const forgotten = await handOver(bram.client, place, picture)
  await bram.client.files.fetch({ ...place, message: id, at: 0 })
  expect(carryChunks(carried(ada, place), carried(bram, place), 2)).toBe(2)
  expect(chunks(all, bram)).toHaveLength(5)
  bram = await bram.restart()
  expect(chunks(all, bram)).toHaveLength(2)
  await expect(
    bram.client.rooms.send({ ...place, text: '', clientKey: 'never sent', files: [forgotten] }),
  ).rejects.toMatchObject({ code: 'files/unknown' })
  expect(carryChunks(carried(ada, place), carried(bram, place))).toBe(2)
  expect(await readFile(bram.client, place, id, { size: 700_000 })).toEqual(plan.bytes)
})

it('a file goes with the message that is taken back, on every device; edits leave it, and may leave nothing else', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const file = await handOver(ada.client, place, picture)
  const { id } = await ada.client.rooms.send({ ...place, text: 'look', clientKey: 'look here', files: [file] })
  all.deliver()
  await fetched(ada, bram, place, id)
  await ada.client.rooms.edit({ ...place, id, text: '' })
  all.deliver()
  expect(await rows(bram, place)).toMatchObject([{ text: '', files: [{ state: 'here' }] }])
  expect([chunks(all, ada).length, chunks(all, bram).length]).toEqual([3, 3])
  await ada.client.rooms.withdraw({ ...place, id })
  all.deliver()
  for (const person of [ada, bram]) {
    expect(await rows(person, place)).toMatchObject([{ withdrawn: true, files: [] }])
    expect(chunks(all, person)).toEqual([])
    await expect(person.client.files.fetch({ ...place, message: id, at: 0 })).rejects.toMatchObject({
      code: 'files/unknown',
    })
  }
})

it('what Cleo attached is not shown once she is removed, is kept, and comes back with her', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const cleo = await all.join('Cleo', ada, community)
  let dora = await all.join('Dora', ada, community)
  const file = await handOver(cleo.client, place, picture)
  const { id } = await cleo.client.rooms.send({ ...place, text: '', clientKey: 'from Cleo', files: [file] })
  all.deliver()
  await fetched(cleo, dora, place, id)
  // Of another one Dora has the beginning.
  const more = await handOver(cleo.client, place, plan)
  const sent = { ...place, text: '', clientKey: 'from Cleo too', files: [more] }
  const { id: second } = await cleo.client.rooms.send(sent)
  all.deliver()
  await dora.client.files.fetch({ ...place, message: second, at: 0 })
  carryChunks(carried(cleo, place), carried(dora, place), 1)
  expect(carried(dora, place).blobs?.wanted(10)).toHaveLength(3)
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cleo')?.id
  if (!member) throw new TypeError('no Cleo')
  const { action } = await ada.client.members.remove({ community, member, keep: 'none', reason: 'spam' })
  all.deliver()
  expect(await rows(dora, place)).toEqual([])
  expect(carried(dora, place).blobs?.wanted(10)).toEqual([])
  await expect(readFile(dora.client, place, id, { size: 300_000 })).rejects.toMatchObject({ code: 'message/unknown' })
  expect(await now(dora.client.rooms.watchHidden(place))).toMatchObject([{ texts: ['beets.png', 'plan.pdf'] }])
  dora = await dora.restart()
  expect(chunks(all, dora)).toHaveLength(4)
  await ada.client.members.overturn({ community, action })
  all.deliver()
  expect(await readFile(dora.client, place, id, { size: 300_000 })).toEqual(picture.bytes)
})

it('stands for itself where a line is shown, and is found by what it is called', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const file = await handOver(ada.client, place, plan)
  const { id } = await ada.client.rooms.send({ ...place, text: '', clientKey: 'for a line', files: [file] })
  all.deliver()
  await bram.client.rooms.send({ ...place, text: 'thanks', clientKey: 'an answer', reply: id })
  expect((await rows(bram, place))[1]?.reply).toMatchObject({ text: 'plan.pdf', state: 'here' })
  await bram.client.rooms.send({ ...place, text: 'in a thread', clientKey: 'in a thread', root: id })
  all.deliver()
  const { groups } = await now(ada.client.inbox.watch({ filter: 'unread' }))
  expect(groups.map(({ rootText }) => rootText)).toContain('plan.pdf')
  const search = async (text: string) => (await bram.client.search.find({ text, limit: 10, order: 'newest' })).messages
  expect(await search('plan')).toMatchObject([{ id, text: 'plan.pdf' }])
  expect(await search('has:file')).toMatchObject([{ id }])
  expect(await search('thanks has:file')).toEqual([])
})

it('in a private room files belong to that room alone, and go with it', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const village = { all, community, here: [ada, bram] }
  const { post, privateOf, idOf } = talking(() => village)
  const { space } = await ada.client.spaces.createPrivate({
    ...{ community, name: 'shed', topic: '', people: [await idOf(bram)] },
  })
  await post()
  const room = { community, space }
  const file = await handOver(ada.client, room, picture)
  await expect(
    ada.client.rooms.send({ ...place, text: '', clientKey: 'for everybody', files: [file] }),
  ).rejects.toMatchObject({ code: 'files/unknown' })
  const { id } = await ada.client.rooms.send({ ...room, text: '', clientKey: 'in the shed', files: [file] })
  await post()
  await bram.client.files.fetch({ ...room, message: id, at: 0 })
  expect(carried(ada, place).blobs?.wanted(10)).toEqual([])
  expect(carryChunks(carried(ada, place), carried(bram, place))).toBe(0)
  expect(carryChunks(privateOf(ada), privateOf(bram))).toBe(3)
  expect(await readFile(bram.client, room, id, { size: 300_000 })).toEqual(picture.bytes)
  expect(chunks(all, bram)).toHaveLength(3)
  await bram.client.spaces.leave(room)
  await until(bram.client.spaces.watch({ community }), (spaces) => spaces.every((each) => each.id !== space))
  expect(chunks(all, bram)).toEqual([])
  expect(chunks(all, ada)).toHaveLength(3)
})

it('goes with a community whose data is not kept', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const file = await handOver(bram.client, place, picture)
  const { id } = await bram.client.rooms.send({ ...place, text: '', clientKey: 'from Bram', files: [file] })
  all.deliver()
  await fetched(bram, ada, place, id)
  const unsent = await handOver(bram.client, place, plan)
  await bram.client.communities.leave({ community, keepData: false })
  expect(chunks(all, bram)).toEqual([])
  await bram.client.files.cancel(unsent)
  expect(await readFile(ada.client, place, id, { size: 300_000 })).toEqual(picture.bytes)
})

it('what Dora’s forked device said with a file is said again with it', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const dora = await all.join('Dora', ada, community)
  const file = await handOver(dora.client, place, picture)
  const { id } = await dora.client.rooms.send({ ...place, text: 'first', clientKey: 'from Dora', files: [file] })
  all.deliver()
  await fetched(dora, ada, place, id)
  const files = [...carried(dora, place).documents.effects()].flatMap(({ entry }) => readFiles(entry))
  {
    using hand = await handOf(all, dora, community)
    const page = hand.documents.pages(place.space).at(-1)
    if (!page) throw new TypeError('no page')
    const one = hostileFeed(hand.writer, page, seededRandom('forked'))
    const other = one.fork()
    const said = [one.write(messageEntry(all.clock.now(), '', {}, files)), other.write(messageEntry(1, 'or not'))]
    await dora.stop()
    for (const item of said) carried(ada, place).documents.receive(blockOf([item]))
  }
  const back = await all.start('Dora')
  all.deliver()
  const lost = await now(back.client.rooms.watchLost({ community }))
  expect(lost.map(({ text }) => text).toSorted()).toEqual(['beets.png', 'or not'])
  all.clock.advance(1000)
  await back.client.rooms.settleLost({ community, ids: lost.map((each) => each.id), again: true })
  all.deliver()
  for (const person of [back, ada]) {
    const again = (await rows(person, place)).find(({ text, files: named }) => text === '' && named.length > 0)
    expect(again?.files).toMatchObject([{ name: 'beets.png', state: 'here' }])
    expect(await readFile(person.client, place, again?.id ?? id, { size: 300_000 })).toEqual(picture.bytes)
  }
})
