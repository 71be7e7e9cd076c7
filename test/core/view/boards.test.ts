/** Boards in the index: many topics, and lists that look at no more of them than they show. */
import { afterEach, expect, it } from 'vitest'
import {
  boardEntry,
  boardSettingsEntry,
  type Effect,
  type Entry,
  messageEntry,
  moveEntry,
  topicEntry,
} from '../../../core/documents/index.ts'
import type { DocumentId } from '../../../core/shared/index.ts'
import { adasView, nameOf, minute, page, space } from '../../support/small-view.ts'

/** Spelt as ids are. */
const board = 'A'.repeat(43) as DocumentId

const open: ReturnType<typeof adasView>[] = []
afterEach(() => open.splice(0).forEach((view) => view.close()))

function someView() {
  const view = adasView()
  open.push(view)
  return view
}

it('reads every list of a board by an index, whatever it is sorted and sought by', () => {
  const view = someView()
  const { database } = view
  const plans: string[] = []
  const { statement } = database
  database.statement = function (sql: string) {
    if (sql.includes('topic_facet') && /^\s*(?:SELECT|WITH)/.test(sql)) plans.push(sql)
    return statement.call(this, sql) as never
  }
  const { boards } = view.view
  for (const order of ['active', 'new', 'waiting'] as const)
    for (const filter of [undefined, { tag: 'x' }, { category: 'y' }]) boards.topics(space, order, filter, 10)
  boards.tags(space, 10)
  expect(plans).toHaveLength(10)
  for (const sql of plans) {
    const holders = sql.match(/\?/g)?.map(() => 'x') ?? []
    const steps = statement.call(database, `EXPLAIN QUERY PLAN ${sql}`).all(...holders) as { detail: string }[]
    const details = steps.map(({ detail }) => detail)
    expect(details.join('\n')).not.toMatch(/SCAN (?:f|t|topic\w*)$|TEMP B-TREE/m)
    expect(details.some((detail) => detail.startsWith('SEARCH'))).toBe(true)
  }
})

it('counts a topic among what is unread until its first message was seen, and goes to the first that was not', () => {
  const view = someView()
  const head = { title: 'leeks', tags: [], category: '' }
  const topic = view.effect('bram', 'room-page', topicEntry(6 * minute, { ...head, text: 'when?' }))
  view.apply(topic)
  const root = nameOf(topic)
  const { boards, threads, queries } = view.view
  expect(threads.thread(space, root)).toMatchObject({ posts: 1, unread: 1 })
  expect(boards.firstUnread(space, root)).toBe(root)
  view.view.markRead(space, queries.message(root)?.arrival ?? 0, root)
  expect(boards.firstUnread(space, root)).toBeUndefined()
  const post = view.effect('bram', 'room-page', messageEntry(7 * minute, 'anybody?', { root }))
  view.apply(post)
  expect(boards.firstUnread(space, root)).toBe(nameOf(post))
  expect(boards.topic(root)).toMatchObject({ last: 7 * minute, time: 6 * minute })
  // In the room itself nothing stands.
  expect(queries.newest(space, 10)).toEqual([])
})

it('counts nothing as unread that names no topic, and all of it once the topic it names has come', () => {
  const view = someView()
  const opening = view.effect('ada', 'charter', boardEntry(0, { name: 'How-to', topic: '' }, ''), { opened: board })
  view.apply(opening)
  const inBoard = (entry: Entry): Effect => ({ ...view.effect('bram', 'room-page', entry), space: board })
  const topic = inBoard(topicEntry(6 * minute, { title: 'leeks', tags: [], category: '', text: 'when?' }))
  const nowhere = inBoard(messageEntry(7 * minute, 'in no topic'))
  const beside = inBoard(messageEntry(8 * minute, 'beside a message', { root: nameOf(nowhere) }))
  const answer = inBoard(messageEntry(9 * minute, 'in March', { root: nameOf(topic) }))
  const { queries, inbox } = view.view
  const counted = () => ({
    unread: queries.space(board)?.unread,
    places: inbox.places(31).map(({ root, unread }) => [root, unread]),
  })
  view.apply(nowhere, beside, answer)
  expect(counted()).toEqual({ unread: 0, places: [] })
  expect([nowhere, beside, answer].filter((each) => inbox.isShown({ space: board, root: rootOf(each) }))).toEqual([])
  view.apply(topic)
  const all = { unread: 2, places: [[nameOf(topic), 2]] }
  expect(counted()).toEqual(all)
  expect(inbox.isShown({ space: board, root: nameOf(topic) })).toBe(true)
  view.refold(page, [nowhere, beside, answer])
  expect(counted()).toEqual({ unread: 0, places: [] })
  view.refold(page, [nowhere, beside, answer, topic])
  expect(counted()).toEqual(all)
  view.view.markAllRead(board)
  expect(counted()).toEqual({ unread: 0, places: [] })

  function rootOf(effect: Effect) {
    return queries.message(nameOf(effect))?.root ?? ''
  }
})

it('what another device of hers read in the topic it was moved to is read, also where the move comes later', () => {
  const view = someView()
  const topic = (at: number, title: string) =>
    view.effect('bram', 'room-page', topicEntry(at, { title, tags: [], category: '', text: title }), { feed: title })
  const [leeks, soup] = [topic(6 * minute, 'leeks'), topic(7 * minute, 'soup')]
  const post = view.effect('bram', 'room-page', messageEntry(8 * minute, 'with cream', { root: nameOf(leeks) }))
  const move = view.effect('ada', 'room-page', moveEntry(9 * minute, { posts: [nameOf(post)], topic: nameOf(soup) }))
  view.apply(leeks, soup, post)
  view.view.learnRead({ space, root: nameOf(soup), feeds: [[post.feed, post.seq]] })
  expect(view.view.inbox.places(31).map(({ unread }) => unread)).toEqual([2, 1])
  view.apply(move)
  const counted = () => [leeks, soup].map((each) => view.view.threads.thread(space, nameOf(each)))
  expect(counted()).toMatchObject([
    { posts: 1, unread: 1 },
    { posts: 2, unread: 1 },
  ])
  expect(view.view.queries.space(space)).toMatchObject({ unread: 2 })
  // Counted anew, it comes to the same.
  view.refold(page, [leeks, soup, post, move])
  view.refold(page, [])
  view.refold(page, [leeks, soup, post, move])
  expect(counted()).toMatchObject([
    { posts: 1, unread: 1 },
    { posts: 2, unread: 1 },
  ])
})

it('takes categories from those who lead alone, the latest claimed', () => {
  const view = someView()
  const said = (who: string, at: number, name: string) =>
    view.apply(
      view.effect('ada', 'charter', boardSettingsEntry(at, { board, categories: [{ id: 'a', name, colour: 0 }] }), {
        role: who === 'ada' ? 'owner' : 'member',
      }),
    )
  said('ada', 5, 'Sowing')
  said('ada', 3, 'older')
  said('bram', 9, 'of a member')
  expect(view.view.boards.categories(board)).toEqual([{ id: 'a', name: 'Sowing', colour: 0 }])
  view.apply(
    view.effect(
      'ada',
      'charter',
      boardSettingsEntry(10, {
        board,
        categories: [
          { id: 'a', name: 'one', colour: 0 },
          { id: 'a', name: 'twice', colour: 1 },
        ],
      }),
    ),
  )
  expect(view.view.boards.categories(board)).toMatchObject([{ name: 'Sowing' }])
})
