import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  charterEntry,
  type Effect,
  type Entry,
  messageEntry,
  profileEntry,
  roomEntry,
} from '../../../core/documents/index.ts'
import type { Member, MemberRole } from '../../../core/membership/index.ts'
import type { DeviceId, DocumentId, FeedId, MemberId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { markSchema, type Touched, View, viewSchema } from '../../../core/view/index.ts'
import { keptLog, temporaryFolder } from '../../support/surroundings.ts'

const charter = 'C'.repeat(43) as DocumentId
const space = 'S'.repeat(43) as DocumentId
const page = 'P'.repeat(43) as DocumentId
const minute = 60_000

/** Ada looks at her own index; she is the owner, Bram a member since minute 5, Eve belongs to nobody. */
function adasView() {
  const folder = temporaryFolder()
  const database = openDatabase({
    path: join(folder.path, 'a.db'),
    key: new Uint8Array(32),
    schemas: [viewSchema, markSchema],
  })
  let now = 10 * minute
  const member = (id: string, role: MemberRole): Member => ({
    id: id as MemberId,
    role,
    state: 'active',
    since: 0,
    devices: [id as DeviceId],
    grants: [],
    leaves: [],
  })
  const people = new Map([member('ada', 'owner'), member('bram', 'member')].map((each) => [each.id as string, each]))
  const view = new View({
    database,
    memberOf: (device) => people.get(device),
    me: 'ada' as MemberId,
    mySince: () => 5 * minute,
    now: () => now,
    log: keptLog(),
  })
  view.prepare(() => [])
  const seqs = new Map<string, number>()
  const effect = (who: string, kind: Effect['kind'], entry: Entry, opened?: DocumentId): Effect => {
    const feed = `${who.codePointAt(0)?.toString(16)}`.repeat(16) as FeedId
    const document = kind === 'room-page' ? page : charter
    const seq = (seqs.get(feed + document) ?? 0) + 1
    seqs.set(feed + document, seq)
    const hash = new Uint8Array(32).fill(seq)
    return {
      document,
      kind,
      space,
      feed,
      seq,
      hash,
      device: who as DeviceId,
      seen: [],
      entry,
      heads: [],
      role: people.get(who)?.role ?? 'member',
      opened,
    }
  }
  const apply = (...effects: Effect[]): void => database.transaction('received', () => view.apply(effects))
  const opening = effect('ada', 'charter', roomEntry(0, { name: 'general', topic: 'All' }, ''), space)
  apply(opening)
  return {
    view,
    apply,
    effect,
    opening,
    say: (who: string, at: number, text: string) => apply(effect(who, 'room-page', messageEntry(at, text))),
    at: (time: number) => void (now = time),
    texts: () => view.queries.newest(space, 100).map(({ text }) => text),
    close: () => {
      database.close()
      folder[Symbol.dispose]()
    },
  }
}

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView()))
afterEach(() => ada.close())

describe('what people see', () => {
  it('is what owners say the community is, the latest saying first, and nothing a member says it is', () => {
    const text = (name: string) => ({ name, purpose: 'p', rules: 'r' })
    ada.apply(ada.effect('ada', 'charter', charterEntry(2, text('Garden'))))
    ada.apply(ada.effect('ada', 'charter', charterEntry(1, text('Older'))))
    ada.apply(ada.effect('bram', 'charter', charterEntry(9, text('Bram’s own'))))
    expect(ada.view.queries.charter()).toMatchObject({ name: 'Garden', purpose: 'p', rules: 'r' })
  })

  it('has no room a member laid out, and no message of a device nobody knows', () => {
    ada.apply(ada.effect('bram', 'charter', roomEntry(1, { name: 'mine', topic: '' }, ''), page))
    ada.say('eve', 1, 'let me in')
    expect(ada.view.queries.spaces().map(({ name }) => name)).toEqual(['general'])
    expect(ada.texts()).toEqual([])
  })

  it('passes over entries whose fields do not fit, and goes on with the next', () => {
    ada.apply(ada.effect('bram', 'room-page', { kind: 'message', at: 1, fields: new Map([['text', 5]]) }))
    ada.apply(ada.effect('bram', 'room-page', { kind: 'from-the-future', at: 1, fields: new Map() }))
    ada.say('bram', 2, 'plain')
    expect(ada.texts()).toEqual(['plain'])
  })

  it('shows the name a member last gave themselves', () => {
    ada.apply(
      ada.effect('bram', 'profiles', profileEntry(5, 'Bram')),
      ada.effect('bram', 'profiles', profileEntry(3, 'Old')),
    )
    expect(ada.view.queries.names().get('bram' as MemberId)).toBe('Bram')
  })
})

