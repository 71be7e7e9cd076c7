/**
 * What Mod brought in says who is said to have said it only as long as Mod leads: whenever that is taken, cut or given back, the index is
 * what it would be had it always been so.
 */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import {
  editEntry,
  type Effect,
  type Entry,
  importedAuthorId,
  type ImportedMark,
  importedMessageEntry,
  importedTopicEntry,
  messageEntry,
  reactEntry,
  withdrawEntry,
} from '../../core/documents/index.ts'
import type { EntryId, MemberId } from '../../core/shared/index.ts'
import { adasView, effectMaker, memberOf, minute, nameOf, page, space } from '../support/small-view.ts'

const ELSEWHERE = ['Zoe', 'Yann', 'mod', 'Ada']

interface Said {
  readonly writer: 'mod' | 'bram' | 'ada'
  readonly does: 'import' | 'topic' | 'message' | 'edit' | 'withdraw' | 'react'
  readonly who: number
  readonly target: number
  readonly about: 'nothing' | 'reply' | 'root'
  readonly minute: number
}

const saying: fc.Arbitrary<Said> = fc.record({
  writer: fc.constantFrom('mod', 'mod', 'mod', 'bram', 'ada'),
  does: fc.constantFrom('import', 'import', 'import', 'topic', 'message', 'message', 'edit', 'withdraw', 'react'),
  who: fc.nat({ max: ELSEWHERE.length - 1 }),
  target: fc.nat({ max: 100 }),
  about: fc.constantFrom('nothing', 'nothing', 'reply', 'root'),
  minute: fc.integer({ min: 1, max: 9 }),
})

function entryOf({ does, who, about, minute: when, writer }: Said, count: number, target: EntryId | undefined): Entry {
  const at = when * minute + count
  const mark: ImportedMark = {
    ...{ from: 'slack', author: ELSEWHERE[who] ?? '', id: `m${count}`, on: 9 * minute },
    reactions: count % 2 === 0 ? [] : [{ emoji: '🌱', count: 2, names: ['Zoe'] }],
  }
  const more = !target || about === 'nothing' ? {} : { [about]: target }
  // Bram brings in as well, which he may not.
  if (does === 'topic')
    return importedTopicEntry(at, { title: `title ${count}`, tags: [], category: '', text: `word${count}` }, mark)
  if (does === 'import' && writer !== 'ada') return importedMessageEntry(at, `word${count}`, more, mark)
  if (does === 'edit' && target) return editEntry(at, { target, text: `word${count}` })
  if (does === 'withdraw' && target) return withdrawEntry(at, target)
  if (does === 'react' && target) return reactEntry(at, { target, emoji: '🎉', on: true })
  return messageEntry(at, `word${count}`, more)
}

function effectsOf(said: readonly Said[]): Effect[] {
  const make = effectMaker((who) => (who === 'mod' ? 'moderator' : who === 'ada' ? 'owner' : 'member'))
  const effects: Effect[] = []
  for (const one of said) {
    const target = effects[one.target % Math.max(1, effects.length)]
    effects.push(make(one.writer, 'room-page', entryOf(one, effects.length, target && nameOf(target))))
  }
  return effects
}

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const view = adasView([memberOf('mod', { role: 'moderator' })])
  open.push(view)
  const { boards, queries, threads, search } = view.view
  const all = () =>
    ['' as const, ...threads.threads(space, 1000).map(({ root }) => root)].flatMap((root) =>
      queries.newest(space, 1000, root),
    )
  const found = (author: MemberId): (EntryId | undefined)[] =>
    search.newest({ terms: [], authors: [author] }, 1000).map(({ arrival }) => queries.byArrival(arrival)?.id)
  /** All of it that does not depend on when something came to this device. */
  const shown = () => {
    while (search.behind) search.settle(7)
    return {
      messages: all().map(({ id, text, author, imported, withdrawn, reply, root, mine }) => ({
        ...{ id, text, author, imported, withdrawn, reply, root, mine },
        title: boards.topic(id)?.title,
        reactions: threads.reactions(id, space),
      })),
      found: [...AUTHORS, ...ELSEWHERE.map(authorIdOf)].map((author) => found(author).toSorted(byName)),
    }
  }
  return { ...view, all, shown }
}

const byName = (a = '', b = ''): number => (a < b ? -1 : 1)
const AUTHORS = ['mod', 'bram', 'ada'] as MemberId[]
const authorIdOf = (name: string): MemberId => importedAuthorId('slack', name)

/** What the log comes to say of what Mod wrote. */
const VERDICTS = {
  'led all along': (effects) => [...effects],
  'never led': (effects) => effects.map((effect) => (by(effect) ? { ...effect, role: 'member' } : effect)),
  'led for a while': (effects, at) =>
    effects.map((effect) => (by(effect) && effect.seq > at ? { ...effect, role: 'member' } : effect)),
  'was cut': (effects, at) => effects.filter((effect) => !by(effect) || effect.seq <= at),
  'was removed whole': (effects) => effects.filter((effect) => !by(effect)),
  'was cut, and led no more': (effects, at) =>
    effects.flatMap((effect) => (!by(effect) ? [effect] : effect.seq <= at ? [{ ...effect, role: 'member' }] : [])),
} satisfies Record<string, (effects: readonly Effect[], at: number) => Effect[]>
const by = ({ device }: Effect): boolean => device === 'mod'

it('says of each message who is said to have said it, just as long as who brought it in leads', () => {
  let [seen, taken] = [0, 0]
  const verdicts = fc.array(fc.tuple(fc.constantFrom(...Object.values(VERDICTS)), fc.nat({ max: 12 })), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(fc.array(saying, { minLength: 10, maxLength: 30, size: 'max' }), verdicts, (said, judged) => {
      const effects = effectsOf(said)
      const one = someView()
      one.apply(...effects)
      // Both in every run: that something was seen, and something taken, is not left to chance.
      const always = [VERDICTS['led all along'], VERDICTS['never led']].map((verdict) => [verdict, 0] as const)
      for (const [verdict, at] of [...always, ...judged]) {
        const now = verdict(effects, at)
        one.refold(page, now)
        const [shown, fresh] = [one.shown(), someView()]
        for (const effect of now) fresh.apply(effect)
        expect(shown).toEqual(fresh.shown())
        const said = new Map(now.map((effect) => [nameOf(effect), effect]))
        for (const { id, imported, author } of shown.messages) {
          const { role, entry, device } = said.get(id) ?? {}
          const isSo = role !== 'member' && entry?.fields.has('imported') === true
          expect([imported !== undefined, author]).toEqual([isSo, device])
          if (isSo) seen += 1
          else if (entry?.fields.has('imported')) taken += 1
        }
        one.view.rebuild(() => [one.opening, ...now])
        expect(one.shown()).toEqual(shown)
      }
      one.refold(page, effects)
      const again = someView()
      again.apply(...effects)
      expect(one.shown()).toEqual(again.shown())
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 15, endOnFailure: true },
  )
  expect(seen).toBeGreaterThan(20)
  expect(taken).toBeGreaterThan(20)
})
