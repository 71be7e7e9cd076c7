/**
 * Which actions are void: valid when they were written, but taken back by what others did without having seen them, or by being
 * overturned. A pure function of a set of actions. It ends and is the same on every peer because each action depends only on actions of
 * higher rank, or of the same rank and an earlier stage or place:
 *
 *   rank        owners by seniority, moderators, members; admissions always count as members', whoever admits
 *   stage       recovery keys' overturns, removals of devices, other overturns (latest first), additions to private spaces,
 *               confirmations, all else (earliest first)
 *
 * Only actions something in the log could make void are looked at; in a community at peace there are none.
 */
import { type ActionId, LIMITS, type MemberId } from '../shared/index.ts'
import type { Causality } from './causality.ts'
import { Disputes } from './disputes.ts'
import { type Inviter, type Records, roleKey, type Seen, type Settled, type Voids } from './records.ts'
import type { Payload, RemoveDevicePayload } from './payload.ts'
import { compareText, compareRanks, isAbove, outranks, PLAIN, type Rank } from './rank.ts'

interface Node {
  readonly key: string
  readonly settled: Settled
  /** What it is sorted by. */
  readonly rank: Rank
  readonly stage: number
  /** What an invite gives, rather than the admission itself. */
  readonly isRole: boolean
}

const NOTHING: Voids = new Set()
const DAY = 86_400_000

export class Verdicts {
  readonly #records: Records
  readonly #past: Causality<ActionId>
  /** Nodes that could be void in some set of actions. */
  readonly #suspects = new Map<string, Node>()
  readonly #dependents = new Map<string, Node[]>()
  #sorted: readonly Node[] | undefined

  constructor(records: Records, past: Causality<ActionId>) {
    this.#records = records
    this.#past = past
  }

  /** Whether anything could be void at all. */
  get isCalm(): boolean {
    return this.#suspects.size === 0
  }

