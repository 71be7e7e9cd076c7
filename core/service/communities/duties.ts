/**
 * What a community needs and any owner's or moderator's device can do, without being asked: new keys after somebody left, what newcomers
 * could not read said once more, rooms and pages opened again whose opener is gone, and a word to everybody about a device that signed two
 * things for one place. Each waits for a random
 * while, and does it only if nobody else has.
 */
import { type Clock, errorCode, LIMITS, type Log, type Random } from '../../shared/index.ts'
import type { Community } from './community.ts'
import { isRotationWanted } from './epochs.ts'
import { unreportedForks } from './forks.ts'
import { openAgain, strandedIn } from './stranded.ts'

export interface DutiesParts {
  readonly community: Community
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class Duties {
  readonly #parts: DutiesParts
  readonly #stopping = new AbortController()
  #ends: readonly (() => void)[] = []
  #waiting: Promise<void> | undefined

  constructor(parts: DutiesParts) {
    this.#parts = parts
  }

  /** Once is enough. */
  start(): void {
    if (this.#ends.length > 0) return
    const { membership, documents } = this.#parts.community
    const look = (): void => this.#look()
    this.#ends = [membership.onChange(look), documents.onChange(({ anew }) => anew && look())]
    this.#look()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const end of this.#ends) end()
    await this.#waiting
  }

  /** One pause at a time; what comes up meanwhile is seen at its end. */
  #look(): void {
    if (this.#waiting || this.#stopping.signal.aborted || !this.#hasDuty()) return
    this.#waiting = this.#later()
  }

  async #later(): Promise<void> {
    const { clock, log, community } = this.#parts
    const { signal } = this.#stopping
    await clock.sleep(this.#pause(), signal).catch(() => undefined)
    try {
      if (!signal.aborted) this.#doAll()
    } catch (error) {
      // It is tried again when the log or the documents change next, and after the next start.
      log.warn('duty.failed', { community: community.community, code: errorCode(error) })
    }
    this.#waiting = undefined
  }

  #doAll(): void {
    const { community, clock } = this.#parts
    if (community.standing() !== 'active') return
    if (this.#mustRotate()) community.decisions.rotate()
    for (const evidence of unreportedForks(community)) community.decisions.showFork(evidence)
    community.restating.restate()
    openAgain(community, this.#isLeader(), clock.now())
  }

  #hasDuty(): boolean {
    const { community } = this.#parts
    if (community.standing() !== 'active') return false
    if (this.#mustRotate() || unreportedForks(community).length > 0 || community.restating.isDue()) return true
    return strandedIn(community, this.#isLeader()).length > 0
  }

  #mustRotate(): boolean {
    return this.#isLeader() && isRotationWanted(this.#parts.community)
  }

  #isLeader(): boolean {
    return this.#parts.community.member().role !== 'member'
  }

  #pause(): number {
    const [byte = 0] = this.#parts.random.bytes(1)
    return LIMITS.dutyPauseLeast + ((LIMITS.dutyPauseMost - LIMITS.dutyPauseLeast) * byte) / 255
  }
}
