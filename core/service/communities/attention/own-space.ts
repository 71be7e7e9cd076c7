/**
 * Where this person's devices tell each other what was read: a private space of theirs alone, which is shown nowhere. Others carry nothing
 * of it, and their devices are not told that it is there. Two devices that begin one each without hearing of each other leave two: all are
 * read, and from then on the one with the smaller id is written in.
 */
import type { Community } from '../community.ts'
import type { PrivateSpace } from '../private/private-space.ts'
import { devicesInUse } from '../private/upkeep.ts'

/** Those begun by a device of this person, with nobody else in them. */
export function ownSpaces({ privates, membership, me }: Community): PrivateSpace[] {
  const { devices } = membership.state
  return privates
    .all()
    .filter(({ membership: { state }, view }) => {
      const founder = state.founder && devices.get(state.founder)?.member
      return founder === me && view.inbox.isOwn()
    })
    .filter((space) => space.people().every((member) => member === me))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** Whether there is another device to tell. */
export function hasOtherDevice({ membership, me, device }: Community): boolean {
  return devicesInUse(membership.state, me).some(({ id }) => id !== device)
}
