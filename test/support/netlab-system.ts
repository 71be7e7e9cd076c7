/** The commands of Linux a laboratory is made with, whether they are there, and clearing up after runs that were killed. */
import { execFileSync } from 'node:child_process'

/** A computer, a switch or a router of the laboratory: a network namespace. */
export interface LabHost {
  readonly namespace: string
}

/** Every namespace is called after the process that made it: `fm<pid>x…`. */
const ours = /^fm(\d+)(?:x|probe)/

export const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })

/** `ip` for one namespace. */
export const ipIn = ({ namespace }: LabHost, ...args: string[]): string => run('ip', '-n', namespace, ...args)

/** A program in a namespace, its words on standard input. */
export const inside = ({ namespace }: LabHost, program: readonly string[], input = ''): string =>
  execFileSync('ip', ['netns', 'exec', namespace, ...program], {
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
  })

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

/** Why there can be no routers that translate addresses, or no lossy lines, or nothing when there can. */
export function whyNoRouters(): string | undefined {
  const why = whyNoLab()
  if (why !== undefined) return why
  const probe = { namespace: `fm${process.pid}probe` }
  try {
    run('ip', 'netns', 'add', probe.namespace)
    inside(probe, ['nft', '-f', '-'], natRules('symmetric'))
    ipIn(probe, 'link', 'add', 'probe', 'type', 'vxlan', 'id', '1', 'dstport', '4001')
    run('bridge', '-V')
    return undefined
  } catch {
    return 'this system does not translate addresses (nft) or make virtual cards (vxlan, bridge) for us'
  } finally {
    remove(probe.namespace)
  }
}

/** Takes away what runs left behind that were killed, with the programs that still run in there. */
export function sweep(named = ours): void {
  for (const name of run('ip', 'netns', 'list').split('\n')) {
    const [namespace = ''] = name.split(' ')
    const pid = named.exec(namespace)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    remove(namespace)
  }
}

/** Ends whatever runs in a namespace and takes it away. Never throws: what is left is swept by the next run. */
export function remove(namespace: string): void {
  try {
    for (const pid of run('ip', 'netns', 'pids', namespace).split('\n').filter(Boolean)) kill(Number(pid))
    run('ip', 'netns', 'del', namespace)
  } catch {
    // It was never made, or somebody else was quicker.
  }
}

/**
 * A home router: whoever is inside gets out, and answers get back in. `easy` keeps the port of a sender towards everybody, so that it can
 * be foretold; `symmetric` draws another for each place that is spoken to, so that it cannot.
 */
export const natRules = (kind: 'easy' | 'symmetric'): string => `table ip home {
  chain out { type nat hook postrouting priority 100; oifname "wan" masquerade ${kind === 'symmetric' ? 'random,fully-random' : ''}; }
  chain inwards { type nat hook prerouting priority -100; }
  chain through {
    type filter hook forward priority 0; policy drop;
    iifname "lan" accept; iifname "wan" ct state established,related accept; iifname "wan" ct status dnat accept;
  }
  chain itself {
    type filter hook input priority 0; policy accept;
    iifname "wan" ct state new drop; iifname "wan" meta l4proto tcp ct state invalid drop;
  }
}
`

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
