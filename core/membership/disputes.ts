/**
 * Devices of one member that are at odds. Whoever steals a device can go on adding devices and recovery keys as if they had not heard
 * that it was taken out; and can say the same of the others. So devices stand in an order: the first before those it added, and so on; of
 * one generation who was added on the shorter path, then by id. What a device added is *disputed* when a device before it (or the
 * recovery key in force) had removed that device at the same time; so is all that stands on a disputed one. Disputed devices are certified
 * like any other and may do nothing.
 *
 * Pure, for any set of actions; decisions by higher authority among `voids` must be settled. It ends, since each step goes to a device
 * that stands before.
 */
import type { ActionId, DeviceId, MemberId } from '../shared/index.ts'
import type { Causality } from './causality.ts'
import { compareText } from './rank.ts'
import type { DeviceGrant, Records, Seen, Settled, Voids } from './records.ts'

export class Disputes {
  readonly #records: Records
  readonly #past: Causality<ActionId>
  readonly #seen: Seen
  readonly #voids: Voids

  constructor(records: Records, past: Causality<ActionId>, seen: Seen, voids: Voids) {
    this.#records = records
    this.#past = past
    this.#seen = seen
    this.#voids = voids
  }

  /** The removal by which a device is disputed, if it is. */
  disputeOf(device: DeviceId): Settled | undefined {
    const grant = this.#grant(device)
    if (!grant) return undefined
    const early = this.#earlyDispute(device)
    if (early) return early
    const key = this.inForce(grant.member)
    for (let at: DeviceGrant | undefined = grant; at && at.generation > 0; at = this.#grant(at.by.action.device)) {
      const { by }: DeviceGrant = at
      const removal = this.#removals(by.action.device).find(
        (each) => each.action.device === key && this.#apart(each, by),
      )
      if (removal) return removal
    }
    return undefined
  }

  /** The recovery key whose word counts: the earliest that is undisputed and not replaced. Where two claim to be, neither is. */
  inForce(member: MemberId): DeviceId | undefined {
    const devices = [...(this.#records.members.get(member)?.devices ?? [])]
    const keys = devices.flatMap((id) => {
      const grant = this.#grant(id)
      const isKey = grant?.recovery === true && grant.member === member && !this.#earlyDispute(id)
      return isKey && !this.#isReplaced(id) ? [{ id, generation: grant.generation }] : []
    })
    const least = Math.min(...keys.map(({ generation }) => generation))
    const [first, second] = keys.filter(({ generation }) => generation === least)
    return second ? undefined : first?.id
  }

  /** Whether a device's removal stands: its author is undisputed, and neither higher authority nor the recovery key took it back. */
  stands(removal: Settled): boolean {
    if (this.#isOverturned(removal)) return false
    const { device } = removal.action
    if (this.disputeOf(device)) return false
    const key = this.inForce(removal.member)
    if (removal.byRecovery) return key !== undefined && (key === device || this.#isAncestor(device, key))
    return !this.isTakenBack(removal)
  }

  /** Whether the recovery key in force took back what a device of its member decided about the member's own. */
  isTakenBack({ action: { id }, member }: Settled): boolean {
    const key = this.inForce(member)
    return (this.#records.overturns.get(id) ?? []).some(
      (by) => this.#seen(by.action.id) && by.byRecovery && by.action.device === key,
    )
  }

  /** By devices that stand before the one that added, recovery keys aside. */
  #earlyDispute(device: DeviceId): Settled | undefined {
    for (let at = this.#grant(device); at && at.generation > 0; at = this.#grant(at.by.action.device)) {
      const { by } = at
      const adder = by.action.device
      const removal = this.#removals(adder).find(
        (each) =>
          !each.byRecovery &&
          this.#apart(each, by) &&
          this.#isBefore(each.action.device, adder) &&
          !this.#earlyDispute(each.action.device),
      )
      if (removal) return removal
    }
    return undefined
  }

  /** Whether another recovery key, which it had added or which came before it, took its place. */
  #isReplaced(key: DeviceId): boolean {
    return this.#removals(key).some(({ action: { device }, byRecovery }) => {
      const isEntitled = this.#isAncestor(key, device) || this.#isBefore(device, key)
      return byRecovery && isEntitled && !this.#earlyDispute(device)
    })
  }

  #isAncestor(device: DeviceId, of: DeviceId): boolean {
    for (let at = this.#grant(of); at && at.generation > 0; at = this.#grant(at.by.action.device))
      if (at.by.action.device === device) return true
    return false
  }

  /** Removals of a device that higher authority did not take back. */
  #removals(device: DeviceId): readonly Settled[] {
    const all = this.#records.devices.get(device)?.removals ?? []
    return all.filter((by) => this.#seen(by.action.id) && !this.#isOverturned(by))
  }

  #isOverturned({ action: { id } }: Settled): boolean {
    return (this.#records.overturns.get(id) ?? []).some(
      (by) => !by.byRecovery && this.#seen(by.action.id) && !this.#voids.has(by.action.id),
    )
  }

  #grant(device: DeviceId): DeviceGrant | undefined {
    return this.#records.devices.get(device)?.grants.find(({ by }) => this.#seen(by.action.id))
  }

  /** Whether one of a member's devices stands before another. */
  #isBefore(a: DeviceId, b: DeviceId): boolean {
    const [one, other] = [this.#grant(a), this.#grant(b)]
    if (!one || !other || one.member !== other.member) return false
    const place = one.generation - other.generation || one.by.depth - other.by.depth || compareText(a, b)
    return place < 0
  }

  /** Whether neither had seen the other. */
  #apart({ action: { id: a } }: Settled, { action: { id: b } }: Settled): boolean {
    return this.#past.areConcurrent(a, b)
  }
}
