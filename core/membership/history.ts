/** Every decision about membership as a person can read it: what it was, whom it was about, and whether it counts. */
import { type ActionId, base64url, type MemberId } from '../shared/index.ts'
import { deviceId, memberIdOf } from '../identity/index.ts'
import type { Action } from './action.ts'
import { readProof } from './item-proof.ts'
import type { Judging } from './judging.ts'
import type { Settled } from './records.ts'

export interface Decision {
  readonly action: Action
  readonly by: MemberId
  /** Whom it is about. */
  readonly target: MemberId | undefined
  /** The decision it overturns or signs. */
  readonly about: ActionId | undefined
  /** void: taken back by higher authority that acted at the same time; unsigned: waits for a second signer. */
  readonly state: 'counts' | 'void' | 'overturned' | 'unsigned'
}

/** In the order of arrival. */
export function historyOf(judging: Judging): readonly Decision[] {
  return judging.records.all().map((settled) => decisionOf(settled, judging))
}

export function decisionOf(settled: Settled, judging: Judging): Decision {
  return {
    action: settled.action,
    by: settled.member,
    target: targetOf(settled, judging),
    about: aboutOf(settled),
    state: standingOf(settled, judging),
  }
}

function standingOf(settled: Settled, { records, standings }: Judging): Decision['state'] {
  const { id } = settled.action
  if ((records.overturns.get(id) ?? []).some(standings.stands)) return 'overturned'
  if (!standings.stands(settled)) return 'void'
  return standings.counts(settled) ? 'counts' : 'unsigned'
}

function targetOf({ action, member }: Settled, judging: Judging): MemberId | undefined {
  const { records, standings } = judging
  const { payload } = action
  if (payload.type === 'admit') return memberIdOf(payload.device)
  if (payload.type === 'add') return payload.own ? member : payload.devices[0] && memberIdOf(payload.devices[0][0])
  if (payload.type === 'remove' || payload.type === 'set-role') return records.targetMember(payload)
  if (payload.type === 'overturn') return followed(records.targetOf(payload), judging)
  if (payload.type === 'confirm')
    return payload.what === 'member'
      ? (base64url(payload.id) as MemberId)
      : followed(base64url(payload.id) as ActionId, judging)
  if (payload.type === 'add-device' || payload.type === 'remove-device')
    return standings.memberOf(deviceId(payload.device)) ?? member
  if (payload.type !== 'fork-evidence' || !action.community) return undefined
  const item = readProof(action.community, payload.first)
  return item && standings.memberOf(item.device)
}

/** Whom the decision is about that another is about: one step, since each stands before the next. */
function followed(id: ActionId, judging: Judging): MemberId | undefined {
  const of = judging.records.settled.get(id)
  return of && of.action.payload.type !== 'overturn' ? targetOf(of, judging) : undefined
}

function aboutOf({ action: { payload } }: Settled): ActionId | undefined {
  if (payload.type === 'overturn') return base64url(payload.action) as ActionId
  return payload.type === 'confirm' && payload.what === 'removal' ? (base64url(payload.id) as ActionId) : undefined
}
