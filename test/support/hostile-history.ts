/**
 * A membership log in which anybody writes as if they had heard whatever they like: each action stands on any actions there are, and a
 * device may go on from any of its own, as a thief would. What the rules refuse does not come in.
 */
import { type Device, deviceId, deviceOf, newDeviceSeed, publicDevice } from '../../core/identity/index.ts'
import { type Action, signAction } from '../../core/membership/action.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { found, foundPrivate } from '../../core/membership/founding.ts'
import { logKeys } from '../../core/membership/index.ts'
import { inviteKeys, proveJoin, signCertificate } from '../../core/membership/invite.ts'
import { Judging } from '../../core/membership/judging.ts'
import { openAction } from '../../core/membership/log-seal.ts'
import type { MemberRole, Payload, Rotation } from '../../core/membership/payload.ts'
import { type ActionId, type CommunityId, fromBase64url, type MemberId, type Random } from '../../core/shared/index.ts'

const bytesOf = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(32)

export class HostileHistory {
  readonly judging = new Judging()
  readonly actions: Action[] = []
  readonly devices: Device[] = []
  readonly #random: Random
  readonly #community: CommunityId

  constructor(random: Random, { isPrivate = false } = {}) {
    this.#random = random
    const first = this.#device()
    const { community, secret, item } = (isPrivate ? foundPrivate : found)(first, random, 1)
    this.#community = community
    this.#take(openAction(logKeys(secret), item))
    this.#keep(first)
  }

  get founder(): Device {
    const [first] = this.devices
    if (!first) throw new TypeError('no founder')
    return first
  }

  heads(): readonly ActionId[] {
    return this.judging.heads()
  }

  /** Lets somebody in as a plain member, by another's invite. */
  join(by: Device, parents?: readonly ActionId[]): Device | undefined {
    const device = this.#device()
    const keys = inviteKeys(this.#random.bytes(16))
    const community = this.#community
    const terms = { community, inviteKey: keys.publicKey }
    const certificate = signCertificate(by, { ...terms, role: 'member', uses: 9, expires: 1e15, approval: false })
    const meeting = { nonce: this.#random.bytes(32), joiner: 'j', admitter: 'a' }
    const proof = proveJoin(keys, device, { ...terms, device: publicDevice(device), ...meeting })
    const { signing, box } = publicDevice(device)
    const admitted = this.write(
      by,
      { type: 'admit', device: signing, box, certificate, ...meeting, ...proof, epochs: [] },
      parents,
    )
    return admitted && this.#keep(device)
  }

  addDevice(by: Device, recovery = false, parents?: readonly ActionId[]): Device | undefined {
    const device = this.#device()
    const deviceSignature = proveDevice(this.#community, by.id, device, recovery)
    const { signing, box } = publicDevice(device)
    const payload: Payload = { type: 'add-device', device: signing, box, recovery, deviceSignature, epochs: [] }
    return this.write(by, payload, parents) && this.#keep(device)
  }

  /** In a private space: an own device more, or somebody else. */
  add(by: Device, own: boolean, parents?: readonly ActionId[]): Device | undefined {
    const device = this.#device()
    const { signing, box } = publicDevice(device)
    const payload: Payload = { type: 'add', devices: [[signing, box]], role: 'member', own, epochs: [] }
    return this.write(by, payload, parents) && this.#keep(device)
  }

  removeDevice(by: Device, of: Device, parents?: readonly ActionId[]): Action | undefined {
    const rotation = this.#rotation()
    return this.write(by, { type: 'remove-device', device: of.signing.publicKey, cut: [], rotation }, parents)
  }

  remove(by: Device, of: Device, parents?: readonly ActionId[]): Action | undefined {
    const rotation = this.#rotation()
    return this.write(by, { type: 'remove', member: bytesOf(this.memberOf(of)), cut: [], rotation }, parents)
  }

  setRole(by: Device, of: Device, role: MemberRole, parents?: readonly ActionId[]): Action | undefined {
    return this.write(by, { type: 'set-role', member: bytesOf(this.memberOf(of)), role, cut: [] }, parents)
  }

  overturn(by: Device, action: Action, parents?: readonly ActionId[]): Action | undefined {
    return this.write(by, { type: 'overturn', action: bytesOf(action.id) }, parents)
  }

  leave(by: Device, parents?: readonly ActionId[]): Action | undefined {
    return this.write(by, { type: 'leave', cut: [] }, parents)
  }

  /** An action by a device that stands on some actions (or on all), after its own latest among what those had seen. */
  write(by: Device, payload: Payload, parents: readonly ActionId[] = this.heads()): Action | undefined {
    const seen = this.judging.past.pastOf(parents)
    const prev = this.actions.findLast(({ id, device }) => device === by.id && seen(id))
    const action = signAction(by, {
      community: this.#community,
      seq: (prev?.seq ?? 0) + 1,
      prev: prev?.id,
      parents,
      at: this.actions.length,
      payload,
    })
    return this.judging.broken(action) === undefined ? this.#take(action) : undefined
  }

  memberOf(device: Device): MemberId {
    const member = this.judging.records.devices.get(device.id)?.grants[0]?.member
    if (!member) throw new TypeError('a device of nobody')
    return member
  }

  /** A device’s addition said once more, as whoever added it may: all of it stands in the log, the new device’s signature too. */
  sayAgain(by: Device, of: Device, parents: readonly ActionId[]): Action | undefined {
    const said = this.actions.find(({ payload }) => payload.type === 'add-device' && deviceId(payload.device) === of.id)
    return said && this.write(by, said.payload, parents)
  }

  /** Whether a device may act now. */
  isInUse(device: Device): boolean {
    return this.judging.standings.isInUse(device.id)
  }

  counts(action: Action | undefined): boolean {
    return action !== undefined && !this.judging.standings.voids.has(action.id)
  }

  /** The same actions in another order, parents before children. */
  replayed(pick: (among: number) => number): Judging {
    const judging = new Judging()
    const waiting = [...this.actions]
    while (waiting.length > 0) {
      const ready = waiting.filter(({ parents }) => parents.every((id) => judging.past.has(id)))
      const next = ready[pick(ready.length)]
      if (!next) throw new TypeError('a cycle')
      waiting.splice(waiting.indexOf(next), 1)
      const broken = judging.broken(next)
      if (broken !== undefined) throw new TypeError(`refused in another order: ${broken}`)
      judging.add(next)
    }
    return judging
  }

  #take(action: Action): Action {
    this.judging.add(action)
    this.actions.push(action)
    return action
  }

  #device(): Device {
    return deviceOf(newDeviceSeed(this.#random))
  }

  #keep(device: Device): Device {
    this.devices.push(device)
    return device
  }

  #rotation(): Rotation {
    const [first = ''] = this.judging.records.epochs.keys()
    return { epoch: this.#random.bytes(32), parents: [bytesOf(first)], sealed: [] }
  }
}
