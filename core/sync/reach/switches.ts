import { errorCode, type Log, REACH_DEFAULTS, type ReachSettings } from '../../shared/index.ts'
import type { Transport } from '../transport/index.ts'

/** The person's switches, and what of them is in force: who belongs to no community yet asks nothing of a router. */
export class Switches {
  readonly #transport: Pick<Transport, 'configure'>
  readonly #log: Log
  readonly #over: AbortSignal
  #settings = REACH_DEFAULTS
  #isConfigured = false
  #belongs = false
  /** They are applied one after another. Never rejects. */
  #turn: Promise<void> = Promise.resolve()

  constructor(transport: Pick<Transport, 'configure'>, log: Log, over: AbortSignal) {
    this.#transport = transport
    this.#log = log
    this.#over = over
  }

  get settings(): ReachSettings {
    return this.#settings
  }

  /** @throws what `Transport.configure` throws; then nothing has changed */
  async configure(settings: ReachSettings, signal: AbortSignal): Promise<void> {
    const configured = this.#turn.then(async () => {
      const openRouter = settings.openRouter && this.#belongs
      await this.#transport.configure({ ...settings, openRouter }, signal)
      this.#settings = settings
      this.#isConfigured = true
    })
    this.#turn = configured.catch(() => undefined)
    await configured
  }

  /** There is a community: what waited for that begins. Until the switches are known, they are those of the transport. */
  belong(): void {
    if (this.#belongs) return
    this.#belongs = true
    this.#turn = this.#turn
      .then(async () => {
        if (this.#isConfigured) await this.#transport.configure(this.#settings, this.#over)
      })
      .catch((error: unknown) => {
        if (!this.#over.aborted) this.#log.warn('sync.not-configured', { code: errorCode(error) })
      })
  }

  /** Resolves when nothing is being applied any more. */
  async settled(): Promise<void> {
    await this.#turn
  }
}
