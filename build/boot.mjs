/**
 * The first step of every npm script, for any Node >= 18 and with no dependency:
 *
 *   node build/boot.mjs <script.ts> [arguments]
 *
 * installs what the lockfile asks for when that is not what lies in node_modules, picks the pinned Node 24, and runs the
 * script with it. The script's exit code is ours; when we, or the npm above us, are gone, so is the script.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const needed = 24

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Pack one package of a lockfile */

/** @param {string} text @returns {never} */
function giveUp(text) {
  console.error(`folkmoot: ${text}`)
  process.exit(1)
}

/** @param {string} file @returns {Record<string, Pack>} */
function packagesOf(file) {
  const lock = /** @type {{ packages: Record<string, Pack> }} */ (JSON.parse(readFileSync(file, 'utf8')))
  return lock.packages
}

/** npm leaves a copy of the lockfile beside what it installed, without what this platform cannot have. */
function installed() {
  const copy = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(copy)) return false
  const have = packagesOf(copy)
  const want = packagesOf(join(root, 'package-lock.json'))
  const same = Object.entries(want).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true
    const found = have[path]
    return found ? found.version === version && found.integrity === integrity : optional === true
  })
  return same && Object.keys(have).every((path) => path in want)
}

function install() {
  console.log('folkmoot: installing packages (about a minute, once)')
  const argv = ['ci', '--include=dev', '--include=optional', '--no-progress', '--loglevel=error']
  const npm = process.env['npm_execpath']
  const windows = process.platform === 'win32'
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...argv], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', argv, { cwd: root, stdio: 'inherit', shell: windows })
  if (done.status !== 0) giveUp('`npm ci` did not finish; its own message is above')
}

/** The Node 24 that came as a package, where it runs (not on musl, not on macOS); else the Node we are, if new enough. */
function pickNode() {
  const windows = process.platform === 'win32'
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  const pinned = join(root, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned
  if (Number.parseInt(process.versions.node, 10) >= needed) return process.execPath
  return giveUp(
    `needs Node ${needed} or newer on ${process.platform}-${process.arch}; this is ${process.versions.node}`,
  )
}

/** The pids that must stay: our parent, and npm when the shell it runs scripts with stands between. */
function ancestors() {
  const pids = [process.ppid]
  try {
    const shell = readFileSync(`/proc/${process.ppid}/cmdline`, 'utf8').includes('boot.mjs')
    const [, above] = readFileSync(`/proc/${process.ppid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (shell) pids.push(Number(above))
  } catch {
    // No /proc here: the parent alone is watched.
  }
  return pids
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {{ code?: unknown }} */ (error).code === 'EPERM'
  }
}

/** @param {string} node @param {string} script @param {readonly string[]} args */
function run(node, script, args) {
  const tether = pathToFileURL(join(root, 'build/tether.mjs')).href
  const child = spawn(node, ['--import', tether, join(root, script), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
  })
  const above = ancestors()
  const watch = setInterval(() => {
    if (process.ppid !== above[0] || !above.every(alive)) stop('SIGTERM')
  }, 500)
  let stopping = false
  /** @param {NodeJS.Signals} signal */
  function stop(signal) {
    clearInterval(watch)
    child.kill(signal)
    if (!stopping) setTimeout(() => child.kill('SIGKILL'), 12_000).unref()
    stopping = true
  }
  // Ctrl+C reaches the whole terminal group by itself: the child has it already, and a second one would cut its stop short.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) stop('SIGINT')
  })
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => stop(signal))
  child.on('error', (error) => giveUp(`could not run ${node}: ${error.message}`))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)))
}

const [script, ...args] = process.argv.slice(2)
if (!script) giveUp('say which script to run: node build/boot.mjs build/start.ts')
if (!existsSync(join(root, script))) giveUp(`there is no ${script}`)
if (!installed()) install()
run(pickNode(), script, args)
