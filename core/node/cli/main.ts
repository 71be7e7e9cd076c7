/** The core in a process of its own, from its command line to its end. */
import { join } from 'node:path'
import { errorCode, FolkmootError, type Log, type Stoppable } from '../../shared/index.ts'
import { startCore, type Core } from '../core.ts'
import { coreErrors, hostErrors } from '../errors.ts'
import { isKeeperFolder } from '../keeper.ts'
import { beHeadless } from './headless.ts'
import { keep } from './keep.ts'
import { openLog } from '../log.ts'
import { keysOf } from '../keys.ts'
import { startLoopback } from '../loopback/loopback.ts'
import type { Compose } from '../parts.ts'
import { systemClock, systemRandom } from '../system.ts'
import { version } from '../version.ts'
import { openBrowser } from './browser.ts'
import { watchForEnding, type Ending } from './ending.ts'
import { readOptions, usage, type CliOptions } from './options.ts'
import { dataFolder, rendererFolder } from './places.ts'
import { askInTerminal, hasTerminal } from './terminal.ts'

export interface MainParts {
  /** Puts the rooms together; others in tests. */
  readonly compose?: Compose
}

/** What was started so far. */
interface Started {
  core?: Core
  loopback?: Stoppable
  browser?: Stoppable
  keeper?: Stoppable
  status?: Stoppable
}

/** Runs to the end and answers with the exit code: 0 after a stop, 1 when it could not start, 2 for a wrong command line. */
export async function main(args: readonly string[], parts: MainParts = {}): Promise<number> {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args)
  } catch (error) {
    return complain(error, 2)
  }
  if (options === 'help' || options === 'version') {
    say(options === 'help' ? usage.trimEnd() : version)
    return 0
  }
  const folder = options.profile ?? (options.keeper ? join(dataFolder(), 'keeper') : dataFolder())
  const log = openLog(folder)
  const ending = watchForEnding(log)
  const started: Started = {}
  try {
    return await run(options, { folder, log, ending, started, parts })
  } catch (error) {
    log.error('start.failed', { code: errorCode(error) })
    return complain(error, 1)
  } finally {
    await started.status?.stop()
    await started.browser?.stop()
    await started.keeper?.stop()
    // Screens hear the answers to their last commands, and then the address goes.
    await started.core?.stop()
    await started.loopback?.stop()
    await log.stop()
    ending.cancel()
  }
}

interface Surroundings {
  readonly folder: string
  readonly log: Log
  readonly ending: Ending
  readonly started: Started
  readonly parts: MainParts
}

async function run(options: CliOptions, { folder, log, ending, started, parts }: Surroundings): Promise<number> {
  if (options.keeper) {
    started.keeper = await keep(options, folder, { log, say }, ending.signal)
    return await ending.ended
  }
  if (isKeeperFolder(folder)) throw hostErrors('is-a-keeper', { details: { folder } })
  // Without a terminal, a screen asks; without screens, nobody else can.
  const inTerminal = options.screens === 'headless' || hasTerminal()
  const core = startCore({
    profileFolder: folder,
    keys: keysOf(folder, { locked: options.passphrase, ...(inTerminal && { ask: askInTerminal }) }),
    network: { discovery: options.discovery, ...(options.listen && { listen: options.listen }) },
    clock: systemClock,
    random: systemRandom,
    log,
    ...parts,
  })
  started.core = core
  await Promise.race([core.settled, ending.ended])
  const { trouble } = core.view()
  if (trouble) return complain(new FolkmootError(trouble.code, trouble.text), 1)
  if (!ending.signal.aborted)
    await showScreens(core, options, folder, started, { signal: ending.signal, log }).catch((error: unknown) => {
      if (!ending.signal.aborted) throw error
    })
  return await ending.ended
}

async function showScreens(
  core: Core,
  options: CliOptions,
  folder: string,
  started: Started,
  running: Pick<Surroundings, 'log'> & { readonly signal: AbortSignal },
): Promise<void> {
  if (options.screens === 'headless') {
    say('Folkmoot runs without screens. Ctrl+C stops it.')
    started.status = await beHeadless(core, options, { ...running, say })
    return
  }
  const loopback = await startLoopback({
    screens: core.screens,
    folder: rendererFolder(),
    random: systemRandom,
    ...(options.port !== undefined && { port: options.port }),
    onSession: () => void started.browser?.stop(),
  })
  started.loopback = loopback
  if (options.screens === 'print-url') {
    say(loopback.secretAddress)
    return
  }
  const browser = await openBrowser(folder, loopback.secretAddress)
  started.browser = browser
  say(
    `Folkmoot runs at ${loopback.address} and opens in your browser; if not, open ${browser.file} there. Ctrl+C stops it.`,
  )
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** One sentence, and no more: what is not ours is named by its code. */
function complain(error: unknown, code: number): number {
  const sentence =
    error instanceof FolkmootError ? error.message : `${coreErrors('unexpected').message} (${errorCode(error)})`
  process.stderr.write(`folkmoot: ${sentence}\n`)
  return code
}
