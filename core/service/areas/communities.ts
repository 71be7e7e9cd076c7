/** Founding, seeing and leaving communities. */
import { implement } from '@orpc/server'
import { contract, type CommunitySummary } from '../../contract/index.ts'
import type { CommunityListing } from '../communities/index.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

export function communitiesArea({ clock, communities }: Desk) {
  const os = implement(contract.communities)
  const subscribe = (told: () => void) => communities.onChange(told)
  return os.router({
    watch: os.watch.handler(({ signal }) =>
      live({ subscribe, clock, signal }, () =>
        communities.list().map((each) => summaryOf(each, communities.kept.get(each.id)?.newest)),
      ),
    ),
    create: os.create.handler(({ input: { displayName, template, ...text } }) =>
      communities.found(text, template, displayName),
    ),
    setHistory: os.setHistory.handler(({ input }) => communities.get(input.community).setHistory(input.history)),
    leave: os.leave.handler(({ input }) => communities.leave(input.community, input.keepData)),
    forget: os.forget.handler(({ input }) => communities.forget(input.community)),
  })
}

function summaryOf(listing: CommunityListing, archiveUntil: number | undefined): CommunitySummary {
  const { id, name, state, pending, history, community, charter, unread, invite, trouble, archiveOf } = listing
  return {
    id,
    name,
    state,
    pending,
    history,
    purpose: charter?.purpose ?? invite?.text.purpose ?? '',
    rules: charter?.rules ?? invite?.text.rules ?? '',
    unread,
    members: community
      ? [...community.membership.state.members.values()].filter((member) => member.state === 'active').length
      : 0,
    ...(community && archiveOf === undefined && { myRole: community.member().role }),
    ...(archiveOf !== undefined && { archiveOf }),
    ...(archiveUntil !== undefined && { archiveUntil }),
    ...(trouble && { trouble: { code: trouble.code, text: trouble.message } }),
  }
}
