/** Topics as screens show them. */
import type { BoardView, FirstPost, PostVersion, TopicFilter, TopicView } from '../../contract/index.ts'
import { type EntryId, LIMITS, type MemberId, type SpaceId, tagKey } from '../../shared/index.ts'
import type { TopicOrder, TopicRecord } from '../../view/index.ts'
import { unreadOf } from '../communities/attention/calls.ts'
import type { Community } from '../communities/index.ts'
import { shownAuthor } from '../authors.ts'
import { shownName } from '../names.ts'
import { inSpace } from './message-rows.ts'

/** With the names and roles their authors have in the community now. */
export function topicsOf(community: Community, board: SpaceId, records: readonly TopicRecord[]): TopicView[] {
  const { queries, threads } = community.view
  const names = queries.names()
  const { members } = community.membership.state
  const active = community.standing() === 'active'
  const leads = community.writing.boards.leads()
  return records.flatMap((record): TopicView[] => {
    const first = inSpace(queries.message(record.root), board)
    if (!first) return []
    const { mine, at, withdrawn } = first
    const { author, authorName, authorRole, imported } = shownAuthor(
      first,
      (member) => shownName(member, names.get(member)),
      (member) => members.get(member)?.role,
    )
    const thread = threads.thread(board, record.root)
    const answer = record.answer && queries.message(record.answer)
    const isHere = answer && answer.root === record.root && !answer.withdrawn
    const { title, tags, category, closed, wiki, time, last } = record
    return [
      {
        ...{
          id: record.root,
          title: withdrawn ? '' : title,
          withdrawn,
          tags: [...tags],
          category,
          closed,
          wiki,
          time,
          last,
        },
        answered: record.answer !== undefined,
        ...(isHere && { answer: answer.id }),
        ...{ author, authorName, mine, at },
        ...(authorRole && { authorRole }),
        ...(imported && { imported: true }),
        replies: Math.max(0, (thread?.posts ?? 1) - 1),
        unread: thread ? unreadOf(community, board, thread) : 0,
        pinned: threads.isPinned(record.root, board, community.everybodyPins),
        mayChange: active && (mine || leads),
      },
    ]
  })
}

/** Whether a topic stands in a list. */
export function isListed(topic: TopicRecord, order: TopicOrder, filter: TopicFilter | undefined): boolean {
  if (order === 'waiting' && (topic.closed || topic.answer !== undefined)) return false
  if (!filter) return true
  if ('category' in filter) return topic.category === filter.category
  return topic.tags.some((tag) => tagKey(tag) === tagKey(filter.tag))
}

export function boardOf(community: Community, board: SpaceId): BoardView {
  const { boards } = community.view
  return {
    categories: [...boards.categories(board)],
    tags: boards.tags(board, LIMITS.boardTags),
    mayModerate: community.standing() === 'active' && community.writing.boards.leads(),
  }
}

/** The first post of a topic as to who may edit it; nothing once it was withdrawn. */
export function firstPostOf(community: Community, board: SpaceId, record: TopicRecord): FirstPost | undefined {
  const { boards, queries, marks } = community.view
  const versions = boards.versions(record.root)
  const [first, last] = [versions[0], versions.at(-1)]
  if (!first || !last || !inSpace(queries.message(record.root), board)) return undefined
  const nameOf = (member: MemberId): string => shownName(member, queries.name(member))
  const { me } = community
  const isOpen = community.standing() === 'active' && queries.space(board)?.archived === false
  const [mine, leads] = [first.author === me, community.writing.boards.leads()]
  const own = versions.findLast(({ author }) => author === me)
  const isBeside = own?.beside === true && !marks.isBesideSeen(own.id)
  return {
    version: last.id,
    versions: versions.length,
    ...(last.author !== first.author && { changed: { by: last.author, byName: nameOf(last.author), at: last.at } }),
    mayEdit: isOpen && (mine || (record.wiki && (leads || !record.closed))),
    maySwitch: isOpen && (mine || leads),
    ...(isBeside && { beside: { id: own.id, byName: nameOf(last.author) } }),
  }
}

export function versionsOf({ me, view }: Community, topic: EntryId): PostVersion[] {
  return view.boards.versions(topic).map((version) => ({
    ...version,
    authorName: shownName(version.author, view.queries.name(version.author)),
    mine: version.author === me,
  }))
}
