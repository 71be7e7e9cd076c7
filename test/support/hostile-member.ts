/** Mallory: a member like all others, admitted by a real invite over the real transport, who then sends what she likes. */
import { join } from 'node:path'
import { Documents, documentsSchema, messageEntry } from '../../core/documents/index.ts'
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import {
  KeyRing,
  logKeys,
  MembershipLog,
  membershipSchema,
  readLink,
  writeRequest,
} from '../../core/membership/index.ts'
import type { DocumentId, SpaceId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { sessionErrors } from '../../core/sync/errors.ts'
import { initiate } from '../../core/sync/handshake/handshake.ts'
import { createSync } from '../../core/sync/index.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import { createPeerKey, libp2pTransport, type Transport, wallClock } from '../../core/sync/transport/index.ts'
import { SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import { type CarriedPerson, carriedOf, eventually } from './carried-person.ts'
import { type HostileFeed, hostileFeed } from './hostile-builder.ts'
import type { Person } from './small-community.ts'
import { keptLog, seededRandom, temporaryFolder } from './surroundings.ts'
import { line, type Line } from './sync-stranger.ts'

const forever = new AbortController().signal
const name = 'mallory'
const begun = Date.now()
const random = seededRandom(`mallory ${begun}`)

/** Nobody yet, who listens on this computer. */
export async function newTransport(): Promise<Transport> {
  const log = keptLog()
  const listen = { host: '127.0.0.1' }
  return libp2pTransport({ privateKey: await createPeerKey(), listen, discovery: false, log, clock: wallClock })
}

function isRemoval(error: unknown): boolean {
  if (sessionErrors.is(error, 'removed')) return true
  return sessionErrors.is(error, 'ended') && error.details['code'] === 'session/removed'
}

export class HostileMember implements AsyncDisposable {
  readonly person: Person
  readonly carried: CarriedPerson
  /** A page that all members know. */
  readonly page: DocumentId
  readonly #victim: readonly string[]
  #transport: Transport
  readonly #end: () => Promise<void>

  private constructor(
    carried: CarriedPerson,
    parts: { space: SpaceId; victim: readonly string[]; transport: Transport; end: () => Promise<void> },
  ) {
    this.carried = carried
    this.person = carried.person
    this.page = this.person.documents.writablePage(parts.space)
    this.#victim = parts.victim
    this.#transport = parts.transport
    this.#end = parts.end
  }

  /** Is admitted by a link, and learns all there is, as an honest member would. */
  static async join(link: string, space: SpaceId): Promise<HostileMember> {
    const invite = readLink(link)
    const { community, communitySecret, addresses } = invite
    const device = deviceOf(newDeviceSeed(random))
    const log = keptLog()
    const folder = temporaryFolder()
    const sync = createSync({ transport: await newTransport(), clock: wallClock, random, log })
    await sync.start(forever)
    let items: readonly Uint8Array[] = []
    await sync.join(
      {
        community,
        addresses,
        tagKey: logKeys(communitySecret).tag,
        ask: (meeting) => writeRequest(invite, device, meeting),
        only: undefined,
        admitted: (all) => void (items = all),
        refused: () => undefined,
      },
      forever,
    )
    const key = new Uint8Array(32).fill(7)
    const path = join(folder.path, 'mallory.db')
    const database = openDatabase({ path, key, schemas: [membershipSchema, documentsSchema] })
    const membership = MembershipLog.begin({ database, community, log }, communitySecret, items)
    const ring = new KeyRing(device, () => membership.state)
    const view = { apply: () => undefined, refold: () => undefined }
    const documents = new Documents({
      database,
      community,
      membership,
      ring,
      device,
      clock: wallClock,
      random,
      log,
      view,
    })
    const person: Person = { name, device, database, membership, ring, documents, effects: [], log }
    const carried = carriedOf({ community, person: () => person, clock: wallClock }, name)
    for (const address of addresses)
      carried.acquainted.push({ peer: address.split('/p2p/')[1] ?? '', addresses: [address] })
    sync.carry(carried)
    await eventually(
      () => documents.has(space) && sync.status(community).peers.some(({ state }) => state === 'synced'),
      'that Mallory knows the room',
      30_000,
    )
    await sync.stop()
    const transport = await newTransport()
    await transport.start(forever)
    const end = async (): Promise<void> => {
      documents.close()
      database.close()
      folder[Symbol.dispose]()
    }
    return new HostileMember(carried, { space, victim: addresses, transport, end })
  }

  get transport(): Transport {
    return this.#transport
  }

  /** A stream on which nothing has been said yet. As many connections a second as it takes are refused: it is tried again. */
  async dial(protocol: string = SYNC_PROTOCOL, at: readonly string[] = this.#victim): Promise<Line> {
    const peer = (at[0]?.split('/p2p/')[1] ?? '') as Transport['peer']
    for (let tries = 1; ; tries++) {
      try {
        return line(await this.#transport.open(peer, at, protocol, AbortSignal.timeout(10_000)))
      } catch (error) {
        if (tries > 30) throw error
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  }

  /** A new feed of hers. */
  feed(document: DocumentId = this.page): HostileFeed {
    return hostileFeed(this.person, document, random)
  }

  message(text: string, at: number = Date.now()): ReturnType<typeof messageEntry> {
    return messageEntry(at, text)
  }

  /** A session with whoever invited her, or is at these addresses, rightly begun; from then on she may say anything. */
  async meet(at: readonly string[] = this.#victim): Promise<Line> {
    const [address = ''] = at
    const peer = (address.split('/p2p/')[1] ?? '') as Transport['peer']
    for (let tries = 1; ; tries++) {
      try {
        const channel = await this.#transport.open(peer, at, SYNC_PROTOCOL, AbortSignal.timeout(10_000))
        await initiate(sessionTalk(channel, AbortSignal.timeout(10_000)), this.carried, this.#transport.peer, random)
        return line(channel)
      } catch (error) {
        // As many connections a second as it takes are refused, and the session before may be about to end; a removal is the last word.
        if (tries > 30 || isRemoval(error)) throw error
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    }
  }

  /** Comes back under another peer id, since whoever broke the protocol is kept out. */
  async becomeAnotherPeer(): Promise<void> {
    await this.#transport.stop()
    this.#transport = await newTransport()
    await this.#transport.start(forever)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport.stop()
    await this.#end()
  }
}
