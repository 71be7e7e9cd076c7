/** Electron: the preload script hands in a MessagePort whenever there is a core to speak to, the first time and after each restart. */
import { RPCLink } from '@orpc/client/message-port'
import { takenCounter } from '../../core/shared/index.ts'
import type { Host } from './connection.ts'

export const portHost: Host = {
  start(events) {
    let current: MessagePort | undefined
    window.addEventListener('message', ({ source, data, ports }) => {
      const [port] = ports
      if (source !== window) return
      if (current && isMessage(data, 'folkmoot:gone')) events.lost(1)
      if (!port || !isMessage(data, 'folkmoot:port')) return
      current?.close()
      current = port
      const wire = new RPCLink({ port })
      // After what was done with it, so that core does not send faster than screens can show.
      const count = takenCounter((taken) => port.postMessage(taken))
      port.addEventListener('message', (frame) => count(frame.data))
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

function isMessage(data: unknown, type: string): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === type
}
