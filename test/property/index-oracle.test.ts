/** Whatever order entries arrive in, every peer's index comes to the same rows in the same order, and equals one made from nothing. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { messageEntry, roomEntry, type Effect } from '../../core/documents/index.ts'
import type { Member } from '../../core/membership/index.ts'
import type { DeviceId, DocumentId, FeedId, MemberId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { markSchema, View, viewSchema } from '../../core/view/index.ts'
import { keptLog, temporaryFolder } from '../support/surroundings.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const space = 'S'.repeat(43) as DocumentId
const page = 'P'.repeat(43) as DocumentId
const feedOf = (writer: number): FeedId => String(writer).repeat(32) as FeedId
const hashOf = (name: string): Uint8Array => Uint8Array.from(createHash('sha256').update(name).digest())

/** A message by one of four writers that has seen some earlier ones, with a clock that may be very wrong. */
interface Said {
  readonly writer: number
  readonly at: number
  readonly seen: readonly number[]
}

const saying: fc.Arbitrary<Said> = fc.record({
  writer: fc.integer({ min: 1, max: 4 }),
  at: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constant(1_000_000)),
  seen: fc.array(fc.nat({ max: 1000 }), { maxLength: 2 }),
})

function effectsOf(said: readonly Said[]): Effect[] {
  const seqs = new Map<number, number>()
  const effects: Effect[] = []
  for (const { writer, at, seen } of said) {
    const seq = (seqs.get(writer) ?? 0) + 1
    seqs.set(writer, seq)
    const targets = effects.length === 0 ? [] : [...new Set(seen.map((each) => each % effects.length))]
    const pointers = targets.flatMap((target) => {
      const effect = effects[target]
      return effect ? [{ feed: effect.feed, seq: effect.seq, hash: effect.hash.subarray(0, 16) }] : []
    })
    const entry = messageEntry(at, `${writer}.${seq}`)
    const device = String(writer) as DeviceId
    effects.push({
      document: page,
      kind: 'room-page',
      space,
      feed: feedOf(writer),
      seq,
      hash: hashOf(`${writer}.${seq}`),
      device,
      seen: pointers,
      entry,
      heads: [],
      role: 'owner',
      opened: undefined,
    })
  }
  return effects
}

/** The same effects as another peer might get them: each feed's in order, else anyhow. */
function shuffled(effects: readonly Effect[], picks: readonly number[]): Effect[] {
  const waiting = [1, 2, 3, 4].map((writer) => effects.filter(({ feed }) => feed === feedOf(writer)))
  const out: Effect[] = []
  for (let turn = 0; out.length < effects.length; turn++) {
    const open = waiting.filter((queue) => queue.length > 0)
    const next = open[(picks[turn % Math.max(1, picks.length)] ?? turn) % open.length]?.shift()
    if (next) out.push(next)
  }
  return out
}

let count = 0
function viewOf(me: string) {
  const database = openDatabase({
    path: join(folder.path, `${++count}.db`),
    key: new Uint8Array(32),
    schemas: [viewSchema, markSchema],
  })
  const memberOf = (device: DeviceId): Member => ({
    id: device as string as MemberId,
    role: 'owner',
    state: 'active',
    since: 0,
    devices: [device],
    grants: [],
    leaves: [],
  })
  const view = new View({ database, memberOf, me: me as MemberId, mySince: () => 0, now: () => 1000, log: keptLog() })
  view.prepare(() => [])
  const opening: Effect = {
    document: 'C'.repeat(43) as DocumentId,
    kind: 'charter',
    space,
    feed: feedOf(9),
    seq: 1,
    hash: hashOf('c'),
    device: '1' as DeviceId,
    seen: [],
    entry: roomEntry(0, { name: 'room', topic: '' }, ''),
    heads: [],
    role: 'owner',
    opened: space,
  }
  const apply = (effects: readonly Effect[]) => database.transaction('received', () => view.apply(effects))
  apply([opening])
  const rows = () => view.queries.newest(space, 1000).map(({ id, time, text }) => `${time} ${id} ${text}`)
  return { database, view, apply, rows, opening }
}

it('comes to one order on every peer, and equals an index made anew', () => {
  fc.assert(
    fc.property(
      fc.array(saying, { minLength: 1, maxLength: 40 }),
      fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
      (said, picks) => {
        const effects = effectsOf(said)
        const [one, other] = [viewOf('1'), viewOf('2')]
        for (const effect of effects) one.apply([effect])
        other.apply(shuffled(effects, picks))
        expect(other.rows()).toEqual(one.rows())
        const unread = one.view.queries.space(space)
        expect(unread).toMatchObject({
          messages: effects.length,
          unread: effects.filter(({ device }) => device !== ('1' as DeviceId)).length,
        })
        const before = one.rows()
        one.view.rebuild(() => [one.opening, ...shuffled(effects, picks.toReversed())])
        expect(one.rows()).toEqual(before)
        const position = new Map(one.rows().map((row, at) => [row.split(' ')[1], at]))
        for (const { feed, seq, seen } of effects) {
          for (const pointer of seen) {
            expect(position.get(`${pointer.feed}.${pointer.seq}`)).toBeLessThan(position.get(`${feed}.${seq}`) ?? 0)
          }
        }
        one.database.close()
        other.database.close()
      },
    ),
    { numRuns: 40 },
  )
})
