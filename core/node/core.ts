/** The core of one profile, whatever carries the screens to it: starting, then locked, ready or failed. */
import type { AnyRouter } from '@orpc/server'
import type { HostView } from '../contract/index.ts'
import { errorCode, FolkmootError, Listeners, LIMITS, type KeyStore, type Stoppable } from '../shared/index.ts'
import { composeRooms } from './compose.ts'
import { coreErrors, hostErrors } from './errors.ts'
import { hostArea } from './host-area.ts'
import type { LockedKeys } from './keys.ts'
import type { CoreOptions, Running } from './parts.ts'
import { wholeRouter } from './router.ts'
import { Screens } from './rpc/screens.ts'
import { within } from './system.ts'
import { version } from './version.ts'

export interface Core extends Stoppable {
  /** Where hosts connect screens. */
  readonly screens: Screens
  /** The whole contract, for who calls it from inside. */
  readonly router: AnyRouter
  /** Resolves with the first state after `starting`. Never rejects. */
  readonly settled: Promise<HostView>
  view(): HostView
  onChange(listener: (view: HostView) => void): () => void
  /** An invite link was opened in the system: it waits for a screen to take it. */
  openLink(link: string): void
}

export function startCore(options: CoreOptions): Core {
  return new OneCore(options)
}

class OneCore implements Core {
  readonly screens: Screens
  readonly router: AnyRouter
  readonly settled: Promise<HostView>
  readonly #options: CoreOptions
  readonly #listeners: Listeners<HostView>
  readonly #stop = new AbortController()
  #view: HostView = { state: 'starting', version }
  #locked: LockedKeys | undefined
  #running: Running | undefined
  /** Never rejects. */
  #opening: Promise<void>
  #stopped: Promise<void> | undefined

  constructor(options: CoreOptions) {
    this.#options = options
    this.#listeners = new Listeners((error) => options.log.error('core.listener', { code: errorCode(error) }))
    this.router = wholeRouter(hostArea(this), () => this.#running?.router)
    this.screens = new Screens(this.router, options.log)
    this.#opening = this.#begin()
    this.settled = this.#opening.then(() => this.#view)
  }

  view(): HostView {
    return this.#view
  }

  onChange(listener: (view: HostView) => void): () => void {
    return this.#listeners.add(listener)
  }

  openLink(link: string): void {
    if (link.length <= LIMITS.inviteLinkChars) this.#become({ ...this.#view, link })
  }

  takeLink(): string | undefined {
    const { link, ...rest } = this.#view
    if (link !== undefined) this.#become(rest)
    return link
  }

  /** Whatever hinders, the profile stays locked, and the person reads why. One passphrase is tried at a time. */
  async unlock(passphrase: string): Promise<void> {
    const turn = this.#opening.then(async () => {
      if (this.#view.state === 'ready') return
      const keys = this.#locked
      if (keys === undefined) throw hostErrors('not-ready')
      try {
        await this.#open(keys.with(passphrase))
      } catch (error) {
        await this.#lock(keys).catch(() => undefined)
        throw error
      }
    })
    this.#opening = turn.catch(() => undefined)
    await turn
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#drain()
    return this.#stopped
  }

  async #begin(): Promise<void> {
    // Whoever asked for the core gets it before it changes.
    await Promise.resolve()
    try {
      const keys = await this.#options.keys
      if ('open' in keys) return await this.#open(keys)
      this.#locked = keys
      await this.#lock(keys)
    } catch (error) {
      this.#fail(error)
    }
  }

  async #lock(keys: LockedKeys): Promise<void> {
    const chosenNow = await keys.fresh()
    const { fresh, ...rest } = this.#view
    if (rest.state === 'locked' && (fresh ?? false) === chosenNow) return
    this.#become({ ...rest, state: 'locked', ...(chosenNow && { fresh: true }) })
  }

  async #open(keys: KeyStore): Promise<void> {
    const { signal } = this.#stop
    if (signal.aborted) throw hostErrors('stopping')
    const running = await (this.#options.compose ?? composeRooms)(this.#options, keys, signal)
    if (signal.aborted) {
      await running.stop()
      throw hostErrors('stopping')
    }
    this.#running = running
    const { fresh: _, ...rest } = this.#view
    this.#become({ ...rest, state: 'ready' })
    this.#options.log.info('core.ready', { version })
  }

  #fail(error: unknown): void {
    if (this.#stop.signal.aborted) return
    const known = error instanceof FolkmootError ? error : coreErrors('unexpected')
    this.#options.log.error('core.failed', { code: errorCode(error) })
    this.#become({ ...this.#view, state: 'failed', trouble: { code: known.code, text: known.message } })
  }

  #become(view: HostView): void {
    this.#view = view
    this.#listeners.tell(view)
  }

  /** Commands under way answer first, then the rooms stop: together in LIMITS.stopTimeout. */
  async #drain(): Promise<void> {
    const { clock, log } = this.#options
    this.#stop.abort(hostErrors('stopping'))
    const work = (async () => {
      await this.screens.stop()
      await this.#opening
      await this.#running?.stop()
    })()
    const done = await within(LIMITS.stopTimeout, clock, work)
    this.#listeners.clear()
    if (done) log.info('core.stopped')
    else log.error('core.stop-late')
  }
}
