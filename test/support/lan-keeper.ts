/** A blind keeper at a computer of the laboratory, in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './core-process.ts'
import type { LabHost } from './netlab.ts'

export interface KeeperSetup {
  readonly folder: string
  readonly port: number
}

const agent = fileURLToPath(new URL('./lan-keeper-agent.ts', import.meta.url))

export class LanKeeper implements AsyncDisposable {
  /** What an owner is given; `taken` after a start with a community. */
  link = ''
  readonly #host: LabHost
  readonly #folder = temporaryFolder()
  #process: ChildProcess | undefined

  private constructor(host: LabHost) {
    this.#host = host
  }

  static async at(host: LabHost): Promise<LanKeeper> {
    const keeper = new LanKeeper(host)
    await keeper.start()
    return keeper
  }

  /** Starts it, again after a kill. */
  async start(): Promise<void> {
    const setup: KeeperSetup = { folder: this.#folder.path, port: 4001 }
    const args = ['netns', 'exec', this.#host.namespace, process.execPath, agent, JSON.stringify(setup)]
    const started = spawn('ip', args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#process = started
    const [said] = (await once(started.stdout, 'data')) as [Buffer]
    this.link = said.toString().trim()
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (!running || running.exitCode !== null) return
    const gone = once(running, 'exit')
    running.kill('SIGKILL')
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    this.#folder[Symbol.dispose]()
  }
}
