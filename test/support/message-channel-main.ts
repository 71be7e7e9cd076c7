/** Electron's MessageChannelMain over Node's own channel: messages come wrapped in an event. */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { ScreenPort } from '../../core/node/shell/port-wire.ts'

export function messageChannelMain(): [ScreenPort, ScreenPort] {
  const { port1, port2 } = new MessageChannel()
  return [asMain(port1), asMain(port2)]
}

/** A port of a Node channel, as Electron would hand it out. */
export function asMain(port: MessagePort): ScreenPort {
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) => {
      // Not started by listening, unlike Node's: `start` does that.
      if (event === 'close') port.on('close', () => listener({ data: undefined }))
      else port.addEventListener('message', (message) => listener({ data: (message as MessageEvent).data as unknown }))
    },
    start: () => port.start(),
    postMessage: (frame) => port.postMessage(frame),
    close: () => port.close(),
  }
}
