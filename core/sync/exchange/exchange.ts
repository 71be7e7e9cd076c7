import {
  type Clock,
  type DeviceId,
  type DocumentId,
  LIMITS,
  type Log,
  type MemberId,
  type PeerId,
} from '../../shared/index.ts'
import { reasonOf, sessionErrors } from '../errors.ts'
import type { Met } from '../handshake/handshake.ts'
import { welcomeOf } from '../handshake/judge.ts'
import type { PeerStatus } from '../network.ts'
import type { Carried } from '../ports.ts'
import type { AddressBook } from '../reach/address-book.ts'
import type { Channel } from '../transport/index.ts'
import { Catalogue } from './catalogue.ts'
import type { ChunkAsking } from './chunk-asking.ts'
import { ChunkSearch } from './chunk-search.ts'
import { Claims } from './claims.ts'
import { Doors } from './doors.ts'
import { ReachCount } from './reach-count.ts'
import { Session } from './session.ts'
import { Turns } from './turns.ts'
import { placesOf } from '../reach/places.ts'

export interface ExchangeParts {
  readonly carried: Carried
  readonly self: PeerId
  readonly clock: Clock
  readonly log: Log
  /** Where devices of the community can be dialled; nothing for a private space. */
  readonly book?: AddressBook
  /** Whose turn it is to have something large taken, of all on this device; of this community alone without. */
  readonly turns?: Turns
  /** Some status changed. */
  readonly onStatus: () => void
  /** A peer has proven itself; a session with it begins. */
  readonly onMet: (peer: PeerId) => void
  /** A session counts no more, though its channel may still be closing; how it stood last. */
  readonly onOver?: (why: unknown, last: PeerStatus) => void
  /** The session with a peer is over. */
  readonly onEnded: (peer: PeerId, why: unknown) => void
  /** For a private space: the device the community it lies in has a session with under a peer id, if there is room for one more. */
  readonly hostOf?: (peer: PeerId) => DeviceId | undefined
  /** Where a peer that has proven itself can be dialled. */
  readonly onFound: (peer: PeerId, addresses: readonly string[], device: DeviceId) => void
}

/** One community's sessions: each peer once, each device once, and all told of whatever changes here. */
export class Exchange {
  readonly carried: Carried
  readonly doors: Doors
  readonly #parts: ExchangeParts
  readonly #catalogue: Catalogue
  readonly #reach: ReachCount
  readonly #turns: Turns
  readonly #sessions = new Map<PeerId, Session>()
  readonly #claims = new Claims<Session>()
  readonly #over = new AbortController()
  readonly #running = new Map<Session, Promise<unknown>>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #search: ChunkSearch<ChunkAsking>
  #taking: Session | undefined
  /** How many members can be asked for chunks. */
  #asking = 0

