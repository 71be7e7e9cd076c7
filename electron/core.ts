/** The core process: forked, started again with back-off when it dies, and drained at the end. */
import { LIMITS, type CoreMessage, type ShellMessage } from '../core/shared/index.ts'
import type { Electron, Port, UtilityProcess } from './api.ts'
import { healthyAfter, restartDelay } from './policy.ts'

export interface CoreEvents {
  /** A core runs; ports handed to it will be heard. */
  up(): void
  /** It died and will be started again after so many milliseconds. */
  down(again: number): void
  /** It said that the profile cannot be opened, and ended: starting it again would not help. */
  failed(text: string): void
}

export class Core {
  readonly #fork: () => UtilityProcess
  readonly #hello: ShellMessage & { type: 'start' }
  readonly #events: CoreEvents
  #child: UtilityProcess | undefined
  #deaths = 0
  #trouble: string | undefined
  #link: string | undefined
  #again: NodeJS.Timeout | undefined
  #stopped: (() => void) | undefined
  #stopping: Promise<void> | undefined

  constructor(
    { utilityProcess }: Pick<Electron, 'utilityProcess'>,
    module: string,
    hello: ShellMessage & { type: 'start' },
    events: CoreEvents,
  ) {
    this.#fork = () => utilityProcess.fork(module, [], { serviceName: 'Folkmoot core', stdio: 'inherit' })
    this.#hello = hello
    this.#events = events
  }

  start(): void {
    const child = this.#fork()
    const born = performance.now()
    this.#child = child
    this.#trouble = undefined
    child.on('message', (message) => this.#hear(message))
    child.on('exit', () => this.#ended(performance.now() - born))
    this.#tell(this.#hello)
    if (this.#link !== undefined) this.openLink(this.#link)
    this.#link = undefined
    this.#events.up()
  }

  /** Hands a page's port to the core that runs now; without one the port is closed. */
  connect(port: Port): void {
    if (this.#child === undefined || this.#stopping !== undefined) port.close()
    else this.#tell({ type: 'connect' }, port)
  }

  /** Hands a link to the core that runs now, or to the next one. */
  openLink(link: string): void {
    if (this.#child === undefined) this.#link = link
    else this.#tell({ type: 'open-link', link })
  }

  /** Lets it drain, for at most LIMITS.stopTimeout; when this resolves, it is gone. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async #stop(): Promise<void> {
    clearTimeout(this.#again)
    const child = this.#child
    if (child === undefined) return
    const gone = new Promise<void>((resolve) => child.on('exit', () => resolve()))
    const drained = new Promise<void>((resolve) => (this.#stopped = resolve))
    this.#tell({ type: 'stop' })
    await within(LIMITS.stopTimeout, Promise.race([gone, drained]))
    // It ends by itself once drained; one that hangs is not waited for.
    if (!(await within(500, gone))) child.kill()
    await within(500, gone)
  }

  #hear(message: unknown): void {
    const heard = message as CoreMessage
    if (heard.type === 'stopped') this.#stopped?.()
    if (heard.type === 'failed') this.#trouble = heard.text.slice(0, 1000)
  }

  #ended(lived: number): void {
    this.#child = undefined
    if (this.#stopping !== undefined) return
    if (this.#trouble !== undefined) return this.#events.failed(this.#trouble)
    this.#deaths = lived >= healthyAfter ? 1 : this.#deaths + 1
    const again = restartDelay(this.#deaths)
    this.#again = setTimeout(() => this.start(), again)
    this.#events.down(again)
  }

  #tell(message: ShellMessage, port?: Port): void {
    this.#child?.postMessage(message, port === undefined ? [] : [port])
  }
}

/** Whether it happened in that many milliseconds. */
async function within(limit: number, happening: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), limit)))
  const happened = await Promise.race([happening.then(() => true), late])
  clearTimeout(timer)
  return happened
}
