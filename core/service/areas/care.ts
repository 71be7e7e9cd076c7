/** What a community asks of this person now. */
import type { CareView } from '../../contract/index.ts'
import type { Community } from '../communities/index.ts'
import { whoWaits } from '../communities/attention/requests.ts'

/** Lost messages counted at most. */
const LOST = 500

export function careOf(community: Community): CareView {
  const { membership, decisions } = community
  const members = [...membership.state.members.values()]
  const active = members.filter(({ state }) => state === 'active')
  const owners = active.filter(({ role }) => role === 'owner')
  const me = community.member()
  const takesPart = community.standing() === 'active'
  const unsigned = takesPart ? membership.history().filter(({ state }) => state === 'unsigned') : []
  const invites = [...membership.state.invites.values()]
  return {
    pending: whoWaits(community).length,
    unsigned: unsigned.filter(({ action }) => decisions.maySign(action.id)).length,
    needsSecondOwner: takesPart && owners.length === 1 && owners[0]?.id === me.id && active.length > 1,
    needsRecovery: takesPart && me.recovery === undefined,
    overused: me.role === 'member' ? 0 : invites.filter(({ overused }) => overused).length,
    missingKeys: takesPart ? community.missingKeys() : 0,
    lost: takesPart ? community.lost(LOST).length : 0,
    needsUpdate: membership.state.needsUpdate,
  }
}
