/** Sticks from people who mean no good, or no longer belong. */
import { deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decodeBlock } from '../../core/documents/index.ts'
import { deriveKey, keyedHash } from '../../core/identity/index.ts'
import { bundleBegin, bundleEnd, bundleParcel, openParcel, packDecoy } from '../../core/parcels/index.ts'
import { KINDS, newHead, seal, sealBody, sealToDevice } from '../../core/parcels/sealing.ts'
import { type CommunityId, encodeCanonical, joinBytes, LIMITS } from '../../core/shared/index.ts'
import { type Neighbour, Neighbours, now as first, type Place } from '../support/neighbours.ts'
import { smallCommunity } from '../support/small-community.ts'
import { pack, sourceOf, stateOf as stateOfVillager, take } from '../support/small-parcels.ts'
import { carryStick, readStick, writeStick } from '../support/sticks.ts'
import { seededRandom } from '../support/surroundings.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let ben: Neighbour

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  ben = await all.join('Ben', ada, community)
})

afterEach(async () => all[Symbol.asyncDispose]())

const stateOf = (who: Neighbour): string =>
  [...who.carried.values()]
    .flatMap(({ log, documents }) => [
      ...log.heads(),
      ...documents.list().map((document) => `${document} ${documents.digest(document).join()}`),
    ])
    .sort()
    .join('\n')

const remove = async (name: string): Promise<void> => {
  const member = (await first(ada.client.members.watch({ community }))).find((each) => each.name === name)
  if (!member) throw new TypeError(`nobody is called ${name}`)
  await ada.client.members.remove({ community, member: member.id, reason: '', keep: 'all' })
}

it('51 what a removed member writes after their cut is not taken from their stick, and on hers they read that they are removed', async () => {
  await all.say(ben, place, 'while I was here')
  all.deliver()
  await remove('Ben')
  await all.say(ada, place, 'without Ben')
  // He does not know yet.
  await all.say(ben, place, 'still here?')
  const before = stateOf(ada)
  const report = await carryStick(ben, ada, community)
  expect(report.communities[0]).toMatchObject({ taken: 0, refused: 1 })
  expect(stateOf(ada)).toBe(before)
  expect(await all.read(ada, place)).toEqual(['while I was here', 'without Ben'])
  const his = await carryStick(ada, ben, community)
  expect(his.communities[0]).toMatchObject({ waitingForKey: 0 })
  expect((await first(ben.client.communities.watch()))[0]).toMatchObject({ state: 'removed' })
  expect(await all.read(ben, place)).not.toContain('without Ben')
})

it('a newcomer who may not read the past reads none of it on a stick, and everything since', async () => {
  await all.say(ada, place, 'before Cy came')
  await ada.client.communities.setHistory({ community, history: 'from-joining' })
  all.deliver()
  await ben.stop()
  const cy = await all.join('Cy', ada, community)
  await cy.stop()
  await all.say(ada, place, 'for Cy as well')
  ben = await all.start('Ben')
  await all.say(ben, place, 'Ben, who has not heard of the new keys')
  await carryStick(ada, ben, community)
  await carryStick(ben, ada, community)
  const back = await all.start('Cy')
  const report = await carryStick(ada, back, community)
  expect(report.complete).toBe(true)
  expect(report.communities[0]).toMatchObject({ waitingForKey: 0 })
  expect(await all.read(back, place)).toEqual(['for Cy as well'])
  const documents = back.carried.get(community)?.documents
  const blocks = (documents?.list() ?? []).flatMap((document) => [
    ...(documents?.blocksBeyond(document, new Map()) ?? []),
  ])
  const entries = blocks.flatMap((block) => decodeBlock(block).items.map(({ entry }) => Buffer.from(entry)))
  expect(entries.some((entry) => entry.includes('for Cy as well'))).toBe(true)
  expect(entries.some((entry) => entry.includes('before Cy came') || entry.includes('not heard'))).toBe(false)
})

