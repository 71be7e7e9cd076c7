/** After whatever happens to messages, search finds just what is shown: as an index made from nothing would, and as looking at each text does. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import {
  answerEntry,
  editEntry,
  type Effect,
  messageEntry,
  reactEntry,
  topicChangeEntry,
  topicEntry,
  withdrawEntry,
} from '../../core/documents/index.ts'
import type { MemberId } from '../../core/shared/index.ts'
import { hasAll, type MessageRecord, plainOf, type Sought, termsOf } from '../../core/view/index.ts'
import { adasView, memberOf, minute, nameOf, page, space } from '../support/small-view.ts'

const WRITERS = ['ada', 'bram', 'cleo', 'dov', 'eli']
const WORDS = [
  'seed',
  'Seeds',
  'swap',
  'café',
  'CAFE',
  '東京都',
  '京',
  'ที่ดี',
  '👍🏽',
  '**bold**',
  '[see](https://example.org)',
  'كِتَاب',
  '"',
  "'*'",
  'NEAR(',
  '-',
]
const SOUGHT: readonly Sought[] = [
  ...[
    'seed',
    'seed swap',
    '"seed swap"',
    'see',
    'cafe',
    '東京',
    '京',
    'ท',
    '👍',
    'bold',
    'كتاب',
    'swap 京都',
    'near',
    'nothing',
  ].map((typed) => ({ terms: typed.split(/ (?=[^"]*$)/).flatMap((word) => termsOf(word.replaceAll('"', ''), true)) })),
  { terms: [], about: ['link'] },
  { terms: [], about: ['reaction'] },
  { terms: [], about: ['thread'] },
  { terms: [], about: ['answer', 'topic'] },
  { terms: termsOf('seed', true), about: ['topic'] },
  { terms: [], titles: true },
  { terms: termsOf('seed', true), titles: true },
  { terms: termsOf('京', true), titles: true },
  { terms: termsOf('seed', false), authors: ['bram', 'cleo'] as MemberId[] },
  { terms: [], spaces: [] },
  { terms: termsOf('swap', false), from: 5 * minute, until: 7 * minute, spaces: [space] },
]

interface Step {
  readonly does:
    | 'say'
    | 'topic'
    | 'retitle'
    | 'react'
    | 'reply'
    | 'answer'
    | 'edit'
    | 'withdraw'
    | 'cut'
    | 'restore'
    | 'rebuild'
  readonly who: number
  readonly at: number
  readonly target: number
  readonly words: readonly string[]
}

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(
    ...(['say', 'say', 'say', 'topic', 'topic', 'retitle', 'react', 'react', 'reply', 'reply', 'answer'] as const),
    ...(['edit', 'withdraw', 'cut', 'restore', 'rebuild'] as const),
  ),
  who: fc.nat({ max: WRITERS.length - 1 }),
  at: fc.oneof(fc.integer({ min: 0, max: 10 * minute }), fc.constantFrom(-1e15, 8.64e15)),
  target: fc.nat({ max: 1000 }),
  words: fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }),
})

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const view = adasView(['cleo', 'dov', 'eli'].map((name) => memberOf(name)))
  open.push(view)
  return view
}

type SomeView = ReturnType<typeof someView>

function found({ view }: SomeView, sought: Sought): (string | undefined)[] {
  return view.search.newest(sought, 1000).map(({ arrival }) => view.queries.byArrival(arrival)?.id)
}

/** The same by looking at each message. */
function looked(of: SomeView, { terms, authors, spaces, from, until, about = [], titles }: Sought) {
  const { boards, queries, threads } = of.view
  const step = (time: number): number => Math.max(0, Math.min(Math.trunc(time / minute), 2 ** 27 - 1))
  const roots = ['' as const, ...threads.threads(space, 1000).map(({ root }) => root)]
  const isAbout = (row: MessageRecord, what: string): boolean => {
    const topic = boards.topic(row.id)
    if (what === 'link') return plainOf(row.text).link
    if (what === 'reaction') return threads.reactions(row.id, space).length > 0
    if (what === 'thread') return queries.newest(space, 1000, row.id).some(({ id }) => id !== row.id)
    return topic !== undefined && (what === 'topic' || topic.answer !== undefined)
  }
  return roots
    .flatMap((root) => queries.newest(space, 1000, root))
    .filter((row) => {
      const title = boards.topic(row.id)?.title
      const texts = [...(titles === true ? [] : [plainOf(row.text).text]), ...(title === undefined ? [] : [title])]
      const isIn = (spaces?.includes(row.space) ?? true) && (authors?.includes(row.author) ?? true)
      const isWhen =
        (from === undefined || step(row.time) >= step(from)) && (until === undefined || step(row.time) < step(until))
      const hasWords = terms.every((term) => texts.some((text) => hasAll(text, [term])))
      const isSuch = about.every((what) => isAbout(row, what)) && (titles !== true || title !== undefined)
      return !row.withdrawn && isIn && isWhen && isSuch && hasWords
    })
    .toSorted((a, b) => step(b.time) - step(a.time) || b.arrival - a.arrival)
    .map(({ id }) => id)
}

