/** Members as screens show them. */
import type { DeviceView, MemberDetail, MemberView } from '../../contract/index.ts'
import type { DeviceId, MemberId } from '../../shared/index.ts'
import type { KnownDevice, Member } from '../../membership/index.ts'
import { type Community, safetyNumber } from '../communities/index.ts'
import { pastOf } from '../communities/former.ts'
import { memberErrors } from '../errors.ts'
import { alikeNames, nameTag, shownName } from '../names.ts'
import type { NetworkStatus } from '../ports.ts'

const RANK = { owner: 0, moderator: 1, member: 2 }

/** Those who take part first, then by role, then by name. */
export function membersOf(community: Community, status: NetworkStatus): MemberView[] {
  const names = community.view.queries.names()
  const online = onlineOf(community, status)
  const members = [...community.membership.state.members.values()]
  const named = members.map((member) => ({ member, name: shownName(member.id, names.get(member.id)) }))
  const alike = alikeNames(named.map(({ name }) => name))
  return named
    .map(({ member, name }) => ({
      id: member.id,
      name,
      tag: nameTag(member.id),
      lookAlike: alike.has(name),
      role: member.role,
      state: member.state,
      me: member.id === community.me,
      online: online.members.has(member.id),
      since: member.since,
      devices: devicesOf(community, member).filter(isInUse).length,
    }))
    .sort((a, b) => RANK[a.role] - RANK[b.role] || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

/** @throws member/unknown */
export function detailOf(
  community: Community,
  status: NetworkStatus,
  id: MemberId,
  all: readonly Community[],
): MemberDetail {
  const member = community.membership.state.members.get(id)
  const view = membersOf(community, status).find((each) => each.id === id)
  if (!member || !view) throw memberErrors('unknown')
  const { decisions } = community
  const removal = member.state === 'removed' ? decisions.removalOf(id) : undefined
  const formerly = community.view.queries.formerly(id)
  const past = pastViewOf(community, id, all)
  return {
    ...view,
    safetyNumber: safetyNumber(keyed(community, community.member()), keyed(community, member)),
    deviceList: deviceViews(community, status, member),
    hasRecovery: member.recovery !== undefined,
    ...(member.admittedBy && { admittedBy: member.admittedBy }),
    ...(member.invitedBy && { invitedBy: member.invitedBy }),
    ...(formerly && { formerly }),
    ...(past && { past }),
    mayGive: [...decisions.rolesToGive(id)],
    mayConfirm: decisions.mayConfirm(id),
    mayRemove: decisions.mayRemove(id),
    removalWaits: decisions.removalWaits(),
    ...(removal && { removal }),
    mayOverturn: removal !== undefined && decisions.mayOverturn(removal),
  }
}

/** Who they were in the community this one goes on from; nothing to call them by where that is not here. */
function pastViewOf({ view }: Community, id: MemberId, all: readonly Community[]): MemberDetail['past'] {
  const [of, device] = [view.queries.origin(), view.queries.past(id)]
  if (of === undefined || device === undefined) return undefined
  const found = pastOf(of, device, all)
  return { name: found?.name ?? '', community: found?.community ?? '' }
}

/** A member's devices, those in use first, the recovery key last. */
export function deviceViews(community: Community, status: NetworkStatus, member: Member): DeviceView[] {
  const names = community.view.queries.deviceNames()
  const { devices: online } = onlineOf(community, status)
  return devicesOf(community, member)
    .map((device) => ({
      id: device.id,
      name: names.get(device.id) ?? '',
      state: device.state,
      recovery: device.recovery,
      mine: device.id === community.device,
      online: online.has(device.id),
      equivocated: device.equivocated,
      since: device.since,
      ...(device.removal && { removal: device.removal }),
    }))
    .sort((a, b) => standing(a) - standing(b) || a.since - b.since || (a.id < b.id ? -1 : 1))
}

function standing({ state, recovery }: DeviceView): number {
  return (state === 'active' ? 0 : 2) + (recovery ? 1 : 0)
}

function devicesOf(community: Community, member: Member): KnownDevice[] {
  const { devices } = community.membership.state
  const all = [...member.devices, ...(member.recovery ? [member.recovery] : [])]
  return all.map((id) => devices.get(id)).filter((device) => device !== undefined)
}

function isInUse({ state, recovery }: KnownDevice): boolean {
  return state === 'active' && !recovery
}

function keyed(community: Community, member: Member): { id: MemberId; devices: DeviceId[] } {
  const devices = devicesOf(community, member).filter(isInUse)
  return { id: member.id, devices: devices.map(({ id }) => id) }
}

interface Online {
  readonly members: ReadonlySet<MemberId>
  readonly devices: ReadonlySet<DeviceId>
}

/** Who is met now, and oneself. */
function onlineOf(community: Community, { peers }: NetworkStatus): Online {
  const met = peers.filter(({ state }) => state !== 'connecting')
  return {
    members: new Set([community.me, ...met.map(({ member }) => member)]),
    devices: new Set([community.device, ...met.map(({ device }) => device)]),
  }
}
