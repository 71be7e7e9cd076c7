/** One join under way: asks whoever can be reached, again and again, until admitted, refused for good, or stopped. */
import { type Clock, FolkmootError, LIMITS, type Log, type Random } from '../../shared/index.ts'
import type { Device } from '../../identity/index.ts'
import { inviteErrors, type Invite, logKeys, writeRequest } from '../../membership/index.ts'
import type { Network } from '../ports.ts'

export interface JoinState {
  readonly step: 'connecting' | 'waiting' | 'asking' | 'comparing' | 'pending' | 'receiving' | 'done' | 'refused'
  readonly tries: number
  /** When the next try begins, ms. */
  readonly nextTry: number | undefined
  readonly trouble: FolkmootError | undefined
}

export interface JoiningOptions {
  readonly invite: Invite
  readonly device: Device
  readonly network: Network
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly onChange: () => void
  /** Stores durably what admits this device, or throws. */
  readonly admitted: (items: readonly Uint8Array[]) => void
}

export class Joining {
  readonly #options: JoiningOptions
  readonly #stopping = new AbortController()
  #state: JoinState = { step: 'connecting', tries: 0, nextTry: undefined, trouble: undefined }
  #running: Promise<void> = Promise.resolve()
  /** Ends the pause between two tries. */
  #pause = new AbortController()

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
    const { clock, random } = this.#options
    const { signal } = this.#stopping
    for (let tries = 1; !signal.aborted; tries++) {
      this.#become({ step: 'connecting', tries, nextTry: undefined, trouble: undefined })
      const trouble = await this.#try()
      if (trouble === 'admitted' || signal.aborted) return
      if (isFinal(trouble)) return this.#become({ step: 'refused', tries, nextTry: undefined, trouble })
      const spread = 0.75 + (random.bytes(1)[0] ?? 0) / 512
      const wait = Math.min(LIMITS.redialMost, LIMITS.redialFirst * 2 ** Math.min(tries, 10)) * spread
      this.#become({ step: 'waiting', tries, nextTry: clock.now() + wait, trouble })
      this.#pause = new AbortController()
      await clock.sleep(wait, AbortSignal.any([signal, this.#pause.signal])).catch(() => undefined)
    }
  }

  async #try(): Promise<FolkmootError | 'admitted'> {
    const { invite, device, network, admitted } = this.#options
    if (invite.certificate.expires < this.#options.clock.now()) return inviteErrors('expired')
    try {
      await network.join(
        {
          community: invite.community,
          tagKey: logKeys(invite.communitySecret).tag,
          addresses: invite.addresses,
          ask: (meeting) => {
            this.#become({ ...this.#state, step: 'asking' })
            return writeRequest(invite, device, meeting)
          },
          admitted,
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

  #become(state: JoinState): void {
    this.#state = state
    this.#options.onChange()
  }
}

/** Refusals that asking again will not change. */
function isFinal(trouble: FolkmootError): boolean {
  const final = [
    'invite/expired',
    'invite/used-up',
    'invite/revoked',
    'invite/not-accepted',
    'membership/wrong-genesis',
    'membership/not-admitted',
  ]
  return final.includes(trouble.code)
}
