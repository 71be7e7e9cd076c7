/** Somebody at a computer, with a real core there in a process of its own that finds others in its network by itself. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from './core-process.ts'
import type { LabHost } from './netlab.ts'
import type { Client } from './screen.ts'

export interface LanOptions {
  readonly listen?: { readonly host: string; readonly port: number }
  readonly discovery: boolean
}

export interface LanSetup extends LanOptions {
  readonly folder: string
}

/** A call, or that nobody reads the live query any more that a call began. */
export type LanCall = LanQuestion | { readonly id: number; readonly over: true }

export interface LanQuestion {
  readonly id: number
  readonly path: readonly [area: string, name: string]
  readonly input: unknown
}

/** `id` 0: the core is there. A live query says `live`, then its values, then `ended`; anything else one value. */
export interface LanAnswer {
  readonly id: number
  readonly value?: unknown
  readonly failed?: string
  readonly live?: true
  readonly ended?: true
}

const agent = fileURLToPath(new URL('./lan-agent.ts', import.meta.url))
/** Milliseconds a core has to end in good order. */
const patience = 10_000

export class LanPerson implements AsyncDisposable {
  /** The contract as spoken in there, also after the core was started anew. */
  readonly client: Client
  readonly #folder = temporaryFolder()
  readonly #host: LabHost | undefined
  readonly #options: LanOptions
  #core: FarCore

  private constructor(host: LabHost | undefined, options: LanOptions) {
    this.#host = host
    this.#options = options
    this.#core = this.#launch()
    this.client = this.#clientFar()
  }

  /** At a computer of a laboratory, or with `undefined` at this very one. */
  static async at(host: LabHost | undefined, options: LanOptions = { discovery: true }): Promise<LanPerson> {
    const person = new LanPerson(host, options)
    try {
      await person.#core.ready
      return person
    } catch (error) {
      await person[Symbol.asyncDispose]()
      throw error
    }
  }

  get profile(): string {
    return this.#folder.path
  }

  /** Starts the core again, after an end or a kill. */
  async start(): Promise<void> {
    this.#core = this.#launch()
    await this.#core.ready
  }

  /** Ends the core in good order. */
  stop(): Promise<void> {
    return this.#core.end()
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    this.#core.signal('SIGKILL')
    await this.#core.ended
  }

  /** Closes the lid of the laptop: nothing in there goes on, until `wake`. */
  sleep(): void {
    this.#core.signal('SIGSTOP')
  }

  wake(): void {
    this.#core.signal('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.end()
    this.#folder[Symbol.dispose]()
  }

  #launch(): FarCore {
    return new FarCore(this.#host, { ...this.#options, folder: this.#folder.path })
  }

  #clientFar(): Client {
    const names = (area: string) =>
      new Proxy({}, { get: (_, name) => (input: unknown) => this.#core.call([area, String(name)], input) })
    return new Proxy({}, { get: (_, area) => names(String(area)) }) as Client
  }
}

/** One run of a core. */
class FarCore {
  readonly ready: Promise<unknown>
  readonly ended: Promise<unknown>
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: LanAnswer) => void>()
  #calls = 0
  #errors = ''

  constructor(host: LabHost | undefined, setup: LanSetup) {
    const node = [agent, JSON.stringify(setup)]
    const [program, args] =
      host === undefined
        ? [process.execPath, node]
        : ['ip', ['netns', 'exec', host.namespace, process.execPath, ...node]]
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#process.stdin?.on('error', () => undefined)
    this.#process.stderr?.on('data', (bytes: Buffer) => (this.#errors = (this.#errors + bytes.toString()).slice(-4000)))
    this.ended = once(this.#process, 'exit').then(() => {
      for (const [id, answered] of this.#waiting) answered({ id, failed: this.#howItEnded() })
    })
    if (this.#process.stdout) createInterface({ input: this.#process.stdout }).on('line', (line) => this.#hear(line))
    this.ready = this.#answer(0)
    // Whoever waits for it hears of it.
    this.ready.catch(() => undefined)
  }

  call(path: readonly [string, string], input: unknown): Promise<unknown> {
    const id = ++this.#calls
    const answer = this.#answer(id)
    this.#say({ id, path, input })
    return answer
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#isRunning()) this.#process.kill(signal)
  }

  async end(): Promise<void> {
    this.signal('SIGCONT')
    this.#process.stdin?.end()
    const late = setTimeout(() => this.signal('SIGKILL'), patience)
    await this.ended
    clearTimeout(late)
  }

  #isRunning(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  #howItEnded(): string {
    return `it ended (${this.#process.exitCode ?? this.#process.signalCode}): ${this.#errors}`
  }

  #say(call: LanCall): void {
    this.#process.stdin?.write(`${JSON.stringify(call)}\n`)
  }

  async #answer(id: number): Promise<unknown> {
    const queue = new Answers()
    this.#waiting.set(id, (answer) => queue.put(answer))
    if (!this.#isRunning()) queue.put({ id, failed: this.#howItEnded() })
    const first = await queue.next()
    if (first.live) return this.#live(id, queue)
    this.#waiting.delete(id)
    return first.value
  }

  /** Not a generator: one that waits for a value could not be told to stop before it comes. */
  #live(id: number, queue: Answers): AsyncIterableIterator<unknown> {
    const stop = (): IteratorResult<unknown> => {
      if (this.#waiting.delete(id)) this.#say({ id, over: true })
      return { done: true, value: undefined }
    }
    const live: AsyncIterableIterator<unknown> = {
      [Symbol.asyncIterator]: () => live,
      next: async () => {
        const { ended, value } = await queue.next()
        return ended ? stop() : { done: false, value }
      },
      return: () => Promise.resolve(stop()),
    }
    return live
  }

  #hear(line: string): void {
    const answer = JSON.parse(line) as LanAnswer
    this.#waiting.get(answer.id)?.(answer)
  }
}

/** What came for one call and was not read yet. */
class Answers {
  readonly #come: LanAnswer[] = []
  #wake = Promise.withResolvers<void>()

  put(answer: LanAnswer): void {
    this.#come.push(answer)
    this.#wake.resolve()
  }

  /** @throws TypeError what failed, as its code */
  async next(): Promise<LanAnswer> {
    while (this.#come.length === 0) {
      this.#wake = Promise.withResolvers<void>()
      await this.#wake.promise
    }
    const [answer] = this.#come.splice(0, 1)
    if (!answer || answer.failed !== undefined) throw new TypeError(answer?.failed)
    return answer
  }
}
