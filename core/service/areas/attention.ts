/** What goes on behind the inbox: own devices are told, notices are gathered, what was put off comes back; and the settings of notices. */
import { errorCode, LIMITS, Listeners } from '../../shared/index.ts'
import { type NoticeSettings, noticeSettings } from '../../contract/index.ts'
import { Notices } from '../communities/attention/notices.ts'
import { OwnDevicesTold } from '../communities/attention/own-devices-told.ts'
import type { Desk } from './desk.ts'

const SETTING = 'notices'
/** Nothing is shown before its person has asked for it; then nights are quiet unless they say otherwise. */
const USUAL: NoticeSettings = { on: false, showText: true, quiet: false, quietFrom: 22 * 60, quietTo: 7 * 60 }

export class Attention {
  readonly notices: Notices
  readonly #desk: Desk
  readonly #own: OwnDevicesTold
  readonly #changed: Listeners<void>
  readonly #snoozeOver: Listeners<void>
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined
  #settings: NoticeSettings | undefined

  constructor(desk: Desk) {
    const { communities, clock, options } = desk
    const report = (error: unknown): void => options.log.error('inbox.listener', { code: errorCode(error) })
    this.#desk = desk
    this.#changed = new Listeners(report)
    this.#snoozeOver = new Listeners(report)
    this.notices = new Notices({ communities, clock, log: options.log, settings: () => this.settings() })
    this.#own = new OwnDevicesTold({ communities, clock, random: options.random, log: options.log })
  }

  start(): void {
    this.notices.start()
    this.#own.start()
    this.#running ??= this.#watchSnoozes()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.notices.stop()
    await this.#own.stop()
    await this.#running
    this.#changed.clear()
    this.#snoozeOver.clear()
  }

  settings(): NoticeSettings {
    this.#settings ??= this.#kept()
    return this.#settings
  }

  /** Whether its person has said what they wish to be shown. */
  isSet(): boolean {
    return this.#desk.options.profile.settings.get(SETTING) !== undefined
  }

  change(wish: { readonly [Name in keyof NoticeSettings]?: NoticeSettings[Name] | undefined }): NoticeSettings {
    const now = this.settings()
    const next = {
      on: wish.on ?? now.on,
      showText: wish.showText ?? now.showText,
      quiet: wish.quiet ?? now.quiet,
      quietFrom: wish.quietFrom ?? now.quietFrom,
      quietTo: wish.quietTo ?? now.quietTo,
    }
    this.#desk.options.profile.settings.set(SETTING, next)
    this.#settings = next
    this.#changed.tell()
    return next
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /** Told now and then, for what was put off until a moment. */
  onSnoozeOver(listener: () => void): () => void {
    return this.#snoozeOver.add(listener)
  }

  async #watchSnoozes(): Promise<void> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#desk.clock.sleep(LIMITS.snoozeLook, signal).catch(() => undefined)
      if (!signal.aborted) this.#snoozeOver.tell()
    }
  }

  #kept(): NoticeSettings {
    const kept = noticeSettings.partial().safeParse(this.#desk.options.profile.settings.get(SETTING))
    return kept.success ? { ...USUAL, ...defined(kept.data) } : USUAL
  }
}

function defined<T extends object>(value: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }
}
