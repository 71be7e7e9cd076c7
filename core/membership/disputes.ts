/**
 * Devices of one member that are at odds. Whoever steals a device can go on adding devices and recovery keys as if they had not heard
 * that it was taken out; and can say the same of the others. So devices stand in an order: the first before those it added, and so on; of
 * one generation who was added on the shorter path, then by id. What a device added is *disputed* when a device before it (or the
 * recovery key in force) had removed that device at the same time; so is all that stands on a disputed one. Disputed devices are certified
 * like any other and may do nothing. Whom a device removed is removed in vain in the same case, unless it was the remover itself.
 *
 * A device may be added twice by the one that did, since everything it takes stands in the log: one addition that is undisputed will do.
 *
 * Pure, for any set of actions. It ends, since each step goes to a device that stands before, or asks what hangs on no recovery key.
 */
import type { ActionId, DeviceId, MemberId } from '../shared/index.ts'
import { deviceId } from '../identity/index.ts'
import type { Causality } from './causality.ts'
import { compareText } from './rank.ts'
import type { DeviceGrant, Records, Seen, Settled } from './records.ts'

/** The recovery key by whose word is judged; nothing where devices alone are heard. */
type Key = DeviceId | undefined

export class Disputes {
  readonly #records: Records
  readonly #past: Causality<ActionId>
  readonly #seen: Seen
  readonly #counts: (overturn: Settled) => boolean
  readonly #found = new Map<string, Settled | undefined>()
  readonly #lost = new Map<string, boolean>()
  readonly #keys = new Map<MemberId, Key>()

  /** @param counts whether what higher authority overturned, among what was seen, is overturned */
  constructor(records: Records, past: Causality<ActionId>, seen: Seen, counts: (overturn: Settled) => boolean) {
    this.#records = records
    this.#past = past
    this.#seen = seen
    this.#counts = counts
  }

  /** The removal by which a device is disputed, if it is. */
  disputeOf(device: DeviceId): Settled | undefined {
    const grant = this.#grant(device)
    return grant && this.#disputeBy(device, this.inForce(grant.member))
  }