describe('unread', () => {
  it('counts what others wrote since one came, until it was seen', () => {
    ada.say('bram', 1 * minute, 'long before Ada came')
    ada.say('bram', 6 * minute, 'one')
    ada.say('ada', 7 * minute, 'my own')
    ada.say('bram', 8 * minute, 'two')
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 4, unread: 2 })
    const one = ada.view.queries.newest(space, 10).find(({ text }) => text === 'one')
    ada.view.markRead(space, one?.arrival ?? 0)
    expect(ada.view.queries.space(space)?.unread).toBe(1)
    ada.view.markRead(space, 1)
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })

  it('cannot be marked ahead: what has not come yet was not seen', () => {
    ada.view.markRead(space, 1_000_000)
    ada.say('bram', 6 * minute, 'after')
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })

  it('goes by arrival: what was written earlier and came late is news', () => {
    ada.say('bram', 9 * minute, 'now')
    ada.view.markRead(space, 1)
    ada.at(20 * minute)
    ada.say('bram', 6 * minute, 'from the train')
    expect(ada.view.queries.space(space)?.unread).toBe(1)
  })
})

describe('lateness', () => {
  it('is told of what stands above something that has been here for a while', () => {
    ada.say('bram', 9 * minute, 'now')
    ada.at(10 * minute + 30_000)
    ada.apply({ ...ada.effect('carl', 'room-page', messageEntry(8 * minute, 'x')), device: 'bram' as DeviceId })
    ada.at(20 * minute)
    ada.apply({ ...ada.effect('dora', 'room-page', messageEntry(8 * minute, 'y')), device: 'bram' as DeviceId })
    const late = new Map(ada.view.queries.newest(space, 10).map(({ text, late: isLate }) => [text, isLate]))
    expect(late).toEqual(
      new Map([
        ['now', false],
        ['x', false],
        ['y', true],
      ]),
    )
  })
})

describe('reach', () => {
  it('counts the other members who hold an own message, each once, and tells live queries', () => {
    ada.say('ada', 1, 'one')
    ada.say('ada', 2, 'two')
    const told: Touched[] = []
    ada.view.onChange((touched) => told.push(touched))
    const [one, two] = ada.view.queries.newest(space, 10)
    if (!one || !two) throw new TypeError('not written')
    expect(ada.view.queries.waiting()).toBe(2)
    ada.view.reached('bram' as MemberId, [{ feed: one.feed, seq: one.seq }])
    ada.view.reached('bram' as MemberId, [{ feed: one.feed, seq: one.seq }])
    ada.view.reached('ada' as MemberId, [{ feed: two.feed, seq: two.seq }])
    expect(ada.view.queries.newest(space, 10).map(({ reached }) => reached)).toEqual([1, 0])
    expect(ada.view.queries.waiting()).toBe(1)
    expect(told.map(({ messages }) => [...(messages.get(space) ?? [])])).toEqual([[one.arrival]])
  })

  it('outlives an index made anew', () => {
    const said = ada.effect('ada', 'room-page', messageEntry(1, 'one'))
    ada.apply(said)
    ada.view.reached('bram' as MemberId, [{ feed: said.feed, seq: 1 }])
    ada.view.rebuild(() => [said, ada.opening])
    expect(ada.view.queries.newest(space, 10).map(({ reached }) => reached)).toEqual([1])
    expect(ada.view.queries.waiting()).toBe(0)
  })
})
