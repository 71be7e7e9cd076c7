/** The keepers of one community, as many as its owners name; and how one is claimed. */
import { type Clock, errorCode, hex, LIMITS, type PeerId, type Random } from '../../shared/index.ts'
import { Soon } from '../exchange/soon.ts'
import type { Carried } from '../ports.ts'
import type { RelayOffer, Transport } from '../transport/index.ts'
import { keeperErrors } from './errors.ts'
import { greeted, KeeperDial, type KeeperDialParts, openKeeper } from './keeper-dial.ts'
import type { KeeperLink } from './keeper-link.ts'
import { meetKeeper } from './keep-meeting.ts'
import { endKeepTalk, keepReason, keepTalk } from './keep-talk.ts'
import type { CarriedKeeping, KeeperPlace } from './kept-ports.ts'
import { dropDigest, encodeRoster, rosterDigest, shelfOf } from './signed.ts'
import type { KeeperStatus } from './status.ts'

const FINAL = new Set(['keeper/refused', 'keeper/not-proven', 'keeper/malformed', 'keeper/out-of-turn'])
/** Milliseconds in which changes of status are gathered. */
const STATUS_TICK = 50

export class Keeping {
  readonly #parts: KeeperDialParts
  readonly #keeping: CarriedKeeping
  readonly #dials = new Map<string, KeeperDial>()
  readonly #over = new AbortController()
  readonly #unsubscribe: () => void
  readonly #ending = new Set<Promise<void>>()
  /** Shelves of private spaces that are let go of. */
  readonly #dropped = new Set<string>()

  constructor(keeping: CarriedKeeping, parts: Omit<KeeperDialParts, 'keeping'>) {
    const status = new Soon(parts.clock, STATUS_TICK, parts.onStatus, this.#over.signal)
    this.#keeping = keeping
    this.#parts = { ...parts, keeping, onStatus: () => status.ask() }
    this.#unsubscribe = keeping.onChange((what) => {
      if (what === 'list') this.#look()
      for (const dial of this.#dials.values()) dial.changed(what)
    })
    this.#look()
  }

