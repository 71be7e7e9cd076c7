/** One place in the rail. */
import type { CommunityId, FolkmootError, SpaceId } from '../../shared/index.ts'
import type { CharterText, HistorySetting } from '../../documents/index.ts'
import { type Invite, kindOfLink, readLink } from '../../membership/index.ts'
import { communityErrors } from '../errors.ts'
import { withCalls } from './attention/calls.ts'
import type { Community } from './community.ts'
import type { Registered } from './registry.ts'
import type { Standing } from './standing.ts'

export interface CommunityListing {
  readonly id: CommunityId
  readonly name: string
  readonly state: 'joining' | 'member' | 'left' | 'damaged' | 'removed' | 'archive'
  /** Of an archive: the community it is of. */
  readonly archiveOf: CommunityId | undefined
  /** Whether I wait until a moderator confirms me. */
  readonly pending: boolean
  /** What newcomers may read. */
  readonly history: HistorySetting
  /** Present unless joining or damaged. */
  readonly community: Community | undefined
  readonly charter: CharterText | undefined
  readonly unread: number
  readonly invite: Invite | undefined
  readonly trouble: FolkmootError | undefined
}

export function listingOf(
  { id, name, state, link }: Registered,
  community: Community | undefined,
  trouble: FolkmootError | undefined,
): CommunityListing {
  const standing = community?.standing()
  const charter = community?.view.queries.charter()
  return {
    id,
    name: charter?.name ?? name,
    state: trouble ? 'damaged' : standing ? STATES[standing] : state,
    pending: standing === 'pending',
    history: community?.history() ?? 'all',
    archiveOf: community?.archiveOf,
    community,
    charter,
    unread: community ? unreadOf(community) : 0,
    invite: link !== undefined && kindOfLink(link) === 'invite' ? readLink(link) : undefined,
    trouble: trouble ?? (standing && whyNot(standing)),
  }
}

function unreadOf(community: Community): number {
  const spaces: { readonly id: SpaceId; readonly unread: number }[] = [
    ...community.rooms(),
    ...community.privates.list(),
  ]
  return withCalls(community, spaces).reduce((sum, { unread }) => sum + unread, 0)
}

/** Why a community can only be read, unless it was left. */
function whyNot(standing: Standing): FolkmootError | undefined {
  return standing !== 'active' && STATES[standing] === 'removed' ? communityErrors(standing) : undefined
}

/** The log knows better than what was noted at the time. */
const STATES: Readonly<Record<Standing, CommunityListing['state']>> = {
  active: 'member',
  pending: 'member',
  left: 'left',
  removed: 'removed',
  'device-removed': 'removed',
  'device-suspended': 'removed',
  archive: 'archive',
}
