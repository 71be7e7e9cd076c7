import { type Clock, type CommunityId, LIMITS, type MemberId, type PeerId, type Random } from '../../shared/index.ts'
import { mostAddresses, type RelayOffer, type Transport } from '../transport/index.ts'

/** A device whose entry says that it helps others connect. */
export interface Helper extends RelayOffer {
  readonly community: CommunityId
  readonly member: MemberId
}

/** Relays named to the transport at once: more than it asks, so that it has others when some fail. */
const OFFERED = 4 * LIMITS.relays

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
  /** Since when a relay has been asked in vain, or relays nothing, and how often that took too long. */
  readonly #asked = new Map<PeerId, { readonly state: string; readonly since: number; readonly strikes: number }>()
  #offered = ''
  #timer = new AbortController()

  constructor(parts: RelayOffersParts) {
    this.#parts = parts
  }

  /** Something about relays, books or connections may have changed. */
  look(): void {
    const { transport, clock, random, signal } = this.#parts
    if (signal.aborted) return
    const helpers = this.#parts.helpers()
    const peers = new Set(helpers.map(({ peer }) => peer))
    for (const peer of peers) if (!this.#luck.has(peer)) this.#luck.set(peer, random.bytes(1)[0] ?? 0)
    for (const memory of [this.#luck, this.#asked])
      for (const peer of memory.keys()) if (!peers.has(peer)) memory.delete(peer)
    const next = this.#judge(clock.now())
    const offers = this.#order(helpers)
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

  /**
   * Who has been asked for long without an answer is asked after the others; so is who relays, and over whom nobody ever came: there is no
   * telling whether it would let them. Answers in how many ms to look again.
   */
  #judge(now: number): number | undefined {
    const { transport } = this.#parts
    const carrying = new Set(transport.connections().map(({ path }) => path.relay))
    const { relays } = transport.reach()
    let next = Infinity
    for (const [peer, record] of this.#asked)
      if (!relays.some((each) => each.peer === peer)) this.#asked.set(peer, { ...record, state: 'left' })
    for (const { peer, state } of relays) {
      const before = this.#asked.get(peer)
      const isSame = before?.state === state && before.since <= now
      // Since when it is asked, or has relayed nothing. The clock may have been set back.
      const since = isSame && !carrying.has(peer) ? before.since : now
      const most = state === 'asking' ? LIMITS.relayPatience : LIMITS.relayTurn
      const isTooLong = now - since >= most
      const strikes = state === 'reserved' && !isSame ? 0 : (before?.strikes ?? 0)
      this.#asked.set(peer, { state, since: isTooLong ? now : since, strikes: strikes + (isTooLong ? 1 : 0) })
      next = Math.min(next, (isTooLong ? now : since) + most - now)
    }
    return next === Infinity ? undefined : next
  }

  /**
   * Those that failed least, so that each community has one of its own, and no member is asked twice before all others; else those that
   * relay now already, or are connected.
   */
  #order(helpers: readonly Helper[]): readonly RelayOffer[] {
    const { transport } = this.#parts
    const reserved = new Set(
      transport.reach().relays.flatMap(({ peer, state }) => (state === 'reserved' ? [peer] : [])),
    )
    const connected = new Set(transport.connections().map(({ peer }) => peer))
    const left = Map.groupBy(helpers, ({ peer }) => peer)
    const times = new Map<MemberId, number>()
    const served = new Map<CommunityId, number>()
    const rank = ([first, ...others]: readonly Helper[]): readonly number[] => {
      if (!first) return []
      const { peer } = first
      const fewest = Math.min(...[first, ...others].map(({ community }) => served.get(community) ?? 0))
      // Who claims to be at another's peer id makes that one no less wanted.
      const asked = Math.min(...[first, ...others].map(({ member }) => times.get(member) ?? 0))
      const prefer = [reserved.has(peer) ? 0 : 1, connected.has(peer) ? 0 : 1, this.#luck.get(peer) ?? 0]
      return [this.#asked.get(peer)?.strikes ?? 0, fewest, asked, ...prefer]
    }
    const order: RelayOffer[] = []
    while (left.size > 0 && order.length < OFFERED) {
      const [best = []] = [...left.values()].toSorted((a, b) => compare(rank(a), rank(b)))
      const [first] = best
      if (!first) break
      left.delete(first.peer)
      order.push({ peer: first.peer, addresses: inTurn(best.map(({ addresses }) => addresses)) })
      for (const { member, community } of best) {
        times.set(member, (times.get(member) ?? 0) + 1)
        served.set(community, (served.get(community) ?? 0) + 1)
      }
    }
    return order
  }
}

/** One of each list after the other, so that nobody's are pushed out of sight by another's who says the same peer is elsewhere. */
function inTurn(lists: readonly (readonly string[])[]): readonly string[] {
  const rounds = Array.from({ length: LIMITS.peerAddresses }, (_, at) => lists.flatMap((list) => list[at] ?? []))
  return [...new Set(rounds.flat())].slice(0, mostAddresses)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}
