/** Whatever order entries arrive in, every peer's index comes to the same rows in the same order, and equals what the rules say in words. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import {
  editEntry,
  type Effect,
  type Entry,
  messageEntry,
  pinEntry,
  reactEntry,
  withdrawEntry,
} from '../../core/documents/index.ts'
import type { DocumentId, EntryId } from '../../core/shared/index.ts'
import type { Root } from '../../core/view/index.ts'
import { naiveView } from '../support/naive-view.ts'
import { adasView, effectMaker, hashOf, memberOf, minute, nameOf, page, space } from '../support/small-view.ts'

const other = 'O'.repeat(43) as DocumentId
/** Five members; the second has two devices, the last waits to be confirmed. */
const WRITERS = ['ada', 'bram', 'bram2', 'cleo', 'dov', 'eli', 'pia']
const members = [
  memberOf('bram', { devices: ['bram', 'bram2'] as never }),
  ...['cleo', 'dov', 'eli'].map((name) => memberOf(name)),
]
const pia = memberOf('pia', { state: 'pending' })
const authorOf = (effect: Effect): string => (effect.device === ('bram2' as never) ? 'bram' : effect.device)

/** Something written by somebody who has seen some earlier ones, with a clock that may be very wrong. */
interface Said {
  readonly writer: number
  readonly at: number
  readonly seen: readonly number[]
  readonly does:
    | 'message'
    | 'reply'
    | 'thread'
    | 'react'
    | 'unreact'
    | 'pin'
    | 'unpin'
    | 'edit'
    | 'withdraw'
    | 'unknown'
  readonly target: number
  /** In another page of the room. */
  readonly elsewhere: boolean
}

const saying: fc.Arbitrary<Said> = fc.record({
  writer: fc.nat({ max: WRITERS.length - 1 }),
  at: fc.oneof(
    fc.integer({ min: 5 * minute - 20, max: 5 * minute + 20 }),
    fc.integer({ min: 5 * minute - 20, max: 5 * minute + 20 }),
    // Sock puppets that claim 1970, and clocks that are nowhere.
    fc.integer({ min: 0, max: 3 }),
    fc.constantFrom(-1e15, 8.64e15, 4e12),
  ),
  seen: fc.array(fc.nat({ max: 1000 }), { maxLength: 3 }),
  does: fc.constantFrom(
    ...(['message', 'message', 'message', 'reply', 'thread', 'thread', 'react', 'react', 'unreact'] as const),
    ...(['pin', 'unpin', 'edit', 'edit', 'withdraw', 'unknown'] as const),
  ),
  target: fc.nat({ max: 1000 }),
  elsewhere: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
})

const conversation = fc.oneof(
  fc.array(saying, { minLength: 1, maxLength: 8 }),
  fc.array(saying, { minLength: 25, maxLength: 40 }),
  fc.array(saying, { minLength: 25, maxLength: 40 }),
)

function entryOf(does: Said['does'], at: number, number: number, target: EntryId | undefined): Entry {
  const text = `message ${number}`
  if (does === 'unknown') return { kind: 'from-the-future', at, fields: new Map() }
  if (target === undefined) return messageEntry(at, text)
  switch (does) {
    case 'edit':
      return editEntry(at, { target, text: `edit ${number}` })
    case 'withdraw':
      return withdrawEntry(at, target)
    case 'react':
    case 'unreact':
      return reactEntry(at, { target, emoji: number % 3 === 0 ? '🌱' : '👍', on: does === 'react' })
    case 'pin':
    case 'unpin':
      return pinEntry(at, { target, on: does === 'pin' })
    case 'reply':
      return messageEntry(at, text, { reply: target })
    case 'thread':
      return messageEntry(at, text, { root: target })
    case 'message':
      return messageEntry(at, text)
  }
}

function effectsOf(said: readonly Said[]): Effect[] {
  const make = effectMaker(() => 'member')
  const effects: Effect[] = []
  for (const { writer, at, seen, does, target, elsewhere } of said) {
    const about = effects[target % Math.max(1, effects.length)]
    const entry = entryOf(does, at, effects.length, about && nameOf(about))
    // Few see many: so that some have the three witnesses that can make them older.
    const pointed = seen.flatMap(
      (each) => effects[each % 2 === 0 ? each % 4 : each % Math.max(1, effects.length)] ?? [],
    )
    effects.push(
      make(WRITERS[writer] ?? 'ada', 'room-page', entry, {
        seen: pointed.length > 0 ? [...new Set(pointed)] : [],
        document: elsewhere ? other : page,
      }),
    )
  }
  return effects
}

