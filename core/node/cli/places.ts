/** Where things lie on this computer. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The operating system's place for the data of an app. */
export function dataFolder(): string {
  const home = homedir()
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Folkmoot')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'Folkmoot')
  return join(process.env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'folkmoot')
}

/** The built screens: beside the built core, or in `out` when the core runs from its source. */
export function rendererFolder(): string {
  const built = import.meta.url.endsWith('.js')
  return fileURLToPath(new URL(built ? '../renderer' : '../../../out/renderer', import.meta.url))
}
