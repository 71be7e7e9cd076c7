/** Named people with the membership log of one community each, and nothing else: carried by hand, so that anything can be concurrent. */
import { join } from 'node:path'
import { itemHash, placeOf, sealItem, signItem } from '../../core/documents/codec/item.ts'
import { type Device, deviceOf, newDeviceSeed, publicDevice } from '../../core/identity/index.ts'
import {
  addDevice,
  admit,
  confirmMember,
  type DecisionContext,
  found,
  foundPrivate,
  EpochKeys,
  KeyRing,
  leave,
  type Member,
  type MemberRole,
  MembershipLog,
  membershipSchema,
  overturn,
  type Proof,
  readLink,
  removeDevice,
  removeMember,
  revokeInvite,
  rotate,
  setRole,
  signRemoval,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import { inviteKeys, signCertificate } from '../../core/membership/invite.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import type { Action } from '../../core/membership/action.ts'
import {
  base64url,
  hex,
  type ActionId,
  type DocumentId,
  type FeedId,
  type MemberId,
  type Random,
} from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { keptLog, seededRandom, temporaryFolder } from './surroundings.ts'

interface Invitation {
  readonly role?: 'member' | 'moderator'
  readonly uses?: number
  readonly approval?: boolean
}

export interface Councillor {
  readonly name: string
  readonly device: Device
  readonly log: MembershipLog
  readonly ring: KeyRing
  /** What their own log says of somebody. */
  sees(name: string): Member
  invite(terms?: Invitation): string
  setRole(name: string, role: MemberRole, cut?: readonly Proof[]): Action
  remove(name: string, cut?: readonly Proof[]): Action
  removeDevice(of: string, cut?: readonly Proof[]): Action
  overturn(action: Action): Action
  confirm(name: string): Action
  sign(removal: Action): Action
  revoke(link: string): Action
  rotate(): Action
  leave(cut?: readonly Proof[]): Action
  context(): DecisionContext
}

export interface Council {
  now: number
  readonly random: Random
  person(name: string): Councillor
  readonly people: readonly Councillor[]
  memberOf(name: string): MemberId
  /** Lets somebody new in by an invite of `inviter` (or of who admits); they know the log as who admitted does. */
  join(name: string, by: string, link?: string): Councillor
  /** A further device of somebody, added by one they have. */
  addDevice(name: string, by: string, recovery?: boolean): Councillor
  carry(from: string, to: string): void
  carryAll(...names: readonly string[]): void
  /** Proof that a device wrote up to a seq in a feed of this session. */
  wrote(name: string, session: number, seq: number): { proof: Proof; feed: FeedId }
  [Symbol.dispose](): void
}

export function council(seed = 'council', { isPrivate = false } = {}): Council {
  const folder = temporaryFolder()
  const random = seededRandom(seed)
  const people = new Map<string, Councillor & { close(): void }>()
  const first = deviceOf(newDeviceSeed(random))
  const founding = (isPrivate ? foundPrivate : found)(first, random, 1)
  const { community, secret } = founding
  const document = base64url(new Uint8Array(32).fill(9)) as DocumentId

  const add = (name: string, device: Device, items: readonly Uint8Array[]): Councillor => {
    const database = openDatabase({
      path: join(folder.path, `${name}.db`),
      key: new Uint8Array(32),
      schemas: [membershipSchema],
    })
    const log = MembershipLog.begin({ database, community, log: keptLog() }, secret, items)
    const ring = new KeyRing(device, () => log.state, new EpochKeys(database))
    const context = (): DecisionContext => ({ log, ring, device, random, now: self.now })
    const councillor = {
      name,
      device,
      log,
      ring,
      context,
      sees: (who: string): Member => {
        const member = log.state.members.get(self.memberOf(who))
        if (!member) throw new TypeError(`${name} does not know ${who}`)
        return member
      },
      invite: ({ role = 'member', uses = 1000, approval = false }: Invitation = {}): string => {
        const inviteSecret = random.bytes(16)
        const inviteKey = inviteKeys(inviteSecret).publicKey
        const certificateBytes = signCertificate(device, { community, inviteKey, role, uses, expires: 1e15, approval })
        const text = { name: 'Council', purpose: '', rules: '', inviter: name }
        return writeLink(device, {
          community,
          communitySecret: secret,
          inviteSecret,
          certificateBytes,
          text,
          addresses: [],
        })
      },
      setRole: (who: string, role: MemberRole, cut: readonly Proof[] = []) =>
        setRole(context(), self.memberOf(who), role, cut),
      remove: (who: string, cut: readonly Proof[] = []) => removeMember(context(), self.memberOf(who), cut),
      removeDevice: (of: string, cut: readonly Proof[] = []) => removeDevice(context(), self.person(of).device.id, cut),
      overturn: ({ id }: Action) => overturn(context(), id),
      confirm: (who: string) => confirmMember(context(), self.memberOf(who)),
      sign: ({ id }: Action) => signRemoval(context(), id),
      revoke: (link: string) => revokeInvite(context(), base64url(readLink(link).certificate.inviteKey)),
      rotate: () => rotate(context()),
      leave: (cut: readonly Proof[] = []) => leave(context(), cut),
      close: () => database.close(),
    }
    people.set(name, councillor)
    return councillor
  }

  const self: Council = {
    now: 1000,
    random,
    get people() {
      return [...people.values()]
    },
    person: (name) => {
      const person = people.get(name)
      if (!person) throw new TypeError(`nobody is called ${name}`)
      return person
    },
    memberOf: (name) => {
      const { device, log } = self.person(name)
      const member = log.state.devices.get(device.id)?.member
      if (!member) throw new TypeError(`${name} is no member`)
      return member
    },
    join: (name, by, link) => {
      const host = self.person(by)
      const device = deviceOf(newDeviceSeed(random))
      const meeting = { nonce: random.bytes(32), joiner: 'j', admitter: 'a' }
      const request = writeRequest(readLink(link ?? host.invite()), device, meeting)
      admit({ log: host.log, ring: host.ring, device: host.device, now: self.now }, request, meeting)
      return add(name, device, host.log.missingFor([]))
    },
    addDevice: (name, by, recovery = false) => {
      const host = self.person(by)
      const device = deviceOf(newDeviceSeed(random))
      const deviceSignature = proveDevice(community, host.device.id, device, recovery)
      const context = { log: host.log, ring: host.ring, device: host.device, now: self.now }
      addDevice(context, { device: publicDevice(device), recovery, deviceSignature })
      return add(name, device, host.log.missingFor([]))
    },
    carry: (from, to) =>
      void self.person(to).log.receive(self.person(from).log.missingFor(self.person(to).log.sample())),
    carryAll: (...names) => {
      const all = names.length > 0 ? names : [...people.keys()]
      for (let round = 0; round < 2; round++)
        for (const from of all) for (const to of all) if (from !== to) self.carry(from, to)
    },
    wrote: (name, session, seq) => {
      const { device } = self.person(name)
      const feedName = { document, device: device.signing.publicKey, session: new Uint8Array(16).fill(session) }
      const place = placeOf(community, feedName)
      const keys = { content: new Uint8Array(32), nonce: new Uint8Array(32) }
      const content = {
        seq,
        prev: seq === 1 ? new Uint8Array(0) : new Uint8Array(32).fill(seq),
        context: { epochs: [], heads: [] },
        seen: [],
        entry: new Uint8Array(4).fill(seq),
      }
      const hash = itemHash(place, keys, content)
      const proof: Proof = [sealItem(place, keys, content).header, signItem(device.signing, hash)]
      return { proof, feed: Buffer.from(place.feedBytes).toString('hex') as FeedId }
    },
    [Symbol.dispose]() {
      for (const person of people.values()) person.close()
      folder[Symbol.dispose]()
    },
  }
  add('ada', first, [founding.item])
  return self
}

/** What everybody's log says must be the same for all. */
export function verdictOf({ log }: Pick<Councillor, 'log'>): object {
  const { members, devices, invites, epochHeads } = log.state
  return {
    heads: log.heads(),
    members: [...members.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    devices: [...devices.values()]
      .map((device) => ({ ...device, box: hex(device.box) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    invites: [...invites.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    epochHeads,
    history: log
      .history()
      .map(({ action: { id }, state }): readonly [ActionId, string] => [id, state])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}