  /** Notes an action that was just filed in the records. @returns whether the verdict on what was there before may have changed */
  add(settled: Settled): boolean {
    const before = this.#suspects.size
    for (const node of nodesOf(settled)) {
      const needs = needsOf(node)
      for (const need of needs) {
        const all = this.#dependents.get(need)
        if (all) all.push(node)
        else this.#dependents.set(need, [node])
      }
      if (needs.some((need) => this.#suspects.has(need)) || this.#isThreatened(node)) this.#suspect(node)
    }
    const targets = this.#targets(settled)
    for (const node of targets) this.#suspect(node)
    return this.#suspects.size > before || targets.length > 0 || (before > 0 && isRestoring(settled))
  }

  /** What is void in a set of actions that holds, with each action, all it had seen. */
  of(seen: Seen): Voids {
    if (this.isCalm) return NOTHING
    this.#sorted ??= [...this.#suspects.values()].sort(inOrder)
    const voids = new Set<string>()
    const disputesFor = this.#disputes(seen, voids)
    for (const node of this.#sorted) {
      if (seen(node.settled.action.id) && this.#isVoid(node, seen, voids, disputesFor)) voids.add(node.key)
    }
    return voids
  }

  /** Whether a removal counts, as far as second signers are concerned. */
  isSigned(removal: Settled, seen: Seen, voids: Voids): boolean {
    if (!isRemoval(removal) || !this.#isOneTooMany(removal, seen)) return true
    const all = this.#records.signatures.get(removal.action.id) ?? []
    return all.some(({ action }) => seen(action.id) && !voids.has(action.id))
  }

  /** A moderator's removals in one day of their own clock are few, whichever of their devices made them; further ones are signed by two. */
  #isOneTooMany({ action: { id }, member, rank, clock }: Settled, seen: Seen): boolean {
    if (rank.role !== 'moderator') return false
    const isEarlier = (by: Settled): boolean =>
      by.clock > clock - DAY && (by.clock < clock || (by.clock === clock && by.action.id < id))
    const others = this.#records
      .member(member)
      .authored.filter((by) => by.action.id !== id && isRemoval(by) && seen(by.action.id))
    // What one device wrote in a row stands in that order, whatever its clock says.
    const before = others.filter((by) =>
      this.#past.isBefore(by.action.id, id) ? by.clock > clock - DAY : isEarlier(by),
    )
    return before.filter((by) => !this.#past.isBefore(id, by.action.id)).length >= LIMITS.removalsPerDay
  }

  #isVoid(node: Node, seen: Seen, voids: Voids, disputesFor: (node: Node) => Disputes): boolean {
    const { settled, isRole } = node
    const { action } = settled
    const stands = ({ action: { id } }: Settled): boolean => seen(id) && !voids.has(id)
    const { inviter } = settled
    if (isRole) return inviter !== undefined && this.#isRoleVoid(inviter, settled, seen, voids)
    const disputes = disputesFor(node)
    if (action.payload.type === 'remove-device') return !disputes.stands(settled)
    if (settled.byRecovery) return !disputes.hasWord(settled)
    if (action.payload.type === 'leave')
      return disputes.isTakenBack(settled) || this.#isDeviceLost(settled, disputes, seen)
    if ((this.#records.overturns.get(action.id) ?? []).some(stands)) return true
    if (isOwnMatter(settled)) return false
    const { member, rank, supports } = settled
    const author = { member, rank, supports, membership: supports }
    if (this.#isLost(author, settled, isAdmission(settled) ? 'membership' : 'role', seen, voids)) return true
    if (rank.role !== 'member' && this.#isDeviceLost(settled, disputes, seen)) return true
    if (action.payload.type !== 'admit' || !inviter) return false
    return this.#isLost(inviter, settled, 'membership', seen, voids) || this.#isRevoked(settled, stands)
  }

  /** What an inviter's word gives is taken back by the inviter, or by who stands above them; not by who stands above the one who admitted. */
  #isRoleVoid(inviter: Inviter, settled: Settled, seen: Seen, voids: Voids): boolean {
    const mayTake = ({ member, rank }: Settled): boolean =>
      isAbove(rank, inviter.rank) || (member === inviter.member && !isAbove(inviter.rank, rank))
    const overturns = this.#records.overturns.get(settled.action.id) ?? []
    if (overturns.some((by) => mayTake(by) && seen(by.action.id) && !voids.has(by.action.id))) return true
    return this.#isLost(inviter, settled, 'role', seen, voids)
  }

  /** Whether somebody had already lost, unknown to them, what they needed for an action: their role, or only their membership. */
  #isLost(who: Inviter, { action }: Settled, need: 'role' | 'membership', seen: Seen, voids: Voids): boolean {
    const record = this.#records.member(who.member)
    const decides = (by: Settled): boolean =>
      seen(by.action.id) &&
      !voids.has(by.action.id) &&
      isAbove(by.rank, who.rank) &&
      this.#isConcurrent(by.action.id, action.id)
    if (record.removals.some((by) => decides(by) && this.isSigned(by, seen, voids))) return true
    const isLowered = ({ action: { payload } }: Settled): boolean =>
      payload.type === 'set-role' && outranks(who.rank.role, payload.role)
    if (need === 'role' && record.roleChanges.some((by) => isLowered(by) && decides(by))) return true
    const supports = need === 'role' ? who.supports : who.membership
    if (supports.length === 0 || supports.some((key) => !voids.has(key))) return false
    if (who.rank.role !== 'member' && need === 'role') return true
    return !this.isRestored(who.member, seen, voids)
  }

  /** Whether a moderator or owner has made somebody a member anew, whatever became of their admission. */
  isRestored(member: MemberId, seen: Seen, voids: Voids): boolean {
    const { confirms, roleChanges } = this.#records.member(member)
    return [...confirms, ...roleChanges].some(({ action: { id } }) => seen(id) && !voids.has(id))
  }

  /** Whether the device was removed meanwhile by another of its member's, or is itself disputed. */
  #isDeviceLost({ action }: Settled, disputes: Disputes, seen: Seen): boolean {
    const { removals } = this.#records.device(action.device)
    const apart = removals.filter(({ action: { id } }) => seen(id) && this.#isConcurrent(id, action.id))
    // Its member may have had a lower rank when it was removed: what is judged later is not looked up.
    return apart.some((by) => disputes.stands(by)) || disputes.disputeOf(action.device) !== undefined
  }

  /**
   * Devices at odds, as far as what is judged before a node tells: what authority below it overturned does not help it. What was found
   * out is kept from node to node, until one more of what was overturned counts.
   */
  #disputes(seen: Seen, voids: Voids): (node: Node) => Disputes {
    const overturns = [...this.#records.overturns].flatMap(([id, all]) => {
      const of = this.#records.settled.get(id)?.action.payload.type
      return of === 'remove-device' ? all.filter((by) => !by.byRecovery && seen(by.action.id)) : []
    })
    let counting = new Set<Settled>()
    let kept: Disputes | undefined
    return ({ rank, stage }) => {
      const isEarlier = (by: Settled): boolean => (compareRanks(by.rank, rank) || stageOf(by) - stage) < 0
      const count = overturns.filter((by) => isEarlier(by) && !voids.has(by.action.id))
      // Nodes come in order, so there are only ever more.
      if (kept && count.length === counting.size) return kept
      const those = (counting = new Set(count))
      return (kept = new Disputes(this.#records, this.#past, seen, (by) => those.has(by)))
    }
  }

  #isRevoked(settled: Settled, stands: (by: Settled) => boolean): boolean {
    return this.#revocations(settled).some(
      (by) => by.rank.role !== 'member' && stands(by) && this.#isConcurrent(by.action.id, settled.action.id),
    )
  }

  #revocations({ action }: Settled): readonly Settled[] {
    const key = this.#records.inviteOf(action)
    return (key === undefined ? undefined : this.#records.revocations.get(key)) ?? []
  }

  #isConcurrent(a: ActionId, b: ActionId): boolean {
    return this.#past.areConcurrent(a, b)
  }

  #isThreatened({ settled, isRole }: Node): boolean {
    const { action, member, inviter } = settled
    if (settled.byRecovery) return true
    const threats = [isRole ? undefined : member, inviter?.member].flatMap((id) => {
      const record = id && this.#records.member(id)
      return record ? [...record.removals, ...record.roleChanges] : []
    })
    // Whoever is at odds with one of a member's devices may touch them all.
    const devices = this.#records.members.get(member)?.deviceRemovals ?? []
    return [...threats, ...devices, ...this.#revocations(settled)].some((by) =>
      this.#isConcurrent(by.action.id, action.id),
    )
  }

  /** What an action may make void that was there before. */
  #targets({ action }: Settled): Node[] {
    const { payload } = action
    const { settled } = this.#records
    const concurrent = (nodes: readonly Node[]): Node[] =>
      nodes.filter((node) => this.#isConcurrent(node.settled.action.id, action.id))
    if (payload.type === 'overturn') {
      const of = settled.get(this.#records.targetOf(payload))
      return of ? nodesOf(of) : []
    }
    if (payload.type === 'remove' || payload.type === 'set-role') {
      const member = this.#records.targetMember(payload)
      const invited = (this.#records.invited.get(member) ?? []).map(({ by }) => by)
      return concurrent([...this.#records.member(member).authored, ...invited].flatMap(nodesOf))
    }
    if (payload.type === 'remove-device') return concurrent(this.#authoredWith(payload).flatMap(nodesOf))
    if (payload.type === 'revoke-invite') {
      const uses = this.#records.uses.get(this.#records.inviteName(payload)) ?? []
      return concurrent(uses.flatMap(({ by }) => nodesOf(by)))
    }
    return []
  }

  /** What the members wrote that a removed device is, or was at the same time, certified for. */
  #authoredWith(payload: RemoveDevicePayload): readonly Settled[] {
    const { grants } = this.#records.device(this.#records.targetDevice(payload))
    const members = new Set(grants.map(({ member }) => member))
    return [...members].flatMap((member) => this.#records.member(member).authored)
  }

  /** Notes that a node could be void, and with it all that stands on it. */
  #suspect(first: Node): void {
    const waiting = [first]
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (this.#suspects.has(node.key)) continue
      this.#suspects.set(node.key, node)
      this.#sorted = undefined
      waiting.push(...(this.#dependents.get(node.key) ?? []))
    }
  }
}

/** Actions that make good what was void before, or by which a device or recovery key has another place. */
function isRestoring({ action: { payload } }: Settled): boolean {
  return RESTORING.has(payload.type)
}
const RESTORING: ReadonlySet<Payload['type']> = new Set(['confirm', 'set-role', 'add-device', 'add'])

/** What one does to one's own devices and membership needs nobody's leave, and is taken back only by being overturned. */
function isOwnMatter({ action: { payload }, byRecovery }: Settled): boolean {
  return byRecovery || OWN_MATTERS.has(payload.type) || (payload.type === 'add' && payload.own)
}
const OWN_MATTERS: ReadonlySet<Payload['type']> = new Set([
  'create',
  'leave',
  'add-device',
  'remove-device',
  'fork-evidence',
  'unknown',
])

function isAdmission({ action: { payload } }: Settled): boolean {
  return payload.type === 'admit'
}

/** Keys of what a node stands on. */
function needsOf({ settled, isRole }: Node): readonly string[] {
  if (isOwnMatter(settled)) return []
  const { inviter, supports } = settled
  return isRole ? (inviter?.supports ?? []) : [...supports, ...(inviter?.membership ?? [])]
}

function nodesOf(settled: Settled): Node[] {
  const { action, rank, inviter } = settled
  const node = {
    key: action.id,
    settled,
    rank: isAdmission(settled) ? PLAIN : rank,
    stage: stageOf(settled),
    isRole: false,
  }
  if (!inviter || inviter.rank.role === 'member') return [node]
  return [node, { ...node, key: roleKey(action.id), rank: inviter.rank, isRole: true }]
}

function stageOf({ action: { payload }, byRecovery }: Settled): number {
  if (payload.type === 'overturn') return byRecovery ? 0 : 2
  if (payload.type === 'remove-device') return 1
  if (payload.type === 'add') return 3
  return payload.type === 'confirm' ? 4 : 5
}

function isRemoval({ action: { payload } }: Settled): boolean {
  return payload.type === 'remove' && payload.rotation !== undefined
}

function inOrder(a: Node, b: Node): number {
  const rank = compareRanks(a.rank, b.rank)
  if (rank !== 0) return rank
  if (a.stage !== b.stage) return a.stage - b.stage
  const place = a.settled.index - b.settled.index || compareText(a.key, b.key)
  return a.stage === 2 ? -place : place
}
