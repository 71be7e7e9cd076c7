/** Finds Electron's binary, or says in one line why there is no window. Never loads the `electron` package: that downloads. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, runNode } from './proc.ts'

/** Where Electron can be run from, or the reason why not. */
export type Found = { readonly path: string } | { readonly reason: string }

const limit = 60_000
const failed = join(root, 'node_modules/.cache/folkmoot/electron-failed')

function binary(): string | undefined {
  const folder = join(root, 'node_modules/electron')
  if (!existsSync(join(folder, 'path.txt'))) return undefined
  const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : undefined
}

/** What this machine lacks for a window, if anything. */
function hindrance(): string | undefined {
  if (process.platform !== 'linux') return undefined
  if (process.getuid?.() === 0) return 'Electron does not run as root'
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'there is no display'
  return undefined
}

async function download(): Promise<boolean> {
  const today = new Date().toISOString().slice(0, 10)
  if (existsSync(failed) && readFileSync(failed, 'utf8') === today) return false
  console.log('folkmoot: fetching Electron (once, at most a minute)')
  const { code } = await runNode('node_modules/electron/install.js', [], { quiet: true, limit })
  if (code === 0) return true
  mkdirSync(dirname(failed), { recursive: true })
  writeFileSync(failed, today)
  return false
}

export async function findElectron(): Promise<Found> {
  const reason = hindrance()
  if (reason !== undefined) return { reason }
  const path = binary() ?? ((await download()) ? binary() : undefined)
  return path === undefined ? { reason: 'Electron could not be downloaded today' } : { path }
}
