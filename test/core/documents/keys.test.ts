/** Epochs come and go, and not everybody holds every key at every time. */
import { describe, expect, it } from 'vitest'
import { type DocumentChange, type Keys, messageEntry, roomEntry } from '../../../core/documents/index.ts'
import { type KeyRing, removeMember, rotate, setRole } from '../../../core/membership/index.ts'
import type { EpochId, MemberId } from '../../../core/shared/index.ts'
import { blockOf, hostileFeed, pointerTo } from '../../support/hostile-builder.ts'
import { replica } from '../../support/replica.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('keys')
const decider = (village: SmallCommunity, name: string) => {
  const { membership: log, ring, device } = village.person(name)
  return { log, ring, device, random, now: village.clock.now() }
}
const texts = ({ effects }: Pick<Person, 'effects'>): unknown[] =>
  effects.filter(({ entry }) => entry.kind === 'message').map(({ entry }) => entry.fields.get('text'))

/** A ring that holds only some epochs, until it is given more. */
function partialRing(ring: KeyRing, lacks: Set<EpochId>): Keys & { give(): void } {
  const listeners = new Set<() => void>()
  const isHeld = (id: EpochId): boolean => !lacks.has(id)
  return {
    heads: () => ring.heads().filter(isHeld),
    contentKeys: (epochs) => (epochs.every(isHeld) ? ring.contentKeys(epochs) : undefined),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    give() {
      lacks.clear()
      for (const listener of listeners) listener()
    },
  }
}

