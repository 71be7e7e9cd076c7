/** Keeps the devices of one person told of what was read on each: what comes is taken in at once, what is to be said is gathered for a while. */
import { type Clock, type CommunityId, errorCode, LIMITS, type Log, type Random } from '../../../shared/index.ts'
import type { Communities } from '../communities.ts'
import type { Community } from '../community.ts'
import { carryOwn, ownToCarry } from './own-carrying.ts'
import { hasOwnWords, takeOwnWords, tellOwnWords } from './own-telling.ts'

export interface OwnDevicesParts {
  readonly communities: Communities
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class OwnDevicesTold {
  readonly #parts: OwnDevicesParts
  readonly #stopping = new AbortController()
  readonly #waiting = new Map<CommunityId, Promise<void>>()
  /** Communities to look at as soon as what is going on is on the disk. */
  readonly #due = new Set<CommunityId>()
  #unfollow: () => void = () => undefined

  constructor(parts: OwnDevicesParts) {
    this.#parts = parts
  }

  start(): void {
    const { communities } = this.#parts
    this.#unfollow = communities.onChange((id) => this.#lookSoon(id))
    for (const { community } of communities.all()) this.#lookSoon(community)
  }

  /** Never rejects. What was not said is said after the next start. */
  async stop(): Promise<void> {
    this.#unfollow()
    this.#stopping.abort()
    await Promise.all(this.#waiting.values())
  }

  #lookSoon(id: CommunityId): void {
    if (this.#due.size === 0) queueMicrotask(() => this.#lookAll())
    this.#due.add(id)
  }

  #lookAll(): void {
    const due = [...this.#due]
    this.#due.clear()
    if (this.#stopping.signal.aborted) return
    for (const community of this.#parts.communities.all())
      if (due.includes(community.community)) this.#try(community, () => this.#look(community))
  }

  #look(community: Community): void {
    takeOwnWords(community)
    const id = community.community
    if (this.#waiting.has(id) || (!hasOwnWords(community) && !ownToCarry(community))) return
    this.#waiting.set(id, this.#later(id))
  }

  async #later(id: CommunityId): Promise<void> {
    const { clock, communities, random } = this.#parts
    const { signal } = this.#stopping
    await clock.sleep(LIMITS.ownWordPause, signal).catch(() => undefined)
    this.#waiting.delete(id)
    const community = signal.aborted ? undefined : communities.all().find((each) => each.community === id)
    if (!community) return
    this.#try(community, () => tellOwnWords(community))
    this.#try(community, () => carryOwn(community, random))
  }

  /** It is tried again with the next change. */
  #try({ community }: Community, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#parts.log.warn('own-devices.failed', { community, code: errorCode(error) })
    }
  }
}
