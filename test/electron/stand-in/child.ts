/** Runs in the forked process: makes it look like a utility process of Electron, then runs the module it was forked for. */
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { StandInPort } from './ports.ts'
import { Relay } from './relay.ts'
import type { Wire } from './wire.ts'

const send = (wire: Wire): void => {
  // Nobody is left to tell when the application died meanwhile.
  if (process.connected) process.send?.(wire, () => undefined)
}
const relay = new Relay(send)

/** Messages wait until somebody listens, as in Electron, and so do those of ports that came with them. */
class ParentPort extends EventEmitter {
  #waiting: Wire[] | undefined = []

  constructor() {
    super()
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.#release())
    })
  }

  postMessage(message: unknown): void {
    send({ kind: 'post', message, ports: [] })
  }

  arrive(wire: Wire): void {
    if (this.#waiting !== undefined) this.#waiting.push(wire)
    else if (wire.kind === 'post') this.emit('message', { data: wire.message, ports: wire.ports.map(port) })
    else relay.hear(wire)
  }

  #release(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = undefined
    for (const wire of waiting) this.arrive(wire)
  }
}

function port(id: number): StandInPort {
  const { port1, port2 } = new MessageChannel()
  relay.add(id, port2)
  return new StandInPort(port1)
}

const parentPort = new ParentPort()
process.on('message', (wire: Wire) => parentPort.arrive(wire))
// A utility process does not outlive its application.
process.on('disconnect', () => process.exit())
Object.assign(process, { parentPort, type: 'utility' })

const [, , module = ''] = process.argv
await import(pathToFileURL(module).href)
