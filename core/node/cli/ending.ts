/** When a process should end: a signal, or the one that started it is gone. */
import { errorCode, type Log } from '../../shared/index.ts'
import { watchParent } from '../parent.ts'

export interface Ending {
  /** Aborted when it is time. */
  readonly signal: AbortSignal
  /** Resolves when it is time, with the exit code to end with. */
  readonly ended: Promise<number>
  /** Stops listening. */
  cancel(): void
}

/** ms in which a second SIGINT is the same press of Ctrl+C: a terminal sends it to everybody in it, and npm passes it on once more. */
const onePress = 300

/**
 * Ctrl+C, SIGTERM, SIGHUP, a parent's closed channel, the end of the process that FOLKMOOT_PARENT names, or an error that
 * nobody caught. A second Ctrl+C ends the process on the spot.
 */
export function watchForEnding(log: Log): Ending {
  const ending = new AbortController()
  const { promise: ended, resolve } = Promise.withResolvers<number>()
  const end = (code: number): void => {
    resolve(code)
    ending.abort()
  }
  let pressed = 0
  const interrupted = (): void => {
    const now = performance.now()
    if (!ending.signal.aborted) {
      pressed = now
      end(0)
    } else if (now - pressed > onePress) process.exit(130)
  }
  const listeners: Readonly<Record<string, (error: unknown) => void>> = {
    SIGINT: interrupted,
    SIGTERM: () => end(0),
    SIGHUP: () => end(0),
    disconnect: () => end(0),
    // A promise that nobody waited for has harmed nobody who waits.
    unhandledRejection: (error) => log.error('process.unhandled', { code: errorCode(error) }),
    uncaughtException: (error) => {
      log.error('process.uncaught', { code: errorCode(error) })
      end(1)
    },
  }
  for (const [event, listener] of Object.entries(listeners)) process.on(event, listener)
  // A process with nothing to listen to would end by itself.
  const awake = setInterval(() => undefined, 2 ** 30)
  const parent = Number(process.env['FOLKMOOT_PARENT'] ?? '')
  const forget = parent > 0 ? watchParent(parent, () => end(0)) : () => undefined
  return {
    signal: ending.signal,
    ended,
    cancel: () => {
      forget()
      clearInterval(awake)
      for (const [event, listener] of Object.entries(listeners)) process.off(event, listener)
    },
  }
}