  statuses(): readonly KeeperStatus[] {
    return Array.from(this.#dials.values(), (dial) => dial.status())
  }

  /** Whether a peer is one of the keepers, and is talked to. */
  isBusy(peer: PeerId): boolean {
    return [...this.#dials.values()].some((dial) => dial.isBusy && dial.place.peer === peer)
  }

  /** Keepers relay for members. */
  relays(): readonly RelayOffer[] {
    return Array.from(this.#dials.values(), ({ place }) => place)
      .filter(({ under }) => under === undefined)
      .map(({ peer, addresses }) => ({ peer, addresses }))
  }

  /** Whatever was to be done at a time by the clock is done now. */
  retry(): void {
    for (const dial of this.#dials.values()) dial.retry()
  }

  /** Has a keeper that is named no longer let go of all it holds, if it is there now. This device is an owner's. */
  drop(place: KeeperPlace): void {
    const { log } = this.#parts
    const dropping = dropShelf(place, this.#parts.carried, this.#parts, this.#over.signal)
      .catch((error: unknown) => log.info('keeper.not-dropped', { peer: place.peer, code: keepReason(error) }))
      .finally(() => this.#ending.delete(dropping))
    this.#ending.add(dropping)
  }

  /** As `drop`, again and again until it is done, or the keeper knows of no such shelf. */
  #dropSurely(place: KeeperPlace): void {
    const { clock, log } = this.#parts
    const { signal } = this.#over
    const name = hex(place.shelf)
    if (this.#dropped.has(name)) return
    this.#dropped.add(name)
    const work = async (): Promise<void> => {
      for (let tries = 0; !signal.aborted; tries++) {
        try {
          return await dropShelf(place, this.#parts.carried, this.#parts, signal)
        } catch (error) {
          log.info('keeper.not-dropped', { peer: place.peer, code: keepReason(error) })
          // It knows of no such shelf, or does not take this device's word; a full disk and a restart pass.
          if (FINAL.has(keepReason(error))) return
        }
        const pause = Math.min(LIMITS.redialMost, LIMITS.redialFirst * 2 ** Math.min(tries, 20))
        await clock.sleep(pause, signal).catch(() => undefined)
      }
    }
    const dropping = work().finally(() => this.#ending.delete(dropping))
    this.#ending.add(dropping)
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort()
    this.#unsubscribe()
    await Promise.all([...this.#dials.values()].map((dial) => dial.stop()))
    await Promise.all(this.#ending)
  }

  #look(): void {
    if (this.#over.signal.aborted) return
    const wanted = new Map(
      this.#keeping
        .list()
        .slice(0, LIMITS.communityKeepers)
        .map((place) => [`${place.peer} ${place.addresses.join()} ${hex(place.shelf)}`, place]),
    )
    for (const [name, dial] of this.#dials) {
      if (wanted.has(name)) continue
      this.#dials.delete(name)
      const ending = dial.stop().finally(() => this.#ending.delete(ending))
      this.#ending.add(ending)
    }
    for (const [name, place] of wanted)
      if (!this.#dials.has(name)) this.#dials.set(name, new KeeperDial(place, this.#parts))
    for (const place of this.#keeping.dropped?.() ?? []) this.#dropSurely(place)
    this.#parts.onStatus()
  }
}

/**
 * Has a keeper keep a community, by its link: it learns who may use the shelf, and no more. To do it again does no harm.
 * @throws keeper/refused when this device is no owner's or moderator's, keeper/claimed, keeper/full, keeper/storage, sync/unreachable …, the signal's reason
 */
export async function claimShelf(
  link: KeeperLink,
  carried: Carried,
  keeping: CarriedKeeping,
  { transport, clock, random }: { readonly transport: Transport; readonly clock: Clock; readonly random: Random },
  signal: AbortSignal,
): Promise<KeeperPlace> {
  const shelf = shelfOf(link.secret)
  const wish = keeping.roster()
  if (!wish) throw keeperErrors('refused')
  const channel = await openKeeper(transport, link, signal)
  try {
    await greeted(clock, signal, async (until) => {
      const talk = keepTalk(channel, until)
      const { state } = await meetKeeper(talk, carried, shelf, { self: transport.peer, random, claim: link })
      const bytes = encodeRoster(shelf, { ...wish, version: Math.max(wish.version, state.version + 1) })
      await talk.send({ type: 'roster', bytes, signature: carried.signSession(rosterDigest(bytes)) })
      await answered(talk, 'rostered')
    })
  } catch (error) {
    await endKeepTalk(channel, error, clock)
    const said = keeperErrors.is(error, 'ended') ? String(error.details['code']) : errorCode(error)
    if (said === 'keeper/claimed' || said === 'keeper/refused') throw keeperErrors('claimed', { cause: error })
    if (said === 'keeper/full') throw keeperErrors('full', { cause: error })
    throw error
  }
  await endKeepTalk(channel, keeperErrors('stopped'), clock)
  const { peer, addresses, name } = link
  return { peer, addresses, name, shelf }
}

/** @throws keeper/ended, keeper/silent, sync/unreachable …, the signal's reason */
async function dropShelf(
  place: KeeperPlace,
  carried: Carried,
  { transport, clock, random }: Pick<KeeperDialParts, 'transport' | 'clock' | 'random'>,
  signal: AbortSignal,
): Promise<void> {
  const { shelf } = place
  const channel = await openKeeper(transport, place, signal)
  try {
    await greeted(clock, signal, async (until) => {
      const talk = keepTalk(channel, until)
      await meetKeeper(talk, carried, shelf, { self: transport.peer, random })
      await talk.send({ type: 'drop', signature: carried.signSession(dropDigest(shelf)) })
      await answered(talk, 'dropped')
    })
  } finally {
    await endKeepTalk(channel, keeperErrors('stopped'), clock)
  }
}

/** Waits until what was asked is done; what the keeper tells of beside is of no use here. @throws keeper/ended with why it was not */
async function answered(talk: ReturnType<typeof keepTalk>, done: 'rostered' | 'dropped'): Promise<void> {
  for (let answer = await talk.receive(); answer.type !== done; answer = await talk.receive())
    if (answer.type === 'refused' || answer.type === 'end')
      throw keeperErrors('ended', { details: { code: answer.code } })
}
