/** MessagePortMain over a real MessagePort of worker_threads: nothing is heard before `start`. */
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Port } from '../../../electron/api.ts'

export class StandInPort extends EventEmitter implements Port {
  readonly raw: MessagePort
  #started = false

  constructor(raw: MessagePort) {
    super()
    this.raw = raw
    raw.once('close', () => this.emit('close'))
  }

  postMessage(message: unknown, transfer: Port[] = []): void {
    if (transfer.length > 0) throw new Error('the stand-in sends no port through a port')
    this.raw.postMessage(message, [])
  }

  start(): void {
    if (this.#started) return
    this.#started = true
    this.raw.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
  }

  close(): void {
    this.raw.close()
  }
}

export class StandInChannel {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new StandInPort(port1)
    this.port2 = new StandInPort(port2)
  }
}

/** The real port below one of ours, as transferring takes it. */
export function rawOf(port: Port): MessagePort {
  if (port instanceof StandInPort) return port.raw
  throw new Error('not a port of this stand-in')
}
