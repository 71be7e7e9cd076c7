/** Whether somebody is at a screen of this device, and what of that is said to the members who are met. */
import { errorCode, LIMITS, Listeners } from '../../shared/index.ts'
import type { PresenceSettings } from '../../contract/index.ts'
import type { Presence } from '../communities/signal-words.ts'
import type { Desk } from './desk.ts'

const SETTING = 'presence'
const NONE: ReadonlyMap<string, unknown> = new Map()

export class Attendance {
  readonly #desk: Desk
  readonly #changed: Listeners<void>
  #screens = 0
  /** How often the last screen was left. */
  #left = 0
  #isAway = true
  #running: Promise<void> | undefined
  #settings: PresenceSettings | undefined
  readonly #stop = new AbortController()

  constructor(desk: Desk) {
    this.#desk = desk
    this.#changed = new Listeners((error) => desk.options.log.error('presence.listener', { code: errorCode(error) }))
  }

  settings(): PresenceSettings {
    this.#settings ??= this.#kept()
    return this.#settings
  }

  change(wish: Partial<Record<keyof PresenceSettings, boolean | undefined>>): PresenceSettings {
    const now = this.settings()
    const next = { presence: wish.presence ?? now.presence, typing: wish.typing ?? now.typing }
    this.#desk.options.profile.settings.set(SETTING, next)
    this.#settings = next
    this.#changed.tell()
    this.tell()
    return next
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /** Somebody is at a screen, until the answer is called. */
  attend(): () => void {
    this.#screens += 1
    this.#settle(false)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#screens -= 1
      if (this.#screens === 0) void this.#leave()
    }
  }

  /** Says in all communities what holds now; those that were opened meanwhile as well. */
  tell(): void {
    const presence: Presence | undefined = this.settings().presence ? (this.#isAway ? 'away' : 'online') : undefined
    for (const { signals } of this.#desk.communities.all()) signals.become(presence)
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#changed.clear()
    await this.#running
  }

  /** Says it again before it is out of date. */
  async #run(): Promise<void> {
    const { clock, communities } = this.#desk
    const { signal } = this.#stop
    const unsubscribe = communities.onChange(() => this.tell())
    this.tell()
    while (!signal.aborted) {
      await clock.sleep(LIMITS.presenceRepeat, signal).catch(() => undefined)
      if (!signal.aborted) for (const { signals } of communities.all()) signals.repeat()
    }
    unsubscribe()
  }

  /** A screen that is opened anew at once was never gone. */
  async #leave(): Promise<void> {
    const left = ++this.#left
    await this.#desk.clock.sleep(LIMITS.awayAfter, this.#stop.signal).catch(() => undefined)
    if (this.#screens === 0 && left === this.#left && !this.#stop.signal.aborted) this.#settle(true)
  }

  #kept(): PresenceSettings {
    const kept = this.#desk.options.profile.settings.get(SETTING)
    const given =
      typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? new Map(Object.entries(kept)) : NONE
    return { presence: given.get('presence') !== false, typing: given.get('typing') !== false }
  }

  #settle(isAway: boolean): void {
    if (isAway === this.#isAway) return
    this.#isAway = isAway
    this.tell()
  }
}
