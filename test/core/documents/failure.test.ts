/** What remains when keeping fails half-way: nothing, in memory as on disk. */
import * as A from '@automerge/automerge'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Documents, documentsSchema, messageEntry } from '../../../core/documents/index.ts'
import { KeyRing, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import type { DocumentId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

/** A second device's view of what ada has, whose view, disk and log can be made to fail. */
function frail(village: SmallCommunity, maxBytes?: number) {
  const { device, membership: source, documents: from } = village.person('ada')
  const path = join(village.folder, `frail-${maxBytes ?? 0}.db`)
  const schemas = [membershipSchema, documentsSchema]
  const database = openDatabase({ path, key: new Uint8Array(32), schemas, ...(maxBytes ? { maxBytes } : {}) })
  const { community } = village
  const log = keptLog()
  const membership = MembershipLog.begin({ database, community, log }, source.secret, source.missingFor([]))
  const ring = new KeyRing(device, () => membership.state)
  const failing = { now: false }
  const view = {
    apply() {
      if (failing.now) throw new RangeError('the view failed')
    },
    refold() {
      if (failing.now) throw new RangeError('the view failed')
    },
  }
  const documents = new Documents({
    database,
    community,
    membership,
    ring,
    device,
    clock: village.clock,
    random: seededRandom('frail'),
    log,
    view,
  })
  for (const document of from.list())
    for (const block of from.blocksBeyond(document, new Map())) documents.receive(block)
  return { database, membership, documents, failing }
}

const messages = (documents: Documents): number =>
  [...documents.effects()].filter(({ entry }) => entry.kind === 'message').length
const records = (documents: Documents, page: DocumentId): number =>
  Object.keys(A.load<{ entries: object }>(documents.automerge(page)).entries).length

describe('a write that fails', () => {
  it('leaves the page, the digest and the feeds as they were, and its place is never signed again', () => {
    using village = smallCommunity()
    village.say('ada', 'one')
    const { documents, database, failing } = frail(village)
    const page = documents.writablePage(village.room)
    documents.append(page, messageEntry(1, 'before'), undefined)
    const [digest, vector, count] = [documents.digest(page), documents.vector(page), records(documents, page)]
    const told: number[] = []
    documents.onChange(({ items }) => told.push(items.length))
    failing.now = true
    expect(() => documents.append(page, messageEntry(2, 'lost'), undefined)).toThrow('the view failed')
    expect(() => documents.append(page, messageEntry(2, 'lost'), undefined, () => undefined)).toThrow('the view failed')
    failing.now = false
    expect(documents.digest(page)).toEqual(digest)
    expect(documents.vector(page)).toEqual(vector)
    expect(records(documents, page)).toBe(count)
    expect(told).toEqual([])
    documents.append(page, messageEntry(3, 'after'), undefined)
    expect(documents.vector(page)).toHaveLength(vector.length + 1)
    expect(records(documents, page)).toBe(count + 1)
    expect(messages(documents)).toBe(3)
    database.close()
  })

  it('is not told, nor sent, before the transaction it is part of is on disk', () => {
    using village = smallCommunity()
    village.say('ada', 'one')
    const { documents, database } = frail(village)
    const page = documents.writablePage(village.room)
    const told: number[] = []
    documents.onChange(({ items }) => told.push(items.length))
    database.transaction('authored', () => {
      documents.append(page, messageEntry(1, 'inside'), undefined)
      expect(told).toEqual([])
    })
    expect(told).toEqual([1])
    database.close()
  })

  it('by what is received can be tried again', () => {
    using village = smallCommunity()
    const { documents, database, failing } = frail(village)
    village.person('ada').database.transaction('authored', () => {
      for (let i = 0; i < 200; i++) village.say('ada', `line ${i}`)
    })
    const ada = village.person('ada').documents
    failing.now = true
    const blocks = ada.list().flatMap((id) => [...ada.blocksBeyond(id, new Map())])
    for (const block of blocks.slice(-1)) expect(() => documents.receive(block)).toThrow()
    failing.now = false
    for (const block of blocks) documents.receive(block)
    for (const id of ada.list()) expect(documents.digest(id)).toEqual(ada.digest(id))
    expect(messages(documents)).toBe(200)
    database.close()
  })

  it('because the disk is full takes nothing along, for entries as for the log', () => {
    using village = smallCommunity()
    village.say('ada', 'one')
    const { documents, membership, database } = frail(village, 300 * 1024)
    const page = documents.writablePage(village.room)
    const full = expect.objectContaining({ code: 'storage/disk-full' }) as Error
    let written = messages(documents)
    expect(() => {
      for (;;) {
        documents.append(page, messageEntry(1, seededRandom(`${written}`).bytes(2000).join('')), undefined)
        written += 1
      }
    }).toThrow(full)
    expect(messages(documents)).toBe(written)
    expect(records(documents, page)).toBe(written)
    let heads = membership.heads()
    const payload = { type: 'unknown', name: 'later', value: seededRandom('later').bytes(30_000) } as const
    expect(() => {
      for (;;) {
        membership.append(village.person('ada').device, 1, payload)
        heads = membership.heads()
      }
    }).toThrow(full)
    expect(membership.heads()).toEqual(heads)
    expect([...membership.state.members.values()].map(({ state }) => state)).toEqual(['active'])
    database.close()
  })
})

describe('a feed of one’s own', () => {
  it('ends before any peer would refuse what comes next: by number, by bytes and by operations', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const charter = ada.documents.founding('charter')
    const list = new Map([['all', Array.from({ length: 1000 }, () => 0)]])
    ada.database.transaction('authored', () => {
      for (let i = 0; i < 1005; i++) ada.documents.append(charter, messageEntry(i, 'short'), undefined)
      for (let i = 0; i < 9; i++) ada.documents.append(charter, messageEntry(i, 'x'.repeat(32 * 1024)), undefined)
      for (let i = 0; i < 40; i++) ada.documents.append(charter, { kind: 'list', at: i, fields: list }, undefined)
    })
    expect(ada.documents.vector(charter).length).toBeGreaterThan(3)
    village.carry('ada', 'bram')
    expect(bram.documents.digest(charter)).toEqual(ada.documents.digest(charter))
    expect([...bram.documents.effects()].length).toBe([...ada.documents.effects()].length)
  })

  it('is refused what is no entry, before anything is signed', () => {
    using village = smallCommunity()
    const { documents } = village.person('ada')
    const charter = documents.founding('charter')
    const digest = documents.digest(charter)
    for (const fields of [new Map([['__proto__', 1]]), new Map([['x', 1.5]]), new Map([['x', new Uint8Array(1)]])]) {
      expect(() => documents.append(charter, { kind: 'x', at: 1, fields }, undefined)).toThrow(
        expect.objectContaining({ code: 'documents/not-an-entry' }),
      )
    }
    expect(() =>
      documents.open(charter, (random) => ({ kind: 'page', at: 1, fields: new Map([['random', random]]) })),
    ).toThrow(expect.objectContaining({ code: 'documents/not-an-entry' }))
    expect(documents.digest(charter)).toEqual(digest)
  })
})

describe('what rests on the disk', () => {
  it('is served on although a block is damaged, which is named', () => {
    using village = smallCommunity()
    const { database } = village.person('ada')
    database.transaction('authored', () => {
      for (let i = 0; i < 600; i++) village.say('ada', `line ${i}`)
    })
    database.statement('UPDATE block SET bytes = zeroblob(100) WHERE number = 1').run()
    const again = village.restart('ada')
    const count = messages(again.documents)
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(600)
    expect(again.log.lines.join()).toContain('documents.block-damaged')
    village.say('ada', 'still writing')
    expect(messages(again.documents)).toBe(count + 1)
    const page = again.documents.list().at(-1)
    if (page) expect([...again.documents.blocksBeyond(page, new Map())].length).toBeGreaterThan(0)
  })

  it('of a page’s snapshot is only believed when it holds just the feeds’ changes', () => {
    using village = smallCommunity()
    for (let i = 0; i < 50; i++) village.say('ada', `line ${i}`)
    const page = village.person('ada').documents.list().at(-1) as DocumentId
    const right = A.toJS(A.load(village.person('ada').documents.automerge(page)))
    for (const damage of [
      'UPDATE snapshot SET bytes = zeroblob(50)',
      'UPDATE snapshot SET bytes = (SELECT bytes FROM snapshot ORDER BY length(bytes) LIMIT 1)',
      "UPDATE snapshot SET bytes = x''",
      'DELETE FROM snapshot',
    ]) {
      village.restart('ada')
      village.person('ada').database.statement(damage).run()
      expect(A.toJS(A.load(village.person('ada').documents.automerge(page)))).toEqual(right)
    }
  })

  it('of a very large page is shown without its Automerge document', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const charter = ada.documents.founding('charter')
    const before = [...ada.documents.effects()].length
    const random = seededRandom('large')
    for (let feed = 0; feed < 5; feed++) {
      const own = hostileFeed(ada, charter, random)
      for (let i = 0; i < 900; i++) own.write(messageEntry(i, 'm'))
      for (const { documents } of [ada, bram]) expect(documents.receive(blockOf(own.items)).accepted).toBe(900)
      if (feed === 3) expect(records(bram.documents, charter)).toBeGreaterThan(3600)
    }
    expect(() => ada.documents.automerge(charter)).toThrow(expect.objectContaining({ code: 'documents/too-large' }))
    ada.documents.append(charter, messageEntry(1, 'more'), undefined)
    village.carry('ada', 'bram')
    expect(bram.documents.digest(charter)).toEqual(ada.documents.digest(charter))
    expect([...bram.documents.effects()].length).toBe(before + 4501)
    expect(bram.effects.length).toBe(before + 4501)
  })
})