  constructor(parts: ExchangeParts) {
    const { carried } = parts
    this.#parts = parts
    this.carried = carried
    this.doors = new Doors(parts.self, parts.clock, (peer) => this.#sessions.has(peer))
    this.#catalogue = new Catalogue(carried.documents)
    this.#reach = new ReachCount(carried)
    this.#turns = parts.turns ?? new Turns()
    this.#search = new ChunkSearch({
      blobs: carried.blobs,
      device: carried.device,
      onFree: () => this.#each((session) => session.chunksChanged(undefined)),
    })
    const { book } = parts
    this.#unsubscribe = [
      ...(book
        ? [
            book.onNews((place) => this.#each((session) => session.placed(place))),
            book.onGone((place) => this.#each((session) => session.unplaced(place))),
          ]
        : []),
      carried.signals?.onSay((signal) => this.#each((session) => session.say(signal))) ?? ((): void => undefined),
      carried.blobs?.onChange((held) => {
        this.#search.changed(held)
        this.#each((session) => session.chunksChanged(held))
      }) ?? ((): void => undefined),
      carried.log.onChange(() => this.#each((session) => session.logChanged())),
      carried.log.keys.onChange(() => this.#each((session) => session.keysGained())),
      carried.documents.onChange(({ document, items, own, anew }) => {
        // Where there are as many documents as may be, an entry can open one that is not kept; and one can lose who rightly opened it.
        const isKnown = carried.documents.has(document)
        if (!isKnown && !anew) return
        this.#catalogue.forget()
        this.#reach.forget(document)
        if (!isKnown) return
        if (anew) this.#each((session) => session.anew(document))
        if (anew && items.length === 0) return
        this.#each((session) =>
          session.changed(document, items, session === this.#taking ? 'peer' : own ? 'own' : 'others'),
        )
      }),
    ]
  }

  get size(): number {
    return this.#sessions.size
  }

  meets(peer: PeerId): boolean {
    return this.#sessions.has(peer)
  }

  /** The device met under a peer id. */
  deviceOf(peer: PeerId): DeviceId | undefined {
    return this.#sessions.get(peer)?.device
  }

  /** Who is met now. */
  peers(): readonly PeerId[] {
    return [...this.#sessions.keys()]
  }

  /** Since when nothing is to be said to a peer, ms. */
  idleSince(peer: PeerId): number | undefined {
    return this.#sessions.get(peer)?.idleSince()
  }

  /** Documents that wait for a key. */
  get waitingForKey(): number {
    const waiting = new Set<DocumentId>()
    this.#each(({ keyless }) => keyless.forEach((document) => waiting.add(document)))
    return waiting.size
  }

  /** There may be letters for somebody. */
  lettersChanged(): void {
    this.#each((session) => session.lettersChanged())
  }

  /** Ends the session with a peer, if there is one. */
  part(peer: PeerId, error: unknown): void {
    this.#sessions.get(peer)?.end(error)
  }

  statuses(): readonly PeerStatus[] {
    return Array.from(this.#sessions.values(), (session) => session.status())
  }

  /** A session with somebody who was met, as long as it lasts. @throws why it ended */
  async converse(channel: Channel, met: Met, leave: () => void): Promise<void> {
    const { carried, clock, log, book, onStatus, onMet, onEnded } = this.#parts
    const session: Session = new Session({
      self: this.#parts.self,
      turns: this.#turns,
      search: this.#search,
      carried,
      catalogue: this.#catalogue,
      channel,
      met,
      clock,
      log,
      book,
      onAddresses: (told) => this.#remember(channel, met.device, told),
      onStatus,
      reached: (...reached) => this.#reach.reached(...reached),
      onOver: () => {
        if (this.#sessions.get(channel.remote) === session) this.#sessions.delete(channel.remote)
        this.#tellAsking()
        this.#parts.onOver?.(session.why, session.status())
      },
      claim: (document) => this.#claims.take(document, session),
      release: (document) => this.#release(document, session),
      taking: (work) => this.#take(session, work),
    })
    this.#sessions.set(channel.remote, session)
    this.#tellAsking()
    leave()
    onMet(channel.remote)
    onStatus()
    const run = session.run(this.#over.signal)
    try {
      if (carried.parent !== undefined) carried.remember(met.device, channel.remote, [])
      else this.#remember(channel, met.device, book?.of(met.device)?.addresses ?? [])
    } catch (error) {
      session.end(error)
    }
    this.#running.set(session, run)
    const why = await run
    this.#running.delete(session)
    onStatus()
    log.info('session.ended', { community: carried.community, peer: channel.remote, code: reasonOf(why) })
    onEnded(channel.remote, why)
    throw why
  }

  /** Whether a peer that is met begins once more on a newer connection. */
  comesAgain(channel: Channel): boolean {
    return this.#sessions.get(channel.remote)?.isOlderThan(channel) === true
  }

  /**
   * To be called when somebody has proven themselves. Who has changed address is let in again at once, on proof of both the peer id and the
   * device: the session there is ends if nobody answers on its connection, and stays if somebody does, as where a profile was copied.
   */
  async makeWay(channel: Channel, device: DeviceId): Promise<void> {
    const before = this.#sessions.get(channel.remote)
    if (before?.device !== device || !before.isOlderThan(channel)) return
    await before.standAgainst(channel)
    if (this.#sessions.get(channel.remote) !== before) await this.#running.get(before)
  }

  /** Whether somebody who has proven themselves may stay. @throws session/left, …/removed, …/duplicate, …/same-device, …/full, …/rests */
  admit(peer: PeerId, device: DeviceId): void {
    // That they have left may have come to be known during the last words of the handshake.
    welcomeOf(this.carried.log, device)
    const { hostOf } = this.#parts
    if (hostOf && hostOf(peer) !== device) throw sessionErrors('rests')
    if (this.#sessions.has(peer)) throw sessionErrors('duplicate')
    for (const session of this.#sessions.values()) {
      if (session.device !== device) continue
      this.#parts.log.warn('session.same-device', {
        community: this.carried.community,
        device,
        peer,
        other: session.peer,
      })
      throw sessionErrors('same-device')
    }
    this.#makeRoom(device)
  }

  /**
   * Where there are as many sessions as may be, the oldest that the other side began and that has nothing to say gives way: whoever everybody
   * knows would else keep newcomers out for good, who know nobody else. Those who go know others by then. Nobody gives way to a member who
   * has as many sessions; and of a member who has far more, whatever session came last does. @throws session/full
   */
  #makeRoom(device: DeviceId): void {
    if (this.#sessions.size < LIMITS.communitySessions) return
    const now = this.#parts.clock.now()
    const counts = new Map<MemberId, number>()
    for (const { member } of this.#sessions.values()) counts.set(member, (counts.get(member) ?? 0) + 1)
    const { log } = this.carried
    const own = log.standing(this.carried.device)?.member
    const member = log.standing(device)?.member
    // Own devices are let in, and stay, however many they are.
    const has = member === undefined || member === own ? 0 : (counts.get(member) ?? 0)
    const more = ({ member: of }: Session): number => (of === own ? 0 : (counts.get(of) ?? 0) - has)
    const all = [...this.#sessions.values()]
    const crowd = all.filter((each) => more(each) > 1).toSorted((a, b) => more(b) - more(a))
    const spare = all.filter((each) => {
      const isOld = !each.isOurs && now - each.status().since >= LIMITS.sessionTurn
      return isOld && each.idleSince() !== undefined && more(each) > 0
    })
    const [oldest] = spare.toSorted((a, b) => a.status().since - b.status().since)
    const victim = oldest ?? crowd.filter((each, _, [most]) => most && more(each) === more(most)).at(-1)
    if (!victim) throw sessionErrors('full')
    victim.end(sessionErrors('full'))
  }

  /** Ends the session with a peer so that it begins anew on a better path, if this side began it; says whether it does. */
  move(peer: PeerId): boolean {
    const session = this.#sessions.get(peer)
    if (session?.isOurs !== true) return false
    session.end(sessionErrors('moved'))
    return true
  }

  /** Ends everything. Never rejects. */
  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.doors.close()
    this.#over.abort(sessionErrors('stopped'))
    await Promise.all(this.#running.values())
  }

  #remember(channel: Channel, device: DeviceId, told: readonly string[]): void {
    const addresses = placesOf(channel, told)
    this.carried.remember(device, channel.remote, addresses)
    this.#parts.onFound(channel.remote, addresses, device)
  }

  #take(session: Session, work: () => void): void {
    this.#taking = session
    try {
      work()
    } finally {
      this.#taking = undefined
    }
  }

  #release(document: DocumentId, holder: Session): void {
    if (!this.#claims.give(document, holder)) return
    this.#each((session) => {
      if (session !== holder) session.free(document)
    })
  }

  #tellAsking(): void {
    const able = [...this.#sessions.values()].filter(({ exchanges }) => exchanges)
    const members = new Set(able.map(({ member }) => member)).size
    if (members === this.#asking) return
    this.#asking = members
    this.carried.blobs?.asking(members)
  }

  #each(work: (session: Session) => void): void {
    for (const session of [...this.#sessions.values()]) work(session)
  }
}
