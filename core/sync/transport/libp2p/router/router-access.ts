import { errorCode, LIMITS, type ReachStatus } from '../../../../shared/index.ts'
import { transportErrors } from '../../errors.ts'
import { ipScope } from '../../ip-scope.ts'
import { within, type Station } from '../station.ts'
import { Gateway, type Mapping } from './gateway.ts'
import { findRouters } from './ssdp.ts'

/** Other ports that are tried when the one is taken. */
const tries = 4
const protocols = ['TCP', 'UDP'] as const

interface Opened {
  readonly external: number
  readonly address: string
}

/** What a router was asked for, and may have given though we did not hear of it. */
interface Asked {
  readonly gateway: Gateway
  readonly mapping: Mapping
}

/** As much of that as is remembered, the last. */
const remembered = 4 * LIMITS.routers

/** Asks the routers of the networks we are in to let members in, again and again, and takes it back at the end. */
export class RouterAccess {
  readonly #station: Pick<Station, 'clock' | 'log' | 'signal'>
  readonly #port: number
  readonly #onChange: () => void
  readonly #over = new AbortController()
  readonly #asked = new Map<string, Asked>()
  #opened: readonly Opened[] = []
  #state: ReachStatus['router'] = 'asking'
  #running: Promise<void> = Promise.resolve()

  /** `port` is the one we listen on, for TCP and for UDP. */
  constructor(station: Pick<Station, 'clock' | 'log' | 'signal'>, port: number, onChange: () => void) {
    this.#station = station
    this.#port = port
    this.#onChange = onChange
  }

  get state(): ReachStatus['router'] {
    return this.#state
  }

  /** Where we are reached from outside. */
  addresses(): string[] {
    return this.#opened.map(({ address }) => address)
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#over.abort(transportErrors('closed'))
    await this.#running
    const { clock } = this.#station
    const still = new AbortController()
    const closing = [...this.#asked.values()].map((each) =>
      within({ clock, signal: still.signal }, LIMITS.connectionCloseTimeout, still.signal, (signal) =>
        this.#close(each, signal),
      ).catch((error: unknown) => this.#trouble(error)),
    )
    this.#opened = []
    await Promise.all(closing)
  }

  async #run(): Promise<void> {
    const { clock } = this.#station
    const signal = AbortSignal.any([this.#over.signal, this.#station.signal])
    while (!signal.aborted) {
      try {
        await this.#ask(signal)
      } catch (error) {
        if (!signal.aborted) this.#trouble(error)
      }
      await clock.sleep(LIMITS.routerLease / 2, signal).catch(() => undefined)
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#station
    const found = await findRouters(clock, log, signal)
    const opened: Opened[] = []
    for (const each of found) {
      try {
        opened.push(
          await within(this.#station, LIMITS.routerAnswer, signal, async (until) =>
            this.#open(await Gateway.of(each, until), until),
          ),
        )
      } catch (error) {
        signal.throwIfAborted()
        this.#trouble(error)
      }
    }
    this.#opened = opened
    this.#state = opened.length > 0 ? 'open' : found.length > 0 ? 'refused' : 'none'
    this.#onChange()
  }

  async #open(gateway: Gateway, signal: AbortSignal): Promise<Opened> {
    const host = await gateway.externalAddress(signal)
    // Behind a second router, which nobody has asked, this one could let in nobody.
    if (ipScope(host) !== 'internet') throw transportErrors('unreachable')
    let external = this.#opened[0]?.external ?? this.#port
    for (let n = 0; n < tries; n++) {
      const mappings = protocols.map((protocol) => ({ protocol, external, internal: this.#port }))
      const isFree = await this.#openAll(gateway, mappings, signal)
      if (isFree) return { external, address: `/ip4/${host}/tcp/${external}` }
      external = 10_000 + Math.floor(Math.random() * 50_000)
    }
    throw transportErrors('unreachable')
  }

  /** Both or neither: whoever relays is asked by UDP at the port of the same number. */
  async #openAll(gateway: Gateway, mappings: readonly Mapping[], signal: AbortSignal): Promise<boolean> {
    const done: Asked[] = []
    try {
      for (const mapping of mappings) {
        const asked = { gateway, mapping }
        this.#remember(asked)
        if (!(await this.#ours(asked, signal))) break
        done.push(asked)
      }
    } finally {
      // What cannot be given back now is at the end.
      if (done.length < mappings.length) for (const each of done) await this.#close(each, signal)
    }
    return done.length === mappings.length
  }

  /** What it says it did not give, which may be somebody else's, is not given back. */
  async #ours(asked: Asked, signal: AbortSignal): Promise<boolean> {
    const { gateway, mapping } = asked
    try {
      const isFree = await gateway.open(mapping, LIMITS.routerLease / 1000, signal)
      if (!isFree) this.#asked.delete(keyOf(asked))
      return isFree
    } catch (error) {
      if (transportErrors.is(error, 'unreachable')) this.#asked.delete(keyOf(asked))
      throw error
    }
  }

  async #close(asked: Asked, signal: AbortSignal): Promise<void> {
    await asked.gateway.close(asked.mapping, signal)
    this.#asked.delete(keyOf(asked))
  }

  #remember(asked: Asked): void {
    const key = keyOf(asked)
    this.#asked.delete(key)
    for (const oldest of this.#asked.keys()) {
      if (this.#asked.size < remembered) break
      this.#asked.delete(oldest)
    }
    this.#asked.set(key, asked)
  }

  #trouble(error: unknown): void {
    this.#station.log.debug('sync.router-trouble', { code: errorCode(error) })
  }
}

const keyOf = ({ gateway, mapping }: Asked): string => `${mapping.protocol} ${mapping.external} ${gateway.place}`
