/** Somebody at a computer of the laboratory, with a real core there that finds others in its network by itself. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './core-process.ts'
import type { LabHost } from './netlab.ts'
import type { Client } from './screen.ts'

export interface LanCall {
  readonly id: number
  readonly path: readonly [area: string, name: string]
  readonly input: unknown
}

/** `id` 0: the core is there. */
export interface LanAnswer {
  readonly id: number
  readonly value?: unknown
  readonly failed?: string
}

const agent = fileURLToPath(new URL('./lan-agent.ts', import.meta.url))
/** Milliseconds between two questions of a live query that is watched from outside. */
const look = 100

export class LanPerson implements AsyncDisposable {
  /** The contract as spoken in there; live queries are asked again and again, and tell what is so now. */
  readonly client: Client
  readonly #folder = temporaryFolder()
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: LanAnswer) => void>()
  #calls = 0
  #errors = ''

  private constructor({ namespace }: LabHost) {
    const args = ['netns', 'exec', namespace, process.execPath, agent, this.#folder.path]
    this.#process = spawn('ip', args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stdin?.on('error', () => undefined)
    this.#process.stderr?.on('data', (bytes: Buffer) => (this.#errors = (this.#errors + bytes.toString()).slice(-4000)))
    this.#process.once('exit', () => {
      for (const [id, answered] of this.#waiting) answered({ id, failed: `it ended: ${this.#errors}` })
    })
    if (this.#process.stdout) createInterface({ input: this.#process.stdout }).on('line', (line) => this.#hear(line))
    this.client = this.#clientFar()
  }

  static async at(host: LabHost): Promise<LanPerson> {
    const person = new LanPerson(host)
    try {
      await person.#answer(0)
      return person
    } catch (error) {
      await person[Symbol.asyncDispose]()
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.#process.exitCode === null ? once(this.#process, 'exit') : undefined
    this.#process.stdin?.end()
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(late)
    this.#folder[Symbol.dispose]()
  }

  #clientFar(): Client {
    const names = (area: string) =>
      new Proxy({}, { get: (_, name) => (input: unknown) => this.#call([area, String(name)], input) })
    return new Proxy({}, { get: (_, area) => names(String(area)) }) as Client
  }

  #call(path: LanCall['path'], input: unknown): Promise<unknown> {
    const ask = (): Promise<unknown> => {
      const id = ++this.#calls
      const answer = this.#answer(id)
      this.#process.stdin?.write(`${JSON.stringify({ id, path, input } satisfies LanCall)}\n`)
      return answer
    }
    return path[1].startsWith('watch') ? Promise.resolve(again(ask)) : ask()
  }

  async #answer(id: number): Promise<unknown> {
    const { promise, resolve } = Promise.withResolvers<LanAnswer>()
    this.#waiting.set(id, resolve)
    if (this.#process.exitCode !== null) resolve({ id, failed: `it ended: ${this.#errors}` })
    const { value, failed } = await promise
    this.#waiting.delete(id)
    if (failed !== undefined) throw new TypeError(failed)
    return value
  }

  #hear(line: string): void {
    const answer = JSON.parse(line) as LanAnswer
    this.#waiting.get(answer.id)?.(answer)
  }
}

async function* again(ask: () => Promise<unknown>): AsyncGenerator<unknown> {
  for (;;) {
    yield await ask()
    await new Promise((resolve) => setTimeout(resolve, look))
  }
}
