/** What the log takes from somebody is set aside everywhere, and comes back when the log gives it back. */
import * as A from '@automerge/automerge'
import { describe, expect, it } from 'vitest'
import { charterEntry, type DocumentChange, messageEntry, pageEntry, roomEntry } from '../../../core/documents/index.ts'
import { overturn, removeDevice, removeMember, setRole } from '../../../core/membership/index.ts'
import type { DocumentId, FeedId, MemberId } from '../../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { type Cuts, exchangeAll, replica } from '../../support/replica.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('cuts')
const texts = ({ effects }: Pick<Person, 'effects'>): unknown[] =>
  effects.filter(({ entry }) => entry.kind === 'message').map(({ entry }) => entry.fields.get('text'))
const decider = (village: SmallCommunity, name: string) => {
  const { membership: log, ring, device } = village.person(name)
  return { log, ring, device, random, now: village.clock.now() }
}
const memberOf = (village: SmallCommunity, name: string): MemberId => {
  const { membership, device } = village.person(name)
  const member = membership.state.devices.get(device.id)?.member
  if (!member) throw new TypeError(`${name} is no member`)
  return member
}
const recordsOf = ({ documents }: Person, page: DocumentId): number =>
  Object.keys(A.load<{ entries: object }>(documents.automerge(page)).entries).length

function expectSame(village: SmallCommunity, names: readonly string[], page: DocumentId): void {
  const [first] = names.map((name) => village.person(name))
  for (const name of names) {
    const { documents, effects } = village.person(name)
    expect(documents.digest(page)).toEqual(first?.documents.digest(page))
    expect(documents.list().length).toBe(first?.documents.list().length)
    expect(new Set(texts({ effects }))).toEqual(new Set(first ? texts(first) : []))
    const shown = [...documents.effects()].map(({ feed, seq }) => `${feed}.${seq}`).toSorted()
    expect(effects.map(({ feed, seq }) => `${feed}.${seq}`).toSorted()).toEqual(shown)
    expect(recordsOf(village.person(name), page)).toBe(effects.filter(({ document }) => document === page).length)
  }
}

