/** Who takes part in a private space: what this device decides about it, in the space's own log. */
import {
  type Clock,
  type DeviceId,
  errorCode,
  FolkmootError,
  type Log,
  type MemberId,
  type Random,
} from '../../../shared/index.ts'
import { deviceKey, type PublicDevice } from '../../../identity/index.ts'
import {
  addOwnDevices,
  addPerson,
  type DecisionContext,
  type KnownDevice,
  leave,
  type Member,
  type MemberRole,
  membershipErrors,
  overturn,
  removeDevice,
  removeMember,
  rotate,
  setRole,
  showFork,
} from '../../../membership/index.ts'
import { privateErrors } from '../../errors.ts'
import { isRotationDue } from '../epochs.ts'
import { unreportedForks } from '../forks.ts'
import { openAgain } from '../stranded.ts'
import type { PrivateParent } from './parent.ts'
import type { PrivateSpace } from './private-space.ts'
import { devicesInUse, type Step, upkeepSteps } from './upkeep.ts'

export interface ParticipationOptions {
  readonly parent: PrivateParent
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class Participation {
  readonly #options: ParticipationOptions

  constructor(options: ParticipationOptions) {
    this.#options = options
  }

  /** Adds members of the community with all their devices to a space that has just been made. @throws private/not-allowed */
  begin(space: PrivateSpace, people: readonly MemberId[], role: MemberRole): void {
    const { state } = this.#options.parent.membership
    for (const member of people) this.#addPerson(space, devicesInUse(state, member), role, 'all')
  }

  /** Adds members of the community; they read what they may read of the community, too. @throws private/not-allowed, private/left */
  add(space: PrivateSpace, people: readonly MemberId[], role: MemberRole): void {
    const { parent } = this.#options
    const history = parent.history()
    // What was said until now is not for those who come from now on.
    if (history === 'from-joining') allowed(() => rotate(this.#context(space)))
    for (const member of people) {
      if (this.#takeBack(space, member)) continue
      this.#addPerson(space, devicesInUse(parent.membership.state, member), role, history)
    }
    if (history === 'from-joining') space.sayAgain()
  }

  /** Whoever was removed comes back as who they were. @throws private/left, private/not-allowed */
  #takeBack(space: PrivateSpace, person: MemberId): boolean {
    const before = [...space.membership.state.members.values()].filter(({ devices }) =>
      devices.some((id) => space.authorOf(id)?.id === person),
    )
    if (before.some(({ state }) => state === 'left')) throw privateErrors('left')
    const removals = space.membership.history().filter(({ action, target, state }) => {
      return action.payload.type === 'remove' && state === 'counts' && before.some(({ id }) => id === target)
    })
    for (const { action } of removals) allowed(() => overturn(this.#context(space), action.id))
    return removals.length > 0
  }

  /** Adds my other devices. */
  addOwn(space: PrivateSpace): void {
    const { membership, me, device } = this.#options.parent
    const others = devicesInUse(membership.state, me).filter(({ id }) => id !== device)
    if (others.length > 0) addOwnDevices(this.#context(space), others.map(publicOf))
  }

  /** @throws private/not-allowed */
  remove(space: PrivateSpace, person: MemberId): void {
    const known = [...space.membership.state.members.values()]
    const theirs = known.filter(
      ({ state, devices }) => state === 'active' && devices.some((id) => space.authorOf(id)?.id === person),
    )
    for (const member of theirs) allowed(() => this.#removeMember(space, member))
  }

  /** Leaves; who alone could manage a room hands it to whoever has been in it longest. */
  leave(space: PrivateSpace): void {
    const context = this.#context(space)
    const mine = space.self()
    if (!mine) return
    const others = [...space.membership.state.members.values()].filter(
      ({ id, state }) => id !== mine.id && state === 'active',
    )
    const [next] = others.toSorted((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1))
    if (next && mine.role === 'owner' && others.every(({ role }) => role !== 'owner'))
      setRole(context, next.id, 'owner', [])
    leave(context, space.documents.proofs(mine.devices))
  }

  /** Brings the space's log up to what the community's says. What may not be done is left to others. */
  care(space: PrivateSpace): void {
    const { parent, log } = this.#options
    if (!space.isActive()) return
    const rotationDue = isRotationDue(space.membership)
    const facts = { community: parent.membership.state, space: space.membership.state, me: parent.device, rotationDue }
    for (const step of upkeepSteps(facts)) {
      try {
        this.#take(space, step)
      } catch (error) {
        if (!(error instanceof FolkmootError) || error.code.startsWith('storage/')) throw error
        log.warn('private.upkeep', { space: space.id, step: step.do, code: errorCode(error) })
      }
    }
    for (const evidence of unreportedForks(space)) showFork(this.#context(space), evidence)
    openAgain(space, space.mayManage(), this.#options.clock.now())
  }

  #take(space: PrivateSpace, step: Step): void {
    const { membership } = this.#options.parent
    const known = (ids: readonly DeviceId[]): KnownDevice[] =>
      ids.map((id) => membership.state.devices.get(id)).filter((device) => device !== undefined)
    switch (step.do) {
      case 'add-own':
        return void addOwnDevices(this.#context(space), known(step.devices).map(publicOf))
      case 'add-again':
        return this.#addPerson(space, known(step.devices), step.role, 'all')
      case 'remove-device':
        return void removeDevice(this.#context(space), step.device, space.documents.proofs([step.device]))
      case 'remove': {
        const member = space.membership.state.members.get(step.member)
        return member && this.#removeMember(space, member)
      }
      case 'rotate':
        return void rotate(this.#context(space))
    }
  }

  #addPerson(
    space: PrivateSpace,
    devices: readonly KnownDevice[],
    role: MemberRole,
    history: 'all' | 'from-joining',
  ): void {
    allowed(() => addPerson(this.#context(space), devices.map(publicOf), { role, history }))
  }

  #removeMember(space: PrivateSpace, { id, devices }: Member): void {
    removeMember(this.#context(space), id, space.documents.proofs(devices))
  }

  #context(space: PrivateSpace): DecisionContext {
    const { parent, random, clock } = this.#options
    return { log: space.membership, ring: space.ring, device: parent.deviceKeys, random, now: clock.now() }
  }
}

/** A decision the log refuses is one this person may not make. */
function allowed(decide: () => unknown): void {
  try {
    decide()
  } catch (error) {
    throw membershipErrors.is(error, 'refused') ? privateErrors('not-allowed', { cause: error }) : error
  }
}

function publicOf({ id, box }: KnownDevice): PublicDevice {
  return { signing: deviceKey(id), box }
}
