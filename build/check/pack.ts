/** `node build/check/pack.ts FOLDER`: packs as for release into FOLDER, around a stand-in for Electron. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Arch, build, Platform } from 'electron-builder'
import { packaging } from '../package.ts'
import { root } from '../proc.ts'
import { standInDist } from './stand-in.ts'

const [, , folder = ''] = process.argv
const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
  version: string
}
const electronDist = join(folder, 'electron')
standInDist(electronDist, version)
await build({
  projectDir: root,
  targets: Platform.LINUX.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
  config: { ...packaging, electronDist, directories: { ...packaging.directories, output: join(folder, 'dist') } },
  publish: 'never',
})