it('of communities one is not in nothing is taken, named or believed', async () => {
  const other = await ada.client.communities.create({
    ...{ name: 'Choir', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  await all.say(ada, { community: other.community, space: other.space }, 'la')
  const before = stateOf(ben)
  const stick = await writeStick(ada, { community: other.community })
  const report = await readStick(ben, stick)
  expect(report).toEqual({ communities: [], others: expect.any(Number) as number, complete: true })
  expect(report.others).toBeGreaterThan(1)
  expect(stateOf(ben)).toBe(before)
})

it('a stick for several communities brings each what is its own', async () => {
  const other = await ben.client.communities.create({
    ...{ name: 'Choir', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ben' },
  })
  await all.join('Ada', ben, other.community)
  await all.say(ada, place, 'in the garden')
  await all.say(ada, { community: other.community, space: other.space }, 'la')
  const sticks = [await writeStick(ada, { community }), await writeStick(ada, { community: other.community })]
  // Records of two files in one, mixed.
  const records = sticks.map((stick) => recordsOf(stick))
  const mixed = [...(records[0] ?? [])].flatMap((record, at) => [record, ...(records[1]?.slice(at, at + 1) ?? [])])
  mixed.push(...(records[1] ?? []).slice(records[0]?.length))
  const report = await readStick(ben, joinBytes(bundleBegin(), ...mixed, bundleEnd(mixed.length)))
  expect(report.complete).toBe(true)
  expect(report.communities.map(({ name }) => name).sort()).toEqual(['Choir', 'Garden'])
  expect(stateOf(ben)).toBe(stateOf(ada))
})

it('with bytes flipped anywhere nothing is taken that was not written, and a good stick mends all', async () => {
  for (const text of ['one', 'two']) await all.say(ada, place, text)
  const stick = await writeStick(ada, { community })
  for (let at = 16; at < stick.length; at += 211) {
    const spoilt = Buffer.from(stick)
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x20
    const report = await readStick(ben, spoilt)
    expect(report.complete).toBe(false)
  }
  const read = await all.read(ben, place)
  expect(['one', 'two'].slice(0, read.length)).toEqual(read)
  expect(await carryStick(ada, ben, community)).toMatchObject({ complete: true })
  expect(stateOf(ben)).toBe(stateOf(ada))
})

it('cut short at any parcel it says so, keeps what came, and the rest comes with the next', async () => {
  for (const text of ['one', 'two', 'three']) await all.say(ada, place, text)
  const stick = await writeStick(ada, { community })
  const records = recordsOf(stick)
  for (let count = 0; count <= records.length; count++) {
    const length = bundleBegin().length + records.slice(0, count).reduce((sum, each) => sum + each.length, 0)
    expect(await readStick(ben, stick.subarray(0, length))).toMatchObject({ complete: false })
    expect(await readStick(ben, stick.subarray(0, length + 9))).toMatchObject({ complete: false })
  }
  expect(stateOf(ben)).toBe(stateOf(ada))
})

it('a member who seals rubbish, bombs and lies about keys changes nothing', async () => {
  const { secret, carried } = await all.inside(ben, community)
  const random = seededRandom('rubbish')
  const before = stateOf(ada)
  const bomb = joinBytes(Uint8Array.of(1, 1), deflateRawSync(new Uint8Array(64 * 1024 * 1024)))
  const epochs = carried.log.keys.lacking()
  expect(epochs).toEqual([])
  const content = (kind: number, body: Uint8Array, of: Uint8Array[] = []) =>
    seal(secret, newHead(secret, random), {
      kind,
      epochs: of.map((id) => Buffer.from(id).toString('base64url') as never),
      body,
    })
  const parcels = [
    content(KINDS.log, encodeCanonical([bomb.subarray(0, 60_000), new Uint8Array(0), random.bytes(500)])),
    content(KINDS.log, random.bytes(300)),
    content(KINDS.log, encodeCanonical('log')),
    content(KINDS.documents, random.bytes(300)),
    content(KINDS.documents, encodeCanonical([bomb.subarray(0, 100_000)])),
    content(KINDS.documents, random.bytes(300), [random.bytes(32)]),
    content(KINDS.letters, encodeCanonical([random.bytes(200)])),
    content(77, random.bytes(20)),
  ]
  const report = await readStick(ada, joinBytes(bundleBegin(), ...parcels.map(bundleParcel), bundleEnd(parcels.length)))
  expect(report).toMatchObject({ complete: true, others: 0 })
  expect(report.communities[0]).toMatchObject({ taken: 0, known: 0, waitingForKey: 0 })
  expect(report.communities[0]?.refused).toBeGreaterThanOrEqual(8)
  expect(stateOf(ada)).toBe(before)
})

it('blocks that inflate without end are refused one by one, beside good ones', () => {
  using village = smallCommunity('bombs')
  village.join('bram', 'ada')
  const { ring, membership } = village.person('ada')
  const random = seededRandom('bombs')
  const bomb = joinBytes(Uint8Array.of(1, 1), deflateRawSync(new Uint8Array(64 * 1024 * 1024)))
  village.say('ada', 'good')
  const parcels = pack(village, 'ada')
  take(village, 'bram', parcels)
  const epochs = ring.heads()
  const keys = ring.contentKeys(epochs)
  if (!keys) throw new TypeError('no keys')
  const before = stateOfVillager(village, 'bram')
  const head = newHead(membership.secret, random)
  const body = sealBody(keys, head, [bomb, new Uint8Array(0), bomb])
  const bytes = seal(membership.secret, head, { kind: KINDS.documents, epochs, body })
  expect(bytes.length).toBeLessThanOrEqual(LIMITS.parcelBytes)
  const [opened] = take(village, 'bram', [{ bytes, covers: { actions: [], runs: [] } }])
  expect(opened).toMatchObject({ taken: 0, known: 0, refused: 3 })
  expect(stateOfVillager(village, 'bram')).toBe(before)
})

it('nobody can tell a letter’s parcel, or that of a private room, from others by anything but chance', async () => {
  const who = (await first(ben.client.members.watch({ community }))).find(({ me }) => me)
  if (!who) throw new TypeError('no Ben')
  const { space } = await ada.client.spaces.direct({ community, people: [who.id] })
  await all.say(ada, { community, space }, 'between us')
  const { secret } = await all.inside(ben, community)
  const records = recordsOf(await writeStick(ada, { community }))
  const tag = deriveKey(secret, 'folkmoot/parcel-tag/1')
  const parcels = records.map((record) => record.subarray(4, -8))
  const ours = parcels.filter((parcel) =>
    Buffer.from(keyedHash(tag, parcel.subarray(1, 25)).subarray(0, 16)).equals(Buffer.from(parcel.subarray(25, 41))),
  )
  expect(ours.length).toBeGreaterThan(1)
  // The letter, the private room's log, and its documents: each with a tag the community's members cannot make.
  expect(parcels.length - ours.length).toBeGreaterThanOrEqual(3)
  for (const parcel of parcels) expect(parcel[0]).toBe(1)
})

it('a parcel with more letters than a session would take is read not at all', () => {
  using village = smallCommunity('letters')
  const ben = village.join('ben', 'ada')
  const random = seededRandom('letters')
  const letters: Uint8Array[] = []
  const mail = { letters: () => [], takeLetter: (letter: Uint8Array) => void letters.push(letter) }
  const parcelOf = (many: number): Uint8Array => {
    const body = encodeCanonical(Array.from({ length: many }, () => random.bytes(20)))
    return sealToDevice(ben.device.box.publicKey, random, { kind: KINDS.letters, epochs: [], body })
  }
  const source = { ...sourceOf(ben), mail }
  openParcel(source, parcelOf(LIMITS.sessionLetters))
  expect(letters).toHaveLength(LIMITS.sessionLetters)
  expect(() => openParcel(source, parcelOf(LIMITS.sessionLetters + 1))).toThrow(
    expect.objectContaining({ code: 'parcel/damaged' }),
  )
  expect(letters).toHaveLength(LIMITS.sessionLetters)
})

it('a letter begins with a point of a curve, and so do as many parcels of chance that only look like letters', () => {
  const random = seededRandom('points')
  const decoys = Array.from({ length: 400 }, () => packDecoy(random))
  // The first 32 bytes sealed are the sender's key for once, whose last bit is never set.
  const likeLetters = decoys.filter((parcel) => ((parcel[72] ?? 0) & 0x80) === 0)
  expect(likeLetters.length).toBeGreaterThan(250)
  expect(likeLetters.length).toBeLessThan(350)
})

it('who carries a stick for somebody else cannot tell whether the two talk in private', async () => {
  const counts: number[] = []
  const device = (await all.inside(ben, community)).device.id
  const cy = await all.join('Cy', ada, community)
  for (let i = 0; i < 6; i++)
    counts.push((await readStick(cy, await writeStick(ada, { community, for: device }))).others)
  for (const others of counts) {
    expect(others).toBeGreaterThan(0)
    expect(others).toBeLessThanOrEqual(LIMITS.bundleDecoys)
  }
  expect(new Set(counts).size).toBeGreaterThan(1)
})

function recordsOf(stick: Uint8Array): Uint8Array[] {
  const records: Uint8Array[] = []
  for (let at = bundleBegin().length; ;) {
    const length = new DataView(stick.buffer, stick.byteOffset + at).getUint32(0)
    if (length === 0) return records
    records.push(stick.subarray(at, at + 4 + length + 8))
    at += 4 + length + 8
  }
}
