import {
  type Clock,
  type CommunityId,
  errorCode,
  LIMITS,
  type Log,
  type PeerId,
  type Random,
} from '../../shared/index.ts'
import { reasonOf, sessionErrors } from '../errors.ts'
import { visit } from '../exchange/conversing.ts'
import { Exchange } from '../exchange/exchange.ts'
import { Soon } from '../exchange/soon.ts'
import type { Turns } from '../exchange/turns.ts'
import type { Carried } from '../ports.ts'
import type { Transport } from '../transport/index.ts'
import { SYNC_PROTOCOL } from '../wire/session-frames.ts'
import { STATUS_TICK } from './carrying.ts'
import type { Guard } from './guard.ts'
import { PrivateTurns, type Turn } from './private-turns.ts'

export interface PrivateParts {
  /** Whose turn it is to have something large taken. */
  readonly turns: Turns
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly guard: Guard
  /** The exchange of a community. */
  readonly parent: (community: CommunityId) => Exchange | undefined
  /** Told, a moment later, that something about a private space changed. */
  readonly onStatus: (community: CommunityId) => void
}

interface Space {
  readonly exchange: Exchange
  readonly parent: CommunityId
  readonly turns: Map<PeerId, Turn>
  /** The latest change, by a count that goes up. */
  changed: number
  readonly end: () => void
}

/**
 * Private spaces are exchanged over the connections their communities have, with devices that are met there and that the space's own log
 * knows. Nothing is sent to anybody else on account of one, and whoever else asks is answered as a stranger is.
 */
export class PrivateSpaces {
  readonly #parts: PrivateParts
  readonly #spaces = new Map<CommunityId, Space>()
  readonly #opening = new Set<Promise<void>>()
  readonly #over = new AbortController()
  #wake = new AbortController()
  #loop: Promise<void> | undefined
  #changes = 0

  constructor(parts: PrivateParts) {
    this.#parts = parts
  }

