/** Whatever order entries of a board arrive in, every peer files topics and posts alike, and as the rules say in words. */
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import {
  answerEntry,
  editEntry,
  type Effect,
  type Entry,
  messageEntry,
  moveEntry,
  topicChangeEntry,
  topicEntry,
  topicWikiEntry,
} from '../../core/documents/index.ts'
import type { MemberRole } from '../../core/membership/index.ts'
import type { DocumentId, EntryId } from '../../core/shared/index.ts'
import type { TopicOrder } from '../../core/view/index.ts'
import { naiveTimes } from '../support/naive-view.ts'
import { adasView, effectMaker, hashOf, memberOf, minute, nameOf, page, space } from '../support/small-view.ts'

const other = 'O'.repeat(43) as DocumentId
const WRITERS = ['ada', 'bram', 'cleo', 'dov'] as const
const members = [memberOf('cleo', { role: 'moderator' }), memberOf('dov')]
const CATEGORIES = ['', 'plants', 'tools']
const TAGS = [[], ['Seeds'], ['seeds', 'soil'], ['soil']]

interface Said {
  readonly writer: number
  readonly at: number
  readonly seen: readonly number[]
  readonly does: 'topic' | 'post' | 'change' | 'answer' | 'no-answer' | 'move' | 'wiki' | 'edit' | 'other'
  readonly target: number
  readonly second: number
  readonly elsewhere: boolean
  /** Written when its author led, or no longer did. */
  readonly led: boolean
}

const number = fc.nat({ max: 1000 })
const saying: fc.Arbitrary<Said> = fc.record({
  writer: fc.nat({ max: WRITERS.length - 1 }),
  at: fc.oneof(fc.integer({ min: 5 * minute - 20, max: 5 * minute + 20 }), fc.constantFrom(0, 3, 4e12, 8.64e15)),
  seen: fc.array(number, { maxLength: 2 }),
  does: fc.constantFrom(
    ...(['topic', 'topic', 'post', 'post', 'post', 'post', 'change', 'change'] as const),
    ...([
      'answer',
      'answer',
      'no-answer',
      'move',
      'move',
      'move',
      'wiki',
      'wiki',
      'edit',
      'edit',
      'edit',
      'other',
    ] as const),
  ),
  target: number,
  second: number,
  elsewhere: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  led: fc.boolean(),
})
const conversation = fc.array(saying, { minLength: 4, maxLength: 45 })
const picking = fc.array(number, { minLength: 1, maxLength: 40 })

function entryOf({ does, at, target, second }: Said, count: number, before: readonly Effect[]): Entry {
  const named = (kind: (entry: Entry) => boolean, by: number): EntryId | undefined => {
    const some = before.filter(({ entry }) => kind(entry))
    const found = some[by % Math.max(1, some.length)]
    return found && nameOf(found)
  }
  const isTopic = ({ kind }: Entry): boolean => kind === 'topic'
  // Now and then what is named is something else altogether.
  const topic = named(target % 7 === 0 ? () => true : isTopic, target)
  const post = named(second % 7 === 0 ? () => true : ({ kind }) => kind === 'message', second)
  const head = { title: `title ${count}`, tags: TAGS[count % 4] ?? [], category: CATEGORIES[count % 3] ?? '' }
  if (does === 'topic' || !topic) return topicEntry(at, { ...head, text: `topic ${count}` })
  if (does === 'change') return topicChangeEntry(at, { ...head, topic, closed: second % 2 === 0 })
  if (does === 'answer' && post) return answerEntry(at, { topic, post })
  if (does === 'no-answer') return answerEntry(at, { topic, post: undefined })
  if (does === 'move' && post) {
    const more = named(({ kind }) => kind === 'message', second + 1)
    return moveEntry(at, { posts: [...new Set([post, more ?? post])], topic })
  }
  if (does === 'wiki') return topicWikiEntry(at, { topic, on: second % 4 !== 0 })
  if (does === 'edit') {
    // Made from whatever was said of it before, now and then from something else or nothing.
    const made = named(
      second % 5 === 0 ? () => true : ({ kind, fields }) => kind === 'edit' && fields.get('target') === topic,
      second,
    )
    return editEntry(at, { target: topic, text: `edit ${count}`, ...(second % 3 !== 0 && { base: made ?? topic }) })
  }
  return messageEntry(at, `post ${count}`, does === 'other' ? {} : { root: topic })
}

function effectsOf(said: readonly Said[]): Effect[] {
  const make = effectMaker(() => 'member')
  const effects: Effect[] = []
  for (const each of said) {
    const who = WRITERS[each.writer] ?? 'ada'
    const leads: MemberRole = who === 'ada' ? 'owner' : who === 'cleo' ? 'moderator' : 'member'
    effects.push(
      make(who, 'room-page', entryOf(each, effects.length, effects), {
        seen: [...new Set(each.seen.flatMap((one) => effects[one % Math.max(1, effects.length)] ?? []))],
        document: each.elsewhere ? other : page,
        role: each.led ? leads : 'member',
      }),
    )
  }
  return effects
}

