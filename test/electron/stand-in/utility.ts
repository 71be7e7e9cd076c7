/** utilityProcess: a real process, with real ports carried to it. */
import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Port, UtilityProcess } from '../../../electron/api.ts'
import { rawOf } from './ports.ts'
import { Relay } from './relay.ts'
import type { Wire } from './wire.ts'

let nextId = 1

export class StandInUtility extends EventEmitter implements UtilityProcess {
  readonly #child: ChildProcess
  readonly #relay: Relay

  constructor(module: string) {
    super()
    const child = fork(fileURLToPath(new URL('./child.ts', import.meta.url)), [module], {
      serialization: 'advanced',
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // What runs in a test speaks to this computer alone.
      env: { ...process.env, FOLKMOOT_NETWORK: 'loopback' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child = child
    this.#relay = new Relay((wire) => this.#send(wire))
    child.on('message', (wire: Wire) => {
      if (wire.kind === 'post') this.emit('message', wire.message)
      else this.#relay.hear(wire)
    })
    child.once('spawn', () => this.emit('spawn'))
    child.once('exit', (code) => {
      this.#relay.end()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  postMessage(message: unknown, transfer: Port[] = []): void {
    const ports = transfer.map((port) => {
      const id = nextId++
      this.#relay.add(id, rawOf(port))
      return id
    })
    this.#send({ kind: 'post', message, ports })
  }

  kill(): boolean {
    return this.#child.kill()
  }

  /** What a crash or the system's out-of-memory killer does. */
  crash(): void {
    this.#child.kill('SIGKILL')
  }

  #send(wire: Wire): void {
    if (this.#child.connected) this.#child.send(wire, () => undefined)
  }
}
