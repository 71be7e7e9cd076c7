/** Mallory says on Ada's behalf what she has read, and speaks where nobody can read it: neither does anything to her inbox. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  Documents,
  documentsSchema,
  messageEntry,
  ownEntry,
  ownWordEntry,
  roomEntry,
} from '../../../core/documents/index.ts'
import { type Device, digest, loadDevice, publicDevice } from '../../../core/identity/index.ts'
import { addPerson, foundPrivate, KeyRing, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import { writeLetter } from '../../../core/service/communities/private/letter.ts'
import { base64url, type CommunityId, type FeedId, fromBase64url, type SpaceId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { type Neighbour, Neighbours, now as first } from '../../support/neighbours.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'
import { talking } from '../../support/talking.ts'

const settle = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 80))
const unread = async ({ client }: Neighbour): Promise<number> => (await first(client.inbox.watchCounts())).unread

function keysOf({ profile }: Neighbour, community: CommunityId): Device {
  const device = loadDevice(profile.database, community)
  if (!device) throw new TypeError('no keys')
  return device
}

interface Claim {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly feed: FeedId
  /** All there will ever be unless told. */
  readonly upTo?: number
}

/** What a hand of one's own writes into a private space. */
interface Begun {
  readonly documents: Documents
  /** Names the room that belongs to it. */
  readonly name: string
  readonly at: number
}

/** Somebody begins a space as own devices do, with Ada's device in it, and says in it that all was read. */
async function claim(
  all: Neighbours,
  from: Device,
  ada: Neighbour,
  { community, space, feed, upTo = 9999 }: Claim,
): Promise<void> {
  await begin(all, from, ada, community, ({ documents, name, at }) => {
    const room = documents.open(documents.founding('charter'), () => ownEntry(at, name))
    const word = { read: [{ space, root: '' as const, feeds: [[feed, upTo] as const] }], heed: [] }
    documents.append(documents.writablePage(room), ownWordEntry(at, word), undefined)
  })
}

/** Somebody begins a private space with Ada in it, and writes there what they like. */
async function begin(
  all: Neighbours,
  from: Device,
  ada: Neighbour,
  community: CommunityId,
  fill: (begun: Begun) => void,
): Promise<void> {
  const target = ada.carried.get(community)
  const random = seededRandom(`claim ${from.id}`)
  const clock = testClock()
  const { community: id, secret, item } = foundPrivate(from, random, clock.now())
  const database = openDatabase({
    path: join(all.folder, `${id.slice(0, 8)}.db`),
    key: new Uint8Array(32),
    schemas: [membershipSchema, documentsSchema],
  })
  const log = keptLog()
  const membership = MembershipLog.begin({ database, community: id, log }, secret, [item])
  const ring = new KeyRing(from, () => membership.state)
  const hers = keysOf(ada, community)
  if (from.id !== hers.id)
    addPerson({ log: membership, ring, device: from, random, now: clock.now() }, [publicDevice(hers)], {
      role: 'member',
      history: 'all',
    })
  const view = { apply: () => undefined, refold: () => undefined }
  const documents = new Documents({ database, community: id, membership, ring, device: from, clock, random, log, view })
  const name = base64url(digest('folkmoot/private-room/1', fromBase64url(id) ?? new Uint8Array(0)).subarray(0, 16))
  fill({ documents, name, at: clock.now() })

  target?.takeLetter(writeLetter(hers.box.publicKey, { secret, genesis: item }))
  const own = ada.carried.get(id)
  if (!own) throw new TypeError('the space was not taken up')
  own.log.receive(membership.missingFor(own.log.sample()))
  for (let round = 0; round < 3; round++)
    for (const document of documents.list())
      for (const block of documents.blocksBeyond(document, new Map())) own.documents.receive(block)
  await settle()
  database.close()
}

it('what Mallory says Ada has read stays unread; what her own device says is read', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const mallory = await all.join('Mallory', ada, community)
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  const id = await all.say(bram, place, 'the well is poisoned')
  all.deliver()
  expect(await unread(ada)).toBe(1)
  const about = { community, space: place.space, feed: (id.split('.')[0] ?? '') as FeedId }
  await claim(all, keysOf(mallory, community), ada, about)
  expect(await unread(ada)).toBe(1)
  expect((await first(ada.client.spaces.watch({ community }))).map(({ kind }) => kind)).not.toContain('direct')
  // The same word from Ada's own hand is believed: else nothing above would have been shown.
  await claim(all, keysOf(ada, community), ada, about)
  expect(await unread(ada)).toBe(0)
})

it('what Mallory says in a room nobody is shown is counted nowhere, and no notice tells of it', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const mallory = await all.join('Mallory', ada, community)
  all.deliver()
  await ada.client.inbox.changeSettings({ on: true })
  const notices: string[] = []
  const stop = new AbortController()
  const hearing = (async () => {
    for await (const batch of await ada.client.inbox.watchNotices(undefined, { signal: stop.signal }))
      notices.push(...batch.map((notice) => (notice.what === 'messages' ? notice.text : notice.what)))
  })().catch(() => undefined)
  await settle()
  await begin(all, keysOf(mallory, community), ada, community, ({ documents, name, at }) => {
    const charter = documents.founding('charter')
    const shown = documents.open(charter, () => roomEntry(at, { name: 'plans', topic: '' }, name))
    const hidden = documents.open(charter, (random) => roomEntry(at, { name: 'cellar', topic: '' }, random))
    documents.append(documents.writablePage(hidden), messageEntry(at, 'unread for ever'), undefined)
    documents.append(documents.writablePage(shown), messageEntry(at, 'a plan'), undefined)
  })
  all.clock.advance(10_000)
  await settle()
  expect(await unread(ada)).toBe(1)
  const { groups } = await first(ada.client.inbox.watch({ filter: 'unread' }))
  expect(groups.map(({ spaceName, unread: n }) => [spaceName, n])).toEqual([['plans', 1]])
  expect(notices).toEqual(['a plan'])
  stop.abort()
  await hearing
})

it('what Ada read of a private room on another device is read here too, though this one hears of the room later', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  all.deliver()
  const { idOf, say, post } = talking(() => ({ all, community, here: [ada, bram] }))
  const people = [await idOf(ada)]
  const { space } = await bram.client.spaces.createPrivate({ community, name: 'plans', topic: '', people })
  const { id } = await say(bram, space, 'read on the phone')
  const feed = (id.split('.')[0] ?? '') as FeedId
  const seq = Number(id.split('.')[1])
  await claim(all, keysOf(ada, community), ada, { community, space, feed, upTo: seq })
  await post()
  await settle()
  expect((await first(ada.client.spaces.watch({ community }))).map(({ name }) => name)).toContain('plans')
  expect(await unread(ada)).toBe(0)
  await say(bram, space, 'read nowhere')
  await post()
  expect(await unread(ada)).toBe(1)
})
