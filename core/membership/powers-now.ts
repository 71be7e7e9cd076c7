/** What a device's member may decide now, asked one by one: for screens, which offer nothing the rules would refuse. */
import type { ActionId, DeviceId, MemberId } from '../shared/index.ts'
import type { Judging } from './judging.ts'
import type { MemberRole } from './payload.ts'
import * as powers from './powers.ts'
import type { Settled } from './records.ts'
import type { Standing } from './standings.ts'

export interface Powers {
  rolesToGive(member: MemberId): readonly MemberRole[]
  mayRemove(member: MemberId): boolean
  mayConfirm(member: MemberId): boolean
  maySign(removal: ActionId): boolean
  mayOverturn(decision: ActionId): boolean
  /** Whether the keys may be changed. */
  readonly mayRotate: boolean
}

export function powersOf(judging: Judging, device: DeviceId): Powers {
  const { standings, records, state } = judging
  const decider = standings.isInUse(device) ? judging.decider(device) : undefined
  const over = <T>(member: MemberId, ask: (by: powers.Decider, target: Standing) => T, otherwise: T): T => {
    const target = standings.member(member)
    return decider && target ? ask(decider, target) : otherwise
  }
  const about = (id: ActionId, ask: (by: powers.Decider, decision: Settled) => boolean): boolean => {
    const decision = records.settled.get(id)
    return decider !== undefined && decision !== undefined && ask(decider, decision)
  }
  return {
    rolesToGive: (member) => over(member, (by, target) => powers.rolesToGive(by, member, target), []),
    mayRemove: (member) => over(member, (by, target) => powers.mayRemove(by, member, target), false),
    mayConfirm: (member) => over(member, powers.mayConfirm, false),
    maySign: (removal) => about(removal, (by, decision) => powers.maySign(by, decision, standings)),
    mayOverturn: (decision) => about(decision, (by, of) => powers.mayOverturn(by, of, state.private)),
    mayRotate: decider?.standing.state === 'active' && decider.standing.role !== 'member',
  }
}
