/** Live queries about what is unread and for this person. */
import type { InboxFilter } from '../../core/contract/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
import { useLive } from './context.tsx'

export const useInbox = (filter: InboxFilter) =>
  useLive(`inbox ${filter}`, (client, signal) => client.inbox.watch({ filter }, { signal }))

export const useInboxCounts = () =>
  useLive('inbox counts', (client, signal) => client.inbox.watchCounts(undefined, { signal })).value

export const useHeed = (community: CommunityId) =>
  useLive(`heed ${community}`, (client, signal) => client.inbox.watchHeed({ community }, { signal })).value

/** What the system is to show, a few at a time; the same answer is never given twice. */
export const useNotices = () =>
  useLive('notices', (client, signal) => client.inbox.watchNotices(undefined, { signal })).value

export const useNoticeSettings = () =>
  useLive('notice settings', (client, signal) => client.inbox.watchSettings(undefined, { signal })).value
