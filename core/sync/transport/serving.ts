import { errorCode, LIMITS, type Clock, type Log, type PeerId } from '../../shared/index.ts'
import type { QueuedChannel } from './channel.ts'
import type { Channel, ServeOptions } from './transport.ts'

export interface Service {
  readonly handler: (channel: Channel) => Promise<void>
  readonly streams: number
  readonly admits: (peer: PeerId) => boolean
}

/** The protocols one transport serves, and the handlers that run. */
export class Services {
  readonly #services = new Map<string, Service>()
  readonly #running = new Set<Promise<void>>()
  readonly #clock: Clock
  readonly #log: Log

  constructor(clock: Clock, log: Log) {
    this.#clock = clock
    this.#log = log
  }

  get running(): number {
    return this.#running.size
  }

  /** The last one to serve a protocol serves it. */
  add(protocol: string, handler: Service['handler'], options: ServeOptions = {}): () => void {
    const service: Service = {
      handler,
      streams: options.streams ?? LIMITS.streamsPerProtocol,
      admits: options.admits ?? (() => true),
    }
    this.#services.set(protocol, service)
    return () => {
      if (this.#services.get(protocol) === service) this.#services.delete(protocol)
    }
  }

  protocols(): string[] {
    return [...this.#services.keys()]
  }

  get(protocol: string): Service | undefined {
    return this.#services.get(protocol)
  }

  /** Hands a channel to its handler, closes it after and lets go of it when the other side does not close in turn. */
  run(service: Service, channel: QueuedChannel): void {
    const work = this.#handle(service, channel)
    this.#running.add(work)
    void work.finally(() => this.#running.delete(work))
  }

  /** Resolves when all handlers are done, or when they had LIMITS.stopTimeout to be. Never rejects. */
  async drained(): Promise<void> {
    const over = new AbortController()
    const late = this.#clock.sleep(LIMITS.stopTimeout, over.signal).catch(() => undefined)
    await Promise.race([Promise.all(this.#running), late])
    over.abort()
    await late
  }

  async #handle(service: Service, channel: QueuedChannel): Promise<void> {
    try {
      await service.handler(channel)
    } catch (error) {
      this.#log.debug('sync.handler-failed', { peer: channel.remote, code: errorCode(error) })
      channel.abort()
      return
    }
    const over = new AbortController()
    const late = this.#clock.sleep(LIMITS.frameTimeout, over.signal).catch(() => undefined)
    try {
      const closed = channel.close(over.signal).then(() => channel.gone)
      await Promise.race([closed, channel.gone, late])
    } catch {
      // The channel broke while it was closing: abort below is all there is to do.
    } finally {
      over.abort()
      channel.abort()
    }
  }
}
