import { execFileSync } from 'node:child_process'
import { Agent, type AgentConfig } from './netlab-process.ts'

/** A computer of the laboratory: a network namespace. */
export interface LabHost {
  readonly namespace: string
}

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })

/** Why there can be no laboratory here, or nothing when there can. */
export function whyNoLab(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are there on Linux alone'
  if (process.getuid?.() !== 0) return 'network namespaces need root'
  const probe = `fm${process.pid}probe`
  try {
    run('ip', 'netns', 'add', probe)
    run('ip', 'netns', 'del', probe)
    return undefined
  } catch {
    return 'this system does not let us make network namespaces (ip netns)'
  }
}

let labs = 0

/** Computers and cables of our own, with no way to any real network. Always closed in `finally`. */
export class NetLab {
  readonly #prefix = `fm${process.pid}x${labs++}`
  readonly #namespaces: string[] = []
  readonly #agents: Agent[] = []
  readonly #atExit = (): void => this.close()
  #cables = 0

  constructor() {
    process.once('exit', this.#atExit)
  }

  /** A switch: what is plugged in can talk to each other, and to nobody else. */
  network(name: string): LabHost {
    const host = this.#namespace(name)
    this.#in(host, 'link', 'add', 'br0', 'type', 'bridge')
    this.#in(host, 'link', 'set', 'br0', 'up')
    return host
  }

  /** A computer with one cable to a switch, and no route but to its own network. */
  host(name: string, network: LabHost, cidr: string): LabHost {
    const host = this.#namespace(name)
    const cable = `${this.#prefix}c${this.#cables++}`.slice(-13)
    run('ip', 'link', 'add', `${cable}a`, 'type', 'veth', 'peer', 'name', `${cable}b`)
    run('ip', 'link', 'set', `${cable}a`, 'netns', host.namespace, 'name', 'eth0')
    run('ip', 'link', 'set', `${cable}b`, 'netns', network.namespace)
    this.#in(network, 'link', 'set', `${cable}b`, 'master', 'br0')
    this.#in(network, 'link', 'set', `${cable}b`, 'up')
    this.address(host, 'add', cidr)
    this.cable(host, 'up')
    return host
  }

  /** Gives a computer an address, or takes one away. */
  address(host: LabHost, change: 'add' | 'del', cidr: string): void {
    this.#in(host, 'addr', change, cidr, 'dev', 'eth0')
  }

  /** Pulls the cable of a computer, or puts it back. */
  cable(host: LabHost, state: 'up' | 'down'): void {
    this.#in(host, 'link', 'set', 'eth0', state)
  }

  async start(host: LabHost, config: AgentConfig): Promise<Agent> {
    const agent = await Agent.start(config, host.namespace)
    this.#agents.push(agent)
    return agent
  }

  close(): void {
    process.off('exit', this.#atExit)
    for (const agent of this.#agents.splice(0)) agent.kill()
    for (const namespace of this.#namespaces.splice(0).toReversed()) {
      try {
        run('ip', 'netns', 'del', namespace)
      } catch {
        // Whatever is left of it is named after this process and holds nothing.
      }
    }
  }

  #namespace(name: string): LabHost {
    const namespace = `${this.#prefix}-${name}`
    run('ip', 'netns', 'add', namespace)
    this.#namespaces.push(namespace)
    this.#in({ namespace }, 'link', 'set', 'lo', 'up')
    return { namespace }
  }

  #in({ namespace }: LabHost, ...args: string[]): void {
    run('ip', '-n', namespace, ...args)
  }
}
