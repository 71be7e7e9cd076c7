/** Runs a core on a copy of a large profile in a process of its own, and hears what it answers. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('core-child.ts', import.meta.url))

/** @param what as core-child.ts knows it */
export async function inCore<T>(what: 'start' | 'query' | 'memory', profile: string): Promise<T> {
  const { stdout, child: running } = started(what, profile)
  let out = ''
  stdout.on('data', (piece: Buffer) => (out += piece.toString()))
  const [code] = (await once(running, 'close')) as [number | null]
  if (code !== 0) throw new TypeError(`a core ended with ${code}`)
  return JSON.parse(out) as T
}

function started(what: string, profile: string) {
  const running = spawn(execPath, ['--expose-gc', child, what, profile], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { child: running, stdout: running.stdout }
}

/** Says on standard error how far something is that takes long. */
export function tell(line: string): void {
  process.stderr.write(`  ${line}\n`)
}

/** The counts of messages a bench compares, from its options. */
export function sizes(options: ReadonlyMap<string, string>): { readonly many: number; readonly few: number } {
  return { many: Number(options.get('entries') ?? 1_000_000), few: Number(options.get('against') ?? 10_000) }
}
