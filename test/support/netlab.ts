import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Line } from './netlab-line.ts'
import { Agent, type AgentConfig } from './netlab-process.ts'
import { inside, ipIn, type LabHost, natRules, remove, run, sweep } from './netlab-system.ts'

export { type LabHost, whyNoLab, whyNoRouters } from './netlab-system.ts'

/** A home: a router that translates addresses, and the switch behind it. */
export interface LabRouter extends LabHost {
  /** What computers of the home are plugged into. */
  readonly lan: LabHost
  /** The router as seen from inside: the gateway of its computers. */
  readonly gateway: string
  /** The router as seen from outside. */
  readonly address: string
}

/** A computer at the end of a line that can be made bad. */
export interface LineHost extends LabHost {
  readonly line: Line
}

export interface RouterOptions {
  /** `easy` keeps ports, so that holes can be punched; `symmetric` draws another for each place. */
  readonly kind: 'easy' | 'symmetric'
  /** The switch it is plugged into from outside. */
  readonly outside: LabHost
  /** Its own address there, such as `50.60.70.21/24`. */
  readonly address: string
  /** Its own address inside; `192.168.1.1/24` unless told. */
  readonly inside?: string
}

let labs = 0

/** Computers, routers and cables of our own, with no way to any real network. Always closed in `finally`, or by `using`. */
export class NetLab implements Disposable {
  readonly #prefix = `fm${process.pid}x${labs++}`
  readonly #namespaces: string[] = []
  readonly #agents: Agent[] = []
  readonly #programs: ChildProcess[] = []
  readonly #atExit = (): void => this.close()
  #cables = 0
  #counters = 0