/** The board by the words of the rules, with no thought for speed. */
function naiveBoard(effects: readonly Effect[]) {
  const author = ({ device }: Effect): string => device
  const times = naiveTimes(effects, author)
  const timeOf = (effect: Effect): number => times.get(effect) ?? 0
  const order = (a: Effect, b: Effect): number => timeOf(a) - timeOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1)
  const inOrder = effects.toSorted(order)
  const field = (effect: Effect, name: string): unknown => effect.entry.fields.get(name)
  const of = (kind: string): Effect[] => inOrder.filter(({ entry }) => entry.kind === kind)
  const topics = of('topic')
  const isTopic = (id: unknown): boolean => topics.some((topic) => nameOf(topic) === id)
  const moves = of('move').filter((move) => move.role !== 'member' && isTopic(field(move, 'topic')))
  const posts = of('message').map((post) => {
    const said = (field(post, 'root') ?? '') as string
    const move = moves.findLast((each) => (field(each, 'posts') as unknown[]).includes(nameOf(post)))
    const moved = said !== '' && move !== undefined
    const root = moved ? field(move, 'topic') : said
    return { post, root, movedBy: moved ? author(move) : undefined }
  })
  const filed = topics.map((topic) => {
    const about = (kind: string): Effect[] => of(kind).filter((each) => field(each, 'topic') === nameOf(topic))
    const may = (each: Effect): boolean => each.role !== 'member' || author(each) === author(topic)
    const changes = about('topic-change').filter(may)
    const head = changes.at(-1) ?? topic
    const closedAbove = changes.findLast(({ role }) => role !== 'member')
    const wikis = about('topic-wiki').filter(may)
    const wasClosed = (edit: Effect): boolean => {
      const before = changes.filter((each) => order(each, edit) < 0)
      const words = [before.at(-1), before.findLast(({ role }) => role !== 'member')]
      return words.some((word) => word && field(word, 'closed') === true)
    }
    const edits = of('edit').filter((edit) => {
      const word = wikis.findLast((each) => order(each, edit) < 0)
      const isOn = word !== undefined && field(word, 'on') === true
      const isOpen = isOn && (edit.role !== 'member' || !wasClosed(edit))
      return field(edit, 'target') === nameOf(topic) && (author(edit) === author(topic) || isOpen)
    })
    const within = [topic, ...posts.filter(({ root }) => root === nameOf(topic)).map(({ post }) => post)]
    return {
      root: nameOf(topic),
      title: field(head, 'title'),
      tags: field(head, 'tags'),
      category: field(head, 'category'),
      wiki: wikis.length > 0 && field(wikis.at(-1) ?? topic, 'on') === true,
      versions: versionsOf([topic, ...edits]),
      closed:
        (closedAbove && field(closedAbove, 'closed')) === true ||
        (changes.length > 0 && field(head, 'closed') === true),
      answer: field(about('answer').findLast(may) ?? topic, 'post'),
      time: timeOf(topic),
      last: Math.max(...within.map(timeOf)),
      posts: within.toSorted(order).map(nameOf),
      movers: posts.filter(({ root }) => root === nameOf(topic)).map(({ movedBy }) => movedBy),
    }
  })
  return filed
}

/** Each text with whether what stands now was made without it. */
function versionsOf(said: readonly Effect[]) {
  const made = new Set<Effect>()
  for (let at = said.at(-1); at;) {
    made.add(at)
    const [index, base] = [said.indexOf(at), at.entry.fields.get('base')]
    const named = said.slice(0, index).find((each) => nameOf(each) === base)
    at = named ?? said[index - 1]
  }
  return said.map((each) => ({ id: nameOf(each), text: each.entry.fields.get('text'), beside: !made.has(each) }))
}

type Filed = ReturnType<typeof naiveBoard>[number]

function listOf(filed: readonly Filed[], order: TopicOrder, isIn: (topic: Filed) => boolean): unknown[] {
  const key = ({ time, last }: Filed): number => (order === 'new' ? time : last)
  return filed
    .filter((topic) => isIn(topic) && (order !== 'waiting' || (!topic.closed && topic.answer === undefined)))
    .toSorted((a, b) => key(b) - key(a) || (a.root < b.root ? 1 : -1))
    .map(({ root }) => root)
}

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const view = adasView(members)
  open.push(view)
  return view
}

