/** What happens to what people see when the log takes something out of documents, or puts it back. */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  charterEntry,
  editEntry,
  type Effect,
  messageEntry,
  pinEntry,
  profileEntry,
  roomEntry,
  withdrawEntry,
} from '../../../core/documents/index.ts'
import type { DocumentId, MemberId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { markSchema, type Touched, View, viewSchema } from '../../../core/view/index.ts'
import {
  adasView,
  charter,
  community,
  hashOf,
  memberOf,
  minute,
  nameOf,
  page,
  profiles,
  space,
} from '../../support/small-view.ts'
import { keptLog, temporaryFolder } from '../../support/surroundings.ts'

let ada: ReturnType<typeof adasView>
beforeEach(() => (ada = adasView([memberOf('cleo')])))
afterEach(() => ada.close())

const text = (name: string) => ({ name, purpose: '', rules: '' })

describe('a page folded anew', () => {
  it('loses what a cut takes, counts right, tells what is gone, and gets it back as it was', () => {
    const kept = ada.say('bram', 6 * minute, 'kept')
    const read = ada.say('cleo', 7 * minute, 'read, then cut')
    const unread = ada.say('cleo', 8 * minute, 'cut unread')
    ada.view.markRead(space, 2)
    const before = ada.rows()
    const told: Touched[] = []
    ada.view.onChange((touched) => told.push(touched))

    ada.at(60 * minute)
    ada.refold(page, [kept])
    expect(ada.texts()).toEqual(['kept'])
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 1, unread: 0, readUpTo: 2 })
    expect(told.map(({ gone }) => [...(gone.get(space) ?? [])])).toEqual([[nameOf(read), nameOf(unread)]])

    const fresh = ada.say('bram', 9 * minute, 'meanwhile')
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 2, unread: 1 })

    ada.refold(page, [kept, fresh, read, unread])
    expect(ada.rows().filter((row) => row.text !== 'meanwhile')).toEqual(before)
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 4, unread: 2 })
    const arrivals = ada.rows().map(({ arrival }) => arrival)
    expect(new Set(arrivals).size).toBe(4)
  })

  it('pins what those pinned who led when they wrote, also when that is learnt later, as who hears it all at once does', () => {
    const said = ada.say('bram', 6 * minute, 'come on Monday')
    const pin = ada.effect('cleo', 'room-page', pinEntry(7 * minute, { target: nameOf(said), on: true }))
    ada.apply({ ...pin, role: 'moderator' })
    const pinned = () => ada.view.threads.pinned(space, false).map(({ text: each }) => each)
    expect(pinned()).toEqual(['come on Monday'])
    const told: Touched[] = []
    ada.view.onChange((touched) => told.push(touched))
    ada.refold(page, [said, { ...pin, role: 'member' }])
    expect(pinned()).toEqual([])
    expect(told.map(({ messages }) => messages.get(space)?.size)).toEqual([1])
    ada.refold(page, [said, { ...pin, role: 'moderator' }])
    expect(pinned()).toEqual(['come on Monday'])
  })

  it('puts what had seen something cut back where it claims to be', () => {
    const far = ada.say('cleo', 4e12, 'from the year 2096')
    const answer = ada.say('bram', 6 * minute, 'what?', { seen: [far] })
    expect(ada.rows().map(({ time }) => time)).toEqual([4e12, 4e12 + 1])
    ada.refold(page, [answer])
    expect(ada.rows().map(({ time }) => time)).toEqual([6 * minute])
  })

  it('shows the branch that counts, marked, in the place of the other', () => {
    const first = ada.say('bram', 6 * minute, 'to you')
    const other: Effect = {
      ...first,
      hash: hashOf('other'),
      entry: messageEntry(6 * minute, 'to others'),
      forked: true,
    }
    ada.refold(page, [other])
    expect(ada.rows()).toMatchObject([{ text: 'to others', forked: true }])
    ada.refold(page, [{ ...first, forked: true }])
    expect(ada.rows()).toMatchObject([{ text: 'to you', forked: true }])
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 1, unread: 1 })
  })

  it('keeps withdrawn what a branch puts where something that could not be withdrawn had stood', () => {
    const said = ada.say('bram', 6 * minute, 'said')
    const edit = ada.effect('bram', 'room-page', editEntry(7 * minute, { target: nameOf(said), text: 'edited' }))
    const withdrawal = ada.effect('bram', 'room-page', withdrawEntry(8 * minute, nameOf(edit)), {
      document: 'O'.repeat(43) as DocumentId,
      feed: 'elsewhere',
    })
    ada.apply(edit, withdrawal)
    const entry = messageEntry(7 * minute, 'to others')
    ada.refold(page, [said, { ...edit, entry, hash: hashOf('to others'), forked: true }])
    expect(ada.rows()).toMatchObject([
      { text: 'said', withdrawn: false },
      { text: '', withdrawn: true },
    ])
  })

  it('shows who waited once they are confirmed, and nothing of them before', () => {
    ada.know(memberOf('pia', { state: 'pending' }))
    const said = ada.say('pia', 6 * minute, 'may I come in')
    expect(ada.texts()).toEqual([])
    ada.know(memberOf('pia'))
    ada.refold(page, [said])
    expect(ada.texts()).toEqual(['may I come in'])
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 1, unread: 1 })
  })

  it('is empty when nothing of it has effect', () => {
    ada.say('bram', 6 * minute, 'one')
    ada.refold(page, [])
    expect(ada.texts()).toEqual([])
    expect(ada.view.queries.space(space)).toMatchObject({ messages: 0, unread: 0 })
  })
})

