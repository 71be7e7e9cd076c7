/** What is said and done in the rooms of a sketched core: threads, replies, reactions, pins, drafts. */
import type { MessageRow, Position, ReactionView } from '../../../core/contract/index.ts'
import { cleanText, type CommunityId, type EntryId, FolkmootError, LIMITS } from '../../../core/shared/index.ts'
import type { SketchCommunity, SketchCore, SketchRoom } from './core.ts'
import { guarded } from './guarded.ts'
import { messageOf } from './people.ts'
import type { Place } from './place.ts'

interface Around {
  readonly find: (id: CommunityId) => SketchCommunity
  readonly room: (place: Place) => SketchRoom
  readonly count: (place: Place) => void
}

type InThread = Place & { readonly root?: EntryId | undefined }

export function talkHandlers(core: SketchCore, { find, room, count }: Around) {
  const { rooms } = guarded
  const of = (input: InThread): MessageRow[] => room(input).rows.filter(({ root }) => root === input.root)
  const at = (place: Place, id: EntryId): MessageRow => {
    const found = room(place).rows.find((row) => row.id === id)
    if (!found) throw new FolkmootError('message/unknown', 'This message is not on this device (yet).')
    return found
  }
  /** Puts a row in place of what it was, and tells. */
  const put = (place: Place, ...changed: readonly MessageRow[]): void => {
    const { rows, news } = room(place)
    for (const row of changed) {
      const index = rows.findIndex(({ id }) => id === row.id)
      if (index === -1) rows.push(row)
      else rows[index] = row
    }
    news.set(changed)
    count(place)
  }
  const standing = (input: InThread) => {
    const first = room(input).rows.find(({ id }) => id === input.root)
    return { total: of(input).length, readUpTo: room(input).readUpTo, gone: [], ...(first && { first }) }
  }
  const pinned = (place: Place) => ({
    rows: room(place)
      .rows.filter((row) => row.pinned)
      .toReversed(),
    mayPin: true,
  })
  const threads = (place: Place) =>
    room(place)
      .rows.filter(({ thread }) => thread !== undefined)
      .map((first) => ({ root: first.id, first, posts: 0, unread: 0, last: first.time, ...first.thread }))
      .toSorted((a, b) => b.last - a.last)

  return {
    watch: rooms.watch.handler(async function* ({ input, signal }) {
      const watched = room(input)
      yield { type: 'window' as const, rows: of(input).slice(-input.limit), ...standing(input) }
      const known = watched.news.value
      for await (const rows of watched.news.watch(signal)) {
        if (rows !== known)
          yield { type: 'changes' as const, rows: rows.filter(({ root }) => root === input.root), ...standing(input) }
      }
    }),
    before: rooms.before.handler(({ input }) => {
      const rows = of(input)
      const end = firstFrom(rows, input.position)
      const start = Math.max(0, end - input.limit)
      return { rows: rows.slice(start, end), more: start > 0 }
    }),
    after: rooms.after.handler(({ input }) => {
      const rows = of(input)
      const found = firstFrom(rows, input.position)
      const start = rows[found]?.id === input.position.id ? found + 1 : found
      return { rows: rows.slice(start, start + input.limit), more: start + input.limit < rows.length }
    }),
    around: rooms.around.handler(({ input }) => {
      const { to, limit } = input
      const all = of(input)
      const row = 'id' in to ? at(input, to.id) : (all.find(({ time }) => time >= to.moment) ?? all.at(-1))
      if (!row) throw new FolkmootError('message/unknown', 'This message is not on this device (yet).')
      const rows = of({ ...input, root: row.root })
      const middle = rows.indexOf(row)
      const [start, end] = [Math.max(0, middle - Math.floor(limit / 2)), middle + Math.ceil(limit / 2)]
      const root = row.root && { root: row.root }
      return { id: row.id, ...root, rows: rows.slice(start, end), above: start > 0, below: end < rows.length }
    }),
    send: rooms.send.handler(({ input }) => {
      if (core.failSends) throw new FolkmootError('storage/disk-full', 'The disk is full.')
      if (core.apart.noKey) throw new FolkmootError('documents/no-key', 'There is no key to write with yet.')
      const me = find(input.community).members.value.find((member) => member.me)
      if (!me) throw new TypeError('nobody is me')
      const attached = input.files ?? []
      const text = attached.length > 0 && input.text === '' ? '' : cleanText(input.text, { bytes: LIMITS.messageBytes })
      const arrival = room(input).rows.length + 1
      const answered = input.reply && at(input, input.reply)
      const said = messageOf(me, Date.now(), text, arrival)
      const row: MessageRow = {
        ...said,
        files: core.files.send(said.id, attached),
        ...{ reached: 0, late: false },
        ...(input.root && { root: input.root }),
        ...(answered && {
          reply: { id: answered.id, state: 'here', authorName: answered.authorName, text: answered.text },
        }),
      }
      const began = input.root && at(input, input.root)
      put(input, row)
      if (began) put(input, { ...began, thread: { posts: (began.thread?.posts ?? 0) + 1, unread: 0, last: row.time } })
      return { id: row.id }
    }),
    react: rooms.react.handler(({ input }) => {
      const row = at(input, input.id)
      put(input, { ...row, reactions: reacted(row.reactions, input.emoji, input.on) })
    }),
    pin: rooms.pin.handler(({ input }) => put(input, { ...at(input, input.id), pinned: input.on })),
    watchPins: rooms.watchPins.handler(async function* ({ input, signal }) {
      for await (const _ of room(input).news.watch(signal)) yield pinned(input)
    }),
    watchThreads: rooms.watchThreads.handler(async function* ({ input, signal }) {
      for await (const _ of room(input).news.watch(signal)) yield threads(input).slice(0, input.limit)
    }),
    draft: rooms.draft.handler(({ input }) => ({ text: room(input).drafts.get(input.root ?? '') ?? '' })),
    keepDraft: rooms.keepDraft.handler(({ input }) => {
      const { drafts } = room(input)
      if (input.text === '') drafts.delete(input.root ?? '')
      else drafts.set(input.root ?? '', input.text)
      count(input)
    }),
    markRead: rooms.markRead.handler(({ input }) => {
      const read = room(input)
      read.readUpTo = Math.max(read.readUpTo, input.upTo)
      count(input)
    }),
    markAllRead: rooms.markAllRead.handler(({ input }) => {
      const read = room(input)
      read.readUpTo = read.rows.length
      count(input)
    }),
  }
}

function reacted(before: readonly ReactionView[], emoji: string, on: boolean): ReactionView[] {
  const known = before.find((each) => each.emoji === emoji)
  if (!known) return on ? [...before, { emoji, count: 1, mine: true, names: ['Bram'] }] : [...before]
  const count = known.count + Number(on) - Number(known.mine)
  return before.flatMap((each) => (each !== known ? each : count === 0 ? [] : { ...each, count, mine: on }))
}

/** Index of the first row that stands at or after a position. */
function firstFrom(rows: readonly MessageRow[], { time, id }: Position): number {
  const at = rows.findIndex((row) => row.time > time || (row.time === time && row.id >= id))
  return at === -1 ? rows.length : at
}