describe('epochs', () => {
  it('of two who change the keys at once are written under both, and read by all', () => {
    using village = smallCommunity('concurrent')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'before')
    const member = village.person('ada').membership.state.devices.get(village.person('bram').device.id)?.member
    setRole(decider(village, 'ada'), member as MemberId, 'moderator', [])
    village.carryAll()
    for (const name of ['ada', 'bram']) rotate(decider(village, name))
    village.carryAll()
    const [ada, bram, cleo] = ['ada', 'bram', 'cleo'].map((name) => village.person(name)) as [Person, Person, Person]
    const heads = bram.ring.heads()
    expect(heads).toHaveLength(2)
    village.say('bram', 'after')
    village.carryAll()
    for (const each of [ada, bram, cleo]) expect(new Set(texts(each))).toEqual(new Set(['before', 'after']))
    // Whoever holds one of the two writes under that one, and waits for what is written under both.
    const ring = partialRing(cleo.ring, new Set(heads.slice(1)))
    const half = replica({ folder: village.folder, name: 'half', like: cleo, ring })
    for (const id of ada.documents.list())
      for (const block of half.documents.has(id) ? ada.documents.blocksBeyond(id, new Map()) : [])
        half.documents.receive(block)
    const page = ada.documents.writablePage(village.room)
    expect(texts(half)).toEqual(['before'])
    half.documents.append(page, messageEntry(1, 'by half'), undefined)
    for (const block of half.documents.blocksBeyond(page, new Map())) ada.documents.receive(block)
    expect(new Set(texts(ada))).toEqual(new Set(['before', 'after', 'by half']))
    half.database.close()
  })

  it('of which one is not held: what was written under it waits, and is taken once the key has come', () => {
    using village = smallCommunity('waiting')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'before')
    village.carryAll()
    const [ada, cleo] = [village.person('ada'), village.person('cleo')]
    const old = ada.ring.heads()
    rotate(decider(village, 'ada'))
    const now = ada.ring.heads()
    village.say('ada', 'under the new key')
    village.carry('ada', 'cleo')
    const ring = partialRing(cleo.ring, new Set(now.filter((id) => !old.includes(id))))
    const late = replica({ folder: village.folder, name: 'late', like: cleo, ring })
    const documents = ada.documents.list()
    const give = () => {
      for (const document of documents)
        for (const block of late.documents.has(document) ? ada.documents.blocksBeyond(document, new Map()) : [])
          late.documents.receive(block)
    }
    give()
    const page = ada.documents.writablePage(village.room)
    expect(texts(late)).not.toContain('under the new key')
    expect(late.documents.hidden(page)).toMatchObject({ waitingForKey: 1, stretches: [], damagedBlocks: 0 })
    const changes: DocumentChange[] = []
    late.documents.onChange((change) => void changes.push(change))
    ring.give()
    expect(changes).toEqual([{ document: page, items: [], own: false, anew: true }])
    expect(late.documents.hidden(page).waitingForKey).toBe(0)
    give()
    expect(texts(late)).toEqual(['before', 'under the new key'])
    expect(late.documents.digest(page)).toEqual(ada.documents.digest(page))
    late.database.close()
  })

  it('are each written under in feeds of their own, so that who came later and lacks the older ones reads all that is newer', () => {
    using village = smallCommunity('later')
    village.join('bram', 'ada')
    village.say('ada', 'before')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const page = ada.documents.writablePage(village.room)
    const old = ada.ring.heads()
    rotate(decider(village, 'ada'))
    village.carryAll()
    const seen = bram.effects.findLast(({ entry }) => entry.kind === 'message')
    const pointer = seen && { feed: seen.feed, seq: seen.seq, hash: seen.hash.subarray(0, 16) }
    ada.documents.append(page, messageEntry(1, 'anew'), undefined)
    bram.documents.append(page, messageEntry(2, 'an answer to what was before'), pointer)
    ada.documents.append(page, messageEntry(3, 'and on'), undefined)
    village.carryAll()
    expect(ada.documents.vector(page)).toHaveLength(3)
    const late = replica({
      folder: village.folder,
      name: 'late',
      like: bram,
      ring: partialRing(bram.ring, new Set(old)),
    })
    const charter = late.documents.founding('charter')
    for (const block of ada.documents.blocksBeyond(charter, new Map())) late.documents.receive(block)
    // Who opens rooms for those who come later tells them of it; here it is enough that the page is known.
    late.database
      .statement("INSERT INTO document (id, kind, parent) VALUES (?, 'room-page', ?)")
      .run(page, village.room)
    for (const block of ada.documents.blocksBeyond(page, new Map())) late.documents.receive(block)
    expect(new Set(texts(late))).toEqual(new Set(['anew', 'an answer to what was before', 'and on']))
    late.database.close()
  })

  it('of two kinds in one feed: who points at what stands behind the older ones is read by those who lack these', () => {
    using village = smallCommunity('behind')
    village.join('bram', 'ada')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const old = ada.ring.heads()
    rotate(decider(village, 'ada'))
    village.carryAll()
    const epochs = ada.ring.heads().filter((id) => !old.includes(id))
    const document = bram.documents.founding('charter')
    const mixed = hostileFeed(ada, document, random)
    mixed.write(messageEntry(1, 'under the old key'), { context: { epochs: old } })
    const target = mixed.write(messageEntry(2, 'behind it'), { context: { epochs } })
    const answer = hostileFeed(bram, document, random)
    answer.write(messageEntry(3, 'an answer'), { context: { epochs }, seen: [pointerTo(target)] })
    bram.documents.receive(blockOf([...mixed.items, ...answer.items]))
    const ring = partialRing(bram.ring, new Set(old))
    const late = replica({ folder: village.folder, name: 'late', like: bram, ring })
    for (const block of bram.documents.blocksBeyond(document, new Map())) late.documents.receive(block)
    expect(texts(late)).toEqual(['an answer'])
    ring.give()
    for (const block of bram.documents.blocksBeyond(document, new Map())) late.documents.receive(block)
    expect(new Set(texts(late))).toEqual(new Set(['an answer', 'under the old key', 'behind it']))
    late.database.close()
  })

  it('whose keys are lost take what was written under them out of sight until they are back', () => {
    using village = smallCommunity('lost')
    village.join('bram', 'ada')
    for (let at = 0; at < 3; at++) village.say('ada', `line ${at}`)
    village.carryAll()
    const bram = village.person('bram')
    const lacks = new Set<EpochId>()
    const ring = partialRing(bram.ring, lacks)
    const one = replica({ folder: village.folder, name: 'one', like: bram, ring })
    for (const document of bram.documents.list())
      for (const block of bram.documents.blocksBeyond(document, new Map())) one.documents.receive(block)
    const page = bram.documents.writablePage(village.room)
    const { length } = one.effects
    one.database.transaction('received', () => {
      for (let at = 0; at < 300; at++) one.documents.append(page, messageEntry(at, `line ${at} of many`), undefined)
    })
    for (const id of ring.heads()) lacks.add(id)
    expect([...one.documents.effects()].length).toBeLessThan(length + 300)
    expect(() => one.documents.append(page, messageEntry(1, 'no'), undefined)).toThrow(
      expect.objectContaining({ code: 'documents/no-key' }),
    )
    ring.give()
    expect([...one.documents.effects()]).toHaveLength(length + 300)
    expect(one.effects).toHaveLength(length + 300)
    one.database.close()
  })

  it('whose keys are lost take no rooms away, whatever becomes of those who opened them', () => {
    using village = smallCommunity('rooms')
    const ada = village.person('ada')
    const lacks = new Set<EpochId>()
    const ring = partialRing(ada.ring, lacks)
    const one = replica({ folder: village.folder, name: 'one', like: ada, ring })
    const charter = one.documents.founding('charter')
    const feed = hostileFeed(ada, charter, random)
    const room = Buffer.from(random.bytes(16)).toString('base64url')
    feed.write(roomEntry(1, { name: 'attic', topic: '' }, room))
    for (let at = 0; at < 200; at++) feed.write(messageEntry(at, `line ${at}`))
    one.documents.receive(blockOf(feed.items))
    const known = one.documents.list()
    expect(known).toHaveLength(3)
    for (const id of ada.ring.heads()) lacks.add(id)
    one.rank(ada.device.id, 'member')
    expect(one.documents.list()).toEqual(known)
    ring.give()
    expect(one.effects).toHaveLength(201)
    expect(one.effects.every(({ role }) => role === 'member')).toBe(true)
    one.database.close()
  })

  it('change with a removal: the removed read on no more, those who stay do', () => {
    using village = smallCommunity('removal')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'before')
    village.carryAll()
    const [ada, bram] = [village.person('ada'), village.person('bram')]
    const member = ada.membership.state.devices.get(bram.device.id)?.member as MemberId
    removeMember(decider(village, 'ada'), member, ada.documents.proofs([bram.device.id]))
    village.say('ada', 'among ourselves')
    village.carryAll()
    expect(texts(village.person('cleo'))).toEqual(['before', 'among ourselves'])
    expect(texts(bram)).toEqual(['before'])
    expect(bram.documents.hidden(ada.documents.writablePage(village.room)).waitingForKey).toBe(1)
  })
})
