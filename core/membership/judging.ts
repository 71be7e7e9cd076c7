/** The heart of the log, without disk or keys: takes actions parents first, judges each in its own causal past, and answers who is what. */
import type { ActionId, CommunityId, DeviceId, FeedId, MemberId } from '../shared/index.ts'
import { deviceKey, memberIdOf } from '../identity/index.ts'
import type { Action } from './action.ts'
import { Causality } from './causality.ts'
import { parseCertificate } from './invite.ts'
import { lesserRole, outranks, PLAIN } from './rank.ts'
import { actionOf, Records, type Settled } from './records.ts'
import { cutOf as cutIn, type MemberRole } from './payload.ts'
import type { Decider } from './powers.ts'
import type { Judgement } from './rules/judgement.ts'
import { brokenRule } from './rules/rules.ts'
import { type MembershipState, stateOf } from './state.ts'
import { Standings } from './standings.ts'
import { Verdicts } from './verdicts.ts'

/** Answers about other places of the log that are kept. */
const KEPT = 64

/** An item of a feed, and the membership heads its author had named. */
export interface WrittenItem {
  readonly device: DeviceId
  readonly feed: FeedId
  readonly seq: number
  readonly heads: readonly ActionId[]
}

/** Why what a device wrote counts only up to a cut. */
export interface CutReason {
  readonly kind: 'removed' | 'left' | 'device-removed'
  readonly action: ActionId
}

export class Judging {
  readonly records = new Records()
  readonly past = new Causality<ActionId>()
  readonly #heads = new Set<ActionId>()
  readonly #verdicts = new Verdicts(this.records, this.past)
  readonly #scope = { records: this.records, verdicts: this.#verdicts, past: this.past }
  #now: Standings | undefined
  #state: MembershipState | undefined
  /** The list of heads last seen to be all of them: many items of one feed name the same. */
  #newest: readonly ActionId[] | undefined
  /** Of places where somebody stood who had not seen everything. */
  readonly #elsewhere = new Map<string, Standings>()