/** The same effects as another peer might get them: each feed's in order, else anyhow. */
function shuffled(effects: readonly Effect[], picks: readonly number[]): Effect[] {
  const waiting = [...Map.groupBy(effects, ({ feed }) => feed).values()].map((queue) => [...queue])
  const out: Effect[] = []
  for (let turn = 0; out.length < effects.length; turn++) {
    const open = waiting.filter((queue) => queue.length > 0)
    const next = open[(picks[turn % Math.max(1, picks.length)] ?? turn) % open.length]?.shift()
    if (next) out.push(next)
  }
  return out
}

/** In batches, as blocks bring them. */
function batched(effects: readonly Effect[], picks: readonly number[]): Effect[][] {
  const out: Effect[][] = []
  for (let from = 0, turn = 0; from < effects.length; turn++) {
    const size = 1 + ((picks[turn % picks.length] ?? 0) % 9)
    out.push(effects.slice(from, from + size))
    from += size
  }
  return out
}

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const view = adasView([...members, pia])
  open.push(view)
  const { queries, threads } = view.view
  const inThread = (root: Root) => queries.newest(space, 1000, root)
  const everything = () =>
    (['', ...threads.threads(space, 1000).map(({ root }) => root)] as const)
      .flatMap((root) => inThread(root))
      .toSorted((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
  const shown = () =>
    everything().map(({ id, time, text, editedAt, withdrawn, reply, root }) => ({
      ...{ id, time, text, editedAt, withdrawn, reply, root },
      reactions: threads.reactions(id, space),
      pinned: threads.isPinned(id, space, true),
    }))
  return { ...view, inThread, everything, shown }
}

/** The counters of a room and its threads are what they would be were everything counted. */
function expectCounted(view: ReturnType<typeof someView>): void {
  const record = view.view.queries.space(space)
  const rows = view.inThread('')
  const isNews = ({ mine, at }: { mine: boolean; at: number }): boolean => !mine && at >= 5 * minute
  let unread = rows.filter((row) => isNews(row) && row.arrival > (record?.readUpTo ?? 0)).length
  const threads = view.view.threads.threads(space, 1000)
  for (const { root, posts, unread: some, last, readUpTo } of threads) {
    const own = view.inThread(root)
    const news = own.filter((row) => isNews(row) && row.arrival > readUpTo).length
    expect({ posts, some, last }).toEqual({ posts: own.length, some: news, last: own.at(-1)?.time })
    unread += news
  }
  expect(threads.map(({ last }) => last)).toEqual(threads.map(({ last }) => last).toSorted((a, b) => b - a))
  expect(record).toMatchObject({ messages: rows.length, unread })
}

const notPia = (effect: Effect): string | undefined => (authorOf(effect) === 'pia' ? undefined : authorOf(effect))
const picking = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 40 })

