import { type Clock, type DeviceId, LIMITS } from '../../shared/index.ts'
import { Allowance } from '../allowance.ts'
import { sessionErrors } from '../errors.ts'
import type { CarriedSignals } from '../ports.ts'
import type { SessionFrame } from '../wire/session-frames.ts'

/** Words of the moment, to the one device that is met and from it: the latest go first out of date, and nothing is kept. */
export class SignalSharing {
  readonly #signals: CarriedSignals | undefined
  readonly #device: DeviceId
  readonly #allowance: Allowance
  #waiting: readonly Uint8Array[]
  #useless = 0

  constructor(signals: CarriedSignals | undefined, device: DeviceId, clock: Clock) {
    this.#signals = signals
    this.#device = device
    this.#allowance = new Allowance(clock, LIMITS.signalsInRow, LIMITS.signalsPerSecond)
    this.#waiting = signals?.now() ?? []
  }

  /** Says it to the peer; who is slow is not told what is old. */
  say(signal: Uint8Array): void {
    this.#waiting = [...this.#waiting, signal].slice(-LIMITS.signalsWaiting)
  }

  /** What comes too often is passed over. @throws session/too-much */
  received(signal: Uint8Array): void {
    if (this.#allowance.take()) this.#signals?.take(this.#device, signal)
    else if (++this.#useless > LIMITS.uselessSignals) throw sessionErrors('too-much')
  }

  next(): SessionFrame | undefined {
    const [bytes, ...rest] = this.#waiting
    this.#waiting = rest
    return bytes && { type: 'signal', bytes }
  }

  /** The device is met no more. */
  stop(): void {
    this.#waiting = []
    this.#signals?.gone(this.#device)
  }
}
