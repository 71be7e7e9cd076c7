/** What is unread and for this person, how much they wish to be told of, and what the system is to show. */
import { implement } from '@orpc/server'
import { contract, type Notice } from '../../contract/index.ts'
import { LIMITS, type SpaceId } from '../../shared/index.ts'
import { type HeedWord, lineOf } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { Heeding } from '../communities/attention/heeding.ts'
import type { NewMessages, News, NewRequests } from '../communities/attention/notices.ts'
import { spaceErrors } from '../errors.ts'
import { following, live } from '../live.ts'
import type { Desk } from './desk.ts'
import { communityNameOf, countsOf, excerptOf, foundIn, inboxOf, spaceNameOf } from './inbox-groups.ts'
import type { Attention } from './attention.ts'

export function inboxArea({ clock, communities }: Desk, attention: Attention) {
  const os = implement(contract.inbox)
  const now = (): number => clock.now()
  const subscribe = (told: () => void): (() => void) => {
    const ends = [communities.onChange(told), attention.onSnoozeOver(told)]
    return () => ends.forEach((end) => end())
  }
  return os.router({
    watch: os.watch.handler(({ input: { filter }, signal }) =>
      live({ subscribe, clock, signal, tick: LIMITS.inboxTick }, () => inboxOf(communities.all(), filter, now())),
    ),
    watchCounts: os.watchCounts.handler(({ signal }) =>
      live({ subscribe, clock, signal, tick: LIMITS.inboxTick }, () => countsOf(communities.all(), now())),
    ),
    markAllRead: os.markAllRead.handler(({ input: { filter } }) => {
      for (const { view, space, root } of foundIn(communities.all(), filter, now()))
        view.markRead(space, Number.MAX_SAFE_INTEGER, root)
    }),
    watchHeed: os.watchHeed.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const told = (tell: () => void) => {
        const ends = [community.view.onChange(({ spaces }) => spaces && tell()), attention.onSnoozeOver(tell)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe: told, clock, signal }, () => new Heeding(community, now()).view())
    }),
    setLevel: os.setLevel.handler(({ input: { community, space, level } }) =>
      set(communities.get(community), { space: space ?? '', root: '', what: 'level', value: level ?? '' }, now()),
    ),
    follow: os.follow.handler(({ input: { community, space, root, follow } }) =>
      set(communities.get(community), { space, root, what: 'follow', value: follow ?? '' }, now()),
    ),
    snooze: os.snooze.handler(({ input: { community, space, root, until } }) =>
      set(
        communities.get(community),
        { space, root: root ?? '', what: 'snooze', value: until === undefined ? '' : `${until}` },
        now(),
      ),
    ),
    wakeAll: os.wakeAll.handler(() => {
      for (const community of communities.all())
        for (const { space, root } of new Heeding(community, now()).view().snoozed)
          // Also where the room is gone meanwhile.
          put(community, { space, root: root ?? '', what: 'snooze', value: '' }, now())
    }),
    watchNotices: os.watchNotices.handler(({ signal }) => {
      const showText = (): boolean => attention.settings().showText
      return following<Notice[], readonly News[]>(
        { subscribe: (told) => attention.notices.onNews(told), clock, signal },
        () => [],
        (batches) =>
          batches
            .flat()
            .map((news) => noticeOf(news, showText()))
            .slice(-LIMITS.noticeBacklog),
      )
    }),
    watchSettings: os.watchSettings.handler(({ signal }) =>
      live({ subscribe: (told) => attention.onChange(told), clock, signal }, () => attention.settings()),
    ),
    changeSettings: os.changeSettings.handler(({ input }) => attention.change(input)),
  })
}

/** @throws space/unknown */
function set(community: Community, word: Omit<HeedWord, 'at'>, now: number): void {
  if (word.space !== '' && !isKnown(community, word.space)) throw spaceErrors('unknown')
  put(community, word, now)
}

function put(community: Community, word: Omit<HeedWord, 'at'>, now: number): void {
  community.view.inbox.heed.set(word, now)
  community.view.heedChanged()
}

function isKnown(community: Community, space: SpaceId): boolean {
  return community.place(space).view.queries.space(space) !== undefined
}

function noticeOf(news: News, showText: boolean): Notice {
  return 'requests' in news ? requestNotice(news) : messageNotice(news, showText)
}

/** Who waits has had no way yet to say what they are called. */
function requestNotice({ community, requests }: NewRequests): Notice {
  return {
    ...{ what: 'requests', tag: `${community.community} requests`, community: community.community },
    communityName: communityNameOf(community),
    count: requests.length,
  }
}

function messageNotice({ community, records }: NewMessages, showText: boolean): Notice {
  const last = records.at(-1)
  if (!last) throw spaceErrors('unknown')
  const { id, space, root, author } = last
  return {
    what: 'messages',
    tag: `${community.community} ${space}`,
    community: community.community,
    communityName: communityNameOf(community),
    ...{ space, spaceName: spaceNameOf(community, space) },
    ...(root !== '' && { root }),
    message: id,
    author: showText ? (community.view.queries.name(author) ?? '') : '',
    text: showText ? excerptOf(lineOf(last)) : '',
    count: records.length,
  }
}