it('finds what is shown and nothing else, after messages, edits, withdrawals, cuts and their undoing', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), fc.boolean(), (steps, late) => {
      const ada = someView()
      const all: Effect[] = []
      let cut: ReadonlySet<string> = new Set()
      const now = (): Effect[] => all.filter(({ feed }) => !cut.has(feed))
      const put = (effect: Effect): void => {
        all.push(effect)
        if (!cut.has(effect.feed)) ada.apply(effect)
      }
      for (const { does, who, at, target, words } of steps) {
        const name = WRITERS[who] ?? 'ada'
        const about = all[target % Math.max(1, all.length)]
        const seen = all.filter((_, index) => index % 3 === target % 3).slice(-3)
        const text = words.join(target % 2 ? ' ' : ', ') || 'plain'
        if (does === 'say') put(ada.effect(name, 'room-page', messageEntry(at, text), { seen }))
        else if (does === 'topic')
          put(
            ada.effect(name, 'room-page', topicEntry(at, { title: text, tags: [], category: '', text: 'of it' }), {
              seen,
            }),
          )
        else if (does === 'reply' && about)
          put(ada.effect(name, 'room-page', messageEntry(at, text, { root: nameOf(about) })))
        else if (does === 'react' && about)
          put(ada.effect(name, 'room-page', reactEntry(at, { target: nameOf(about), emoji: '👍', on: who % 3 > 0 })))
        else if (does === 'answer' && about)
          put(
            ada.effect(name, 'room-page', answerEntry(at, { topic: nameOf(about), post: seen[0] && nameOf(seen[0]) })),
          )
        else if (does === 'retitle' && about) {
          const change = { topic: nameOf(about), title: text, tags: [], category: '', closed: false }
          put(ada.effect(name, 'room-page', topicChangeEntry(at, change)))
        } else if (does === 'edit' && about)
          put(ada.effect(name, 'room-page', editEntry(at, { target: nameOf(about), text })))
        else if (does === 'withdraw' && about) put(ada.effect(name, 'room-page', withdrawEntry(at, nameOf(about))))
        else if (does === 'cut' && about) {
          cut = new Set([about.feed])
          ada.refold(page, now())
        } else if (does === 'restore') {
          cut = new Set()
          ada.refold(page, all)
        } else if (does === 'rebuild') ada.view.rebuild(() => [ada.opening, ...now()])
        // Words may also be taken long after.
        if (late) continue
        ada.view.search.settle(1000)
        for (const sought of SOUGHT) expect(found(ada, sought)).toEqual(looked(ada, sought))
      }
      ada.view.search.settle(1000)
      const bySought = SOUGHT.map((sought) => found(ada, sought))
      expect(bySought).toEqual(SOUGHT.map((sought) => looked(ada, sought)))
      ada.view.rebuild(() => [ada.opening, ...now()])
      ada.view.search.settle(1000)
      expect(ada.view.search).toMatchObject({ behind: false })
      expect(SOUGHT.map((sought) => found(ada, sought))).toEqual(SOUGHT.map((sought) => looked(ada, sought)))
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 40 },
  )
})
