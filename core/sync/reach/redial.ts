import { type Clock, type DeviceId, LIMITS, type PeerId, type Random } from '../../shared/index.ts'
import { reasonOf } from '../errors.ts'
import { merged, type Place } from './places.ts'
import type { Candidate, Sought } from './seeking.ts'
import { claim, knownAddresses, newTarget, nextAddresses, type Target } from './target.ts'

export interface RedialParts {
  readonly clock: Clock
  readonly random: Random
  /** Dials, and lasts as long as the session that comes of it. @throws why it came to nothing, or ended */
  readonly dial: (place: Place, signal: AbortSignal) => Promise<void>
  /** Whether there is no need to dial a peer now. */
  readonly isMet: (peer: PeerId) => boolean
  /** Whether there are enough sessions. */
  readonly isEnough: () => boolean
  /** Whether there are as many sessions as may be. */
  readonly isFull: () => boolean
  /** Whom to dial, the first first. */
  readonly seek: (candidates: readonly Candidate[]) => readonly Sought[]
  /** How long to wait for a peer to dial us, when both have reason to at the same time, ms. */
  readonly polite: (peer: PeerId) => number
  /** Whether the log lets the peer be met, as far as it is known whose it is. */
  readonly mayMeet: (peer: PeerId) => boolean
  /** Whether the log lets this device meet anybody. */
  readonly isWelcome: () => boolean
  /** Whether a dial that failed showed that the peer is there and does not know the community. */
  readonly isStranger: (peer: PeerId, error: unknown) => boolean
  readonly onChange: () => void
}

/** What is known of a peer of the community. */
export interface Known {
  readonly peer: PeerId
  readonly addresses: readonly string[]
  readonly due: number
  readonly lastMet: number | undefined
  readonly why: string
}

/** A session that lasted so long was a good one: what ended it is no reason to wait. */
const GOOD = 30_000

/** Reasons that will hardly be gone in a moment. */
const HOPELESS = new Set(['left', 'removed', 'unknown-device', 'same-device', 'full'].map((code) => `session/${code}`))

/** What a peer says of this device by its own log. */
const BY_THEIR_LOG = new Set(['left', 'removed'].map((code) => `session/${code}`))

/** Dials the peers of one community again and again, ever more slowly while they do not answer, and at once when there is a reason to. */
export class Redial {
  readonly #parts: RedialParts
  readonly #targets = new Map<PeerId, Target>()
  /** Peers of the local network that are not of this community, and until when that is believed. */
  readonly #notOurs = new Map<PeerId, number>()
  readonly #busy = new Map<PeerId, Promise<void>>()
  readonly #dialling = new Set<PeerId>()
  readonly #over = new AbortController()
  #wake = new AbortController()
  #loop: Promise<void> | undefined

  constructor(parts: RedialParts) {
    this.#parts = parts
  }

  /** Dials under way. */
  get dialling(): number {
    return this.#dialling.size
  }

  /** Whether a peer was met, or named by somebody who was. */
  knows(peer: PeerId): boolean {
    return this.#targets.get(peer)?.isMember === true
  }

