/** Rules for every action; what costs least to judge stands first, signatures last. */
import { LIMITS } from '../../shared/index.ts'
import { isSigned } from '../action.ts'
import type { Payload } from '../payload.ts'
import type { MemberState } from '../standings.ts'
import type { RuleTable } from './judgement.ts'

/** How the author's member must stand, where it is not as an active one. */
const STATES: Partial<Readonly<Record<Payload['type'], readonly MemberState[]>>> = {
  /** Who waits may go, and who went may say once more how far they had written. */
  leave: ['active', 'pending', 'left'],
}

/** A stolen device may have left in its member's name, which the recovery key takes back. */
function statesFor(type: Payload['type'], byRecovery: boolean): readonly MemberState[] {
  return byRecovery && type === 'overturn' ? ['active', 'left'] : (STATES[type] ?? ['active'])
}

/** What a recovery key may do: decide about its member's devices. */
const RECOVERY: ReadonlySet<Payload['type']> = new Set(['add-device', 'remove-device', 'overturn'])

export const COMMON = {
  /** Only the first action of a log has no parents, and it is `create`, whose id names the community. */
  rooted: ({ action, community }) => {
    const first = action.payload.type === 'create'
    if (first)
      return (
        community === undefined && action.parents.length === 0 && action.community === undefined && action.seq === 1
      )
    return action.parents.length > 0 && action.community === community
  },

  /** A device's actions form one chain: each names its previous one, which it had seen. */
  chained: ({ action, records, past }) => {
    if (action.seq === 1) return action.prev === undefined
    const prev = action.prev && records.settled.get(action.prev)?.action
    return prev !== undefined && past.has(prev.id) && prev.device === action.device && prev.seq === action.seq - 1
  },

  /** Its author's device is certified by an action it had seen. */
  'author certified': ({ action, author }) => action.payload.type === 'create' || author !== undefined,

  /** Its author was a member who had not left, been removed, or been waiting to be let in. */
  'author present': ({ action, author }) =>
    action.payload.type === 'create' ||
    (author !== undefined && statesFor(action.payload.type, author.byRecovery).includes(author.standing.state)),

  /** Its device had not been removed, nor added by one that was: of two that removed each other neither is in use. */
  'device in use': ({ action, past }) => past.isInUse(action.device),

  /** A recovery key decides about its member's devices and about nothing else. */
  'recovery key': ({ action, author }) => author?.byRecovery !== true || RECOVERY.has(action.payload.type),

  /** One device's share of the log is bounded, by role; owners answer for themselves. */
  share: ({ action, author, records }) => {
    const role = author?.standing.role ?? 'member'
    if (role === 'owner') return true
    const before = (action.prev && records.settled.get(action.prev)?.bytes) ?? 0
    const isFew = action.seq <= (role === 'moderator' ? LIMITS.moderatorActions : LIMITS.memberActions)
    const most = role === 'moderator' ? LIMITS.moderatorLogBytes : LIMITS.memberLogBytes
    return isFew && before + action.body.length <= most
  },

  /** Its own device signed it. */
  signed: ({ action }) => isSigned(action),
} satisfies RuleTable
