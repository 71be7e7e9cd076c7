/** Electron: the preload script hands in a MessagePort whenever there is a core to speak to, the first time and after each restart. */
import { RPCLink } from '@orpc/client/message-port'
import type { Host } from './connection.ts'

export const portHost: Host = {
  start(events) {
    let current: MessagePort | undefined
    window.addEventListener('message', ({ source, data, ports }) => {
      const [port] = ports
      if (source !== window || !isPortMessage(data) || !port) return
      current?.close()
      current = port
      const wire = new RPCLink({ port })
      port.addEventListener('close', () => {
        if (current === port) events.lost(1)
      })
      port.start()
      events.opened(wire)
    })
    const ask = (): void => window.postMessage({ type: 'folkmoot:ready' }, location.origin)
    ask()
    return ask
  },
}

function isPortMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'folkmoot:port'
}
