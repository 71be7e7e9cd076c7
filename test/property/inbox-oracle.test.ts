/** What is for Ada is the same in whatever order it came, made anew or cut, and what was read on one of her devices is read on both. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import {
  editEntry,
  type Effect,
  type Entry,
  messageEntry,
  readEdit,
  readMessage,
  withdrawEntry,
} from '../../core/documents/index.ts'
import { type EntryId, type MemberId, mentionHref } from '../../core/shared/index.ts'
import type { MessageRecord, Root } from '../../core/view/index.ts'
import { WHY } from '../../core/view/index.ts'
import { adasView, effectMaker, memberOf, minute, nameOf, page, space } from '../support/small-view.ts'

/** As ids are spelt; the view is Ada's. */
const ME = `${'a'.repeat(42)}A` as MemberId
const WRITERS = ['ada', 'bram', 'cleo', 'mod', 'pia']
const CALLS = [
  '',
  `[@Ada](${mentionHref({ kind: 'member', id: ME })})`,
  '[@room](folkmoot:room)',
  '`[@room](folkmoot:room)`',
]

interface Said {
  readonly writer: number
  readonly calls: number
  readonly does: 'message' | 'reply' | 'thread' | 'edit' | 'withdraw'
  readonly target: number
  readonly old: boolean
}

const saying: fc.Arbitrary<Said> = fc.record({
  writer: fc.nat({ max: WRITERS.length - 1 }),
  calls: fc.nat({ max: CALLS.length - 1 }),
  does: fc.constantFrom('message', 'message', 'reply', 'reply', 'thread', 'edit', 'withdraw'),
  target: fc.nat({ max: 1000 }),
  old: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
})
const conversation = fc.array(saying, { minLength: 1, maxLength: 30 })
const picking = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 30 })

function effectsOf(said: readonly Said[]): Effect[] {
  const make = effectMaker((who) => (who === 'mod' ? 'moderator' : 'member'))
  const effects: Effect[] = []
  for (const { writer, calls, does, target, old } of said) {
    const about = effects[target % Math.max(1, effects.length)]
    const at = (old ? 1 : 6) * minute + effects.length
    const entry = entryOf(does, at, `${CALLS[calls]} ${effects.length}`, about && nameOf(about))
    effects.push(make(WRITERS[writer] ?? 'ada', 'room-page', entry))
  }
  return effects
}

function entryOf(does: Said['does'], at: number, text: string, target: EntryId | undefined): Entry {
  if (!target || does === 'message') return messageEntry(at, text)
  if (does === 'edit') return editEntry(at, { target, text })
  if (does === 'withdraw') return withdrawEntry(at, target)
  return messageEntry(at, text, does === 'reply' ? { reply: target } : { root: target })
}

/** Each feed's in order, else anyhow. */
function shuffled(effects: readonly Effect[], picks: readonly number[]): Effect[] {
  const waiting = [...Map.groupBy(effects, ({ feed }) => feed).values()].map((queue) => [...queue])
  const out: Effect[] = []
  for (let turn = 0; out.length < effects.length; turn++) {
    const left = waiting.filter((queue) => queue.length > 0)
    const next = left[(picks[turn % picks.length] ?? turn) % left.length]?.shift()
    if (next) out.push(next)
  }
  return out
}

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const more = [
    memberOf(ME, { devices: ['ada'] as never, role: 'owner' }),
    memberOf('cleo'),
    memberOf('mod', { role: 'moderator' }),
  ]
  const view = adasView([...more, memberOf('pia', { state: 'pending' })], ME)
  open.push(view)
  const { queries, threads, inbox } = view.view
  const roots = (): Root[] => ['', ...threads.threads(space, 1000).map(({ root }) => root)]
  const all = (): MessageRecord[] => roots().flatMap((root) => queries.newest(space, 1000, root))
  const unread = (): EntryId[] =>
    all()
      .filter((record) => inbox.isUnread(record))
      .map(({ id }) => id)
      .toSorted()
  const why = () => new Map(all().map(({ id, arrival }): [EntryId, number] => [id, inbox.why(arrival)]))
  return { ...view, roots, all, unread, why }
}
const sorted = (why: ReadonlyMap<EntryId, number>): [EntryId, number][] =>
  [...why].toSorted(([a], [b]) => (a < b ? -1 : 1))
type SomeView = ReturnType<typeof someView>