describe('the charter folded anew', () => {
  it('says what those say whose role still counts', () => {
    const first = ada.effect('ada', 'charter', charterEntry(1, text('Garden')))
    const second = ada.effect('cleo', 'charter', charterEntry(2, text('Cleo’s')), { role: 'owner' })
    ada.apply(first, second)
    expect(ada.view.queries.charter()?.name).toBe('Cleo’s')
    ada.refold(charter, [ada.opening, first, { ...second, role: 'member' }])
    expect(ada.view.queries.charter()?.name).toBe('Garden')
    ada.refold(charter, [ada.opening, first, second])
    expect(ada.view.queries.charter()?.name).toBe('Cleo’s')
  })

  it('keeps rooms with what is read in them, and counts a room that comes back', () => {
    ada.say('bram', 6 * minute, 'one')
    ada.say('bram', 7 * minute, 'two')
    ada.view.markRead(space, 1)
    ada.refold(charter, [ada.opening])
    expect(ada.view.queries.space(space)).toMatchObject({ name: 'general', messages: 2, unread: 1 })
    ada.refold(charter, [{ ...ada.opening, role: 'member', opened: undefined }])
    expect(ada.view.queries.spaces()).toEqual([])
    ada.refold(charter, [ada.opening])
    expect(ada.view.queries.spaces()).toMatchObject([{ id: space, messages: 2, unread: 1, readUpTo: 1 }])
  })

  it('names a room that two entries open as the first of them does, whichever came first', () => {
    const garden = 'G'.repeat(43) as DocumentId
    const [late, early] = ['late', 'early'].map((name, at) =>
      ada.effect('ada', 'charter', roomEntry(20 - at, { name, topic: '' }, ''), { opened: garden, feed: name }),
    )
    if (!late || !early) throw new TypeError('two are made')
    ada.apply(late)
    ada.apply(early)
    expect(ada.view.queries.space(garden)?.name).toBe('early')
    ada.refold(charter, [early, late])
    expect(ada.view.queries.space(garden)?.name).toBe('early')
  })
})

describe('profiles folded anew', () => {
  it('name members as those entries do that still count', () => {
    const [one, two] = [
      ada.effect('bram', 'profiles', profileEntry(1, 'Bram')),
      ada.effect('bram', 'profiles', profileEntry(2, 'Stolen')),
    ]
    ada.apply(one, two)
    ada.refold(profiles, [one])
    expect(ada.view.queries.names().get('bram' as MemberId)).toBe('Bram')
  })
})

describe('an index of version 1', () => {
  it('is made anew, and what was read stays read', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'old.db')
    const key = new Uint8Array(32)
    const [first] = viewSchema.migrations
    const [marks] = markSchema.migrations
    const old = openDatabase({
      path,
      key,
      schemas: [
        { room: 'view', migrations: [first ?? ''] },
        { room: 'marks', migrations: [marks ?? ''] },
      ],
    })
    old.statement('INSERT INTO index_state VALUES (1, 1)').run()
    const effects = ['one', 'two', 'three'].map((each, at) =>
      ada.effect('bram', 'room-page', messageEntry((6 + at) * minute, each)),
    )
    for (const [at, { feed, seq, hash }] of effects.entries()) {
      old
        .statement(
          `INSERT INTO message (space, document, feed, seq, hash, time, at, author, mine, late, news, received, text)
           VALUES (?, ?, ?, ?, ?, 1, 1, 'bram', 0, ?, 1, 77, 'old')`,
        )
        .run(space, page, feed, seq, hash.subarray(0, 16), Number(at === 1))
    }
    old.statement('INSERT INTO read_mark VALUES (?, 2)').run(space)
    old.close()

    const database = openDatabase({ path, key, schemas: [viewSchema, markSchema] })
    const view = new View({
      ...{ database, community, me: 'ada' as MemberId, log: keptLog(), mySince: () => 0, now: () => 99 },
      memberOf: (device) => memberOf(device),
    })
    const more = ada.effect('bram', 'room-page', messageEntry(9 * minute, 'four'))
    view.prepare(() => [ada.opening, ...effects, more])
    expect(view.queries.newest(space, 10).map((row) => [row.text, row.arrival, row.late])).toEqual([
      ['one', 1, false],
      ['two', 2, true],
      ['three', 3, false],
      ['four', 4, false],
    ])
    expect(view.queries.space(space)).toMatchObject({ messages: 4, unread: 2, readUpTo: 2 })
    database.close()
  })
})