it('comes to one order on every peer, one by one, in batches and made anew: the one the rules name', () => {
  fc.assert(
    fc.property(conversation, picking, (said, picks) => {
      const effects = effectsOf(said)
      const expected = naiveView(effects, notPia)
      const [one, two] = [someView(), someView()]
      for (const effect of effects) one.apply(effect)
      for (const batch of batched(shuffled(effects, picks), picks)) two.apply(...batch)
      expect(one.shown()).toEqual(expected)
      expect(two.shown()).toEqual(expected)
      for (const view of [one, two]) expectCounted(view)
      one.view.rebuild(() => [...shuffled(effects, picks.toReversed()), one.opening])
      expect(one.shown()).toEqual(expected)
      expectCounted(one)
      // Nothing stands before what it had seen, whatever anybody claims.
      const position = new Map(expected.map(({ id }, at): [string, number] => [id, at]))
      for (const effect of effects) {
        for (const { feed, seq } of effect.seen.filter(() => effect.document === page)) {
          const [before, after] = [position.get(`${feed}.${seq}`), position.get(nameOf(effect))]
          const foreign = effects.some((each) => each.feed === feed && each.document !== effect.document)
          if (before !== undefined && after !== undefined && !foreign) expect(before).toBeLessThan(after)
        }
      }
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 40 },
  )
})

it('comes to the same when documents are cut, forked, confirmed and whole again, and what stays keeps its arrival', () => {
  const cutting = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(conversation, picking, cutting, (said, picks, cuts) => {
      const effects = effectsOf(said)
      const view = someView()
      const whole = [page, other].map((document) => effects.filter((effect) => effect.document === document))
      for (const batch of batched(shuffled(effects, picks), picks)) view.apply(...batch)
      const arrivals = new Map(view.everything().map(({ id, arrival, late }) => [id, { arrival, late }]))
      const middle = view.everything()[Math.floor(arrivals.size / 2)]
      if (middle) view.view.markRead(space, middle.arrival)
      if (middle && middle.root !== '') view.view.markRead(space, middle.arrival, middle.root)
      const lengths = new Map<string, number>()
      const forks = new Map<string, number>()
      /** What has effect now: within cuts, and of forked feeds the other branch. */
      const now = (of: readonly Effect[]): Effect[] =>
        of
          .filter(({ feed, seq }) => seq <= (lengths.get(feed) ?? Infinity))
          .map((effect) => (effect.seq < (forks.get(effect.feed) ?? Infinity) ? effect : branchOf(effect)))
      const feeds = [...new Set(effects.map(({ feed }) => feed))]
      for (const cut of cuts) {
        const feed = feeds[cut % feeds.length] ?? ''
        lengths.set(feed, cut % 3 === 0 ? Infinity : cut % 7)
        forks.set(feed, cut % 5 === 0 ? 1 + (cut % 4) : Infinity)
        const which = whole.find((all) => all.some((effect) => effect.feed === feed)) ?? []
        const document = which[0]?.document ?? page
        view.refold(document, shuffled(now(which), picks))
        expect(view.shown()).toEqual(naiveView(now(effects), notPia))
        expectCounted(view)
        for (const { id, arrival, late, forked } of view.everything()) {
          if (forked) expect(seqOf(id)).toBeGreaterThanOrEqual(forks.get(id.split('.')[0] ?? '') ?? Infinity)
          else expect({ arrival, late }).toEqual(arrivals.get(id))
        }
      }
      view.know({ ...pia, state: 'active' })
      for (const all of whole) if (all[0]) view.refold(all[0].document, all)
      expect(view.shown()).toEqual(naiveView(effects, authorOf))
      expectCounted(view)
      view.close()
      open.length = 0
    }),
    { numRuns: 40 },
  )
})

const seqOf = (id: string): number => Number(id.split('.')[1])

/** What the author of an entry told others in its place. */
function branchOf(effect: Effect): Effect {
  const entry = messageEntry(effect.entry.at + 5, `other ${nameOf(effect)}`)
  return { ...effect, entry, hash: hashOf(`other ${nameOf(effect)}`), forked: true }
}

/** Two who answer each other a thousand times, with clocks that stand still: each entry stands one later than the one before. */
function dialogue(length: number): Effect[] {
  const make = effectMaker(() => 'member')
  const effects: Effect[] = []
  for (let at = 0; at < length; at++) {
    const before = effects.at(-1)
    effects.push(
      make(at % 2 ? 'bram' : 'cleo', 'room-page', messageEntry(7, `${at}`), { seen: before ? [before] : [] }),
    )
  }
  return effects
}

it('puts a chain of a thousand in order also when its two sides come one after the other', () => {
  const effects = dialogue(1000)
  const view = someView()
  const sides = ['bram', 'cleo'].map((who) => effects.filter(({ device }) => device === (who as never)))
  let writes = 0
  const { statement } = view.database
  view.database.statement = function (sql: string) {
    if (sql.startsWith('UPDATE message')) writes += 1
    return statement.call(this, sql) as never
  }
  for (const side of sides) view.apply(...side)
  expect(view.shown().map(({ time }) => time)).toEqual(effects.map((_, at) => 7 + at))
  expect(view.shown().map(({ text }) => text)).toEqual(effects.map((_, at) => `${at}`))
  expect(writes).toBeLessThan(3 * effects.length)
})
