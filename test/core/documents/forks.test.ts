/** Mallory signs two things for one place: everybody comes to the same branches, shows the one others had seen, and loses nothing of theirs. */
import { describe, expect, it } from 'vitest'
import {
  Documents,
  documentsSchema,
  type Effect,
  messageEntry,
  pageEntry,
  readMessage,
} from '../../../core/documents/index.ts'
import { KeyRing, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import { readProof } from '../../../core/membership/item-proof.ts'
import { branchId } from '../../../core/documents/feeds/named-heads.ts'
import { digest } from '../../../core/identity/index.ts'
import type { DocumentId, FeedId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { blockOf, type BuiltItem, type HostileFeed, hostileFeed, pointerTo } from '../../support/hostile-builder.ts'
import { exchangeAll, replica, type Replica } from '../../support/replica.ts'
import { keptEffects, type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('forks')

interface Scene {
  readonly village: SmallCommunity
  readonly mallory: Person
  readonly document: DocumentId
  readonly replicas: readonly [Replica, Replica, Replica, Replica]
  open(name: string): Replica
  [Symbol.dispose](): void
}

/** Four who know everybody's log, none of whom holds anything yet. */
function scene(): Scene {
  const village = smallCommunity('forks')
  for (const name of ['bram', 'cleo', 'mallory']) village.join(name, 'ada')
  village.carryAll()
  const all: Replica[] = []
  const open = (name: string): Replica => {
    const made = replica({ folder: village.folder, name: `${name} apart`, like: village.person('ada') })
    all.push(made)
    return made
  }
  const replicas = ['one', 'two', 'three', 'four'].map(open) as unknown as Scene['replicas']
  const mallory = village.person('mallory')
  const document = mallory.documents.founding('charter')
  return {
    village,
    mallory,
    document,
    replicas,
    open,
    [Symbol.dispose]() {
      for (const { database } of all) database.close()
      village[Symbol.dispose]()
    },
  }
}

let clock = 0
const say = (feed: HostileFeed, text: string, ...seen: readonly BuiltItem[]): BuiltItem =>
  feed.write(messageEntry(++clock, text), { seen: seen.map(pointerTo) })
const textOf = ({ entry, forked }: Effect): string => `${readMessage(entry) ?? ''}${forked ? ' *' : ''}`
const shown = ({ documents }: Pick<Replica, 'documents'>): string[] => [...documents.effects()].map(textOf).toSorted()
const kept = ({ effects }: Replica): string[] => effects.map(textOf).toSorted()

function expectSame(replicas: readonly Replica[], document: DocumentId, texts: readonly string[]): void {
  for (const each of replicas) {
    expect(each.documents.digest(document)).toEqual(replicas[0]?.documents.digest(document))
    expect(shown(each)).toEqual([...texts].toSorted())
    expect(kept(each)).toEqual([...texts].toSorted())
    expect(each.log.lines).toEqual([])
  }
}

describe('two branches of a feed', () => {
  it('each seen first by two of four come to all, and the one that more had seen has effect', () => {
    using all = scene()
    const { village, mallory, document, replicas } = all
    const trunk = hostileFeed(mallory, document, random)
    const before = say(trunk, 'before')
    const left = trunk.fork()
    const right = trunk.fork()
    const [l1, r1] = [say(left, 'left'), say(right, 'right')]
    const r2 = say(right, 'right again')
    const r3 = say(right, 'right unseen')
    const bram = hostileFeed(village.person('bram'), document, random)
    const cleo = hostileFeed(village.person('cleo'), document, random)
    const ada = hostileFeed(village.person('ada'), document, random)
    say(bram, 'bram saw left', l1)
    say(cleo, 'cleo saw right', r1)
    for (const one of replicas.slice(0, 2)) one.documents.receive(blockOf([before, l1, ...bram.items]))
    for (const one of replicas.slice(2)) {
      for (const feed of [right, cleo]) one.documents.receive(blockOf(feed.items))
    }
    exchangeAll(replicas)
    const digest = replicas[0].documents.digest(document)
    const others = ['bram saw left', 'cleo saw right']
    const isLeft = Buffer.compare(l1.hash, r1.hash) < 0
    expectSame(replicas, document, ['before', isLeft ? 'left *' : 'right *', ...others])
    say(ada, 'ada saw right', r2)
    replicas[0].documents.receive(blockOf(ada.items))
    exchangeAll(replicas)
    expectSame(replicas, document, ['before', 'right *', 'right again *', 'ada saw right', ...others])
    expect(replicas[3].documents.digest(document)).not.toEqual(digest)
    const [hidden, ...more] = replicas[3].documents.hidden(document).stretches.toSorted((a, b) => a.seq - b.seq)
    expect(more).toHaveLength(1)
    expect(hidden).toMatchObject({ feed: trunk.id, seq: 2, count: 1, reason: 'forked' })
    expect(more[0]).toMatchObject({ feed: trunk.id, seq: 4, count: 1, reason: 'forked' })
    // Mallory's own words do not count for her.
    const own = hostileFeed(mallory, document, random)
    for (const item of [l1, r3]) say(own, 'I saw it', item)
    replicas[1].documents.receive(blockOf(own.items))
    exchangeAll(replicas)
    const all5 = ['before', 'right *', 'right again *', 'ada saw right', ...others, 'I saw it', 'I saw it']
    expectSame(replicas, document, all5)
    for (const one of replicas)
      expect(one.restart().documents.digest(document)).toEqual(replicas[0].documents.digest(document))
  })

  it('of the very first item, made long after, end the feed for all', () => {
    using all = scene()
    const { mallory, document, replicas, village } = all
    const long = hostileFeed(mallory, document, random)
    for (let at = 1; at <= 300; at++) say(long, `line ${at}`)
    const ada = hostileFeed(village.person('ada'), document, random)
    say(ada, 'nobody saw it')
    for (const one of replicas) {
      one.documents.receive(blockOf(long.items))
      one.documents.receive(blockOf(ada.items))
    }
    const late = long.fork(0)
    say(late, 'late')
    expect(replicas[2].documents.receive(blockOf(late.items))).toMatchObject({ accepted: 1 })
    exchangeAll(replicas)
    expectSame(replicas, document, ['nobody saw it'])
    expect(replicas[0].documents.vector(document)).toHaveLength(3)
    // Somebody had seen most of the first: so much of it stays.
    const cleo = hostileFeed(village.person('cleo'), document, random)
    const witness = say(cleo, 'I had', long.items[249] ?? (long.items[0] as BuiltItem))
    replicas[1].documents.receive(blockOf([witness]))
    exchangeAll(replicas)
    const lines = Array.from({ length: 250 }, (_, at) => `line ${at + 1} *`)
    expectSame(replicas, document, ['nobody saw it', 'I had', ...lines])
  })

  it('are two at most, below the lowest fork, whatever comes first', () => {
    using all = scene()
    const { mallory, document, replicas, open, village } = all
    const trunk = hostileFeed(mallory, document, random)
    for (const text of ['a', 'b', 'c']) say(trunk, text)
    const deep = [trunk.fork(3), trunk.fork(3), trunk.fork(3)]
    const low = trunk.fork(1)
    const feeds = [...deep, low]
    for (const [at, feed] of feeds.entries()) for (let i = 0; i <= at; i++) say(feed, `branch ${at}.${i}`)
    const [one, two, three, four] = replicas
    for (const feed of feeds) one.documents.receive(blockOf(feed.items))
    for (const feed of feeds.toReversed()) two.documents.receive(blockOf(feed.items))
    for (const at of [2, 0, 3, 1]) three.documents.receive(blockOf(feeds[at]?.items ?? []))
    exchangeAll([one, two, three, four])
    expectSame(replicas, document, ['a'])
    const [rest, others] = [one.database, two.database].map(
      (database) => database.statement<{ n: number }>('SELECT count(*) AS n FROM branch').get()?.n,
    )
    expect(Math.max(rest ?? 9, others ?? 9)).toBeLessThanOrEqual(2)
    const newcomer = open('newcomer')
    exchangeAll([three, newcomer])
    const witness = hostileFeed(village.person('cleo'), document, random)
    say(witness, 'c was there', ...(trunk.items[2] ? [trunk.items[2]] : []))
    newcomer.documents.receive(blockOf(witness.items))
    exchangeAll([...replicas, newcomer])
    expectSame([...replicas, newcomer], document, ['a', 'b *', 'c *', 'c was there'])
  })

  it('of equal length are found out by what stands last, and one that begins after a gap once it is asked for', () => {
    using all = scene()
    const { mallory, document, replicas } = all
    const [one, two] = replicas
    const trunk = hostileFeed(mallory, document, random)
    say(trunk, 'before')
    const [left, right] = [trunk.fork(), trunk.fork()]
    for (let at = 0; at < 4; at++)
      for (const feed of [left, right]) say(feed, `${feed === left ? 'left' : 'right'} ${at}`)
    one.documents.receive(blockOf(left.items))
    two.documents.receive(blockOf(right.items))
    expect(one.documents.vector(document)).toEqual(two.documents.vector(document))
    expect(one.documents.receive(blockOf(right.items.slice(3))).runs).toMatchObject([{ verdict: 'gap' }])
    exchangeAll([one, two])
    expectSame([one, two], document, ['before'])
    expect(one.documents.receive(blockOf(right.items.slice(2))).runs).toMatchObject([{ verdict: 'known' }])
    expect(one.documents.receive(blockOf(left.items)).runs).toMatchObject([{ verdict: 'known' }])
    for (const feed of [left, right]) {
      say(feed, 'more')
      two.documents.receive(blockOf(feed.items.slice(-1)))
    }
    exchangeAll([one, two])
    expectSame([one, two], document, ['before'])
  })

  it('open pages, which stay known with what others said there', () => {
    using all = scene()
    const { mallory, village, replicas } = all
    const ada = village.person('ada')
    const [one, two] = replicas
    for (const each of [one, two])
      for (const id of ada.documents.list())
        for (const block of each.documents.has(id) ? ada.documents.blocksBeyond(id, new Map()) : [])
          each.documents.receive(block)
    const root = hostileFeed(mallory, village.room, random)
    const page = (): ReturnType<typeof pageEntry> => pageEntry(1, Buffer.from(random.bytes(16)).toString('base64url'))
    const other = root.fork()
    root.write(page())
    other.write(page())
    const before = one.documents.list().length
    one.documents.receive(blockOf(root.items))
    two.documents.receive(blockOf(other.items))
    exchangeAll([one, two])
    for (const { documents } of [one, two]) {
      expect(documents.list()).toHaveLength(before + 2)
      expect([...documents.effects()].filter(({ entry }) => entry.kind === 'page')).toEqual([])
    }
  })
})

describe('a document with a fork', () => {
  it('has the digest that docs/format.md says', () => {
    using all = scene()
    const { mallory, village, document, replicas } = all
    const [one] = replicas
    const trunk = hostileFeed(mallory, document, random)
    const stem = say(trunk, 'stem')
    const [left, right] = [trunk.fork(), trunk.fork()]
    for (const feed of [left, right]) for (const text of ['a', 'b']) say(feed, text)
    const ada = hostileFeed(village.person('ada'), document, random)
    say(ada, 'beside')
    for (const feed of [left, right, ada]) one.documents.receive(blockOf(feed.items))
    const name = (feed: Uint8Array, hash: Uint8Array) => digest('folkmoot/branch/1', feed, hash).subarray(0, 16)
    const bytes = (feed: HostileFeed) => Uint8Array.from(Buffer.from(feed.id, 'hex'))
    const last = ({ items }: HostileFeed): Uint8Array => items.at(-1)?.hash ?? stem.hash
    const rows: (readonly [Uint8Array, Uint8Array])[] = [
      [bytes(trunk), stem.hash],
      [name(bytes(trunk), left.items[1]?.hash ?? stem.hash), last(left)],
      [name(bytes(trunk), right.items[1]?.hash ?? stem.hash), last(right)],
      [bytes(ada), last(ada)],
    ]
    const sorted = rows.toSorted(([a], [b]) => Buffer.compare(a, b))
    expect(one.documents.digest(document)).toEqual(digest('folkmoot/document-digest/1', ...sorted.flat()))
    expect(branchId('000102030405060708090a0b0c0d0e0f' as FeedId, new Uint8Array(32).fill(7))).toBe(
      '5b85dc8f851fc486b79ee6d1e95439f9',
    )
  })
})

describe('that a device forks', () => {
  it('is shown by two signed headers for one place, where there are such', () => {
    using all = scene()
    const { mallory, document, replicas } = all
    const [one] = replicas
    const trunk = hostileFeed(mallory, document, random)
    const [left, right] = [trunk.fork(), trunk.fork()]
    for (let at = 0; at < 3; at++) say(left, `left ${at}`)
    say(right, 'right 0')
    one.documents.receive(blockOf(left.items))
    one.documents.receive(blockOf(right.items))
    // Of the left only the third item is signed here, of the right only the first.
    expect(one.documents.forkProofs(mallory.device.id)).toEqual([])
    expect(one.documents.forkedDevices()).toEqual([])
    for (const text of ['right 1', 'right 2']) {
      say(right, text)
      one.documents.receive(blockOf(right.items.slice(-1)))
    }
    const [proof] = one.documents.forkProofs(mallory.device.id)
    const read = (proof ?? []).map((each) => readProof(mallory.membership.community, each))
    expect(read).toMatchObject([
      { device: mallory.device.id, feed: trunk.id, seq: 3 },
      { device: mallory.device.id, feed: trunk.id, seq: 3 },
    ])
    expect(read[0]?.hash).not.toBe(read[1]?.hash)
    expect(one.documents.forkedDevices()).toEqual([mallory.device.id])
  })
})

describe('a clone of one’s own profile', () => {
  it('that forks an own feed ends it: what is lost is offered again, and what is written next stands in a new one', () => {
    using village = smallCommunity('clone')
    village.join('bram', 'ada')
    village.say('ada', 'hello')
    village.carryAll()
    village.say('bram', 'before')
    const bram = village.person('bram')
    const page = bram.documents.writablePage(village.room)
    bram.database.statement('PRAGMA wal_checkpoint(TRUNCATE)').all()
    const feed = hostileFeed(bram, page, random)
    const seed = feed.fork()
    // A machine that was held still and copied goes on with the same session twice.
    say(feed, 'first life')
    say(seed, 'second life')
    bram.documents.receive(blockOf(feed.items))
    bram.documents.receive(blockOf(seed.items))
    const lost = [...bram.documents.lost()]
    expect(lost.map(({ entry }) => readMessage(entry) ?? '').toSorted()).toEqual(['first life', 'second life'])
    for (const { document, space } of lost) expect([document, space]).toEqual([page, village.room])
    village.carryAll()
    expect(village.person('ada').documents.digest(page)).toEqual(bram.documents.digest(page))
  })

  it('writes on in a feed of its own as soon as it learns of the other', () => {
    using village = smallCommunity('twins')
    village.join('bram', 'ada')
    village.say('ada', 'hello')
    village.carryAll()
    const { device, database } = village.person('bram')
    database.statement('PRAGMA wal_checkpoint(TRUNCATE)').all()
    const twins = [1, 2].map((twin) => {
      const path = join(village.folder, `twin-${twin}.db`)
      copyFileSync(join(village.folder, 'bram.db'), path)
      const own = openDatabase({ path, key: new Uint8Array(32).fill(7), schemas: [membershipSchema, documentsSchema] })
      const log = keptLog()
      const { community } = village
      const membership = MembershipLog.open({ database: own, community, log })
      if (!membership) throw new TypeError('no log')
      const ring = new KeyRing(device, () => membership.state)
      // The same randomness in both: what no working machine has, and what would make them write in one feed.
      const parts = { database: own, community, membership, ring, device, log, clock: village.clock }
      const documents = new Documents({ ...parts, random: seededRandom('same'), view: keptEffects([]) })
      return { documents, own }
    })
    const [one, two] = twins
    if (!one || !two) throw new TypeError('two twins')
    const page = one.documents.writablePage(village.room)
    one.documents.append(page, messageEntry(1, 'from one'), undefined)
    two.documents.append(page, messageEntry(2, 'from two'), undefined)
    for (const block of two.documents.blocksBeyond(page, new Map())) one.documents.receive(block)
    one.documents.append(page, messageEntry(3, 'and on'), undefined)
    const texts = [...one.documents.effects()].map(({ entry }) => entry.fields.get('text')).filter(Boolean)
    expect(texts).toEqual(['hello', 'and on'])
    for (const { own } of twins) own.close()
  })
})
