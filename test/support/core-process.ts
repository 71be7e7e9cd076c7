/** A real core in a process of its own, with a profile that goes when the test is over. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openScreen, type Pass, signIn, type Screen } from './screen.ts'

const source = fileURLToPath(new URL('../../core/node/cli.ts', import.meta.url))

export interface ProcessOptions {
  /** Script instead of the command line's source, such as the built one. */
  readonly script?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly errors: string
}

/** One process, whatever it is asked to do. */
export class CoreProcess implements AsyncDisposable {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  #out = ''
  #errors = ''
  #screens: Screen[] = []
  #address: string | undefined
  #pass: Promise<Pass> | undefined

  constructor({ script = source, args = [], env = {} }: ProcessOptions) {
    this.child = spawn(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    this.child.stdout?.on('data', (piece: Buffer) => (this.#out += piece.toString()))
    this.child.stderr?.on('data', (piece: Buffer) => (this.#errors += piece.toString()))
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      out: this.#out,
      errors: this.#errors,
    }))
  }

  /** Its first line on standard output. Throws when it ends without one. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#out.indexOf('\n')
      if (end >= 0) return this.#out.slice(0, end)
      const over = await Promise.race([this.ended, once(this.child.stdout ?? this.child, 'data')])
      if ('code' in over && !this.#out.includes('\n')) throw new Error(`it ended: ${this.#errors}`)
    }
  }

  /** The secret address it printed. */
  async address(): Promise<string> {
    this.#address ??= await this.line()
    return this.#address
  }

  /** One more screen of the one browser that has used the token. */
  async screen(): Promise<Screen> {
    const address = await this.address()
    this.#pass ??= signIn(address)
    const screen = await openScreen(address, await this.#pass)
    this.#screens.push(screen)
    return screen
  }

  /** Asks it to end as Ctrl+C does. */
  stop(): Promise<Ended> {
    this.child.kill('SIGINT')
    return this.ended
  }

  kill(): Promise<Ended> {
    this.child.kill('SIGKILL')
    return this.ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.#screens) socket.terminate()
    await this.kill()
  }
}

/** A folder that goes when the test is over. */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Lets it speak to this computer alone. */
export const quietly = ['--no-discovery', '--listen', '127.0.0.1:0']

/** A core with this profile that prints its address. */
export function startCoreProcess(profile: string, ...args: readonly string[]): CoreProcess {
  return new CoreProcess({ args: ['--profile', profile, '--print-url', ...quietly, ...args] })
}
