/** Where screens speak to the core, whatever carries their frames. */
import { RPCHandler } from '@orpc/server/bun-ws'
import type { AnyRouter } from '@orpc/server'
import { errorCode, type Log } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'
import { ScreenCalls } from './calls.ts'
import { isFrame } from './frames.ts'
import { GuardedStream, isStream } from './guarded-stream.ts'
import { toRefusal } from './refusal.ts'

/** What carries the frames of one screen. */
export interface Wire {
  send(frame: string | ArrayBufferLike | Uint8Array): void
  /** Resolves when what was sent has mostly been taken, or the wire is gone. */
  drained(): Promise<void>
}

/** One screen that is connected. */
export interface Connection {
  /** Takes a frame; false when it is none, and the wire should be closed. */
  receive(frame: unknown): boolean
  /** The wire is gone: its calls are aborted and its live queries end. */
  close(): void
}

interface Context {
  readonly calls: ScreenCalls
  readonly drained: () => Promise<void>
}

export class Screens {
  readonly #handler: RPCHandler<Context & Record<string, unknown>>
  readonly #log: Log
  /** Each resolves when its answer, or the last event of its live query, is on its way. */
  readonly #underWay = new Set<Promise<void>>()
  readonly #stopping = new AbortController()

  constructor(router: AnyRouter, log: Log) {
    this.#log = log
    // Of oRPC's adapters, the one that leaves sockets, ends and errors to us; its frames are the same for all carriers.
    this.#handler = new RPCHandler<Context & Record<string, unknown>>(router, {
      clientInterceptors: [({ next, ...call }) => this.#call(call, (signal) => next({ ...call, signal }))],
    })
  }

  connect(wire: Wire): Connection {
    const end = { send: (frame: string | ArrayBufferLike | Uint8Array): number => (wire.send(frame), 0) }
    const context = { calls: new ScreenCalls(), drained: () => wire.drained() }
    return {
      receive: (frame) => {
        if (typeof frame !== 'string' || !isFrame(frame)) return false
        const done = this.#handler
          .message(end, frame, { context })
          .catch((error: unknown) => this.#log.warn('call.lost', { code: errorCode(error) }))
          .finally(() => this.#underWay.delete(done))
        this.#underWay.add(done)
        return true
      },
      close: () => this.#handler.close(end),
    }
  }

  /** Lets no new call in, ends live queries, and resolves when the commands under way have answered. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.all(this.#underWay)
  }

  async #call(
    { context, path, signal: gone }: { context: Context; path: readonly string[]; signal?: AbortSignal | undefined },
    next: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> {
    /** Ends the source of a live query whenever the query ends; a command's answer is waited for. */
    const over = new AbortController()
    const signal = gone ? AbortSignal.any([gone, over.signal]) : over.signal
    const refuse = (error: unknown): Error => {
      if (signal.aborted && error === signal.reason && error instanceof Error) return error
      return toRefusal(error, this.#log, path.join('.'))
    }
    try {
      if (this.#stopping.signal.aborted) throw hostErrors('stopping')
      const output = await context.calls.run(() => next(signal))
      if (!isStream(output)) return output
      const { calls, drained } = context
      calls.beginLive()
      const onEnd = (): void => {
        over.abort()
        calls.endLive()
      }
      const ends = AbortSignal.any([signal, this.#stopping.signal])
      return new GuardedStream(output, { drained, signal: ends, toRefusal: refuse, onEnd })
    } catch (error) {
      over.abort()
      throw refuse(error)
    }
  }
}
