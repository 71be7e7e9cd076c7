/** Messages as screens show them. */
import type { FileView, MessageRow, ReplyView, ThreadSummary, ThreadView } from '../../contract/index.ts'
import { attachmentKind, type EntryId, LIMITS, type MemberId, type SpaceId } from '../../shared/index.ts'
import { lineOf, type MessageRecord, type ThreadRecord } from '../../view/index.ts'
import { unreadOf } from '../communities/attention/calls.ts'
import { maskOf } from '../communities/attention/heeding.ts'
import type { Community, Place } from '../communities/index.ts'
import { shownAuthor } from '../authors.ts'
import { shownName } from '../names.ts'

/** With the names and roles their authors have in the community now. All are of one place. */
export function rowsOf(community: Community, place: Place, records: readonly MessageRecord[]): MessageRow[] {
  const names = community.view.queries.names()
  const { members } = community.membership.state
  const nameOf = (member: MemberId): string => shownName(member, names.get(member))
  const { threads, inbox } = place.view
  const mask = maskOf(community)
  return records.map((record) => {
    const { id, space, time, at, mine, text, late, withdrawn, forked, editedAt, arrival, reached } = record
    const moved = place.view.boards.movedBy(arrival)
    const called = mine ? undefined : inbox.called.of(arrival, mask)
    const thread = record.root === '' ? threads.thread(space, id) : undefined
    return {
      ...{
        id,
        time,
        at,
        ...shownAuthor(record, nameOf, (member) => members.get(member)?.role),
        mine,
        text,
        late,
        withdrawn,
        forked,
        arrival,
        reached,
      },
      ...(editedAt !== undefined && { editedAt }),
      ...(called !== undefined && { called }),
      ...(record.reply && { reply: replyOf(place, space, record.reply, nameOf) }),
      ...(record.root !== '' && { root: record.root }),
      ...(thread && { thread: summaryOf(community, space, thread) }),
      reactions: withdrawn ? [] : reactionsOf(community, place, record, nameOf),
      files: filesOf(place, record),
      pinned: threads.isPinned(id, space, place.everybodyPins),
      ...(moved && { moved: { byName: nameOf(moved.by), at: moved.at, from: moved.from } }),
    }
  })
}

/** The newest threads of a room, each with the message it began with. */
export function threadsOf(community: Community, space: SpaceId, limit: number): ThreadView[] {
  const place = community.place(space)
  const { threads, queries, boards } = place.view
  // In a board, what names no topic is no thread of it.
  const isBoard = queries.space(space)?.kind === 'board'
  const found = isBoard
    ? boards.topics(space, 'active', undefined, limit).flatMap(({ root }) => threads.thread(space, root) ?? [])
    : threads.threads(space, limit)
  const firsts = found.flatMap(({ root }) => inSpace(queries.message(root), space) ?? [])
  const rows = new Map(rowsOf(community, place, firsts).map((row): [EntryId, MessageRow] => [row.id, row]))
  return found.map((thread) => {
    const first = rows.get(thread.root)
    return { root: thread.root, ...summaryOf(community, space, thread), ...(first && { first }) }
  })
}

export function inSpace(record: MessageRecord | undefined, space: SpaceId): MessageRecord | undefined {
  return record?.space === space ? record : undefined
}

function summaryOf(community: Community, space: SpaceId, thread: ThreadRecord): ThreadSummary {
  const { posts, last } = thread
  return { posts, unread: unreadOf(community, space, thread), last }
}

function replyOf(place: Place, space: SpaceId, id: EntryId, nameOf: (member: MemberId) => string): ReplyView {
  const answered = inSpace(place.view.queries.message(id), space)
  if (!answered) return { id, state: 'missing', authorName: '', text: '' }
  const { author, authorName } = shownAuthor(answered, nameOf)
  const { withdrawn, root } = answered
  return {
    ...{ id, author, authorName },
    ...{ state: withdrawn ? 'withdrawn' : 'here', text: excerptOf(lineOf(answered)) },
    ...(root !== '' && { root }),
  }
}

/** Nothing is fetched by being shown. */
function filesOf({ files }: Place, record: MessageRecord): FileView[] {
  return record.files.map((file): FileView => {
    const { name, type, size, width, height, alt } = file
    const { state } = files.standing(record, file)
    const sides = width !== undefined && height !== undefined ? { width, height } : {}
    return { name, type, kind: attachmentKind(type), size, ...sides, alt, state }
  })
}

/** Its beginning, cut between characters. */
function excerptOf(text: string): string {
  return [...text.slice(0, 2 * LIMITS.excerptChars)].slice(0, LIMITS.excerptChars).join('')
}

function reactionsOf(
  { me }: Community,
  { view }: Place,
  { id, space }: MessageRecord,
  nameOf: (member: MemberId) => string,
): MessageRow['reactions'] {
  return view.threads.reactions(id, space).map(({ emoji, by }) => ({
    emoji,
    count: by.length,
    mine: by.includes(me),
    names: by.slice(0, LIMITS.reactionNames).map(nameOf),
  }))
}
