/** People of a small community on a network in memory: each with a real log, real documents and a real sync. */
import { readMessage } from '../../core/documents/index.ts'
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import {
  admit,
  inviteKeys,
  type Invite,
  readLink,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import type { Acquaintances } from '../../core/service/communities/acquaintances.ts'
import { carriedOf as carriedByService, noMail } from '../../core/service/communities/carried.ts'
import type { Clock, DeviceId, DocumentId, MemberId, PeerId } from '../../core/shared/index.ts'
import { type Carried, createSync, type FeedHead, type JoinRequest, type Sync } from '../../core/sync/index.ts'
import {
  createPeerKey,
  type MemoryHub,
  memoryTransport,
  type MemoryTransport,
  peerOfKey,
  type Transport,
  wallClock,
} from '../../core/sync/transport/index.ts'
import { keptPlaces } from './places.ts'
import type { Person, SmallCommunity } from './small-community.ts'
import { keptLog, type KeptLog, seededRandom } from './surroundings.ts'

export interface CarriedPerson extends Carried {
  readonly person: Person
  /** All acknowledgements, in the order they came. */
  readonly reachedBy: {
    readonly member: MemberId
    readonly document: DocumentId
    readonly heads: readonly FeedHead[]
  }[]
  readonly acquainted: { peer: string; addresses: readonly string[]; device?: DeviceId; met?: number }[]
  readonly remembered: { readonly device: string; readonly peer: string; readonly addresses: readonly string[] }[]
  /** Whether strangers may ask. */
  inviting: boolean
  /** What there is to be sent to each device. */
  readonly mail: Map<DeviceId, readonly Uint8Array[]>
  readonly lettersTaken: Uint8Array[]
  onLetter?: (letter: Uint8Array) => void
}

/** What sync carries for a person. */
export function carriedOf(
  small: Pick<SmallCommunity, 'community' | 'person'> & { readonly clock: Pick<Clock, 'now'> },
  name: string,
): CarriedPerson {
  const person = small.person(name)
  const { device, membership, documents, ring } = person
  const made = carriedByService({
    community: small.community,
    device,
    membership,
    ring,
    documents,
    acquaintances: { all: () => [], remember: () => undefined, places: keptPlaces() } as unknown as Acquaintances,
    now: () => small.clock.now(),
    reached: () => undefined,
    admit: (request, meeting) => admit({ log: membership, ring, device, now: small.clock.now() }, request, meeting),
    hasOpenInvite: () => false,
    history: () => 'all',
    mail: noMail,
  })
  const carried: CarriedPerson = {
    ...made,
    person,
    inviting: false,
    hasOpenInvite: () => carried.inviting,
    mail: new Map(),
    letters: (id) => carried.mail.get(id) ?? [],
    lettersTaken: [],
    takeLetter: (letter) => {
      carried.lettersTaken.push(letter)
      carried.onLetter?.(letter)
    },
    reachedBy: [],
    reached: (member, document, heads) => void carried.reachedBy.push({ member, document, heads }),
    acquainted: [],
    acquaintances: () => carried.acquainted,
    remembered: [],
    remember: (id, peer, addresses) => void carried.remembered.push({ device: id, peer, addresses }),
  }
  return carried
}

/** A clock that runs so many times as fast. */
export function fastClock(times: number): Clock {
  const begun = Date.now()
  return {
    now: () => begun + (Date.now() - begun) * times,
    sleep: (ms, signal) => wallClock.sleep(ms / times, signal),
  }
}

/** A peer id nobody else has. */
export async function newPeer(): Promise<PeerId> {
  return peerOfKey(await createPeerKey())
}

export interface Networked {
  readonly name: string
  readonly carried: CarriedPerson
  readonly sync: Sync
  readonly transport: MemoryTransport
  readonly log: KeptLog
  /** Stops carrying. */
  end(): Promise<void>
}

/** Puts a person on the network; those in `knows` are dialled. */
export async function connect(
  hub: MemoryHub,
  small: SmallCommunity,
  name: string,
  knows: readonly Networked[] = [],
  options: {
    readonly peer?: PeerId
    readonly wrap?: (transport: Transport) => Transport
    readonly carried?: CarriedPerson
    readonly clock?: Clock
  } = {},
): Promise<Networked> {
  const transport = memoryTransport(hub, options.peer ?? (await newPeer()))
  const log = keptLog()
  const used = options.wrap?.(transport) ?? transport
  const sync = createSync({
    transport: used,
    clock: options.clock ?? wallClock,
    random: seededRandom(`${name}-${transport.peer}`),
    log,
  })
  await sync.start(new AbortController().signal)
  const carried = options.carried ?? carriedOf(small, name)
  for (const { transport: other } of knows) carried.acquainted.push({ peer: other.peer, addresses: other.addresses() })
  const end = sync.carry(carried)
  return { name, carried, sync, transport, log, end }
}

/** Resolves once it is so; checks whenever the event loop comes round. */
export async function eventually(isSo: () => boolean, what = 'it', ms = 8000): Promise<void> {
  const until = Date.now() + ms
  while (!isSo()) {
    if (Date.now() > until) throw new Error(`${what} did not come about`)
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
}

/** Whether people hold the same log and the same documents equally far. */
export function areLevel(...people: readonly { readonly carried: Carried }[]): boolean {
  const states = people.map(({ carried: { log, documents } }) =>
    JSON.stringify([log.heads(), [...documents.list()].sort().map((id) => [id, [...documents.digest(id)]])]),
  )
  return new Set(states).size === 1
}

/** What people read in the common room, sorted. */
export function texts({ carried }: { readonly carried: CarriedPerson }): readonly string[] {
  const found: string[] = []
  for (const { entry } of carried.person.documents.effects()) {
    const message = readMessage(entry)
    if (message !== undefined) found.push(message)
  }
  return found.sort()
}

/** An invite link's content, made by a member. */
export function inviteBy(
  small: SmallCommunity,
  by: string,
  addresses: readonly string[],
  terms: { readonly uses?: number; readonly age?: number } = {},
): Invite {
  const { device, membership } = small.person(by)
  const { community, clock } = small
  const inviteSecret = seededRandom(`invite-${by}-${Math.random()}`).bytes(16)
  const expires = clock.now() + (terms.age ?? 1e6)
  const inviteKey = inviteKeys(inviteSecret).publicKey
  const certificateBytes = signCertificate(device, {
    community,
    inviteKey,
    role: 'member',
    uses: terms.uses ?? 1,
    expires,
    approval: false,
  })
  const text = { name: 'Small', purpose: '', rules: '', inviter: by }
  return readLink(
    writeLink(device, {
      community,
      communitySecret: membership.secret,
      inviteSecret,
      certificateBytes,
      text,
      addresses,
    }),
  )
}

/** A newcomer's request under an invite, and what it brought. */
export function newcomer(small: SmallCommunity, invite: Invite, tagKey: Uint8Array, seed = 'newcomer') {
  const device = deviceOf(newDeviceSeed(seededRandom(seed)))
  const came: (readonly Uint8Array[])[] = []
  const refusals: { readonly peer: PeerId; readonly code: string }[] = []
  const request: JoinRequest = {
    community: small.community,
    tagKey,
    addresses: invite.addresses,
    ask: (meeting) => writeRequest(invite, device, meeting),
    only: undefined,
    admitted: (items) => void came.push(items),
    refused: (peer, { code }) => void refusals.push({ peer, code }),
  }
  return { device, request, came, refusals }
}
