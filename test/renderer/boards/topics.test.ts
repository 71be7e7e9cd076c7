import { expect, it } from 'vitest'
import { quoteOf } from '../../../renderer/boards/quote.ts'
import { draftText, noDraft, readDraft } from '../../../renderer/boards/topic-draft.ts'
import { lastOf, noTopics, takeEvent, takeMore } from '../../../renderer/boards/topics.ts'
import type { EntryId, MemberId, TopicView } from '../../../renderer/session/index.ts'

const topic = (name: string, last: number, more: Partial<TopicView> = {}): TopicView => ({
  ...{
    id: name as EntryId,
    title: name,
    withdrawn: false,
    tags: [],
    category: '',
    wiki: false,
    closed: false,
    answered: false,
  },
  ...{ author: 'a' as MemberId, authorName: 'Ada', mine: false, at: last, replies: 0, unread: 0 },
  ...{ time: last, last, pinned: false, mayChange: false },
  ...more,
})
const window = (rows: TopicView[], more = false) => ({ type: 'window' as const, rows, gone: [], more })
const changes = (rows: TopicView[], gone: EntryId[] = []) => ({ type: 'changes' as const, rows, gone, more: false })
const names = ({ list }: { list: readonly TopicView[] }) => list.map(({ id }) => id)

it('holds pinned topics first, then as core lists them', () => {
  const rows = [topic('b', 5), topic('c', 5), topic('a', 9), topic('p', 1, { pinned: true })]
  const topics = takeEvent(noTopics, 'active', window(rows, true))
  expect(names(topics)).toEqual(['p', 'a', 'c', 'b'])
  expect(lastOf(topics)?.id).toBe('b')
})

it('brings what something happened in to its place, and leaves below what belongs there', () => {
  let topics = takeEvent(noTopics, 'active', window([topic('a', 9), topic('b', 5)], true))
  topics = takeEvent(topics, 'active', changes([topic('b', 12), topic('far', 2)]))
  expect(names(topics)).toEqual(['b', 'a'])
  topics = takeMore(topics, 'active', [topic('far', 2), topic('b', 5)], false)
  expect(names(topics)).toEqual(['b', 'a', 'far'])
  expect(topics.more).toBe(false)
  topics = takeEvent(topics, 'active', changes([topic('new', 1)], ['a' as EntryId]))
  expect(names(topics)).toEqual(['b', 'far', 'new'])
})

it('quotes line by line, with who said it', () => {
  expect(quoteOf('A]da', 'folkmoot:message/x', 'one\n\ntwo\n')).toBe(
    '> [A\\]da](folkmoot:message/x)\n>\n> one\n>\n> two\n\n',
  )
})

it('reads drafts it wrote, and takes anything else as the text', () => {
  const draft = { title: 'Leeks', tags: ['a'], category: 'c', text: 'When?' }
  expect(readDraft(draftText(draft))).toEqual(draft)
  expect(draftText({ ...noDraft, category: 'c' })).toBe('')
  expect(readDraft('')).toEqual(noDraft)
  expect(readDraft('not json')).toEqual({ ...noDraft, text: 'not json' })
  expect(readDraft('{"title":7,"tags":[1,"b"],"__proto__":{"text":"x"}}')).toEqual({ ...noDraft, tags: ['b'] })
  expect(readDraft('7')).toEqual({ ...noDraft, text: '7' })
})