function expectFiled({ view }: ReturnType<typeof someView>, effects: readonly Effect[]): void {
  const filed = naiveBoard(effects)
  const { boards, queries, threads } = view
  for (const { posts, movers, versions, ...head } of filed) {
    const record = boards.topic(head.root)
    expect(record).toEqual({ ...head, space, tags: record?.tags })
    expect(record?.tags.map((tag) => tag.toLowerCase())).toEqual(
      (head.tags as string[]).map((tag) => tag.toLowerCase()),
    )
    expect(boards.versions(head.root).map(({ id, text, beside }) => ({ id, text, beside }))).toEqual(versions)
    expect(queries.message(head.root)?.text).toEqual(versions.at(-1)?.text)
    const within = queries.newest(space, 1000, head.root)
    expect(within.map(({ id }) => id)).toEqual(posts)
    const moved = within.filter(({ id }) => id !== head.root).map(({ arrival }) => boards.movedBy(arrival)?.by)
    expect(moved).toEqual(movers)
    const thread = threads.thread(space, head.root)
    const news = within.filter(
      ({ mine, at, arrival }) => !mine && at >= 5 * minute && arrival > (thread?.readUpTo ?? 0),
    )
    expect({ posts: thread?.posts, unread: thread?.unread }).toEqual({ posts: posts.length, unread: news.length })
  }
  const list = (order: TopicOrder, filter: Parameters<typeof boards.topics>[2]): unknown[] => {
    // By pages of two, as a screen that scrolls.
    const found: EntryId[] = []
    for (let after: Parameters<typeof boards.topics>[4] = undefined; ;) {
      const rows = boards.topics(space, order, filter, 2, after)
      const last = rows.at(-1)
      if (!last) return found
      found.push(...rows.map(({ root }) => root))
      after = { key: order === 'new' ? last.time : last.last, root: last.root }
    }
  }
  for (const order of ['active', 'new', 'waiting'] as const) {
    expect(list(order, undefined)).toEqual(listOf(filed, order, () => true))
    expect(list(order, { category: 'plants' })).toEqual(listOf(filed, order, ({ category }) => category === 'plants'))
    const hasSeeds = ({ tags }: Filed): boolean => (tags as string[]).some((tag) => tag.toLowerCase() === 'seeds')
    expect(list(order, { tag: 'SEEDS' })).toEqual(listOf(filed, order, hasSeeds))
  }
  const used = new Set(filed.flatMap(({ tags }) => (tags as string[]).map((tag) => tag.toLowerCase())))
  expect(boards.tags(space, 10)).toEqual([...used].toSorted())
}

function shuffled(effects: readonly Effect[], picks: readonly number[]): Effect[] {
  const waiting = [...Map.groupBy(effects, ({ feed }) => feed).values()].map((queue) => [...queue])
  const out: Effect[] = []
  for (let turn = 0; out.length < effects.length; turn++) {
    const some = waiting.filter((queue) => queue.length > 0)
    const next = some[(picks[turn % picks.length] ?? turn) % some.length]?.shift()
    if (next) out.push(next)
  }
  return out
}

it('files topics and posts alike on every peer, one by one, in batches and made anew', () => {
  fc.assert(
    fc.property(conversation, picking, (said, picks) => {
      const effects = effectsOf(said)
      const [one, two] = [someView(), someView()]
      for (const effect of effects) one.apply(effect)
      const mixed = shuffled(effects, picks)
      for (let from = 0; from < mixed.length; from += 5) two.apply(...mixed.slice(from, from + 5))
      expectFiled(one, effects)
      expectFiled(two, effects)
      one.view.rebuild(() => [...shuffled(effects, picks.toReversed()), one.opening])
      expectFiled(one, effects)
      open.splice(0).forEach((view) => view.close())
    }),
    { numRuns: 60 },
  )
})

it('comes to the same when what has effect is cut, forked and judged otherwise, and is whole again', () => {
  const cutting = fc.array(number, { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(conversation, picking, cutting, (said, picks, cuts) => {
      const effects = effectsOf(said)
      const view = someView()
      view.apply(...shuffled(effects, picks))
      const feeds = [...new Set(effects.map(({ feed }) => feed))]
      const lengths = new Map<string, number>()
      const demoted = new Set<string>()
      const forked = new Map<string, number>()
      const now = (): Effect[] =>
        effects
          .filter(({ feed, seq }) => seq <= (lengths.get(feed) ?? Infinity))
          .map((effect) => (demoted.has(effect.feed) ? { ...effect, role: 'member' as const } : effect))
          .map((effect) => (effect.seq < (forked.get(effect.feed) ?? Infinity) ? effect : branchOf(effect)))
      const first = view.view.queries.newest(space, 1)[0]
      if (first) view.view.markRead(space, first.arrival)
      for (const cut of cuts) {
        const feed = feeds[cut % feeds.length] ?? ''
        lengths.set(feed, cut % 3 === 0 ? Infinity : cut % 7)
        forked.set(feed, cut % 5 === 0 ? 1 + (cut % 4) : Infinity)
        if (cut % 2 === 0) demoted.add(feed)
        else demoted.delete(feed)
        for (const document of [page, other])
          view.refold(
            document,
            now().filter((effect) => effect.document === document),
          )
        expectFiled(view, now())
      }
      for (const document of [page, other])
        view.refold(
          document,
          effects.filter((effect) => effect.document === document),
        )
      expectFiled(view, effects)
      view.close()
      open.length = 0
    }),
    { numRuns: 60 },
  )
})

/** What the author of an entry told others in its place. */
function branchOf(effect: Effect): Effect {
  const entry = topicEntry(effect.entry.at, {
    title: 'another',
    tags: [],
    category: '',
    text: `other ${nameOf(effect)}`,
  })
  return { ...effect, entry, hash: hashOf(`other ${nameOf(effect)}`), forked: true }
}