describe('a member who is removed', () => {
  it('is heard up to the cut and no further, by those who heard more, those who come later, and again once it is overturned', () => {
    using village = smallCommunity('removed')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'zero')
    village.carryAll()
    for (const text of ['one', 'two', 'three']) village.say('bram', text)
    village.carryAll()
    const [ada, bram, cleo] = ['ada', 'bram', 'cleo'].map((name) => village.person(name)) as [Person, Person, Person]
    const page = ada.documents.writablePage(village.room)
    const proofs = ada.documents.proofs([bram.device.id])
    expect(proofs).toHaveLength(1)
    // What ada does not know of yet when she decides.
    for (const text of ['four', 'five']) village.say('bram', text)
    village.carry('bram', 'cleo')
    expect(texts(cleo)).toHaveLength(6)
    const changes: DocumentChange[] = []
    cleo.documents.onChange((change) => void changes.push(change))
    const removal = removeMember(decider(village, 'ada'), memberOf(village, 'bram'), proofs)
    village.carry('ada', 'cleo')
    expect(texts(cleo)).toEqual(['zero', 'one', 'two', 'three'])
    expect(changes).toEqual([{ document: page, items: [], own: false, anew: true }])
    expectSame(village, ['ada', 'cleo'], page)
    const [stretch] = cleo.documents.hidden(page).stretches
    expect(stretch).toMatchObject({ device: bram.device.id, seq: 4, count: 2, reason: 'cut' })
    expect([...(stretch?.items() ?? [])].map(({ entry }) => entry?.fields.get('text'))).toEqual(['four', 'five'])
    // What is written beyond the cut is not taken by anybody.
    village.say('bram', 'six')
    const beyond = [
      ...bram.documents.blocksBeyond(page, new Map(ada.documents.vector(page).map((h) => [h.feed, h.seq]))),
    ]
    expect(beyond.flatMap((block) => ada.documents.receive(block).runs)).toEqual([
      { feed: stretch?.feed, verdict: 'cut' },
    ])
    village.join('dara', 'ada')
    village.carry('ada', 'dara')
    village.carry('cleo', 'dara')
    expectSame(village, ['ada', 'cleo', 'dara'], page)
    const again = village.restart('cleo')
    again.effects.push(...again.documents.effects())
    expectSame(village, ['ada', 'cleo', 'dara'], page)
    // Who learns of it writes no more, and is told so.
    village.carry('ada', 'bram')
    expect(() => village.say('bram', 'seven')).toThrow(expect.objectContaining({ code: 'documents/cut-off' }))
    overturn(decider(village, 'ada'), removal.id)
    village.carryAll()
    expectSame(village, ['ada', 'bram', 'cleo', 'dara'], page)
    expect(texts(ada)).toHaveLength(7)
    expect(again.documents.hidden(page).stretches).toEqual([])
    village.say('bram', 'seven')
    village.carryAll()
    expectSame(village, ['ada', 'bram', 'cleo', 'dara'], page)
    expect(texts(ada)).toHaveLength(8)
  })

  it('is not heard at all in feeds no proof was given for', () => {
    using village = smallCommunity('silenced')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'begin')
    village.carryAll()
    village.say('cleo', 'hello')
    village.say('bram', 'unheard')
    village.carry('bram', 'cleo')
    village.carry('cleo', 'ada')
    const page = village.person('ada').documents.writablePage(village.room)
    removeMember(decider(village, 'ada'), memberOf(village, 'bram'), [])
    village.carryAll()
    expectSame(village, ['ada', 'cleo'], page)
    expect(texts(village.person('cleo'))).toEqual(['begin', 'hello'])
    expect(village.person('cleo').documents.vector(page)).toHaveLength(2)
  })

  it('has opened rooms and pages: those beyond the cut are known no longer, with what others said there, until it is overturned', () => {
    using village = smallCommunity('rooms')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    const [ada, bram, cleo] = ['ada', 'bram', 'cleo'].map((name) => village.person(name)) as [Person, Person, Person]
    setRole(decider(village, 'ada'), memberOf(village, 'bram'), 'moderator', [])
    village.carryAll()
    village.say('ada', 'in the hall')
    village.carryAll()
    const charter = ada.documents.founding('charter')
    const room = bram.documents.open(charter, (text) =>
      roomEntry(village.clock.now(), { name: 'attic', topic: '' }, text),
    )
    const page = bram.documents.open(room, (text) => pageEntry(village.clock.now(), text))
    village.carryAll()
    cleo.documents.append(page, messageEntry(village.clock.now(), 'up here'), undefined)
    village.carryAll()
    const before = ada.documents.list().length
    const told: string[] = []
    ada.documents.onChange(({ document, items, anew }) => void (items.length === 0 && told.push(`${document} ${anew}`)))
    const removal = removeMember(decider(village, 'ada'), memberOf(village, 'bram'), [])
    village.carryAll()
    for (const { documents, effects } of [ada, cleo]) {
      expect(documents.has(room) || documents.has(page)).toBe(false)
      expect(documents.list()).toHaveLength(before - 2)
      expect(texts({ effects })).toEqual(['in the hall'])
      expect(() => documents.receive([...documents.blocksBeyond(page, new Map())][0] ?? new Uint8Array(0))).toThrow(
        expect.objectContaining({ code: 'documents/unknown' }),
      )
    }
    expect([...cleo.documents.lost()]).toMatchObject([{ document: page, space: room, entry: { kind: 'message' } }])
    overturn(decider(village, 'ada'), removal.id)
    village.carryAll()
    for (const { documents, effects } of [ada, cleo]) {
      expect(documents.has(room) && documents.has(page)).toBe(true)
      expect(texts({ effects })).toEqual(['in the hall', 'up here'])
    }
    expect([...cleo.documents.lost()]).toEqual([])
    expect(told).toContain(`${page} false`)
  })
})

describe('a cut', () => {
  it('within a run of which only the last item is signed lets the whole of it in, and shows what counts', () => {
    using village = smallCommunity('spanning')
    const ada = village.person('ada')
    const document = ada.documents.founding('charter')
    const [holder, newcomer] = ['holder', 'newcomer'].map((name) =>
      replica({ folder: village.folder, name, like: ada }),
    ) as [ReturnType<typeof replica>, ReturnType<typeof replica>]
    const feed = hostileFeed(ada, document, random)
    for (let at = 1; at <= 6; at++) feed.write(messageEntry(at, `line ${at}`))
    holder.documents.receive(blockOf(feed.items))
    const cuts: Cuts = new Map([[ada.device.id, new Map<FeedId, number>([[feed.id, 4]])]])
    for (const each of [holder, newcomer]) each.cut(cuts)
    exchangeAll([holder, newcomer])
    for (const { documents, effects } of [holder, newcomer]) {
      expect(documents.vector(document)).toEqual([{ feed: feed.id, seq: 4 }])
      expect(effects).toHaveLength(4)
      expect(documents.digest(document)).toEqual(holder.documents.digest(document))
    }
    for (const each of [holder, newcomer]) each.cut(new Map())
    for (const { effects } of [holder, newcomer]) expect(effects).toHaveLength(6)
    for (const { database } of [holder, newcomer]) database.close()
  })

  it('that was decided while nobody looked holds from the next start on', () => {
    using village = smallCommunity('restart')
    const ada = village.person('ada')
    const document = ada.documents.founding('charter')
    const feed = hostileFeed(ada, document, random)
    for (let at = 1; at <= 3; at++) feed.write(messageEntry(at, `line ${at}`))
    const one = replica({ folder: village.folder, name: 'one', like: ada })
    one.documents.receive(blockOf(feed.items))
    one.documents.close()
    one.database.close()
    const cuts: Cuts = new Map([[ada.device.id, new Map<FeedId, number>([[feed.id, 1]])]])
    const again = replica({ folder: village.folder, name: 'one', like: ada, cuts })
    expect(again.documents.vector(document)).toEqual([{ feed: feed.id, seq: 1 }])
    expect(again.effects).toHaveLength(1)
    again.database.close()
  })
})