  /** Actions without children, sorted. */
  heads(): readonly ActionId[] {
    return [...this.#heads].sort()
  }

  /** As far as everything here tells. */
  get standings(): Standings {
    this.#now ??= new Standings(this.#scope, everything)
    return this.#now
  }

  get state(): MembershipState {
    this.#state ??= stateOf(this.records, this.standings)
    return this.#state
  }

  /** As far as those had seen who named these heads. */
  standingsAt(heads: readonly ActionId[]): Standings {
    if (heads === this.#newest) return this.standings
    if (this.#isAll(heads)) {
      this.#newest = heads
      return this.standings
    }
    const name = heads.join()
    const known = this.#elsewhere.get(name)
    if (known) return known
    const made = new Standings(this.#scope, this.past.pastOf(heads))
    // What one had seen never changes, once all of it is here.
    if (heads.every((id) => this.past.has(id))) {
      if (this.#elsewhere.size >= KEPT) this.#elsewhere.clear()
      this.#elsewhere.set(name, made)
    }
    return made
  }

  /** The rule an action breaks, whose parents are all here; nothing for one that may be added. */
  broken(action: Action): string | undefined {
    return brokenRule(this.#judgement(action))
  }

  /** Adds an action that breaks no rule. */
  add(action: Action): void {
    const settled = this.#settle(action)
    this.past.add(action.id, action.parents)
    for (const parent of action.parents) this.#heads.delete(parent)
    this.#heads.add(action.id)
    this.#newest = undefined
    this.records.add(settled)
    const voids = this.#verdicts.add(settled) ? undefined : this.#now?.voids
    this.#now = voids && new Standings(this.#scope, everything, voids)
    this.#state = undefined
  }

  /** Who a device speaks for, as far as some heads tell. */
  decider(device: DeviceId, standings: Standings = this.standings): Decider | undefined {
    const grant = standings.device(device)
    const standing = grant && standings.member(grant.member)
    return grant && standing && { member: grant.member, standing, byRecovery: grant.recovery }
  }

  /** How many actions of a member are here. */
  heldOf(member: MemberId): number {
    return this.records.members.get(member)?.authored.length ?? 0
  }

  /** What a device stands on now: the actions by which it is certified, and by which its member is one and has their role. At most 8. */
  groundOf(device: DeviceId): readonly ActionId[] {
    const grant = this.standings.device(device)
    const standing = grant && this.standings.member(grant.member)
    const keys = [...(standing?.supports.slice(0, 3) ?? []), ...(standing?.membership.slice(0, 3) ?? [])]
    return [...(grant ? [grant.by.action.id] : []), ...keys.map(actionOf)]
  }

  /** The role a device's member held as far as these heads tell. */
  roleAt(device: DeviceId, heads: readonly ActionId[]): MemberRole | undefined {
    return this.decider(device, this.standingsAt(heads))?.standing.role
  }

  /** What an item's author may do by it: the role they held, unless it was given in vain, or taken and the item lies beyond the cut. */
  roleOf({ device, feed, seq, heads }: WrittenItem): MemberRole | undefined {
    const then = this.decider(device, this.standingsAt(heads))
    if (!then) return undefined
    const { role, supports } = then.standing
    if (role === 'member') return role
    if (supports.every((key) => this.standings.voids.has(key))) return 'member'
    const seen = this.past.pastOf(heads)
    return this.standings
      .roleChanges(then.member)
      .filter(({ action: { id, payload } }) => !seen(id) && payload.type === 'set-role' && outranks(role, payload.role))
      .filter((by) => seq > (this.standings.cutBy([by], feed) ?? 0))
      .map(({ action: { payload } }) => (payload.type === 'set-role' ? payload.role : role))
      .reduce(lesserRole, role)
  }

  /** The last seq of a feed that counts; nothing when it is not cut. */
  cutOf(device: DeviceId, feed: FeedId): number | undefined {
    const cuts = this.#losses(device)
      .map((losses) => this.standings.cutBy(losses, feed))
      .filter((cut) => cut !== undefined)
    if (this.standings.disputeOf(device)) cuts.push(0)
    return cuts.length > 0 ? Math.min(...cuts) : undefined
  }

  cutReason(device: DeviceId): CutReason | undefined {
    const [first] = this.#losses(device).flatMap(([loss], at) =>
      loss ? [{ kind: REASONS[at] ?? 'removed', action: loss.action.id }] : [],
    )
    const dispute = first ? undefined : this.standings.disputeOf(device)
    return dispute ? { kind: 'device-removed', action: dispute.action.id } : first
  }

  /**
   * What ended a device's right to write: of its member, by its member, of itself alone. Who leaves and names no item cuts off nothing, as
   * the first version did: what they said stays.
   */
  #losses(device: DeviceId): readonly (readonly Settled[])[] {
    const member = this.standings.memberOf(device)
    if (!member) return []
    const leaves = this.standings.leaves(member).filter(({ action }) => (cutIn(action.payload)?.length ?? 0) > 0)
    return [this.standings.removalsAndCuts(member), leaves, this.standings.deviceRemovalsAndCuts(device)]
  }

  #isAll(heads: readonly ActionId[]): boolean {
    return heads.length >= this.#heads.size && [...this.#heads].every((id) => heads.includes(id))
  }

  #judgement(action: Action): Judgement {
    const past = this.standingsAt(action.parents)
    const [first] = this.records.all()
    return {
      action,
      past,
      records: this.records,
      community: first && (first.action.id as string as CommunityId),
      isPrivate: first?.action.payload.type === 'create' && first.action.payload.private === true,
      author: this.decider(action.device, past),
    }
  }

  #settle(action: Action): Settled {
    const past = this.standingsAt(action.parents)
    const author = this.decider(action.device, past)
    const prev = action.prev && this.records.settled.get(action.prev)
    const depths = action.parents.map((id) => this.records.settled.get(id)?.depth ?? 0)
    const isAdmission = action.payload.type === 'admit'
    const standing = author?.standing
    return {
      action,
      index: this.records.size,
      depth: 1 + Math.max(-1, ...depths),
      member: author?.member ?? memberIdOf(deviceKey(action.device)),
      rank: standing?.rank ?? PLAIN,
      supports: (isAdmission ? standing?.membership : standing?.supports) ?? [],
      byRecovery: author?.byRecovery ?? false,
      generation: isOwnAddition(action) ? (past.device(action.device)?.generation ?? 0) + 1 : 0,
      clock: Math.max(prev?.clock ?? 0, action.at),
      bytes: (prev?.bytes ?? 0) + action.body.length,
      ...this.#invitation(action, past),
    }
  }

  #invitation({ payload }: Action, past: Standings): Pick<Settled, 'inviter' | 'approval'> {
    if (payload.type !== 'admit') return { inviter: undefined, approval: false }
    const { inviter, approval } = parseCertificate(payload.certificate)
    const member = past.memberOf(inviter)
    const standing = member && past.member(member)
    if (!standing) return { inviter: undefined, approval }
    const { rank, supports, membership } = standing
    return { inviter: { member, rank, supports, membership }, approval }
  }
}

function isOwnAddition({ payload }: Action): boolean {
  return payload.type === 'add-device' || (payload.type === 'add' && payload.own)
}

const everything = (): boolean => true
const REASONS = ['removed', 'left', 'device-removed'] as const
