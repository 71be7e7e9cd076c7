/** One MessagePort as the carrier of a screen's frames. */
import type { Screens } from '../rpc/screens.ts'

/** What we use of Electron's MessagePortMain. */
export interface ScreenPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  postMessage(frame: unknown): void
  close(): void
}

/** Connects a port to the core; a frame that no screen of ours would send closes it. The answer closes it too. */
export function connectPort(port: ScreenPort, screens: Screens, onClose: () => void): () => void {
  let open = true
  const connection = screens.connect({
    send: (frame) => {
      if (open) port.postMessage(frame)
    },
    // A port does not say how much of it was taken; the screen behind it is our own window, and live queries are paced.
    drained: () => Promise.resolve(),
  })
  const close = (): void => {
    if (!open) return
    open = false
    connection.close()
    port.close()
    onClose()
  }
  port.on('message', ({ data }) => {
    if (!connection.receive(data)) close()
  })
  port.on('close', close)
  port.start()
  return close
}
