/** What a rule may look at, and how the ones that several actions share are put. */
import { base64url, type CommunityId, type DeviceId, type EpochId, type MemberId } from '../../shared/index.ts'
import type { Action } from '../action.ts'
import { readProof } from '../item-proof.ts'
import type { Payload, Proof, Rotation } from '../payload.ts'
import type { Decider } from '../powers.ts'
import type { Records } from '../records.ts'
import type { Standings } from '../standings.ts'

/** An action, and all that had happened as far as its author had seen. */
export interface Judgement {
  readonly action: Action
  readonly community: CommunityId | undefined
  readonly isPrivate: boolean
  readonly records: Records
  /** Of the action's causal past. */
  readonly past: Standings
  /** Its author there; nothing when the device was not certified. */
  readonly author: Decider | undefined
}

export type Rule = (judgement: Judgement) => boolean
export type RuleTable = Readonly<Record<string, Rule>>

/** A rule about one type of action. */
export function about<Type extends Payload['type']>(
  type: Type,
  rule: (payload: Extract<Payload, { type: Type }>, judgement: Judgement) => boolean,
): Rule {
  return (judgement) => {
    const { payload } = judgement.action
    return payload.type === type && rule(payload as Extract<Payload, { type: Type }>, judgement)
  }
}

/** Every proof of a cut is true, is of one of these devices, and no feed has two. */
export function isCutProven(cut: readonly Proof[], devices: readonly DeviceId[], community: CommunityId): boolean {
  const feeds = new Set<string>()
  return cut.every((proof) => {
    const item = readProof(community, proof)
    const isTrue = item !== undefined && devices.includes(item.device) && !feeds.has(item.feed)
    if (item) feeds.add(item.feed)
    return isTrue
  })
}

/** A new epoch, after ones that its author had seen, sealed to nobody twice and not to those it shuts out. */
export function isRotation(rotation: Rotation, { past, records }: Judgement, shutOut: readonly DeviceId[]): boolean {
  const id = base64url(rotation.epoch) as EpochId
  const parents = rotation.parents.map((each) => base64url(each) as EpochId)
  if (past.hasEpoch(id) || parents.length === 0 || !parents.every((each) => past.hasEpoch(each))) return false
  const boxes = rotation.sealed.map(([to]) => base64url(to))
  const closed = new Set(
    shutOut.flatMap((device) => records.devices.get(device)?.grants.map(({ box }) => base64url(box)) ?? []),
  )
  return new Set(boxes).size === boxes.length && !boxes.some((box) => closed.has(box))
}

export function memberIn(bytes: Uint8Array): MemberId {
  return base64url(bytes) as MemberId
}
