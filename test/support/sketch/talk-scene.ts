/** Rooms in which people answer, react, pin, and talk beside: every state a message can be in. */
import type { MemberView, MessageRow, ReactionView, ReplyView, SpaceView } from '../../../core/contract/index.ts'
import { messageOf } from './people.ts'

const minute = 60_000
/** Where what stands in the room, counted from its end. */
const places = { began: 2, reacted: 3, answers: 4, withdrawn: 5, missing: 6, answered: 120, old: 90, quiet: 200 }

/** The text of the message that is answered, and stands far up. */
export const answeredText = 'Who has the key to the tool shed?'
export const oldPinnedText = 'The well is dry until Thursday: bring your own water.'

/** The rows of a lively room: those of the room, then those of its threads. Small rooms stay as they are. */
export function lively(rows: readonly MessageRow[], members: readonly MemberView[]): MessageRow[] {
  if (rows.length < 300) return [...rows]
  const all = [...rows]
  const set = (fromEnd: number, change: (row: MessageRow) => Partial<MessageRow>): MessageRow => {
    const row = all.at(-fromEnd)
    if (!row) throw new TypeError('this room is too small to be lively')
    const changed = { ...row, ...change(row) }
    all[all.length - fromEnd] = changed
    return changed
  }
  const answered = set(places.answered, () => ({ text: answeredText }))
  const reply = (state: ReplyView['state']): Partial<MessageRow> => ({
    reply: {
      ...{ id: answered.id, state, author: answered.author },
      authorName: state === 'missing' ? '' : answered.authorName,
      text: state === 'here' ? answered.text : '',
    },
  })
  set(places.answers, () => reply('here'))
  set(places.withdrawn, () => reply('withdrawn'))
  set(places.missing, () => reply('missing'))
  set(places.reacted, () => ({ reactions: reactionsOf(members), pinned: true }))
  set(places.old, () => ({ text: oldPinnedText, pinned: true }))
  const posts = [...threadOf(all, places.began, 3, members), ...threadOf(all, places.quiet, 40, members)]
  set(places.began, ({ time }) => ({ thread: { posts: 3, unread: 2, last: time + 3 * minute } }))
  set(places.quiet, ({ time }) => ({ thread: { posts: 40, unread: 0, last: time + 40 * minute } }))
  return [...all, ...posts]
}

export function livelySpaces(spaces: readonly SpaceView[]): SpaceView[] {
  return spaces.map((space, index) => ({ ...space, draft: index === 1, archived: index === 2 || index === 3 }))
}

function threadOf(rows: readonly MessageRow[], fromEnd: number, posts: number, members: readonly MemberView[]) {
  const first = rows.at(-fromEnd)
  const speaking = members.filter(({ state }) => state === 'active')
  return Array.from({ length: posts }, (_, index): MessageRow => {
    const author = speaking[(index * 3) % speaking.length]
    if (!first || !author) throw new TypeError('nobody speaks here')
    const time = first.time + (index + 1) * minute
    return { ...messageOf(author, time, `Said beside, ${index + 1}`, rows.length + index + 1), root: first.id }
  })
}

function reactionsOf(members: readonly MemberView[]): ReactionView[] {
  const names = members.filter(({ me }) => !me).map(({ name }) => name)
  return [
    { emoji: '👍', count: 3, mine: true, names: ['Bram', ...names.slice(0, 2)] },
    { emoji: '❤️', count: 1, mine: false, names: names.slice(7, 8) },
    { emoji: '🎉', count: 120, mine: false, names: names.slice(0, 9) },
    { emoji: '🏳️‍🌈', count: 2, mine: false, names: names.slice(3, 5) },
  ]
}
