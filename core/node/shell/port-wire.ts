/** One MessagePort as the carrier of a screen's frames. */
import { frameSize, LIMITS } from '../../shared/index.ts'
import type { Screens } from '../rpc/screens.ts'

/** What we use of Electron's MessagePortMain. */
export interface ScreenPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  postMessage(frame: unknown): void
  close(): void
}

/**
 * Connects a port to the core; what no screen of ours would send closes it. The answer closes it too. While more than
 * LIMITS.screenBacklog was sent that the page has not said to have taken, live queries wait.
 */
export function connectPort(port: ScreenPort, screens: Screens, onClose: () => void): () => void {
  let open = true
  let untaken = 0
  let waiting: (() => void)[] = []
  const full = (): boolean => open && untaken > LIMITS.screenBacklog
  const wakeAll = (): void => {
    if (full()) return
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  /** False when that much was never sent. */
  const taken = (size: number): boolean => {
    if (!Number.isSafeInteger(size) || size < 1 || size > untaken) return false
    untaken -= size
    wakeAll()
    return true
  }
  const connection = screens.connect({
    send: (frame) => {
      if (!open) return
      untaken += frameSize(frame)
      port.postMessage(frame)
    },
    drained: async () => {
      if (full()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  })
  const close = (): void => {
    if (!open) return
    open = false
    connection.close()
    port.close()
    wakeAll()
    onClose()
  }
  port.on('message', ({ data }) => {
    if (!(typeof data === 'number' ? taken(data) : connection.receive(data))) close()
  })
  port.on('close', close)
  port.start()
  return close
}
