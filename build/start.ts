/**
 * `npm start -- [options]`: builds what changed and opens the app: Electron's window where there can be one, else the
 * same app in the person's own browser. What asks for the second, by its name or because the window has no such option, is
 * handed on like `--profile DIR`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.ts'
import { findElectron } from './electron.ts'
import { root, run, runNode } from './proc.ts'

const args = process.argv.slice(2)
const core = 'out/core/cli.js'
const shell = 'out/main.js'
const atOnce = 5000
/** Options that the window does not have. */
const forBrowser = [
  '--browser',
  '--headless',
  '--keeper',
  '--print-url',
  '--port',
  '--listen',
  '--no-discovery',
  '--passphrase',
  '--help',
  '--version',
]

async function inBrowser(): Promise<number> {
  if (existsSync(join(root, core))) return (await runNode(core, args)).code
  console.error('folkmoot: there is no core to run yet')
  return 1
}

/** Runs the window to its end; undefined when it could not stand (a kernel that forbids Chromium's sandbox, say). */
async function inWindow(path: string): Promise<number | undefined> {
  const started = Date.now()
  const { code } = await run(path, [root, ...args])
  return code !== 0 && Date.now() - started < atOnce ? undefined : code
}

async function open(): Promise<number> {
  const asked = args.map((each) => each.split('=')[0] ?? each)
  if (forBrowser.some((option) => asked.includes(option))) return inBrowser()
  const found = existsSync(join(root, shell)) ? await findElectron() : { reason: 'the window is not built yet' }
  const code = 'path' in found ? await inWindow(found.path) : undefined
  if (code !== undefined) return code
  const reason = 'reason' in found ? found.reason : 'Electron stopped at once (its message is above)'
  console.log(`folkmoot: no window, because ${reason}; opening it in your browser instead`)
  return inBrowser()
}

await build()
process.exitCode = await open()
