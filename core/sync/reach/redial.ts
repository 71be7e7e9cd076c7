import { type Clock, LIMITS, type PeerId, type Random } from '../../shared/index.ts'
import { reasonOf } from '../errors.ts'
import { merged, type Place } from './places.ts'

export interface RedialParts {
  readonly clock: Clock
  readonly random: Random
  /** Dials, and lasts as long as the session that comes of it. @throws why it came to nothing, or ended */
  readonly dial: (place: Place, signal: AbortSignal) => Promise<void>
  /** Whether there is no need to dial a peer now. */
  readonly isMet: (peer: PeerId) => boolean
  /** Whether there are enough sessions. */
  readonly isEnough: () => boolean
  /** Whether a dial that failed showed that the peer is there and does not know the community. */
  readonly isStranger: (peer: PeerId, error: unknown) => boolean
  readonly onChange: () => void
}

interface Target {
  readonly peer: PeerId
  addresses: readonly string[]
  /** Where it is said to be in the local network, by whoever says so: tried too, but never in place of what is known. */
  near: readonly string[]
  /** Of this community as far as known; others are only heard in the local network, and tried once. */
  isMember: boolean
  dials: number
  failures: number
  /** When it may be dialled again. */
  due: number
  metAt: number | undefined
}

/** A session that lasted so long was a good one: what ended it is no reason to wait. */
const GOOD = 30_000

/** Reasons that will hardly be gone in a moment. */
const HOPELESS = new Set(['left', 'removed', 'unknown-device', 'same-device', 'full'].map((code) => `session/${code}`))

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

  start(): void {
    this.#loop ??= this.#run()
  }

  /** A peer of this community may be there. */
  know({ peer, addresses }: Place): void {
    const known = this.#targets.get(peer)
    if (known) {
      known.addresses = merged(addresses, known.addresses)
      known.isMember = true
    } else
      this.#add({
        peer,
        addresses,
        near: [],
        isMember: true,
        dials: 0,
        failures: 0,
        due: this.#parts.clock.now(),
        metAt: undefined,
      })
    this.#notOurs.delete(peer)
    this.look()
  }

  /** A peer is there no more. */
  forget(peer: PeerId): void {
    this.#targets.delete(peer)
  }

  /** A peer was heard in the local network, which may be of this community; `wait` lets it dial first. */
  heard({ peer, addresses }: Place, wait: number): void {
    const now = this.#parts.clock.now()
    if ((this.#notOurs.get(peer) ?? 0) > now) return
    const known = this.#targets.get(peer)
    if (known) {
      known.near = merged(addresses, [])
      known.failures = 0
      known.due = Math.min(known.due, now + wait)
    } else
      this.#add({
        peer,
        addresses: [],
        near: merged(addresses, []),
        isMember: false,
        dials: 0,
        failures: 0,
        due: now + wait,
        metAt: undefined,
      })
    this.look()
  }

  /** There is a session with that peer, whoever dialled. */
  met(peer: PeerId): void {
    this.#dialling.delete(peer)
    const target = this.#targets.get(peer)
    if (!target) return
    target.isMember = true
    target.metAt = this.#parts.clock.now()
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

  #add(target: Target): void {
    if (this.#targets.size >= LIMITS.redialPeers) {
      const spare = [...this.#targets.values()].filter(({ peer, isMember }) => !isMember || !this.#parts.isMet(peer))
      const victim = spare.find(({ isMember }) => !isMember) ?? (target.isMember ? spare[0] : undefined)
      if (!victim) return
      this.#targets.delete(victim.peer)
    }
    this.#targets.set(target.peer, target)
  }

  async #run(): Promise<void> {
    const { clock } = this.#parts
    while (!this.#over.signal.aborted) {
      const { signal } = this.#wake
      const now = clock.now()
      let next = now + LIMITS.redialMost
      for (const target of this.#targets.values()) {
        if (this.#busy.has(target.peer) || this.#parts.isMet(target.peer)) continue
        if (target.due > now) next = Math.min(next, target.due)
        else if (this.#dialling.size < LIMITS.dialsAtOnce && !this.#parts.isEnough()) this.#dial(target)
      }
      await clock.sleep(next - now, signal).catch(() => undefined)
    }
  }

  #dial(target: Target): void {
    const { peer } = target
    // Anybody can say in a local network where a peer is, so that the time for one dial is used up before what is known is tried.
    const near = target.dials++ % 2 === 0 || target.addresses.length === 0 ? target.near : []
    const addresses = [...new Set([...near, ...target.addresses])]
    this.#dialling.add(peer)
    this.#parts.onChange()
    const attempt = this.#parts.dial({ peer, addresses }, this.#over.signal).then(
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
    const wasGood = target.metAt !== undefined && now - target.metAt > GOOD
    if (code !== 'session/duplicate') target.failures = wasGood ? 1 : target.failures + 1
    target.metAt = undefined
    target.due = now + (HOPELESS.has(code) ? LIMITS.redialMost : this.#pause(Math.max(1, target.failures)))
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
