/** Who is what in some set of actions: members, their roles and devices, epochs. Looked up one by one, so that judging an action costs little. */
import type { ActionId, DeviceId, EpochId, FeedId, MemberId } from '../shared/index.ts'
import type { Causality } from './causality.ts'
import { Disputes } from './disputes.ts'
import type { MemberRole } from './payload.ts'
import { compareRanks, FOUNDING, lesserRole, PLAIN, type Rank, compareText } from './rank.ts'
import type { DeviceGrant, Grant, Records, Seen, Settled, Voids } from './records.ts'
import type { Verdicts } from './verdicts.ts'

export type MemberState = 'active' | 'pending' | 'left' | 'removed'

export interface Standing {
  readonly state: MemberState
  readonly role: MemberRole
  readonly rank: Rank
  /** Keys of what gives the rank; one that holds will do. */
  readonly supports: readonly string[]
  /** Keys of what makes them a member. */
  readonly membership: readonly string[]
}

export interface Scope {
  readonly records: Records
  readonly verdicts: Verdicts
  readonly past: Causality<ActionId>
}

export class Standings {
  readonly voids: Voids
  readonly #scope: Scope
  readonly #seen: Seen
  readonly #members = new Map<MemberId, Standing | undefined>()
  #atOdds: Disputes | undefined

  /** @param voids what is void in the set, when that is known already */
  constructor(scope: Scope, seen: Seen, voids: Voids = scope.verdicts.of(seen)) {
    this.#scope = scope
    this.#seen = seen
    this.voids = voids
  }

  /** Whether an action is in the set. */
  has(id: ActionId): boolean {
    return this.#seen(id)
  }

  /** Whether it is, and is not void. */
  stands = ({ action: { id } }: Settled): boolean => this.#seen(id) && !this.voids.has(id)

  /** Whether a removal counts: not void, and signed by a second member where it must be. */
  counts = (removal: Settled): boolean =>
    this.stands(removal) && this.#scope.verdicts.isSigned(removal, this.#seen, this.voids)

  /** Whether neither of two actions had seen the other. */
  areConcurrent(a: ActionId, b: ActionId): boolean {
    return this.#scope.past.areConcurrent(a, b)
  }

  /** A device's certification; two members it was certified for at once leave it to the one with the smaller id. */
  device(id: DeviceId): DeviceGrant | undefined {
    return this.#scope.records.devices.get(id)?.grants.find(({ by }) => this.#seen(by.action.id))
  }

  memberOf(device: DeviceId): MemberId | undefined {
    return this.device(device)?.member
  }

  /** Removals of a device that count; what only lengthens a cut is none. */
  deviceRemovals(id: DeviceId): readonly Settled[] {
    return this.#scope.records.devices.get(id)?.removals.filter((by) => this.stands(by) && isWhole(by)) ?? []
  }

  /** The same, and what lengthens their cut. */
  deviceRemovalsAndCuts(id: DeviceId): readonly Settled[] {
    if (this.deviceRemovals(id).length === 0) return []
    return this.#scope.records.devices.get(id)?.removals.filter(this.stands) ?? []
  }

  /** The removal by which a device is disputed: it was added by one that was taken out at the same time. */
  disputeOf(id: DeviceId): Settled | undefined {
    return this.#scope.verdicts.isCalm ? undefined : this.#disputes().disputeOf(id)
  }

  /** Whether a device may act: neither removed nor disputed. */
  isInUse(id: DeviceId): boolean {
    return this.deviceRemovals(id).length === 0 && this.disputeOf(id) === undefined
  }

  /** The recovery key of a member that is in force. */
  recoveryOf(member: MemberId): DeviceId | undefined {
    const key = this.#disputes().inForce(member)
    return key && this.deviceRemovals(key).length === 0 ? key : undefined
  }

  #disputes(): Disputes {
    const { records, past } = this.#scope
    return (this.#atOdds ??= new Disputes(records, past, this.#seen, this.stands))
  }

  /** All devices certified for a member. */
  devicesOf(member: MemberId): DeviceId[] {
    const devices = this.#scope.records.members.get(member)?.devices ?? []
    return [...devices].filter((id) => this.memberOf(id) === member)
  }