it('what somebody said counts for what they are trusted with now', () => {
  using village = smallCommunity('ranks')
  const ada = village.person('ada')
  const one = replica({ folder: village.folder, name: 'one', like: ada })
  const document = ada.documents.founding('charter')
  const feed = hostileFeed(ada, document, random)
  feed.write(roomEntry(1, { name: 'attic', topic: '' }, Buffer.from(random.bytes(16)).toString('base64url')))
  one.documents.receive(blockOf(feed.items))
  expect(one.effects.map(({ role, opened }) => [role, opened !== undefined])).toEqual([['owner', true]])
  one.rank(ada.device.id, 'member')
  // What it opened stays known: that was decided by what its author was then.
  expect(one.effects.map(({ role, opened }) => [role, opened !== undefined])).toEqual([['member', true]])
  expect(one.documents.list()).toHaveLength(3)
  one.database.close()
})

describe('a member whose role was lowered', () => {
  it('32: is heard alike by who had heard them before and who hears them after, with nothing of theirs cut', () => {
    using village = smallCommunity('lowered')
    for (const name of ['bram', 'cleo', 'mallory']) village.join(name, 'ada')
    village.carryAll()
    const mallory = village.person('mallory')
    setRole(decider(village, 'ada'), memberOf(village, 'mallory'), 'owner', [])
    village.carryAll()
    const document = mallory.documents.founding('charter')
    const feed = hostileFeed(mallory, document, random)
    const block = blockOf([feed.write(charterEntry(10, { name: 'Mine', purpose: '', rules: '' }))])
    setRole(decider(village, 'ada'), memberOf(village, 'mallory'), 'moderator', [])
    const [bram, cleo] = [village.person('bram'), village.person('cleo')]
    bram.documents.receive(block)
    expect(bram.effects.at(-1)?.role).toBe('owner')
    village.carry('ada', 'bram')
    village.carry('ada', 'cleo')
    cleo.documents.receive(block)
    for (const { effects } of [bram, cleo])
      expect(effects.find(({ feed: id }) => id === feed.id)?.role).toBe('moderator')
  })
})

it('what a device wrote is gone over again when the log says that it is another member’s', () => {
  using village = smallCommunity('whose')
  const mallory = village.join('mallory', 'ada')
  village.carryAll()
  const one = replica({ folder: village.folder, name: 'one', like: mallory })
  const document = mallory.documents.founding('profiles')
  one.documents.receive(blockOf([hostileFeed(mallory, document, random).write(messageEntry(1, 'whose?'))]))
  const told: DocumentId[] = []
  one.documents.onChange(({ anew, document: of }) => void (anew && told.push(of)))
  one.cut(new Map())
  expect(told).toEqual([])
  one.claim(mallory.device.id, memberOf(village, 'ada'))
  expect(told).toEqual([document])
  one.database.close()
})

describe('what a device had written that its person removed', () => {
  it('beyond the cut is offered for writing again on their others, and nowhere else', () => {
    using village = smallCommunity('own')
    for (const name of ['bram', 'cleo']) village.join(name, 'ada')
    village.say('ada', 'hello')
    village.addDevice('phone', 'bram')
    village.carryAll()
    village.say('phone', 'on the train')
    village.carryAll()
    const [bram, phone] = [village.person('bram'), village.person('phone')]
    const proofs = bram.documents.proofs([phone.device.id])
    village.say('phone', 'in the tunnel')
    for (const name of ['bram', 'cleo']) village.carry('phone', name)
    expect([...bram.documents.lost()]).toEqual([])
    removeDevice(decider(village, 'bram'), phone.device.id, proofs)
    village.carryAll()
    const lost = [...bram.documents.lost()]
    expect(lost.map(({ entry }) => entry.fields.get('text'))).toEqual(['in the tunnel'])
    expect(lost[0]?.space).toBe(village.room)
    for (const name of ['ada', 'cleo', 'phone']) expect([...village.person(name).documents.lost()]).toEqual([])
  })

  it('is not offered while two devices have removed each other', () => {
    using village = smallCommunity('undecided')
    village.join('bram', 'ada')
    village.say('ada', 'hello')
    for (const name of ['phone', 'tablet']) village.addDevice(name, 'bram')
    village.carryAll()
    village.say('phone', 'on the train')
    village.carryAll()
    const [phone, tablet] = [village.person('phone'), village.person('tablet')]
    removeDevice(decider(village, 'phone'), tablet.device.id, [])
    removeDevice(decider(village, 'tablet'), phone.device.id, [])
    for (const name of ['phone', 'tablet']) village.carry(name, 'bram')
    const bram = village.person('bram')
    expect(texts(bram)).not.toContain('on the train')
    expect([...bram.documents.lost()]).toEqual([])
  })
})
