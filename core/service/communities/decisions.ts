/**
 * What this person decides about members, invites and keys. Who may not is told so in a sentence and nothing is written; what is written
 * is on the disk when the call returns.
 */
import { type ActionId, type Clock, LIMITS, type MemberId, type Random } from '../../shared/index.ts'
import type { Documents, HistorySetting } from '../../documents/index.ts'
import type { Device } from '../../identity/index.ts'
import {
  confirmMember,
  type Decision,
  type DecisionContext,
  type KeyRing,
  leave,
  type Member,
  type MemberRole,
  membershipErrors,
  type MembershipLog,
  overturn,
  type Proof,
  removeMember,
  revokeInvite,
  rotate,
  setRole,
  showFork,
  signRemoval,
} from '../../membership/index.ts'
import { communityErrors, decisionErrors, memberErrors } from '../errors.ts'
import type { Writing } from './writing.ts'

export interface DecisionParts {
  readonly me: MemberId
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly documents: Documents
  readonly writing: Writing
  readonly device: Device
  readonly clock: Clock
  readonly random: Random
  /** What newcomers may read. */
  readonly history: () => HistorySetting
  /** Throws why this device may not take part now. */
  readonly assertMayWrite: () => void
}

const DAY = 86_400_000
/**
 * What stays of a member of whom nothing is to stay: their name, without which nobody could read what was decided about whom, and the
 * rooms and pages they happened to open, in which others write.
 */
const COMMON_GROUND = ['charter', 'profiles', 'room-root'] as const
const LEVEL: Readonly<Record<MemberRole, number>> = { member: 0, moderator: 1, owner: 2 }

export class Decisions {
  readonly #parts: DecisionParts

  constructor(parts: DecisionParts) {
    this.#parts = parts
  }

  rolesToGive(member: MemberId): readonly MemberRole[] {
    const roles = this.#powers().rolesToGive(member)
    return this.#isLastOwner(member) ? [] : roles
  }

  mayConfirm(member: MemberId): boolean {
    return this.#powers().mayConfirm(member)
  }

  mayRemove(member: MemberId): boolean {
    return this.#parts.membership.state.members.get(member)?.state !== 'removed' && this.#powers().mayRemove(member)
  }

  /** Whether one more removal by me would wait for a second signer: a moderator alone removes only so many in a day. */
  removalWaits(): boolean {
    const { me, membership, clock } = this.#parts
    if (membership.state.members.get(me)?.role !== 'moderator') return false
    const since = clock.now() - DAY
    const mine = membership
      .history()
      .filter(
        ({ by, action: { at, payload } }) =>
          by === me && at > since && payload.type === 'remove' && payload.rotation !== undefined,
      )
    return mine.length >= LIMITS.removalsPerDay
  }

  maySign(removal: ActionId): boolean {
    return this.#powers().maySign(removal)
  }

  mayOverturn(decision: ActionId): boolean {
    return this.#powers().mayOverturn(decision)
  }

  /** The decision by which somebody is removed now: the last that counts. */
  removalOf(member: MemberId): ActionId | undefined {
    return this.#removals(member).at(-1)?.action.id
  }