/** In words: what is shown, is not Ada's own, and names her, calls the room with the right to, or answers her. */
function expectedWhy(view: SomeView, effects: readonly Effect[]): Map<EntryId, number> {
  const records = new Map(view.all().map((record) => [record.id, record]))
  const roles = new Map(effects.map((effect): [EntryId, string] => [nameOf(effect), effect.role]))
  return new Map(
    [...records.values()].map(({ id, mine, withdrawn, text, reply }): [EntryId, number] => {
      if (mine || withdrawn) return [id, 0]
      const plain = text.replace(/`[^`]*`/g, '')
      const mentioned = plain.includes('(folkmoot:member/') ? WHY.me : 0
      const called = plain.includes('(folkmoot:room)') && roles.get(id) === 'moderator' ? WHY.room : 0
      const answered = reply && records.get(reply)?.mine ? WHY.reply : 0
      return [id, mentioned | called | answered]
    }),
  )
}

/** Messages that call Ada since they were changed, nothing of it read: when and by what is told by words and their order alone. */
function expectedCalls(view: SomeView, effects: readonly Effect[]): EntryId[] {
  const said = new Map(effects.map((effect): [EntryId, Effect] => [nameOf(effect), effect]))
  const whyOf = (effect: Effect, text: string): number => {
    const plain = text.replace(/`[^`]*`/g, '')
    const called = plain.includes('(folkmoot:room)') && effect.role === 'moderator' ? WHY.room : 0
    return (plain.includes('(folkmoot:member/') ? WHY.me : 0) | called
  }
  return view.all().flatMap(({ id, arrival, mine, withdrawn, reply }) => {
    const first = said.get(id)
    if (!first || mine || withdrawn) return []
    const answers = reply && view.all().some((other) => other.id === reply && other.mine) ? WHY.reply : 0
    const edits = effects.flatMap((effect) => {
      const edit = readEdit(effect.entry)
      return edit?.target === id && effect.device === first.device ? [{ effect, text: edit.text }] : []
    })
    let before = answers | whyOf(first, readMessage(first.entry) ?? '')
    for (const { effect, text } of edits) {
      const now = whyOf(effect, text)
      const isNew = effect.entry.at >= 5 * minute && before === 0
      if (isNew && (now & view.view.inbox.why(arrival)) !== 0) return [id]
      before |= now
    }
    return []
  })
}

const callsOf = (view: SomeView): EntryId[] => {
  const called = view.roots().flatMap((root) => view.view.inbox.called.unread(space, root, 31))
  const ids = new Map(view.all().map(({ id, arrival }) => [arrival, id]))
  return called.flatMap(({ target }) => ids.get(target) ?? []).toSorted()
}

it('finds who is called by changes of what was said, also made anew, and cut', () => {
  // Few say much about little, so that they change it again and again.
  const busy = fc
    .array(
      fc.record({
        writer: fc.constantFrom(0, 1, 3, 3, 3, 3),
        calls: fc.constantFrom(0, 1, 1, 2, 2),
        does: fc.constantFrom('message', 'reply', 'edit', 'edit', 'edit', 'edit', 'edit', 'withdraw'),
        target: fc.nat({ max: 6 }),
        old: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      } satisfies Record<keyof Said, unknown>),
      { minLength: 20, maxLength: 40 },
    )
    // At first there is something to change.
    .map((said): Said[] => said.map((one, at) => (at < 7 ? { ...one, does: 'message', calls: 0 } : one)))
  let found = 0
  fc.assert(
    fc.property(busy, picking, (said, picks) => {
      const effects = effectsOf(said)
      const [one, two] = [someView(), someView()]
      for (const effect of effects) one.apply(effect)
      two.apply(...shuffled(effects, picks))
      const calls = callsOf(one)
      found += calls.length
      expect(calls).toEqual(expectedCalls(one, effects).toSorted())
      for (const view of [one, two]) {
        const before = callsOf(view)
        view.view.rebuild(() => [view.opening, ...shuffled(effects, picks)])
        expect(callsOf(view)).toEqual(before)
        view.refold(page, effects.slice(0, effects.length / 2))
        expectCounted(view)
        view.refold(page, effects)
        expect(callsOf(view)).toEqual(before)
        // All of it read, nothing is left.
        view.view.markAllRead(space)
        expect([callsOf(view), view.view.inbox.places(31)]).toEqual([[], []])
      }
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 20, endOnFailure: true },
  )
  expect(found).toBeGreaterThan(10)
})

/** The counters and the groups of the inbox are what they would be were everything looked at. */
function expectCounted(view: SomeView): void {
  const unread = new Set(view.unread())
  const places = view.view.inbox.places(31)
  expect(places.reduce((sum, { unread: some }) => sum + some, 0)).toBe(unread.size)
  const calls = new Set(callsOf(view))
  // Lists of rooms tell as much as the inbox has.
  const called = view.view.inbox.calls(31).get(space) ?? 0
  expect((view.view.queries.space(space)?.unread ?? 0) + called).toBe(unread.size + calls.difference(unread).size)
  expect(called).toBe(places.reduce((sum, { again }) => sum + again, 0))
  // So do single threads, and the room without them.
  const { threads, inbox } = view.view
  const told = new Map<Root, number>(threads.threads(space, 1000).map((each) => [each.root, each.unread]))
  told.set('', threads.unreadOutside(space))
  const all = unread.union(calls)
  for (const [root, some] of told) {
    const here = view.all().filter((record) => record.root === root && all.has(record.id))
    expect({ root, told: some + inbox.again(space, root, 31) }).toEqual({ root, told: here.length })
  }
  const someUnread = view.all().filter(({ id }) => unread.has(id) || calls.has(id))
  expect(new Set(places.map(({ root }) => root))).toEqual(new Set(someUnread.map(({ root }) => root)))
  for (const { root, unread: some, own, again, concerns: counted } of places) {
    const wrote = view
      .all()
      .some((record) => record.mine && root !== '' && (record.root === root || record.id === root))
    expect(own).toBe(wrote)
    const here = view.all().filter((record) => record.root === root && unread.has(record.id))
    expect(some).toBe(here.length)
    const called = new Set(view.view.inbox.called.unread(space, root, 31).map(({ target }) => target))
    const concerns = view
      .all()
      .filter((record) => record.root === root)
      .filter(({ id, arrival }) => (unread.has(id) && view.view.inbox.why(arrival) > 0) || called.has(arrival)).length
    expect(counted).toBe(concerns)
    expect(again).toBe(view.all().filter(({ id, root: of }) => of === root && calls.has(id) && !unread.has(id)).length)
    // Asked for by itself it is the same, and nothing is for Ada for no reason.
    expect(view.view.inbox.place(space, root, 31)).toEqual({ space, root, unread: 1, own, again, concerns })
    expect(view.view.inbox.concerns(space, root, 0)).toBe(0)
  }
}

it('finds what is for Ada in whatever order it came, made anew, and cut', () => {
  fc.assert(
    fc.property(conversation, picking, (said, picks) => {
      const effects = effectsOf(said)
      const [one, two] = [someView(), someView()]
      for (const effect of effects) one.apply(effect)
      two.apply(...shuffled(effects, picks))
      for (const view of [one, two]) {
        expect(view.why()).toEqual(expectedWhy(view, effects))
        expectCounted(view)
      }
      expect(sorted(two.why())).toEqual(sorted(one.why()))
      one.view.rebuild(() => [one.opening, ...shuffled(effects, picks)])
      expect(sorted(one.why())).toEqual(sorted(two.why()))
      // Without its later half, and without the role its moderator had; then whole again.
      const cut = effects.filter(({ seq }) => seq <= 2).map((effect) => ({ ...effect, role: 'member' as const }))
      one.refold(page, cut)
      expect(one.why()).toEqual(expectedWhy(one, cut))
      expectCounted(one)
      one.refold(page, effects)
      expect(sorted(one.why())).toEqual(sorted(two.why()))
      expectCounted(one)
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 15 },
  )
})

/** What one device tells the others. */
function tell(from: SomeView, to: SomeView): void {
  for (const untold of from.view.inbox.seen.untold(100)) {
    from.view.inbox.seen.tell(untold)
    to.view.learnRead(untold)
  }
}

/** An answer to Ada from before she came, changed to name her as well: she was called by it from the first. */
const CALLED_ALREADY: Said[] = [
  { writer: 0, calls: 0, does: 'message', target: 0, old: true },
  { writer: 3, calls: 0, does: 'reply', target: 0, old: true },
  { writer: 3, calls: 1, does: 'edit', target: 1, old: false },
]

it('two devices that get things in different orders agree on what was read, and nothing unread is lost', () => {
  fc.assert(
    fc.property(conversation, picking, fc.array(fc.nat({ max: 99 }), { maxLength: 12 }), (said, picks, steps) => {
      const effects = effectsOf(said)
      const [desk, phone] = [someView(), someView()]
      const coming: readonly [Effect[], Effect[]] = [[...effects], shuffled(effects, picks)]
      /** What was in front of her eyes on some device. */
      const read = new Set<EntryId>()
      steps.forEach((step, at) => {
        const [view, other, rest] =
          at % 2 === 0 ? ([desk, phone, coming[0]] as const) : ([phone, desk, coming[1]] as const)
        view.apply(...rest.splice(0, step % 7))
        const root = view.roots()[step % view.roots().length] ?? ''
        const rows = view.all().filter((record) => record.root === root)
        const upTo = rows[step % Math.max(1, rows.length)]?.arrival ?? 0
        for (const row of rows) if (row.arrival <= upTo) read.add(row.id)
        view.view.markRead(space, upTo, root)
        if (step % 3 === 0) tell(view, other)
      })
      desk.apply(...coming[0].splice(0))
      phone.apply(...coming[1].splice(0))
      tell(desk, phone)
      tell(phone, desk)
      tell(desk, phone)
      expect(phone.unread()).toEqual(desk.unread())
      const unread = new Set(desk.unread())
      for (const { id, mine, at } of desk.all())
        expect({ id, unread: unread.has(id) }).toEqual({ id, unread: !mine && at >= 5 * minute && !read.has(id) })
      for (const view of [desk, phone]) expectCounted(view)
      desk.view.rebuild(() => [desk.opening, ...shuffled(effects, picks)])
      expect(desk.unread()).toEqual(phone.unread())
      expectCounted(desk)
      // There is nothing left to say.
      expect(desk.view.inbox.seen.untold(100).flatMap(({ feeds }) => feeds)).toEqual([])
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 25, examples: [[CALLED_ALREADY, [0], []]] },
  )
})