  /** Peers of this community, as far as known. */
  known(): readonly Known[] {
    return [...this.#targets.values()]
      .filter(({ isMember }) => isMember)
      .map((target) => ({ ...target, addresses: knownAddresses(target) }))
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  /** A peer of this community may be there. @param met when it was met last, ms */
  know({ peer, addresses }: Place, met?: number): void {
    const target = this.#target(peer, true)
    if (!target) return
    target.addresses = merged(addresses, target.addresses)
    target.lastMet = Math.max(met ?? 0, target.lastMet ?? 0) || undefined
    this.look()
  }

  /** A device says where it is under a peer id: it is dialled at once. */
  told({ peer, addresses }: Place, device: DeviceId): void {
    const target = this.#target(peer, true)
    if (!target) return
    claim(target, device, addresses)
    target.failures = 0
    target.due = Math.min(target.due, this.#parts.clock.now() + this.#parts.polite(peer))
    this.look()
  }

  /** What a device said counts no more. */
  untold(peer: PeerId, device: DeviceId): void {
    const target = this.#targets.get(peer)
    if (!target?.told.delete(device)) return
    const isNowhere = knownAddresses(target).length === 0 && target.near.length === 0
    if (isNowhere && !this.#busy.has(peer) && !this.#parts.isMet(peer)) this.forget(peer)
  }

  /** A peer is there no more. */
  forget(peer: PeerId): void {
    this.#targets.delete(peer)
  }

  /** A peer was heard in the local network, which may be of this community; `wait` lets it dial first. */
  heard({ peer, addresses }: Place, wait: number): void {
    const now = this.#parts.clock.now()
    if ((this.#notOurs.get(peer) ?? 0) > now) return
    const isNew = !this.#targets.has(peer)
    const target = this.#target(peer, false)
    if (!target) return
    target.near = merged(addresses, [])
    target.failures = 0
    target.due = isNew ? now + wait : Math.min(target.due, now + wait)
    this.look()
  }

  /** There is a session with that peer, whoever dialled. */
  met(peer: PeerId): void {
    this.#dialling.delete(peer)
    const target = this.#target(peer, true)
    if (!target) return
    target.metAt = this.#parts.clock.now()
    target.lastMet = target.metAt
  }

  /** A session with that peer is over, whoever dialled. */
  ended(peer: PeerId, error: unknown): void {
    this.#settle(peer, error)
    this.look()
  }

  /** Looks again whether there is anybody to dial. */
  look(): void {
    this.#wake.abort()
    this.#wake = new AbortController()
  }

  /** The log changed: whom it barred and lets in again, as when a removal came to count for nothing, is dialled at once; all, where that was this device. */
  readmit(): void {
    const { clock, mayMeet, isWelcome, polite } = this.#parts
    if (!isWelcome()) return
    const back = [...this.#targets.values()].filter(({ barred, peer }) => barred && mayMeet(peer))
    for (const target of back)
      Object.assign(target, {
        barred: false,
        failures: 0,
        due: Math.min(target.due, clock.now() + polite(target.peer)),
      })
    if (back.length > 0) this.look()
  }

  /** Everybody is dialled again at once. */
  retry(): void {
    const now = this.#parts.clock.now()
    for (const target of this.#targets.values()) Object.assign(target, { failures: 0, due: now })
    this.#notOurs.clear()
    this.look()
  }

  async stop(): Promise<void> {
    this.#over.abort()
    this.look()
    await Promise.all([this.#loop, ...this.#busy.values()])
  }

  /** The target there is, or a new one, if there is room. */
  #target(peer: PeerId, isMember: boolean): Target | undefined {
    let target = this.#targets.get(peer)
    if (!target) {
      if (!this.#makeRoom(isMember)) return undefined
      target = newTarget(peer, this.#parts.random.bytes(1)[0] ?? 0, this.#parts.clock.now())
      this.#targets.set(peer, target)
    }
    if (isMember) {
      target.isMember = true
      this.#notOurs.delete(peer)
    }
    return target
  }

  #makeRoom(forMember: boolean): boolean {
    if (this.#targets.size < LIMITS.redialPeers) return true
    const spare = [...this.#targets.values()].filter(({ peer, isMember }) => !isMember || !this.#parts.isMet(peer))
    // Anybody can claim to be at ever new peer ids: who was met makes room last.
    const longestAgo = spare.reduce<Target | undefined>(
      (a, b) => (a && (a.lastMet ?? 0) <= (b.lastMet ?? 0) ? a : b),
      undefined,
    )
    const victim = spare.find(({ isMember }) => !isMember) ?? (forMember ? longestAgo : undefined)
    return victim !== undefined && this.#targets.delete(victim.peer)
  }

  async #run(): Promise<void> {
    const { clock } = this.#parts
    while (!this.#over.signal.aborted) {
      const { signal } = this.#wake
      const now = clock.now()
      await clock.sleep(this.#tend(now) - now, signal).catch(() => undefined)
    }
  }

  /** Dials whoever is due; answers when to look again. */
  #tend(now: number): number {
    const { isMet, isEnough, isFull, seek } = this.#parts
    let next = now + LIMITS.redialMost
    if (isFull()) return next
    const candidates = Array.from(this.#targets.values(), (target): Candidate => ({
      ...target,
      isMet: isMet(target.peer),
    }))
    for (const { peer, always } of seek(candidates)) {
      const target = this.#targets.get(peer)
      if (!target || this.#busy.has(peer)) continue
      if (target.due > now) next = Math.min(next, target.due)
      else if (this.#hasRoomFor(target) && (always || !isEnough())) this.#dial(target)
    }
    return next
  }

  /** Strangers take half of it at most: anybody in the local network can be any number of them, and let each dial last as long as it may. */
  #hasRoomFor({ isMember }: Target): boolean {
    if (this.#dialling.size >= LIMITS.dialsAtOnce) return false
    if (isMember) return true
    const strangers = [...this.#dialling].filter((peer) => this.#targets.get(peer)?.isMember !== true)
    return strangers.length < LIMITS.dialsAtOnce / 2
  }

  #dial(target: Target): void {
    const { peer } = target
    this.#dialling.add(peer)
    this.#parts.onChange()
    const attempt = this.#parts.dial({ peer, addresses: nextAddresses(target) }, this.#over.signal).then(
      () => undefined,
      (error: unknown) => error,
    )
    this.#busy.set(
      peer,
      attempt.then((error) => {
        this.#busy.delete(peer)
        // What was a session has been told of already.
        if (this.#dialling.delete(peer)) this.#settle(peer, error)
        this.look()
        this.#parts.onChange()
      }),
    )
  }

  #settle(peer: PeerId, error: unknown): void {
    const target = this.#targets.get(peer)
    if (!target) return
    const now = this.#parts.clock.now()
    if (!target.isMember) {
      this.#targets.delete(peer)
      if (this.#parts.isStranger(peer, error)) this.#forgetFor(peer, now + LIMITS.notOursFor)
      return
    }
    const code = reasonOf(error)
    const { metAt } = target
    target.why = code
    target.barred = !this.#parts.mayMeet(peer) || (BY_THEIR_LOG.has(code) && !this.#parts.isWelcome())
    target.metAt = undefined
    if (metAt !== undefined) target.lastMet = now
    if (code === 'session/moved' && this.#mayMove(target, now)) return
    const wasGood = metAt !== undefined && now - metAt > GOOD
    if (code !== 'session/duplicate') target.failures = wasGood ? 1 : target.failures + 1
    // Both sides lost each other at the same moment.
    const wait = metAt === undefined ? 0 : this.#parts.polite(peer)
    // Whoever said that it is somewhere took that back while it was dialled.
    const isNobody = target.told.size === 0 && target.near.length === 0 && target.addresses.length === 0
    if (isNobody && target.lastMet === undefined && !this.#parts.isMet(peer)) return this.forget(peer)
    target.due = now + wait + (this.#isHopeless(target) ? LIMITS.redialMost : this.#pause(Math.max(1, target.failures)))
  }

  /** Who says that this device was removed, of which its own log knows that it counts for nothing, will soon know it too. */
  #isHopeless({ why, barred }: Target): boolean {
    return HOPELESS.has(why) && (barred || !BY_THEIR_LOG.has(why))
  }

  /** Who began the session begins it anew at once, unless it has only just done so. */
  #mayMove(target: Target, now: number): boolean {
    const { peer, movedAt } = target
    if (movedAt !== undefined && Math.abs(now - movedAt) < LIMITS.movePause) return false
    target.movedAt = now
    target.failures = 0
    target.due = this.#busy.has(peer) ? now : now + LIMITS.moveTime
    return true
  }

  #forgetFor(peer: PeerId, until: number): void {
    if (this.#notOurs.size >= LIMITS.discoveredPeers) this.#notOurs.delete(this.#notOurs.keys().next().value ?? peer)
    this.#notOurs.set(peer, until)
  }

  /** Longer each time, and never the same for two who lost each other at the same moment. */
  #pause(failures: number): number {
    const whole = Math.min(LIMITS.redialMost, LIMITS.redialFirst * 2 ** Math.min(failures - 1, 20))
    return whole * (0.75 + (this.#parts.random.bytes(1)[0] ?? 0) / 512)
  }
}
