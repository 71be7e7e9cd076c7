/** The core behind Electron's main process: started, spoken to and stopped by messages. */
import type { CoreMessage, Log, ShellMessage, Stoppable } from '../../shared/index.ts'
import { heldKeyStore } from '../../storage/index.ts'
import { startCore, type Core } from '../core.ts'
import { keysOf } from '../keys.ts'
import { openLog } from '../log.ts'
import type { Compose, NetworkOptions } from '../parts.ts'
import { systemClock, systemRandom } from '../system.ts'
import { readShellMessage } from './messages.ts'
import { connectPort, type ScreenPort } from './port-wire.ts'

/** What we use of Electron's `process.parentPort`. */
export interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly ScreenPort[] }) => void,
  ): unknown
  postMessage(message: CoreMessage): void
}

export interface ShellServerOptions {
  readonly port: ParentPort
  /** Ends this process. */
  readonly exit: (code: number) => void
  /** All interfaces and the local network unless told. */
  readonly network?: NetworkOptions
  /** Puts the rooms together; others in tests. */
  readonly compose?: Compose
}

/** Serves until told to stop, or until the profile turns out not to open; then the process ends. */
export function serveShell(options: ShellServerOptions): Stoppable {
  const server = new ShellServer(options)
  options.port.on('message', ({ data, ports }) => server.hear(data, ports))
  return server
}

class ShellServer implements Stoppable {
  readonly #options: ShellServerOptions
  readonly #ports = new Set<() => void>()
  #log: (Log & Stoppable) | undefined
  #core: Core | undefined
  #stopped: Promise<void> | undefined

  constructor(options: ShellServerOptions) {
    this.#options = options
  }

  hear(data: unknown, ports: readonly ScreenPort[]): void {
    const message = readShellMessage(data)
    const understood = message !== undefined && this.#stopped === undefined && this.#obey(message, ports)
    if (understood) return
    this.#log?.warn('shell.bad-message', { type: message?.type ?? 'unknown' })
    for (const port of ports) port.close()
  }

  /** Drains, says so, and ends the process. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end({ type: 'stopped' }, 0)
    return this.#stopped
  }

  /** False when it cannot be obeyed now. */
  #obey(message: ShellMessage, [port]: readonly ScreenPort[]): boolean {
    if (message.type === 'stop') {
      void this.stop()
      return true
    }
    if (message.type === 'start') return this.#start(message)
    if (this.#core === undefined) return false
    if (message.type === 'open-link') {
      this.#core.openLink(message.link)
      return true
    }
    if (port === undefined) return false
    const close = connectPort(port, this.#core.screens, () => this.#ports.delete(close))
    this.#ports.add(close)
    return true
  }

  #start({ profile, key }: ShellMessage & { type: 'start' }): boolean {
    if (this.#core !== undefined) return false
    this.#log = openLog(profile)
    this.#core = startCore({
      profileFolder: profile,
      keys: key === undefined ? keysOf(profile, { locked: false }) : heldKeyStore(key.bytes, key.protection),
      network: this.#options.network ?? { discovery: true },
      clock: systemClock,
      random: systemRandom,
      log: this.#log,
      ...(this.#options.compose && { compose: this.#options.compose }),
    })
    void this.#core.settled.then(({ trouble }) => {
      if (this.#stopped !== undefined) return
      if (trouble === undefined) this.#say({ type: 'ready' })
      else this.#stopped = this.#end({ type: 'failed', ...trouble }, 1)
    })
    return true
  }

  async #end(lastWord: CoreMessage, code: number): Promise<void> {
    await this.#core?.stop()
    for (const close of [...this.#ports]) close()
    await this.#log?.stop()
    this.#say(lastWord)
    this.#options.exit(code)
  }

  #say(message: CoreMessage): void {
    const { port } = this.#options
    port.postMessage(message)
  }
}