  /** How somebody stands; nothing for one who is no member. */
  member(id: MemberId): Standing | undefined {
    if (!this.#members.has(id)) this.#members.set(id, this.#standing(id))
    return this.#members.get(id)
  }

  /** Removals of a member that count; what only lengthens a cut is none. */
  removals(id: MemberId): readonly Settled[] {
    return this.#scope.records.members.get(id)?.removals.filter((by) => isWhole(by) && this.counts(by)) ?? []
  }

  /** The same, and what lengthens their cut. */
  removalsAndCuts(id: MemberId): readonly Settled[] {
    if (this.removals(id).length === 0) return []
    return this.#scope.records.members.get(id)?.removals.filter(this.counts) ?? []
  }

  leaves(id: MemberId): readonly Settled[] {
    return this.#scope.records.members.get(id)?.leaves.filter(this.stands) ?? []
  }

  /** Changes of a member's role that count. */
  roleChanges(id: MemberId): readonly Settled[] {
    return this.#scope.records.members.get(id)?.roleChanges.filter(this.stands) ?? []
  }

  isInviteRevoked(key: string, inviter: MemberId | undefined): boolean {
    const all = this.#scope.records.revocations.get(key) ?? []
    return all.some((by) => this.stands(by) && (by.rank.role !== 'member' || by.member === inviter))
  }

  /**
   * The epochs that content is written under: those whose rotation stands and was followed by no standing one that had seen it. What
   * follows what goes by who had seen whom, so there is always one, whatever rotations say of each other.
   */
  epochHeads(): EpochId[] {
    const { records, past } = this.#scope
    const standing = [...records.epochs].flatMap(([id, all]) =>
      all.filter(({ by }) => this.counts(by)).map(({ by, parents }) => ({ id, by, parents })),
    )
    const followers = Map.groupBy(
      standing.flatMap(({ by, parents }) => parents.map((parent) => ({ by, parent }))),
      ({ parent }) => parent,
    )
    const heads = standing.filter(
      ({ id, by }) => !(followers.get(id) ?? []).some((next) => past.isBefore(by.action.id, next.by.action.id)),
    )
    return [...new Set(heads.map(({ id }) => id))].sort(compareText)
  }

  hasEpoch(id: EpochId): boolean {
    return this.#scope.records.epochs.get(id)?.some(({ by }) => this.#seen(by.action.id)) ?? false
  }

  /** The last item of a feed that some losses of authority let count: of each the longest cut. Nothing when there were none. */
  cutBy(losses: readonly Settled[], feed: FeedId): number | undefined {
    if (losses.length === 0) return undefined
    return Math.max(...losses.map(({ action }) => this.#scope.records.cut(action).get(feed) ?? 0))
  }

  #standing(id: MemberId): Standing | undefined {
    const record = this.#scope.records.members.get(id)
    if (!record?.admissions.some(({ action }) => this.#seen(action.id))) return undefined
    const grants = this.#winning(record.roles)
    const admitted = record.admissions.filter((by) => this.stands(by) && !isOnApproval(by))
    const restoring = [...record.confirms, ...record.roleChanges].filter(this.stands)
    const rank = rankOf(grants)
    const byRole = rank.role === 'member' ? [] : grants.map(({ key }) => key)
    const membership = [...admitted, ...restoring].map(({ action }) => action.id as string)
    // Whom an owner's invite makes a moderator is a member, whatever becomes of the one who opened the door.
    const all = membership.length > 0 || record.admissions.some(isOnApproval) ? membership : byRole
    return {
      state: this.#stateOf(id, all.length > 0),
      role: rank.role,
      rank,
      supports: rank.role === 'member' ? all : byRole,
      membership: all,
    }
  }

  #stateOf(id: MemberId, isAdmitted: boolean): MemberState {
    if (this.removals(id).length > 0) return 'removed'
    if (this.leaves(id).length > 0) return 'left'
    return isAdmitted ? 'active' : 'pending'
  }

  /**
   * The grants in force: those nobody decided otherwise after having seen them; of concurrent ones those by the highest authority, of
   * these those to the lesser role.
   */
  #winning(grants: readonly Grant[]): readonly Grant[] {
    const alive = grants.filter(({ key, action }) => this.#seen(action) && !this.voids.has(key))
    const { past } = this.#scope
    const last = alive.filter((one) => !alive.some((other) => past.isBefore(one.action, other.action)))
    const [top] = last.toSorted((a, b) => compareRanks(a.rank, b.rank))
    const highest = last.filter(({ rank }) => top && compareRanks(rank, top.rank) === 0)
    const role = highest.map((each) => each.role).reduce<MemberRole>(lesserRole, 'owner')
    return highest.filter((each) => each.role === role)
  }
}

/** A removal, rather than a longer cut for one. */
function isWhole({ action: { payload } }: Settled): boolean {
  return 'rotation' in payload
}

function isOnApproval({ action, inviter, approval }: Settled): boolean {
  return action.payload.type === 'admit' && approval && inviter !== undefined
}

/** The rank some grants of one role give; of several owners' grants the most senior. */
function rankOf(grants: readonly Grant[]): Rank {
  const [first] = grants
  if (!first || first.role === 'member') return PLAIN
  if (first.role === 'moderator') return { role: 'moderator' }
  const ranks = grants.map(({ rank, depth, action }): Rank => {
    if (rank === FOUNDING) return { role: 'owner', seniority: { generation: 0, depth: 0, grant: '' } }
    return { role: 'owner', seniority: { generation: (rank.seniority?.generation ?? 0) + 1, depth, grant: action } }
  })
  return ranks.toSorted(compareRanks)[0] ?? PLAIN
}
