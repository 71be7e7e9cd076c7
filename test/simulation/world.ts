/** The simulated community: its peers, who can reach whom, and what was truly said. */
import { type Device, deviceOf, newDeviceSeed, publicDevice } from '../../core/identity/index.ts'
import {
  addDevice,
  found,
  inviteErrors,
  membershipErrors,
  readLink,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import { inviteKeys, signCertificate } from '../../core/membership/invite.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { type EntryId, FolkmootError, type Random, type SpaceId } from '../../core/shared/index.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'
import { type Chance, chanceOf } from './chance.ts'
import { Peer, type PeerSurroundings } from './peer.ts'

/** What an honest person said, and last changed it to. */
export interface Said {
  readonly by: Peer
  readonly space: SpaceId
  text: string
  withdrawn: boolean
}

export class World {
  readonly chance: Chance
  readonly random: Random
  readonly peers: Peer[] = []
  readonly said = new Map<EntryId, Said>()
  /** Invite links that lie around. */
  readonly links: string[] = []
  /** What happened, a line each, for whoever looks into a failure. */
  readonly story: string[] = []
  now = 1_800_000_000_000
  /** Peers of one number reach each other. */
  readonly #islands = new Map<Peer, number>()
  readonly #folder = temporaryFolder()
  readonly #around: PeerSurroundings
  readonly #secret: Uint8Array

  constructor(seed: number) {
    this.chance = chanceOf(seed)
    this.random = seededRandom(`simulation ${seed}`)
    const device = deviceOf(newDeviceSeed(this.random))
    const { community, secret, item } = found(device, this.random, this.now)
    this.#secret = secret
    this.#around = { folder: this.#folder.path, community, random: this.random, now: () => this.now }
    const founder = this.#add('founder', device, false, [item])
    founder.community.writing.charter({ name: 'Simulated', purpose: '', rules: '' })
    founder.community.writing.openRoom({ name: 'general', topic: '' })
  }

  get honest(): Peer[] {
    return this.peers.filter(({ isHostile }) => !isHostile)
  }

  get hostile(): Peer[] {
    return this.peers.filter(({ isHostile }) => isHostile)
  }

  reaches(a: Peer, b: Peer): boolean {
    return this.#islands.get(a) === this.#islands.get(b)
  }

  partition(islands: number): void {
    for (const peer of this.peers) this.#islands.set(peer, this.chance.below(islands))
  }

  /** An invite by a peer, as good as they make it. */
  invite(by: Peer, terms: { uses: number; role: 'member' | 'moderator'; approval: boolean }): string {
    const inviteSecret = this.random.bytes(16)
    const { community } = by.community
    const inviteKey = inviteKeys(inviteSecret).publicKey
    const certificateBytes = signCertificate(by.device, { community, inviteKey, expires: 8e15, ...terms })
    const text = { name: '', purpose: '', rules: '', inviter: '' }
    const communitySecret = this.#secret
    return writeLink(by.device, { community, communitySecret, inviteSecret, certificateBytes, text, addresses: [] })
  }

  join(name: string, host: Peer, link: string, isHostile: boolean): Peer | undefined {
    const device = deviceOf(newDeviceSeed(this.random))
    const meeting = { nonce: this.random.bytes(32), joiner: 'j', admitter: 'a' }
    const request = writeRequest(readLink(link), device, meeting)
    if (!this.tries(host, () => host.community.carried.admit(request, meeting))) return undefined
    return this.#add(name, device, isHostile, host.community.carried.log.missingFor([]))
  }

  /** A further device of somebody's. */
  addDevice(name: string, host: Peer, recovery: boolean): Peer | undefined {
    const device = deviceOf(newDeviceSeed(this.random))
    const { community, membership: log, ring } = host.community
    const deviceSignature = proveDevice(community, host.device.id, device, recovery)
    const context = { log, ring, device: host.device, now: this.now }
    if (!this.tries(host, () => void addDevice(context, { device: publicDevice(device), recovery, deviceSignature })))
      return undefined
    return this.#add(name, device, host.isHostile, host.community.carried.log.missingFor([]))
  }

  /** Does something as a peer: what is refused in good form did not happen, and whoever dies at it comes back. True when it was done. */
  tries(peer: Peer, work: () => void): boolean {
    try {
      work()
    } catch (error) {
      // Whoever is dead fails in any way there is.
      if (!peer.isDead && !(error instanceof FolkmootError && !isDefect(error))) throw error
      if (!peer.isDead) return false
    }
    // What listeners ran into is swallowed by who told them.
    if (!peer.isDead) return true
    this.story.push(`${peer.name} died`)
    peer.revive()
    return false
  }

  [Symbol.dispose](): void {
    for (const peer of this.peers) peer.close()
    this.#folder[Symbol.dispose]()
  }

  #add(name: string, device: Device, isHostile: boolean, items: readonly Uint8Array[]): Peer {
    const peer = new Peer(name, device, isHostile, this.#around)
    peer.begin(this.#secret, items)
    this.peers.push(peer)
    this.#islands.set(peer, this.#islands.get(this.peers[0] ?? peer) ?? 0)
    return peer
  }
}

/** Errors no person could have caused. */
function isDefect(error: FolkmootError): boolean {
  return (
    !/^(community|decision|member|message|space|membership|invite|documents|device|text)\//.test(error.code) ||
    inviteErrors.is(error, 'damaged') ||
    membershipErrors.is(error, 'malformed')
  )
}
