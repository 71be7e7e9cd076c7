/** Attack 58: files whose key, hash or size is not what their message says, or that belong to somebody else's. Nobody is shown anything. */
import { expect, it } from 'vitest'
import { encodeRoot } from '../../core/blobs/root.ts'
import { type BlobPlace, BlobSealing, chunkId, chunkNames, type SealedChunk } from '../../core/blobs/index.ts'
import { type AttachedFile, messageEntry, readFiles } from '../../core/documents/index.ts'
import { base64url, type BlobId, type ChunkId, type EntryId } from '../../core/shared/index.ts'
import { carryChunks, handOver, readFile, someFile } from '../support/attaching.ts'
import { type Neighbour, Neighbours, now, type Place } from '../support/neighbours.ts'
import { seededRandom } from '../support/surroundings.ts'

const photo = someFile('ada.png', 'image/png', 300_000)
const random = seededRandom('pointing')

/** Ada has attached a photo, and Mallory knows all that its message says of it. */
async function garden(all: Neighbours) {
  const { person: ada, community, place } = await all.found('Ada')
  const ben = await all.join('Ben', ada, community)
  const mallory = await all.join('Mallory', ada, community)
  const file = await handOver(ada.client, place, photo)
  const { id } = await ada.client.rooms.send({ ...place, text: 'me', clientKey: 'of ada herself', files: [file] })
  all.deliver()
  const own = carriedBy(mallory, place)
  const [known] = [...own.documents.effects()].flatMap(({ entry }) => readFiles(entry))
  if (!known) throw new TypeError('no file')
  /** Mallory says what her Folkmoot never would. */
  const point = (more: Partial<AttachedFile['ref']>, named: Partial<AttachedFile> = {}): EntryId => {
    const { documents } = own
    const files = [{ ...known, ...named, ref: { ...known.ref, ...more } }]
    const said = documents.append(
      documents.writablePage(place.space),
      messageEntry(all.clock.now(), '', {}, files),
      undefined,
    )
    all.deliver()
    return said
  }
  return { ada, ben, mallory, place, message: id, known, point }
}

function carriedBy({ carried }: Neighbour, { community }: Place) {
  const found = carried.get(community)
  if (!found) throw new TypeError('not carried')
  return found
}

const stateOf = async ({ client }: Neighbour, place: Place, message: EntryId) =>
  (await now(client.files.watch({ ...place, message, at: 0 }))).state

const fetching = async (who: Neighbour, from: Neighbour, place: Place, message: EntryId): Promise<number> => {
  await who.client.files.fetch({ ...place, message, at: 0 })
  return carryChunks(carriedBy(from, place), carriedBy(who, place))
}

const refused = (who: Neighbour, place: Place, message: EntryId) =>
  expect(who.client.files.read({ ...place, message, at: 0, from: 0, most: 10 })).rejects.toMatchObject({
    code: 'files/wrong',
  })

it('58: a file of Ada’s that another points at, with its right key, opens for nobody', async () => {
  await using all = new Neighbours()
  const { ada, ben, mallory, place, message, point } = await garden(all)
  const pointed = point({})
  expect(await stateOf(ada, place, pointed)).toBe('wrong')
  await refused(ada, place, pointed)
  // Ben has nothing yet: with the first piece he knows, and gets on with Ada's own, which is the same.
  expect(await stateOf(ben, place, pointed)).toBe('away')
  expect(await fetching(ben, ada, place, pointed)).toBe(3)
  for (const who of [ben, ada]) {
    expect(await stateOf(who, place, pointed)).toBe('wrong')
    await refused(who, place, pointed)
    expect(await stateOf(who, place, message)).toBe('here')
    expect(await readFile(who.client, place, message, { size: 300_000 })).toEqual(photo.bytes)
  }
  await expect(ben.client.files.fetch({ ...place, message: pointed, at: 0 })).rejects.toMatchObject({
    code: 'files/wrong',
  })
  // Whoever pointed sees no more of it.
  expect(await fetching(mallory, ada, place, message)).toBe(3)
  expect(await stateOf(mallory, place, pointed)).toBe('wrong')
})

it('58: once Ada has taken it back, the same is fetched for nobody', async () => {
  await using all = new Neighbours()
  const { ada, ben, mallory, place, message, point } = await garden(all)
  expect(await fetching(mallory, ada, place, message)).toBe(3)
  const pointed = point({})
  await ada.client.rooms.withdraw({ ...place, id: message })
  all.deliver()
  // The first piece says that it opens nothing: the others are not asked for.
  expect(await fetching(ben, mallory, place, pointed)).toBe(1)
  expect(await stateOf(ben, place, pointed)).toBe('wrong')
  expect(carriedBy(ben, place).blobs?.wanted(10)).toEqual([])
})

