/** Carries real MessagePorts over the pipe between two processes, as Chromium does between its own. */
import type { MessagePort } from 'node:worker_threads'
import type { Wire } from './wire.ts'

export class Relay {
  readonly #send: (wire: Wire) => void
  readonly #ports = new Map<number, MessagePort>()

  constructor(send: (wire: Wire) => void) {
    this.#send = send
  }

  add(id: number, port: MessagePort): void {
    this.#ports.set(id, port)
    port.on('message', (data: unknown) => this.#send({ kind: 'port', id, data }))
    port.on('close', () => {
      if (this.#ports.delete(id)) this.#send({ kind: 'close', id })
    })
  }

  hear(wire: Wire): void {
    if (wire.kind === 'port') this.#ports.get(wire.id)?.postMessage(wire.data)
    if (wire.kind === 'close') this.#drop(wire.id)
  }

  /** The other process is gone: all its ports are. */
  end(): void {
    for (const id of [...this.#ports.keys()]) this.#drop(id)
  }

  #drop(id: number): void {
    const port = this.#ports.get(id)
    this.#ports.delete(id)
    port?.close()
  }
}
