/** When a device that leads says who may use a shelf. */
import { type Clock, type DeviceId, LIMITS, type Random, sameBytes } from '../../shared/index.ts'
import type { KeeperState } from './keep-meeting.ts'
import { devicesOf, type Roster, rosterHash } from './signed.ts'

export class RosterTiming {
  readonly #shelf: Uint8Array
  readonly #clock: Clock
  readonly #random: Random
  /** Who was to use it when it was looked at last. */
  #before: Roster | undefined
  #due: number | undefined

  constructor(shelf: Uint8Array, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.#shelf = shelf
    this.#clock = clock
    this.#random = random
  }

  /** ms; Infinity while there is nothing to say. */
  get due(): number {
    return this.#due ?? Infinity
  }

  /** Whether it is to be said now. */
  isDue(wish: Roster | undefined, state: KeeperState): boolean {
    const before = this.#before
    this.#before = wish
    if (!wish || sameBytes(rosterHash(this.#shelf, wish), state.roster)) {
      this.#due = undefined
      return false
    }
    const now = this.#clock.now()
    this.#due = Math.min(this.due, now + this.#pause(wish, before, state))
    return this.#due <= now
  }

  /** It was said, or cannot be. */
  said(): void {
    this.#due = undefined
  }

  /** ms: none when somebody may use it no longer; else a while in which another may have said the same. */
  #pause(wish: Roster, before: Roster | undefined, { version }: KeeperState): number {
    const may = new Set<DeviceId>(devicesOf(wish))
    if (version === 0 || (before && devicesOf(before).some((id) => !may.has(id)))) return 0
    const part = (this.#random.bytes(1)[0] ?? 0) / 256
    const isNews = before !== undefined && wish.version > before.version
    if (isNews || wish.version >= version) return LIMITS.dutyPauseLeast * part
    // Whoever said the one before knows more of the log, which then comes in meanwhile, or wants nobody to say another.
    return LIMITS.keepOthersTick * (1 + part)
  }
}

/** Whether a keeper refused what it was told since its disk could not take it. */
export const isOfDisk = (code: string): boolean => code === 'keeper/full' || code === 'keeper/storage'