  /** Begins to carry one; the answer stops it. */
  carry(carried: Carried, parent: CommunityId): () => Promise<void> {
    const { transport, clock, log, onStatus } = this.#parts
    const before = this.#spaces.get(carried.community)
    const turns = new Map<PeerId, Turn>()
    const met = new Map<PeerId, number>()
    const status = new Soon(clock, STATUS_TICK, () => onStatus(carried.community), this.#over.signal)
    const exchange = new Exchange({
      carried,
      turns: this.#parts.turns,
      self: transport.peer,
      clock,
      log,
      hostOf: (peer) => (this.#isFull(peer) ? undefined : this.#parts.parent(parent)?.deviceOf(peer)),
      onStatus: () => status.ask(),
      onMet: (peer) => void met.set(peer, clock.now()),
      onEnded: (peer, why) => {
        const now = clock.now()
        const wasGood = reasonOf(why) === 'session/rests' || now - (met.get(peer) ?? now) > GOOD
        const failures = wasGood ? 0 : (turns.get(peer)?.failures ?? 0) + 1
        turns.set(peer, { failures, due: now + pauseAfter(failures), ended: now, seen: space.changed })
        met.delete(peer)
        this.look()
      },
      onFound: () => undefined,
    })
    const changed = (): void => {
      space.changed = ++this.#changes
      this.look()
    }
    const told = (): void => {
      changed()
      this.#parts.parent(parent)?.lettersChanged()
    }
    const unsubscribe = [carried.log.onChange(told), carried.documents.onChange(changed)]
    // Who came to want a file looks for who has it.
    const wanting = carried.blobs?.onChange((held) => held === undefined && changed())
    if (wanting) unsubscribe.push(wanting)
    const end = (): void => unsubscribe.forEach((each) => each())
    const space: Space = { exchange, parent, turns, changed: 0, end }
    this.#spaces.set(carried.community, space)
    this.#loop ??= this.#run()
    told()
    before?.end()
    void before?.exchange.stop()
    return async () => {
      if (this.#spaces.get(carried.community) === space) this.#spaces.delete(carried.community)
      end()
      await exchange.stop()
    }
  }

  exchange(community: CommunityId): Exchange | undefined {
    return this.#spaces.get(community)?.exchange
  }

  /** Those a peer may speak of: of communities it is met in. */
  speakableWith(peer: PeerId): readonly Exchange[] {
    return [...this.#spaces.values()]
      .filter(({ parent }) => this.#parts.parent(parent)?.meets(peer) === true)
      .map(({ exchange }) => exchange)
  }

  /** Somebody was met, or is met no more, or something changed. */
  look(): void {
    this.#wake.abort()
    this.#wake = new AbortController()
  }

  /** The device has slept, or its clock was set: nothing waits any longer. */
  woke(): void {
    const now = this.#parts.clock.now()
    for (const { turns } of this.#spaces.values())
      for (const [peer, turn] of turns) if (turn.due !== Infinity) turns.set(peer, { ...turn, due: now })
    this.look()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort(sessionErrors('stopped'))
    this.look()
    const spaces = [...this.#spaces.values()]
    this.#spaces.clear()
    for (const { end } of spaces) end()
    await Promise.all([this.#loop, ...spaces.map(({ exchange }) => exchange.stop()), ...this.#opening])
  }

  async #run(): Promise<void> {
    const { clock } = this.#parts
    while (!this.#over.signal.aborted) {
      const { signal } = this.#wake
      const next = this.#tend(clock.now())
      await clock.sleep(Math.max(1, next - clock.now()), signal).catch(() => undefined)
    }
  }

  /** Does what is due; answers when to look again. */
  #tend(now: number): number {
    let next = now + LIMITS.redialMost
    const spaces = [...this.#spaces.values()]
    for (const peer of new Set(spaces.flatMap(({ parent }) => this.#parts.parent(parent)?.peers() ?? []))) {
      const turns = new PrivateTurns<Space>(this.#parts.transport.peer < peer, now)
      for (const space of spaces) {
        if (!this.#isOf(space, peer)) continue
        const { exchange } = space
        const turn = space.turns.get(peer) ?? { failures: 0, due: turns.firstDue, ended: undefined, seen: -1 }
        space.turns.set(peer, turn)
        turns.add({
          space,
          turn,
          isOpen: turn.due === Infinity || exchange.meets(peer) || exchange.doors.has(peer),
          idle: exchange.idleSince(peer),
        })
      }
      for (const { space } of turns.resting()) space.exchange.part(peer, sessionErrors('rests'))
      for (const { space } of turns.opening()) this.#open(space, peer)
      next = Math.min(next, turns.next)
    }
    for (const space of spaces) this.#forget(space)
    return next
  }

  /** Both sides begin some now and then, and see that it is enough only when it is. */
  #isFull(peer: PeerId): boolean {
    let open = 0
    for (const { exchange } of this.#spaces.values()) if (exchange.meets(peer)) open++
    return open >= LIMITS.privateSessions
  }

  /** Whether a device met in the community is of the space. */
  #isOf({ exchange, parent }: Space, peer: PeerId): boolean {
    const device = this.#parts.parent(parent)?.deviceOf(peer)
    const may = device && exchange.carried.log.standing(device)?.may
    return may !== undefined && may !== 'nothing'
  }

  /** What hung on a session that is over is over as well. */
  #forget({ exchange, parent, turns }: Space): void {
    const host = this.#parts.parent(parent)
    for (const peer of exchange.peers())
      if (host?.deviceOf(peer) !== exchange.deviceOf(peer)) exchange.part(peer, sessionErrors('rests'))
    for (const peer of turns.keys()) if (host?.meets(peer) !== true) turns.delete(peer)
  }

  #open(space: Space, peer: PeerId): void {
    const { transport, clock, random, log, guard } = this.#parts
    const { exchange, turns } = space
    const { signal } = this.#over
    const before = turns.get(peer)
    // Not to be begun once more while it is under way.
    turns.set(peer, { failures: before?.failures ?? 0, due: Infinity, ended: before?.ended, seen: space.changed })
    const open = async (): Promise<void> => {
      try {
        const channel = await transport.open(peer, [], SYNC_PROTOCOL, signal)
        await visit(channel, exchange, { self: transport.peer, clock, random }, signal)
      } catch (error) {
        const code = errorCode(error)
        if (!signal.aborted) log.debug('sync.private-ended', { community: exchange.carried.community, peer, code })
        // That the other has not read of it yet is no fault of its.
        if (code !== 'session/stranger') guard.ended(peer, error)
        const turn = turns.get(peer)
        if (turn?.due !== Infinity) return
        const failures = turn.failures + 1
        turns.set(peer, { ...turn, failures, due: clock.now() + pauseAfter(failures) })
      }
    }
    const opening = open().finally(() => {
      this.#opening.delete(opening)
      this.look()
    })
    this.#opening.add(opening)
  }
}

/** A session that lasted so long was a good one, ms: what ended it is no reason to wait. */
const GOOD = 30_000

/** Short at first: who has just been sent a letter knows of the space in a moment. */
function pauseAfter(failures: number): number {
  return failures === 0 ? 0 : Math.min(LIMITS.redialMost, (LIMITS.redialFirst / 4) * 2 ** Math.min(failures - 1, 20))
}
