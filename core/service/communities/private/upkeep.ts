/**
 * What the community's log says of people and their devices is carried into a private space's log by whoever may: a member's new device
 * is added by their own, a device that was taken out is taken out here, and so is who was removed from the community or left it.
 * All of it changes the keys where it takes something from somebody. Each step is tried alone; one that may not be is left to others.
 */
import type { DeviceId, MemberId } from '../../../shared/index.ts'
import type { KnownDevice, Member, MembershipState } from '../../../membership/index.ts'

export type Step =
  /** My own other devices. */
  | { readonly do: 'add-own'; readonly devices: readonly DeviceId[] }
  /** Somebody whose devices here are all gone has new ones. */
  | { readonly do: 'add-again'; readonly devices: readonly DeviceId[]; readonly role: 'moderator' | 'member' }
  | { readonly do: 'remove-device'; readonly device: DeviceId }
  /** `member` is one of the space's log. */
  | { readonly do: 'remove'; readonly member: MemberId }
  | { readonly do: 'rotate' }

export interface UpkeepFacts {
  readonly community: MembershipState
  readonly space: MembershipState
  readonly me: DeviceId
  /** Whether somebody who is gone may hold all keys in use. */
  readonly rotationDue: boolean
}

export function upkeepSteps(facts: UpkeepFacts): Step[] {
  const mine = memberOf(facts.space, facts.me)
  if (mine?.state !== 'active') return []
  const steps = [ownDevices, ownRemovals, returns, removals, rotation]
  return steps.flatMap((step) => step(facts, mine))
}

/** Devices of a member of the community that are in use. */
export function devicesInUse({ devices, members }: MembershipState, member: MemberId): KnownDevice[] {
  const known = (members.get(member)?.devices ?? []).map((id) => devices.get(id))
  return known.filter((device) => device !== undefined).filter(({ state, recovery }) => state === 'active' && !recovery)
}

function ownDevices({ community, space, me }: UpkeepFacts): Step[] {
  const person = community.devices.get(me)?.member
  if (!person) return []
  const added = devicesInUse(community, person).filter(({ id }) => !space.devices.has(id))
  return added.length > 0 ? [{ do: 'add-own', devices: added.map(({ id }) => id) }] : []
}

/** Devices taken out in the community: only their own member's may do so here. */
function ownRemovals({ community, space, me }: UpkeepFacts, mine: Member): Step[] {
  return mine.devices
    .filter((id) => id !== me && space.devices.get(id)?.state === 'active' && isOut(community, id))
    .map((device) => ({ do: 'remove-device', device }))
}

/** For owners: who was removed from the community or left it; and what is left of somebody whose devices were all replaced. */
function removals({ community, space }: UpkeepFacts, mine: Member): Step[] {
  if (mine.role !== 'owner') return []
  const others = [...space.members.values()].filter(({ id, state }) => id !== mine.id && state === 'active')
  const inUse = others.filter(({ devices }) => !devices.every((id) => isOut(community, id)))
  const here = new Set(inUse.map((member) => personOf(community, member)?.id))
  return others
    .filter((member) => {
      const person = personOf(community, member)
      if (!person) return false
      const isGone = person.state === 'removed' || person.state === 'left'
      return isGone || (here.has(person.id) && !inUse.includes(member))
    })
    .map(({ id }) => ({ do: 'remove', member: id }))
}

/** Somebody whose devices here are all out of use in the community, and who has others there. */
function returns({ community, space }: UpkeepFacts, mine: Member): Step[] {
  if (mine.role === 'member') return []
  return [...space.members.values()].flatMap((member): Step[] => {
    if (member.state !== 'active' || member.id === mine.id) return []
    if (!member.devices.every((id) => isOut(community, id))) return []
    const person = personOf(community, member)
    const fresh = person?.state === 'active' ? devicesInUse(community, person.id) : []
    if (fresh.length === 0 || fresh.some(({ id }) => space.devices.has(id))) return []
    const role = member.role === 'member' ? 'member' : 'moderator'
    return [{ do: 'add-again', devices: fresh.map(({ id }) => id), role }]
  })
}

/** Keys somebody holds who is gone. Who may, changes them. */
function rotation({ rotationDue }: UpkeepFacts, mine: Member): Step[] {
  return rotationDue && mine.role === 'owner' ? [{ do: 'rotate' }] : []
}

/** The member of the community that a member of the space's log is. */
function personOf(community: MembershipState, { devices }: Member): Member | undefined {
  return devices.map((id) => memberOf(community, id)).find((person) => person !== undefined)
}

/** Whether the community took a device out. */
function isOut(community: MembershipState, device: DeviceId): boolean {
  return community.devices.get(device)?.state === 'removed'
}

function memberOf({ devices, members }: MembershipState, device: DeviceId): Member | undefined {
  const member = devices.get(device)?.member
  return member && members.get(member)
}
