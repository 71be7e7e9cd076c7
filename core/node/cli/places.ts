/** Where things lie on this computer. */
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultProfileFolder } from '../../shared/index.ts'

/** The operating system's place for the data of an app. */
export function dataFolder(): string {
  return defaultProfileFolder(process.platform, process.env, homedir())
}

/** The built screens: beside the built core, or in `out` when the core runs from its source. */
export function rendererFolder(): string {
  const built = import.meta.url.endsWith('.js')
  return fileURLToPath(new URL(built ? '../renderer' : '../../../out/renderer', import.meta.url))
}