it.each<[string, (known: AttachedFile) => Partial<AttachedFile['ref']>, Partial<AttachedFile>]>([
  ['another key', () => ({ key: new Uint8Array(32).fill(1) }), {}],
  ['another size', () => ({ size: 1 }), { size: 1 }],
  ['the largest size', () => ({ size: 1024 ** 3 }), { size: 1024 ** 3 }],
])('58: a file with %s opens for nobody, and takes nothing from whom it belongs to', async (_, more, named) => {
  for (const order of [0, 1]) {
    await using all = new Neighbours()
    const { ada, ben, place, message, known, point } = await garden(all)
    const pointed = point(more(known), named)
    const both = order === 0 ? [message, pointed] : [pointed, message]
    for (const each of both) await ben.client.files.fetch({ ...place, message: each, at: 0 })
    carryChunks(carriedBy(ada, place), carriedBy(ben, place))
    expect(await stateOf(ben, place, pointed)).toBe('wrong')
    await refused(ben, place, pointed)
    expect(await stateOf(ben, place, message)).toBe('here')
    expect(await readFile(ben.client, place, message, { size: 300_000 })).toEqual(photo.bytes)
  }
})

it('58: a name of other bytes is no file: of a chunk, or of nothing anybody has', async () => {
  await using all = new Neighbours()
  const { ada, ben, place, known, point } = await garden(all)
  const chunk = carriedBy(ben, place)
  const nothing = point({ root: base64url(random.bytes(32)) as BlobId })
  expect(await fetching(ben, ada, place, nothing)).toBe(0)
  expect(await stateOf(ben, place, nothing)).toBe('coming')
  await ben.client.files.stop({ ...place, message: nothing, at: 0 })
  expect(await stateOf(ben, place, nothing)).toBe('away')
  // A chunk of the file, in place of its root.
  await ben.client.files.fetch({ ...place, message: await messageOf(ben, place), at: 0 })
  carryChunks(carriedBy(ada, place), chunk)
  const root = chunk.blobs?.read(known.ref.root as string as ChunkId)
  const [first] = root ? (chunkNames(root) ?? []) : []
  if (!first) throw new TypeError('no chunk')
  const pointed = point({ root: first as string as BlobId })
  await ben.client.files.fetch({ ...place, message: pointed, at: 0 }).catch(() => undefined)
  expect(await stateOf(ben, place, pointed)).toBe('wrong')
  await refused(ben, place, pointed)
})

it('58: what its own author spoilt comes whole, and is shown to nobody', async () => {
  await using all = new Neighbours()
  const { ada, ben, mallory, place, point } = await garden(all)
  const own = carriedBy(mallory, place)
  const author = own.log.standing(own.device)?.member
  if (!author) throw new TypeError('nobody')
  const bound: BlobPlace = { ...place, author }
  const [key, garbage] = [random.bytes(32), random.bytes(1016)]
  const chunk: SealedChunk = { id: chunkId(garbage), bytes: garbage }
  const bytes = encodeRoot(key, bound, { size: 1000, chunks: [chunk.id] })
  const root = chunkId(bytes) as string as BlobId
  const pointed = point({ root, key, size: 1000 }, { size: 1000 })
  await ben.client.files.fetch({ ...place, message: pointed, at: 0 })
  for (const each of [bytes, garbage]) expect(carriedBy(ben, place).blobs?.take(each)).toBeDefined()
  await refused(ben, place, pointed)
  expect(await stateOf(ben, place, pointed)).toBe('wrong')

  // What was sealed for a room opens in no other, be it by who sealed it.
  const { space } = await ada.client.spaces.create({
    ...{ community: place.community, kind: 'room' },
    name: 'shed',
    topic: '',
  })
  all.deliver()
  const sealing = new BlobSealing({ place: { ...bound, space }, size: 10, random, key })
  sealing.append(new Uint8Array(10))
  const { ref, chunks } = sealing.finish()
  const elsewhere = point({ ...ref }, { size: 10 })
  await ben.client.files.fetch({ ...place, message: elsewhere, at: 0 })
  for (const each of chunks.toReversed()) carriedBy(ben, place).blobs?.take(each.bytes)
  expect(await stateOf(ben, place, elsewhere)).toBe('wrong')
  await refused(ben, place, elsewhere)
})

async function messageOf({ client }: Neighbour, place: Place): Promise<EntryId> {
  const { rows } = await now(client.rooms.watch({ ...place, limit: 20 }))
  const found = rows.find(({ text }) => text === 'me')
  if (!found) throw new TypeError('no message')
  return found.id
}