  constructor() {
    sweep()
    process.once('exit', this.#atExit)
  }

  /** A switch: what is plugged in can talk to each other, and to nobody else. One with public addresses is an internet. */
  network(name: string): LabHost {
    const host = this.#namespace(name)
    ipIn(host, 'link', 'add', 'br0', 'type', 'bridge')
    ipIn(host, 'link', 'set', 'br0', 'up')
    return host
  }

  /** A computer with one cable to a switch; with a gateway there is a way out, without none but to its own network. */
  host(name: string, network: LabHost, cidr: string, gateway?: string): LabHost {
    const host = this.#namespace(name)
    this.#plug(host, network, cidr, 'eth0')
    if (gateway !== undefined) this.gateway(host, gateway)
    return host
  }

  /** The same, at the end of a line that can be made slow, lossy, lying or dead in one direction. */
  async lineHost(name: string, network: LabHost, cidr: string, gateway?: string): Promise<LineHost> {
    const host = this.#namespace(name)
    const ways = [this.#namespace(`${name}-cards`), this.#namespace(`${name}-box`)] as const
    const port = this.#nextCable()
    const line = await Line.lay(ways, { host, network, port }, (at, command) => this.spawn(at, command))
    ipIn(network, 'link', 'set', port, 'master', 'br0')
    ipIn(network, 'link', 'set', port, 'up')
    this.#give(host, cidr, 'eth0')
    if (gateway !== undefined) this.gateway(host, gateway)
    return { ...host, line }
  }

  /** A home behind a router that translates addresses. */
  router(name: string, options: RouterOptions): LabRouter {
    const host = this.#namespace(name)
    const lan = this.network(`${name}-lan`)
    const within = options.inside ?? '192.168.1.1/24'
    this.#plug(host, options.outside, options.address, 'wan')
    this.#plug(host, lan, within, 'lan')
    inside(host, ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'])
    inside(host, ['nft', '-f', '-'], natRules(options.kind))
    return { ...host, lan, gateway: bare(within), address: bare(options.address) }
  }

  /** A router between two networks that translates nothing: its own address in each is the gateway there. */
  crossing(name: string, ...sides: readonly (readonly [network: LabHost, cidr: string])[]): LabHost {
    const host = this.#namespace(name)
    sides.forEach(([network, cidr], at) => this.#plug(host, network, cidr, `lan${at}`))
    for (const family of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding'])
      inside(host, ['sh', '-c', `echo 1 > /proc/sys/net/${family}`])
    return host
  }

  /** Sends what comes to a port of a router from outside to a computer inside, as somebody sets it up by hand. */
  forward(router: LabRouter, port: number, to: string): void {
    const rule = (protocol: string): string =>
      `add rule ip home inwards iifname "wan" ${protocol} dport ${port} dnat to ${to}:${port}\n`
    inside(router, ['nft', '-f', '-'], rule('tcp') + rule('udp'))
  }

  /**
   * Counts from now on what leaves a computer, or with `forward` what passes a router, of what nft's words name, such as
   * `ip daddr 50.60.70.22`. The answer says how many packets it were.
   */
  count(host: LabHost, words: string, hook: 'output' | 'forward' = 'output'): () => number {
    const table = `watch${this.#counters++}`
    const rules = `table inet ${table} { chain seen { type filter hook ${hook} priority -200; ${words} counter; }; }`
    inside(host, ['nft', '-f', '-'], rules)
    return () => Number(/packets (\d+)/.exec(inside(host, ['nft', 'list', 'table', 'inet', table]))?.[1])
  }

  /** Gives a computer an address, or takes one away. */
  address(host: LabHost, change: 'add' | 'del', cidr: string): void {
    ipIn(host, 'addr', change, cidr, 'dev', 'eth0', ...(change === 'add' ? atOnce(cidr) : []))
  }

  /** The way out of a computer. It goes with the address it was reached from. */
  gateway(host: LabHost, gateway: string): void {
    ipIn(host, ...(gateway.includes(':') ? ['-6'] : []), 'route', 'replace', 'default', 'via', gateway)
  }

  /** Carries a computer to another place: out of one switch, into another. */
  move(host: LabHost, network: LabHost, cidr: string, gateway?: string): void {
    ipIn(host, 'link', 'del', 'eth0')
    this.#plug(host, network, cidr, 'eth0')
    if (gateway !== undefined) this.gateway(host, gateway)
  }

  /** Pulls the cable of a computer, or puts it back. A way out is gone with it: `gateway` gives it back. */
  cable(host: LabHost, state: 'up' | 'down'): void {
    ipIn(host, 'link', 'set', 'eth0', state)
  }

  async start(host: LabHost, config: AgentConfig): Promise<Agent> {
    const agent = await Agent.start(config, host.namespace)
    this.#agents.push(agent)
    return agent
  }

  /** Runs a program on a computer until the laboratory closes; resolves once it has said its first word on standard output. */
  async spawn({ namespace }: LabHost, command: readonly string[]): Promise<ChildProcess> {
    const program = spawn('ip', ['netns', 'exec', namespace, ...command], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.#programs.push(program)
    await once(program.stdout, 'data')
    return program
  }

  close(): void {
    process.off('exit', this.#atExit)
    for (const agent of this.#agents.splice(0)) agent.kill()
    for (const program of this.#programs.splice(0)) program.kill('SIGKILL')
    for (const namespace of this.#namespaces.splice(0).toReversed()) remove(namespace)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #namespace(name: string): LabHost {
    const namespace = `${this.#prefix}-${name}`
    run('ip', 'netns', 'add', namespace)
    this.#namespaces.push(namespace)
    const host = { namespace }
    ipIn(host, 'link', 'set', 'lo', 'up')
    return host
  }

  #nextCable(): string {
    return `${this.#prefix}c${this.#cables++}`.slice(-13)
  }

  #plug(host: LabHost, network: LabHost, cidr: string, device: string): void {
    const port = this.#nextCable()
    // Made inside, so that no name of a cable is ever seen by another laboratory.
    ipIn(network, 'link', 'add', port, 'type', 'veth', 'peer', 'name', device, 'netns', host.namespace)
    ipIn(network, 'link', 'set', port, 'master', 'br0')
    ipIn(network, 'link', 'set', port, 'up')
    this.#give(host, cidr, device)
  }

  #give(host: LabHost, cidr: string, device: string): void {
    ipIn(host, 'addr', 'add', cidr, 'dev', device, ...atOnce(cidr))
    ipIn(host, 'link', 'set', device, 'up')
  }
}

/** An IPv6 address is not to be used before nobody else has claimed it for a second or two; here there is nobody else. */
const atOnce = (cidr: string): readonly string[] => (cidr.includes(':') ? ['nodad'] : [])

const bare = (cidr: string): string => cidr.replace(/\/.*/, '')
