/** What the service needs from its surroundings; node wires it. */
import type {
  ActionId,
  Clock,
  CommunityId,
  DeviceId,
  FolkmootError,
  Log,
  MemberId,
  PathKind,
  PeerId,
  Random,
  ReachSettings,
  ReachStatus,
} from '../shared/index.ts'
import type { Profile } from '../storage/index.ts'
import type { Carried } from './communities/carried.ts'

export interface ServiceOptions {
  readonly profile: Profile
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly network: Network
  /** Of this build, for diagnostics. */
  readonly version?: string
  /** Why the person's switches are not in force as they stand: what they need could not be had. */
  readonly reachTrouble?: FolkmootError | undefined
}

/** The network as the service sees it; implemented by sync, handed in by node. Nothing here throws for being offline. */
export interface Network {
  /** The transport's own peer id. */
  readonly peer: PeerId
  /** Addresses others can dial, best first, each ending in /p2p/<peer>; those for one community name no relay of another. */
  addresses(community?: CommunityId): readonly string[]
  /** Begins to carry a community: finds its members, keeps sessions, exchanges what is new. The answer stops it. */
  carry(carried: Carried): () => Promise<void>
  /** Tries once, at every address in turn, to be admitted by whoever answers; admitted means durably stored here. */
  join(request: JoinRequest, signal: AbortSignal): Promise<void>
  /** Tries again at once to reach everybody. */
  retry(community: CommunityId): void
  /** Applies the person's switches. @throws sync/port-in-use, sync/cannot-listen; then nothing has changed */
  configure(settings: ReachSettings, signal: AbortSignal): Promise<void>
  /** How this device is reached. */
  reach(): ReachStatus
  /** Tries every way to reach one community's members once, and says how each went, as it went. @throws the signal's reason */
  test(community: CommunityId, signal: AbortSignal): AsyncIterable<ReachTest>
  /** What the link of a keeper says of it; nothing is sent. @throws keeper/not-a-link, keeper/damaged, keeper/newer-version */
  readKeeper(link: string): KeeperOffer
  /**
   * Has a keeper keep a community that is carried. Doing it again does no harm.
   * @throws keeper/…, sync/…, the signal's reason
   */
  claimKeeper(community: CommunityId, link: string, signal: AbortSignal): Promise<KeeperPlace>
  /** Has a keeper let go of all it holds of a community that is carried, if it is there now; an owner's device alone may. */
  dropKeeper(community: CommunityId, place: KeeperPlace): void
  /** How this community's exchange stands now. */
  status(community: CommunityId): NetworkStatus
  /** Told whenever a status or the own addresses changed. */
  onChange(listener: (community: CommunityId | undefined) => void): () => void
}

/** What a keeper's link says. */
export interface KeeperOffer {
  readonly peer: PeerId
  readonly name: string
  readonly addresses: readonly string[]
  /** Bytes; 0 when it does not say. */
  readonly budget: number
}

/** Where a community is kept. */
export interface KeeperPlace {
  readonly peer: PeerId
  readonly name: string
  readonly addresses: readonly string[]
  /** 16 bytes. */
  readonly shelf: Uint8Array
}

/** How it stands with a keeper. */
export interface KeeperStatus {
  readonly peer: PeerId
  readonly name: string
  readonly state: 'reached' | 'unreached' | 'full' | 'refused'
  /** Bytes it keeps, and may keep. */
  readonly used: number
  readonly budget: number
  readonly waiting: number
  /** Parcels that are there and were not read yet; 0 while it is not talked to. */
  readonly receiving: number
  /** ms */
  readonly lastMet: number | undefined
  /** Code of why it is not talked to. */
  readonly why: string
}

/** One attempt to be admitted. */
export interface JoinRequest {
  readonly community: CommunityId
  /** Key under which both sides recognise the community without naming it. */
  readonly tagKey: Uint8Array
  /** Peers named by the link. */
  readonly addresses: readonly string[]
  /** The one peer to ask, wherever it is; so nobody else learns the keys of who asks. */
  readonly only: PeerId | undefined
  /** Bytes that ask for admission, bound to the admitter's nonce and both peers. */
  ask(meeting: Meeting): Uint8Array
  /** The admitter's answer: all sealed log items, oldest first. Stores them; throws when they do not admit this device. */
  admitted(items: readonly Uint8Array[]): void
  /** Of one who belongs already: sealed log items, parents first, that the admitter may lack who holds these actions. */
  readonly missingFor?: ((sample: readonly ActionId[]) => readonly Uint8Array[]) | undefined
  /** Of a new device: it may not be added yet, and is shown the nonce its code is made of. Throws when it is the wrong one. */
  readonly compare?: ((nonce: Uint8Array) => void) | undefined
  /** A peer has refused, or what it answered was thrown out by `admitted`. Others are asked all the same. */
  refused(peer: PeerId, reason: FolkmootError): void
}

/** What binds an admission to one conversation. */
export interface Meeting {
  /** 32 random bytes chosen by the admitter. */
  readonly nonce: Uint8Array
  readonly joiner: PeerId
  readonly admitter: PeerId
}

export interface NetworkStatus {
  /** Whether the transport runs and has an address besides loopback. */
  readonly connected: boolean
  /** Dials under way. */
  readonly dialling: number
  readonly peers: readonly PeerStatus[]
  readonly keepers: readonly KeeperStatus[]
  /** Known devices that are not met now, those met last first. */
  readonly unreached: readonly Unreached[]
}

/** A known device that is not met now. */
export interface Unreached {
  readonly device: DeviceId
  readonly member: MemberId
  readonly peer: PeerId
  /** ms; nothing when it was never met. */
  readonly lastMet: number | undefined
  /** ms: when it is tried again, unless there are sessions enough. */
  readonly nextTry: number
  /** Code of the last failure; empty when it was not tried yet. */
  readonly why: string
  /** Addresses known of it. */
  readonly addresses: number
}

/** One way that was tried. */
export interface ReachTest {
  readonly peer: PeerId
  readonly member: MemberId | undefined
  readonly device: DeviceId | undefined
  readonly address: string
  readonly kind: PathKind
  /** `reached`, or the code of what went wrong. */
  readonly outcome: string
  readonly ms: number
}

export interface PeerStatus {
  readonly peer: PeerId
  readonly member: MemberId
  readonly device: DeviceId
  readonly path: { readonly kind: PathKind; readonly address: string; readonly relay?: PeerId }
  readonly state: 'connecting' | 'authenticated' | 'synced'
  /** Documents with something still to come from this peer, and to go to it, as far as known. */
  readonly receiving: number
  readonly sending: number
  /** ms: when this session began. */
  readonly since: number
  /** Bytes of this session. */
  readonly received: number
  readonly sent: number
}