  /** @throws member/unknown, community/not-allowed, community/owners-only, community/out-of-reach, community/last-owner */
  setRole(id: MemberId, role: MemberRole): void {
    const { documents } = this.#parts
    const member = this.#about(id)
    if (member.role === role) return
    if (this.#isLastOwner(id)) throw communityErrors('last-owner')
    if (!this.rolesToGive(id).includes(role)) throw this.#refusal(id, 'owner')
    const cut = LEVEL[member.role] > LEVEL[role] ? documents.proofs(member.devices, ['charter']) : []
    this.#decide(() => setRole(this.#context(), id, role, cut))
  }

  /** Lets somebody in who waits. @throws member/unknown, decision/settled, community/not-allowed */
  confirm(id: MemberId): void {
    const member = this.#about(id)
    if (member.state !== 'pending') throw decisionErrors('settled')
    if (!this.mayConfirm(id)) throw this.#refusal(id, 'moderator')
    this.#decide(() => {
      // What was said while they waited is not for them either.
      if (this.#parts.history() === 'from-joining') rotate(this.#context())
      return confirmMember(this.#context(), id)
    })
  }

  /**
   * Removes a member and changes the keys. What they wrote until now stays, or none of it, to be read; nothing is deleted.
   * @throws member/unknown, decision/settled, community/not-allowed, community/out-of-reach
   */
  remove(id: MemberId, keep: 'all' | 'none', reason: string): { action: ActionId; state: 'counts' | 'unsigned' } {
    const { documents, writing, membership } = this.#parts
    const member = this.#about(id)
    if (member.state === 'removed') throw decisionErrors('settled')
    if (!this.mayRemove(id)) throw this.#refusal(id, 'moderator')
    const cut = documents.proofs(member.devices, keep === 'all' ? undefined : COMMON_GROUND)
    const { id: action } = this.#decide(() => removeMember(this.#context(), id, cut))
    if (reason !== '') writing.reason(action, reason)
    const made = membership.history().find((decision) => decision.action.id === action)
    return { action, state: made?.state === 'unsigned' ? 'unsigned' : 'counts' }
  }

  /**
   * Ends a decision as if it had never been made. A removal whose cut was too long for one action is ended whole.
   * @throws decision/unknown, decision/settled, community/not-allowed
   */
  overturn(id: ActionId): void {
    const decision = this.#decision(id)
    if (decision.state === 'overturned' || decision.state === 'void') throw decisionErrors('settled')
    if (!this.mayOverturn(id)) throw communityErrors('not-allowed')
    const { target, by } = decision
    const isRemoval = decision.action.payload.type === 'remove'
    const rest = isRemoval && target ? this.#removals(target).filter((other) => other.by === by) : []
    const all = new Set([id, ...rest.map(({ action }) => action.id)])
    this.#decide(() => [...all].map((each) => overturn(this.#context(), each)))
  }

  /** The second signature under a removal. @throws decision/unknown, decision/settled, community/not-allowed */
  signRemoval(id: ActionId): void {
    const decision = this.#decision(id)
    if (decision.state !== 'unsigned') throw decisionErrors('settled')
    if (!this.maySign(id)) throw communityErrors('not-allowed')
    this.#decide(() => signRemoval(this.#context(), id))
  }

  /** @param key base64url of the invite's key @throws community/not-allowed */
  revokeInvite(key: string): void {
    this.#parts.assertMayWrite()
    this.#decide(() => revokeInvite(this.#context(), key))
  }

  /** Leaves for good, and says how far this member had written. */
  leave(): void {
    const { documents, membership, me } = this.#parts
    const devices = membership.state.members.get(me)?.devices ?? []
    this.#decide(() => leave(this.#context(), documents.proofs(devices)))
  }

  /** Changes the keys, as after somebody left. */
  rotate(): void {
    this.#parts.assertMayWrite()
    this.#decide(() => rotate(this.#context()))
  }

  /** Tells everybody that a device signed two things for one place. */
  showFork(evidence: readonly [Proof, Proof]): void {
    this.#parts.assertMayWrite()
    this.#decide(() => showFork(this.#context(), evidence))
  }

  #powers() {
    return this.#parts.membership.powersOf(this.#parts.device.id)
  }

  #context(): DecisionContext {
    const { membership, ring, device, random, clock } = this.#parts
    return { log: membership, ring, device, random, now: clock.now() }
  }

  /** Whom a decision is about, once it is clear that this device may decide at all. */
  #about(id: MemberId): Member {
    this.#parts.assertMayWrite()
    const member = this.#parts.membership.state.members.get(id)
    if (!member) throw memberErrors('unknown')
    return member
  }

  #decision(id: ActionId): Decision {
    this.#parts.assertMayWrite()
    const decision = this.#parts.membership.history().find(({ action }) => action.id === id)
    if (!decision) throw decisionErrors('unknown')
    return decision
  }

  /** Removals of a member that count, as they came. */
  #removals(member: MemberId): Decision[] {
    return this.#parts.membership
      .history()
      .filter(
        ({ action, target, state }) => action.payload.type === 'remove' && target === member && state === 'counts',
      )
  }

  #isLastOwner(member: MemberId): boolean {
    const { me, membership } = this.#parts
    const owners = [...membership.state.members.values()].filter(
      ({ role, state }) => role === 'owner' && state === 'active',
    )
    return member === me && owners.length === 1 && owners[0]?.id === me
  }

  /** Why somebody may not decide about somebody. */
  #refusal(about: MemberId, takes: 'owner' | 'moderator') {
    const { me, membership } = this.#parts
    const role = membership.state.members.get(me)?.role ?? 'member'
    if (role === 'member') return communityErrors('not-allowed')
    if (takes === 'owner' && role !== 'owner') return communityErrors('owners-only')
    return communityErrors(about === me ? 'not-allowed' : 'out-of-reach')
  }

  /** What the rules refuse all the same is refused in the person's words. */
  #decide<T>(decision: () => T): T {
    try {
      return decision()
    } catch (error) {
      throw membershipErrors.is(error, 'refused') ? communityErrors('not-allowed', { cause: error }) : error
    }
  }
}
