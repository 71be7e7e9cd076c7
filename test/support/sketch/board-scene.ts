/** A board of a sketched core: topics of every kind, and what is said in them. */
import type { MemberView, MessageRow, PostVersion, SpaceView, TopicView } from '../../../core/contract/index.ts'
import type { EntryId } from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import { messageOf, spaceOf } from './people.ts'

const hour = 3_600_000

/** empty: nobody has begun anything; many: more than are fetched at once. */
export type BoardScene = 'empty' | 'some' | 'many'

export const boardName = 'How-to'
/** The first topics. */
export const titles = [
  'Pinned: read this before you borrow the shredder',
  'When do I sow leeks under glass?',
  'Something nibbles at the kale, and it is not a snail: here is what I tried during the last three weeks, and what did not help at all',
  'كيف نخزن البطاطس في الشتاء؟',
  'Who mends gloves?',
]
export const categories = [
  { id: 'sowing', name: 'Sowing', colour: 3 },
  { id: 'tools', name: 'Tools and sheds', colour: 0 },
  { id: 'long', name: 'Everything that fits nowhere else on this', colour: 6 },
]

export function boardSpace(community: string): SpaceView {
  return {
    ...{ id: spaceOf(community, boardName), kind: 'board', name: boardName, topic: 'Ask, and write down what worked' },
    ...{ unread: 7, people: [], mayManage: false, mayChange: true, archived: false, draft: false, messages: 0 },
  }
}

export interface SketchTopic {
  view: TopicView
  /** Of the first post, where more than one made it. */
  readonly versions?: readonly PostVersion[]
}

/** Topics by board. */
export const topics = new WeakMap<object, SketchTopic[]>()

export function boardRoom(members: readonly MemberView[], scene: BoardScene) {
  const count = { empty: 0, some: 5, many: 260 }[scene]
  const rows: MessageRow[] = []
  const list = Array.from({ length: count }, (_, index): SketchTopic => {
    const author = members[index % members.length] ?? members[0]
    if (!author) throw new TypeError('a sketched community has members')
    const last = Date.now() - (index + 1) * 3 * hour
    const begun = last - hour
    const base = messageOf(author, begun, 'Is it **too late** already?\n\n- in trays\n- outside', 1)
    const first = { ...base, root: base.id, pinned: index === 0 }
    const replies = index === 4 ? 0 : 3
    const posts = Array.from({ length: replies }, (_unused, at) => {
      const by = members[(index + at + 1) % members.length] ?? author
      const text = at === 0 ? '> [Ada](folkmoot:room)\n>\n> Is it too late\n\nNot at all.' : `Reply ${at + 1} to this`
      const post = { ...messageOf(by, begun + (at + 1) * 600_000, text, at + 2), root: base.id }
      return at === 2 ? { ...post, moved: { byName: 'Ada', at: base.at, from: base.id } } : post
    })
    rows.push(first, ...posts)
    const view: TopicView = {
      ...{ id: base.id, title: titles[index] ?? `Topic number ${index}`, withdrawn: index === 7, replies },
      ...{
        wiki: index === 2,
        tags: index % 3 === 1 ? ['leek', 'glass'] : [],
        category: categories[index % 4]?.id ?? '',
      },
      ...{ closed: index === 3, answered: index === 1, ...(index === 1 && posts[0] && { answer: posts[0].id }) },
      ...{ author: author.id, authorName: author.name, authorRole: author.role, mine: author.me, at: base.at },
      ...{ unread: index === 2 ? 128 : index === 1 ? 2 : 0, time: begun, last, pinned: index === 0 },
      mayChange: true,
    }
    return index === 2 ? { view, versions: versionsOf(members, base) } : { view }
  })
  const room = { rows, readUpTo: 0, news: new Cell<readonly MessageRow[]>([]), drafts: new Map<string, string>() }
  topics.set(room, list)
  return room
}

/** As three people wrote it, two of them at the same time. */
function versionsOf(members: readonly MemberView[], first: MessageRow): PostVersion[] {
  const texts = [
    first.text,
    'Is it **too late** already?\n\n- in trays\n- in the frame\n- outside',
    'Is it **too late** already? Surely not.\n\n- in trays\n- outside',
    'Is it too late already? It never is.\n\n- in trays\n- in the frame, under two panes of glass\n- outside',
  ]
  return texts.map((text, index): PostVersion => {
    const by = members[index % members.length]
    const [author, authorName] = [by?.id ?? first.author, by?.name ?? first.authorName]
    const id = index === 0 ? first.id : (`${first.id.split('.')[0]}.${100 + index}` as EntryId)
    const from = index === 0 ? undefined : index === 1 ? first.id : (`${first.id.split('.')[0]}.101` as EntryId)
    const who = { author, authorName, mine: by?.me === true }
    return { id, ...who, at: first.at + index * 600_000, text, beside: index === 2, ...(from && { from }) }
  })
}
