/** Child processes that end when we do: every build script runs its tools through here. */
import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tether = pathToFileURL(join(root, 'build/tether.mjs')).href

export interface Options {
  /** Collect what it prints instead of showing it. */
  readonly quiet?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds after which it is killed. */
  readonly limit?: number
}

export interface Outcome {
  readonly code: number
  /** Standard output and error in order of arrival; empty unless `quiet`. */
  readonly text: string
}

const running = new Set<ChildProcess>()
let stoppedBy: NodeJS.Signals | undefined

function exitWhenAlone(): void {
  if (stoppedBy !== undefined && running.size === 0) process.exit(128 + constants.signals[stoppedBy])
}

/** The first signal asks the children to stop, and we end after the last of them; a terminal has asked them itself. */
function stop(signal: NodeJS.Signals): void {
  const asked = stoppedBy === undefined && signal === 'SIGINT' && process.stdin.isTTY
  stoppedBy ??= signal
  if (!asked) for (const child of running) child.kill(signal)
  exitWhenAlone()
}

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) process.on(signal, () => stop(signal))
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Runs a program to its end. Never rejects: a program that cannot be started is code 127 with the reason as text. */
export function run(command: string, args: readonly string[], options: Options = {}): Promise<Outcome> {
  const { quiet = false, env = {}, limit } = options
  const output = quiet ? 'pipe' : 'inherit'
  const node = command === process.execPath
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: [quiet ? 'ignore' : 'inherit', output, output, ...(node ? (['ipc'] as const) : [])],
      env: { ...process.env, ...env },
      ...(limit === undefined ? {} : { timeout: limit, killSignal: 'SIGKILL' }),
    })
    running.add(child)
    const pieces: Buffer[] = []
    const end = (code: number, reason = ''): void => {
      running.delete(child)
      exitWhenAlone()
      resolve({ code, text: Buffer.concat(pieces).toString() + reason })
    }
    child.stdout?.on('data', (piece: Buffer) => pieces.push(piece))
    child.stderr?.on('data', (piece: Buffer) => pieces.push(piece))
    child.on('error', (error) => end(127, error.message))
    child.on('close', (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** Runs a JavaScript or TypeScript file with the Node we are. */
export function runNode(script: string, args: readonly string[] = [], options: Options = {}): Promise<Outcome> {
  return run(process.execPath, ['--import', tether, join(root, script), ...args], options)
}
