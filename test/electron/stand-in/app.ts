/** app, on a machine where several instances may meet. */
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { App } from '../../../electron/api.ts'
import { stoppable } from './stoppable.ts'

/** What instances on one machine share: who holds the lock of which folder. */
export class Machine {
  readonly holders = new Map<string, StandInApp>()
}

export class StandInApp extends EventEmitter implements App {
  readonly isPackaged = true
  readonly protocols: string[] = []
  readonly #machine: Machine
  readonly #paths = new Map<string, string>()
  readonly #argv: readonly string[]
  readonly #ready = Promise.withResolvers<void>()
  readonly #exited = Promise.withResolvers<number>()
  /** Resolves with the code once the application has ended. */
  readonly exited = this.#exited.promise
  sandboxed = false
  onExit: () => void = () => undefined

  constructor(machine: Machine, argv: readonly string[]) {
    super()
    this.#machine = machine
    this.#argv = argv
  }

  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    const folder = this.getPath('userData')
    const holder = this.#machine.holders.get(folder)
    if (holder === undefined) this.#machine.holders.set(folder, this)
    // The holder hears of it as from another process: by a copy, later.
    else setImmediate(() => holder.emit('second-instance', stoppable({}), [...this.#argv], '/', structuredClone(data)))
    return holder === undefined
  }

  becomeReady(): void {
    this.#ready.resolve()
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  quit(): void {
    const event = stoppable({})
    this.emit('before-quit', event)
    if (!event.prevented) this.exit(0)
  }

  exit(code = 0): void {
    const folder = this.getPath('userData')
    if (this.#machine.holders.get(folder) === this) this.#machine.holders.delete(folder)
    this.onExit()
    this.#exited.resolve(code)
  }

  enableSandbox(): void {
    this.sandboxed = true
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? ''
  }

  /** As in Electron, the folder must be there. */
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path ${name}`)
    this.#paths.set(name, path)
  }

  setAsDefaultProtocolClient(protocol: string): boolean {
    return this.protocols.push(protocol) > 0
  }

  setAppUserModelId(): void {
    // Only Windows asks for it.
  }
}
