/**
 * `npm run check`: packs the app as for release, but around a stand-in for Electron and into a folder, and looks at the
 * result: what is inside, whether it runs elsewhere, how it is locked. Needs no network and no display.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { extractAll } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { filesOf, lostImports, preloadTrouble, strayFiles, tellTales } from './check/contents.ts'
import { pathTrouble, servingTrouble, versionTrouble } from './check/run.ts'
import { unpackedIn } from './check/places.ts'
import { fuses } from './package.ts'
import { root, runNode } from './proc.ts'
import { report, type Verdict } from './steps.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
/** A download would have to pass a proxy that is not there. */
const nowhere = 'http://127.0.0.1:9'
const noNetwork = { HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, https_proxy: nowhere, http_proxy: nowhere }

const fuseNames: Readonly<Record<keyof typeof fuses, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
}

/** Names of fuses that do not read back as they were to be set. */
async function wrongFuses(binary: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(binary)
  const names = Object.keys(fuses) as (keyof typeof fuses)[]
  return names.filter((name) => wire[fuseNames[name]] !== (fuses[name] ? FuseState.ENABLE : FuseState.DISABLE))
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

function sizeOf(folder: string): number {
  return filesOf(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}

async function look(unpacked: string, folder: string): Promise<Verdict[]> {
  const app = join(folder, 'elsewhere')
  const archive = join(unpacked, 'resources/app.asar')
  extractAll(archive, app)
  const profile = join(folder, 'person')
  mkdirSync(profile)
  const checks: readonly (readonly [name: string, trouble: readonly string[]])[] = [
    ['every import of the bundles is answered inside', lostImports(app)],
    ['no source, map, test, secret or stray package inside', strayFiles(app)],
    ['nothing tells where it was made', tellTales(app)],
    ['the preload script needs Electron alone', preloadTrouble(app)],
    ['the packed core says its version on plain Node', await versionTrouble(app, profile, version)],
    ['the packed core opens a profile, serves its screens and stops', await servingTrouble(app, profile)],
    ['the packed libdatachannel opens a path', await pathTrouble(app)],
    ['the fuses read back as set', await wrongFuses(join(unpacked, 'folkmoot'))],
    [
      'both native packages lie beside the archive',
      ['better-sqlite3-multiple-ciphers', 'node-datachannel'].filter(
        (name) => !existsSync(join(`${archive}.unpacked`, 'node_modules', name)),
      ),
    ],
  ]
  const size = `size: app.asar ${megabytes(statSync(archive).size)}, beside it ${megabytes(sizeOf(`${archive}.unpacked`))}`
  return [
    ...checks.map(([name, trouble]) => ({ name, ok: trouble.length === 0, text: trouble.join('\n') })),
    { name: size, ok: true, text: '' },
  ]
}

/** Runs a script of ours; what it printed is read only when it failed. */
async function step(name: string, script: string, args: readonly string[] = []): Promise<Verdict> {
  const { code, text } = await runNode(script, args, { quiet: true, limit: 300_000, env: noNetwork })
  return { name, ok: code === 0, text }
}

async function check(): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-check-'))
  try {
    const built = await step('built', 'build/build.ts')
    if (!built.ok) return [built]
    const packed = await step('packed, with nothing fetched', 'build/check/pack.ts', [folder])
    return packed.ok ? [built, packed, ...(await look(unpackedIn(folder), folder))] : [built, packed]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.platform === 'linux') process.exitCode = report(await check()) ? 0 : 1
else console.log('SKIPPED: the packaging check packs for Linux and runs the result, so it runs on Linux')
