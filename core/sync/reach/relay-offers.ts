import { type Clock, LIMITS, type MemberId, type PeerId, type Random } from '../../shared/index.ts'
import type { RelayOffer, Transport } from '../transport/index.ts'

/** A device whose entry says that it helps others connect. */
export interface Helper extends RelayOffer {
  readonly member: MemberId
}

export interface RelayOffersParts {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  /** Of all communities; a device in several may be named as often. */
  readonly helpers: () => readonly Helper[]
  readonly signal: AbortSignal
}

/** Which members' devices the transport is to ask for relaying, the best first. */
export class RelayOffers {
  readonly #parts: RelayOffersParts
  /** By chance, so that not all members ask the same two. */
  readonly #luck = new Map<PeerId, number>()
  /** Since when a relay has been asked in vain, and how often that took too long. */
  readonly #asked = new Map<PeerId, { since: number; strikes: number }>()
  #offered = ''
  #timer = new AbortController()

  constructor(parts: RelayOffersParts) {
    this.#parts = parts
  }

  /** Something about relays, books or connections may have changed. */
  look(): void {
    const { transport, clock, signal } = this.#parts
    if (signal.aborted) return
    const helpers = new Map(this.#parts.helpers().map((helper) => [helper.peer, helper]))
    for (const memory of [this.#luck, this.#asked])
      for (const peer of memory.keys()) if (!helpers.has(peer)) memory.delete(peer)
    const next = this.#judge(clock.now())
    const offers = this.#order([...helpers.values()]).map(({ peer, addresses }) => ({ peer, addresses }))
    const text = JSON.stringify(offers)
    if (text !== this.#offered) {
      this.#offered = text
      transport.useRelays(offers)
    }
    this.#timer.abort()
    this.#timer = new AbortController()
    if (next === undefined) return
    clock.sleep(Math.max(1, next), AbortSignal.any([signal, this.#timer.signal])).then(
      () => this.look(),
      () => undefined,
    )
  }

  /** Whoever has been asked for long without an answer is asked after the others. Answers in how many ms to look again. */
  #judge(now: number): number | undefined {
    let next: number | undefined
    for (const { peer, state } of this.#parts.transport.reach().relays) {
      const record = this.#asked.get(peer) ?? { since: now, strikes: 0 }
      this.#asked.set(peer, record)
      // The clock may have been set back.
      if (state === 'reserved' || record.since > now) record.since = now
      if (state === 'reserved') record.strikes = 0
      else if (now - record.since >= LIMITS.relayPatience)
        Object.assign(record, { since: now, strikes: record.strikes + 1 })
      if (state === 'asking') next = Math.min(next ?? Infinity, record.since + LIMITS.relayPatience - now)
    }
    return next
  }

  /** Those that relay now, then those that failed least; those connected already first, and no member twice before all others. */
  #order(helpers: readonly Helper[]): readonly Helper[] {
    const { transport, random } = this.#parts
    const reserved = new Set(
      transport.reach().relays.flatMap(({ peer, state }) => (state === 'reserved' ? [peer] : [])),
    )
    const connected = new Set(transport.connections().map(({ peer }) => peer))
    const rank = ({ peer }: Helper): readonly number[] => {
      const luck = this.#luck.get(peer) ?? random.bytes(1)[0] ?? 0
      this.#luck.set(peer, luck)
      const strikes = this.#asked.get(peer)?.strikes ?? 0
      return [reserved.has(peer) ? 0 : 1, strikes, connected.has(peer) ? 0 : 1, luck]
    }
    const ranked = helpers.map((helper) => ({ helper, rank: rank(helper) })).toSorted((a, b) => compare(a.rank, b.rank))
    const times = new Map<MemberId, number>()
    const rounds = ranked.map(({ helper }) => {
      const round = times.get(helper.member) ?? 0
      times.set(helper.member, round + 1)
      return { helper, round }
    })
    return rounds.toSorted((a, b) => a.round - b.round).map(({ helper }) => helper)
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}