  /**
   * The recovery key whose word counts: the earliest that is undisputed and not replaced. Who took another's place is as early as that one
   * was. Where two claim to be, neither is.
   */
  inForce(member: MemberId): Key {
    if (!this.#keys.has(member)) this.#keys.set(member, this.#keyOf(member))
    return this.#keys.get(member)
  }

  /** Whether what a recovery key decided has effect. */
  hasWord(decision: Settled): boolean {
    return this.#hasWord(decision, this.inForce(decision.member))
  }

  /** Whether a recovery key is the one that is asked, or was until one in its line took its place, which had heard of the decision. */
  #hasWord(by: Settled, key: Key): boolean {
    const { device } = by.action
    if (key === undefined || device === key) return key !== undefined
    const isInLine = (other: DeviceId): boolean => other === key || this.#isAncestor(other, key)
    const replaced = this.#removals(device).filter(
      (each) => each.byRecovery && this.#isAncestor(device, each.action.device) && isInLine(each.action.device),
    )
    return this.#isAncestor(device, key) && !replaced.some((each) => this.#apart(each, by))
  }

  /** Whether a device's removal stands: its author is undisputed, and neither higher authority nor the recovery key took it back. */
  stands(removal: Settled): boolean {
    if (this.#isOverturned(removal) || this.disputeOf(removal.action.device)) return false
    const key = this.inForce(removal.member)
    if (removal.byRecovery) return this.#hasWord(removal, key)
    return !this.#isTakenBack(removal, key) && !this.#isLost(removal, key)
  }

  /** Whether the recovery key in force took back what a device of its member decided about the member's own. */
  isTakenBack(decision: Settled): boolean {
    return this.#isTakenBack(decision, this.inForce(decision.member))
  }

  #isTakenBack({ action: { id } }: Settled, key: Key): boolean {
    if (key === undefined) return false
    const overturns = this.#records.overturns.get(id) ?? []
    return overturns.some((by) => this.#seen(by.action.id) && by.byRecovery && this.#hasWord(by, key))
  }

  #keyOf(member: MemberId): Key {
    const devices = [...(this.#records.members.get(member)?.devices ?? [])]
    const keys = devices.filter((id) => {
      const grant = this.#grant(id)
      return (
        grant?.recovery === true && grant.member === member && !this.#disputeBy(id, undefined) && !this.#isReplaced(id)
      )
    })
    const all = new Set(keys)
    const claims = keys
      .filter((id) => !this.#ancestors(id).some((other) => all.has(other)))
      .map((id) => ({ id, claim: this.#claimOf(id) }))
    const least = claims.reduce((least, { claim }) => Math.min(least, claim), Infinity)
    const [first, second] = claims.filter(({ claim }) => claim === least)
    return second ? undefined : first?.id
  }

  /** How early a recovery key is: the generation of the first in its line. */
  #claimOf(key: DeviceId): number {
    let at = this.#grant(key)
    for (;;) {
      const adder: DeviceGrant | undefined = at && at.generation > 0 ? this.#grant(at.by.action.device) : undefined
      if (adder?.recovery !== true) return at?.generation ?? 0
      at = adder
    }
  }

  /** Whether another recovery key, which it had added or which came before it, took its place. */
  #isReplaced(key: DeviceId): boolean {
    return this.#removals(key).some(({ action: { device }, byRecovery }) => {
      const isEntitled = this.#isAncestor(key, device) || this.#claimOf(device) < this.#claimOf(key)
      return byRecovery && isEntitled && !this.#disputeBy(device, undefined)
    })
  }

  /** By devices that stand before the one that added, and by a recovery key. */
  #disputeBy(device: DeviceId, key: Key): Settled | undefined {
    const name = `${device} ${key ?? ''}`
    if (!this.#found.has(name)) this.#found.set(name, this.#findDispute(device, key))
    return this.#found.get(name)
  }

  #findDispute(device: DeviceId, key: Key): Settled | undefined {
    const found: Settled[] = []
    for (const { by, generation } of this.#grants(device)) {
      const adder = by.action.device
      if (generation === 0) return undefined
      const removals = this.#removals(adder).filter(
        (each) => this.#apart(each, by) && this.#overrules(each, adder, key) && !this.#isLost(each, key),
      )
      const dispute = firstOf(removals) ?? this.#disputeBy(adder, key)
      if (!dispute) return undefined
      found.push(dispute)
    }
    return firstOf(found)
  }

  /** Whether a device decided in vain that another goes: it had been removed itself, unknown to it, though not by that other one. */
  #isLost(removal: Settled, key: Key): boolean {
    const { id, device, payload } = removal.action
    if (removal.byRecovery || payload.type !== 'remove-device') return false
    const name = `${id} ${key ?? ''}`
    const known = this.#lost.get(name)
    if (known !== undefined) return known
    const target = deviceId(payload.device)
    const lost = this.#removals(device).some(
      (by) =>
        by.action.device !== target &&
        this.#apart(by, removal) &&
        this.#overrules(by, device, key) &&
        !this.#isLost(by, key),
    )
    this.#lost.set(name, lost)
    return lost
  }

  /** Whether a removal is by the recovery key that is asked, or by an undisputed device that stands before another. */
  #overrules(removal: Settled, device: DeviceId, key: Key): boolean {
    if (removal.byRecovery) return this.#hasWord(removal, key)
    const by = removal.action.device
    return this.#isBefore(by, device) && !this.#isTakenBack(removal, key) && !this.#disputeBy(by, key)
  }

  /** The devices through which one came to its member, the one that added it first. */
  #ancestors(of: DeviceId): DeviceId[] {
    const found: DeviceId[] = []
    for (let at = this.#grant(of); at && at.generation > 0; at = this.#grant(at.by.action.device))
      found.push(at.by.action.device)
    return found
  }

  #isAncestor(device: DeviceId, of: DeviceId): boolean {
    return this.#ancestors(of).includes(device)
  }

  /** Removals of a device that higher authority did not take back. */
  #removals(device: DeviceId): readonly Settled[] {
    const all = this.#records.devices.get(device)?.removals ?? []
    return all.filter((by) => this.#seen(by.action.id) && !this.#isOverturned(by))
  }

  #isOverturned({ action: { id } }: Settled): boolean {
    return (this.#records.overturns.get(id) ?? []).some(
      (by) => !by.byRecovery && this.#seen(by.action.id) && this.#counts(by),
    )
  }

  /** Additions of a device to the member it is of by the one that did so first: first the one it has its place by. */
  #grants(device: DeviceId): readonly DeviceGrant[] {
    const seen = this.#records.devices.get(device)?.grants.filter(({ by }) => this.#seen(by.action.id)) ?? []
    if (seen.length < 2) return seen
    const all = seen.filter(({ member }) => member === seen[0]?.member).sort(inOrder)
    return all.filter(({ by }) => by.action.device === all[0]?.by.action.device)
  }

  #grant(device: DeviceId): DeviceGrant | undefined {
    return this.#grants(device)[0]
  }

  /** Whether one of a member's devices stands before another. */
  #isBefore(a: DeviceId, b: DeviceId): boolean {
    const [one, other] = [this.#grant(a), this.#grant(b)]
    if (!one || !other || one.member !== other.member) return false
    return (one.generation - other.generation || one.by.depth - other.by.depth || compareText(a, b)) < 0
  }

  /** Whether neither had seen the other. */
  #apart({ action: { id: a } }: Settled, { action: { id: b } }: Settled): boolean {
    return this.#past.areConcurrent(a, b)
  }
}

function inOrder(a: DeviceGrant, b: DeviceGrant): number {
  return a.generation - b.generation || a.by.depth - b.by.depth || compareText(a.by.action.id, b.by.action.id)
}

/** Of several the same one on every peer, whatever order they came in. */
function firstOf(all: readonly Settled[]): Settled | undefined {
  return all.toSorted((a, b) => compareText(a.action.id, b.action.id))[0]
}
