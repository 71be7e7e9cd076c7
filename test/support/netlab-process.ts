import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import type { PeerId, ReachSettings, ReachStatus } from '../../core/shared/index.ts'
import type { ConnectionView, RelayOffer } from '../../core/sync/transport/index.ts'

export interface AgentConfig {
  readonly listen?: { readonly host?: string; readonly port?: number }
  readonly discovery?: boolean
  readonly encryption?: readonly ('tls' | 'noise')[]
  /** By how much the clock of that device is wrong. */
  readonly clockShiftMs?: number
  /** Without the ciphers that Electron's node:crypto lacks. */
  readonly likeElectron?: boolean
  /** The same at each start, so that the peer id is. */
  readonly key?: readonly number[]
  readonly reach?: Partial<ReachSettings>
  readonly relays?: readonly RelayOffer[]
  /** Whose connections are relayed, when `reach` says that it helps; everybody's unless told. */
  readonly relaysFor?: readonly PeerId[]
}

export type AgentCommand =
  | {
      readonly id: number
      readonly do: 'echo'
      readonly peer: PeerId
      readonly addresses: readonly string[]
      readonly bytes: number
    }
  | { readonly id: number; readonly do: 'stop' }
  | { readonly id: number; readonly do: 'configure'; readonly reach: Partial<ReachSettings> }
  | { readonly id: number; readonly do: 'relays'; readonly relays: readonly RelayOffer[] }
  | { readonly id: number; readonly do: 'connections' }

/** What is asked of an agent, before it has a number. */
type Asked = AgentCommand extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never

export type AgentMessage =
  | { readonly event: 'ready' | 'found'; readonly peer: PeerId; readonly addresses: readonly string[] }
  | { readonly event: 'connected' | 'disconnected' | 'better'; readonly peer: PeerId }
  | { readonly event: 'reach'; readonly reach: ReachStatus }
  | { readonly event: 'log'; readonly words: readonly string[] }
  | { readonly event: 'addresses'; readonly addresses: readonly string[] }
  | { readonly event: 'answer'; readonly id: number; readonly text?: string; readonly failed?: string }

const agentScript = fileURLToPath(new URL('./netlab-agent.ts', import.meta.url))

/** A transport in a process of its own; `inside` names a network namespace. */
export class Agent {
  readonly process: ChildProcess
  readonly heard: AgentMessage[] = []
  peer = '' as PeerId
  addresses: readonly string[] = []
  #waiting = new Set<() => void>()
  #commands = 0
  #errors = ''

  private constructor(config: AgentConfig, inside: string | undefined) {
    const command = [process.execPath, agentScript, JSON.stringify(config)]
    const [program = '', ...args] = inside === undefined ? command : ['ip', 'netns', 'exec', inside, ...command]
    this.process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    this.process.stderr?.on('data', (bytes: Buffer) => (this.#errors = (this.#errors + bytes.toString()).slice(-4000)))
    this.process.on('exit', () => this.#wake())
    if (this.process.stdout) createInterface({ input: this.process.stdout }).on('line', (line) => this.#onLine(line))
  }

  static async start(config: AgentConfig, inside?: string): Promise<Agent> {
    const agent = new Agent(config, inside)
    const ready = await agent.until<'ready'>((message) => message.event === 'ready')
    agent.peer = ready.peer
    return agent
  }

  /** The first message so far, or from now on, that is the wanted one. */
  async until<Event extends AgentMessage['event'] = AgentMessage['event']>(
    wanted: (message: AgentMessage) => boolean,
    ms = 30_000,
  ): Promise<AgentMessage & { event: Event }> {
    const deadline = Date.now() + ms
    for (;;) {
      const hit = this.heard.find(wanted)
      if (hit) return hit as AgentMessage & { event: Event }
      if (this.process.exitCode !== null || Date.now() > deadline)
        throw new Error(`the agent did not say it: ${this.#errors}`)
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#waiting.add(resolve)
      const timer = setTimeout(resolve, Math.max(1, deadline - Date.now()))
      await promise
      clearTimeout(timer)
      this.#waiting.delete(resolve)
    }
  }

  /** Sends so many bytes to a peer and has them back; answers how the connection runs. */
  async echo(to: { peer: PeerId; addresses: readonly string[] }, bytes = 1000): Promise<string> {
    return this.#ask({ do: 'echo', peer: to.peer, addresses: to.addresses, bytes })
  }

  /** Stops the transport; answers what then still keeps the process alive, and waits for it to end by itself. */
  async stop(ms = 10_000): Promise<string> {
    const left = await this.#ask({ do: 'stop' })
    const gone =
      this.process.exitCode !== null || (await Promise.race([once(this.process, 'exit'), pause(ms)])) !== undefined
    return gone ? left : `still alive: ${left}`
  }

  /** Changes the switches: those that are not told are as at first. */
  async configure(reach: Partial<ReachSettings>): Promise<void> {
    await this.#ask({ do: 'configure', reach })
  }

  async useRelays(relays: readonly RelayOffer[]): Promise<void> {
    await this.#ask({ do: 'relays', relays })
  }

  async connections(): Promise<readonly ConnectionView[]> {
    return JSON.parse(await this.#ask({ do: 'connections' })) as readonly ConnectionView[]
  }

  /** Waits until it has said from now on, or said last, that so many relays keep a reservation for it. */
  async reserved(relays: number, ms?: number): Promise<void> {
    const isIt = (message: AgentMessage): boolean =>
      message.event === 'reach' &&
      message === this.heard.findLast(({ event }) => event === 'reach') &&
      message.reach.relays.filter(({ state }) => state === 'reserved').length === relays
    await this.until(isIt, ms)
  }

  kill(): void {
    if (this.process.exitCode === null) this.process.kill('SIGKILL')
  }

  async #ask(command: Asked): Promise<string> {
    const id = ++this.#commands
    this.process.stdin?.write(`${JSON.stringify({ id, ...command })}\n`)
    const answer = await this.until<'answer'>((message) => message.event === 'answer' && message.id === id)
    if (answer.failed !== undefined) throw new Error(answer.failed)
    return answer.text ?? ''
  }

  #onLine(line: string): void {
    const message = JSON.parse(line) as AgentMessage
    this.heard.push(message)
    if (message.event === 'addresses' || message.event === 'ready') this.addresses = message.addresses
    this.#wake()
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
  }
}

const pause = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref())
