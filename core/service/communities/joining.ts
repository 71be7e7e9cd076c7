/** One join under way: asks whoever can be reached, again and again, until let in, refused for good, or stopped. */
import { type Clock, FolkmootError, LIMITS, type Log, type Random } from '../../shared/index.ts'
import { deviceErrors, inviteErrors, logKeys } from '../../membership/index.ts'
import type { Network } from '../ports.ts'
import { FINAL, type Way } from './ways.ts'

export interface JoinState {
  readonly step: 'connecting' | 'waiting' | 'asking' | 'comparing' | 'pending' | 'receiving' | 'done' | 'refused'
  /** While comparing: what the other device shows as well. */
  readonly code?: string | undefined
  readonly tries: number
  /** When the next try begins, ms. */
  readonly nextTry: number | undefined
  readonly trouble: FolkmootError | undefined
}

export interface JoiningOptions {
  readonly way: Way
  readonly network: Network
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onChange: () => void
  /** Stores durably what lets this device in, or throws. */
  readonly admitted: (items: readonly Uint8Array[]) => void
}

export class Joining {
  readonly #options: JoiningOptions
  readonly #stopping = new AbortController()
  #state: JoinState = { step: 'connecting', tries: 0, nextTry: undefined, trouble: undefined }
  #running: Promise<void> = Promise.resolve()
  /** Ends the pause between two tries. */
  #pause = new AbortController()
  /** While comparing. */
  #code: string | undefined
  /** Who refused for each reason that would be final. */
  readonly #refusals = new Map<string, Set<string>>()
  /** A refusal that is believed. */
  #final: FolkmootError | undefined

  constructor(options: JoiningOptions) {
    this.#options = options
  }

  get state(): JoinState {
    return this.#state
  }

  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      if (!this.#stopping.signal.aborted)
        this.#options.log.error('join.failed', { code: error instanceof FolkmootError ? error.code : 'unknown' })
    })
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  /** Does not wait for the next try's time. */
  retry(): void {
    this.#pause.abort()
  }

  async #run(): Promise<void> {
    const { clock, way } = this.#options
    const { signal } = this.#stopping
    const begun = clock.now()
    for (let tries = 1; !signal.aborted; tries++) {
      if (this.#state.step !== 'comparing')
        this.#become({ step: 'connecting', tries, nextTry: undefined, trouble: undefined })
      const trouble = await this.#try()
      if (trouble === 'admitted' || signal.aborted) return
      const late = way.isShort && clock.now() - begun > LIMITS.pairingAge ? deviceErrors('expired') : undefined
      const final = this.#final ?? way.over(clock.now()) ?? late
      if (final) return this.#become({ step: 'refused', tries, nextTry: undefined, trouble: final })
      await this.#rest(tries, trouble)
    }
  }

  /** Waits for the next try. Who compares codes is not told of tries. */
  async #rest(tries: number, trouble: FolkmootError): Promise<void> {
    const { clock, random, way } = this.#options
    const spread = 0.75 + (random.bytes(1)[0] ?? 0) / 512
    const most = way.isShort ? LIMITS.pairingRetry : LIMITS.redialMost * spread
    const wait = Math.min(most, LIMITS.redialFirst * 2 ** Math.min(tries, 10) * spread)
    if (deviceErrors.is(trouble, 'compare'))
      this.#become({ step: 'comparing', code: this.#code, tries, nextTry: undefined, trouble: undefined })
    else this.#become({ step: 'waiting', tries, nextTry: clock.now() + wait, trouble })
    this.#pause = new AbortController()
    await clock.sleep(wait, AbortSignal.any([this.#stopping.signal, this.#pause.signal])).catch(() => undefined)
  }

  async #try(): Promise<FolkmootError | 'admitted'> {
    const { way, network, admitted, clock } = this.#options
    const over = way.over(clock.now())
    if (over) return over
    try {
      await network.join(
        {
          community: way.community,
          tagKey: logKeys(way.communitySecret).tag,
          addresses: way.addresses,
          only: way.only,
          missingFor: way.missingFor,
          ask: (meeting) => {
            if (this.#state.step !== 'comparing') this.#become({ ...this.#state, step: 'asking' })
            return way.ask(meeting)
          },
          admitted,
          compare: way.code && ((nonce) => void (this.#code = way.code?.(nonce))),
          refused: (peer, reason) => this.#note(peer, reason),
        },
        this.#stopping.signal,
      )
      return 'admitted'
    } catch (error) {
      if (error instanceof FolkmootError) return error
      if (this.#stopping.signal.aborted) return inviteErrors('not-accepted')
      throw error
    }
  }

  /** Whoever has the link could lie to who comes by it: one word against all others ends nothing. */
  #note(peer: string, reason: FolkmootError): void {
    if (!FINAL.has(reason.code)) return
    const said = (this.#refusals.get(reason.code) ?? new Set()).add(peer)
    this.#refusals.set(reason.code, said)
    if (said.size > 1 || this.#options.way.believed.has(peer)) this.#final ??= reason
  }

  #become(state: JoinState): void {
    this.#state = state
    this.#options.onChange()
  }
}
