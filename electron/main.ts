/** Electron's entry: hands the real Electron and the built files to the shell. */
import * as electron from 'electron'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defaultProfileFolder } from '../core/shared/index.ts'
import { startShell } from './shell.ts'

const here = dirname(fileURLToPath(import.meta.url))

startShell({
  electron,
  argv: process.argv,
  cwd: process.cwd(),
  platform: process.platform,
  profile: defaultProfileFolder(process.platform, process.env, homedir()),
  files: {
    core: join(here, 'core/utility.js'),
    preload: join(here, 'preload.cjs'),
    renderer: join(here, 'renderer'),
    icons: join(here, '../build/icons'),
  },
})
