/** What `npm test` needs from the machine beyond npm packages; installs it where it may. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findChromium } from './chromium.ts'
import { run } from './proc.ts'

/** Programs of Debian packages the tests use: a browser, and network namespaces with NATs (root only). */
const programs = [
  { program: 'ip', pack: 'iproute2' },
  { program: 'nft', pack: 'nftables' },
]

function has(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => existsSync(join(folder, program)))
}

async function apt(packs: readonly string[]): Promise<void> {
  console.log(`folkmoot: installing ${packs.join(', ')} with apt-get`)
  const options = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' }, limit: 300_000 }
  await run('apt-get', ['-q', 'update'], options)
  const { code, text } = await run('apt-get', ['-qy', 'install', '--no-install-recommends', ...packs], options)
  if (code !== 0) console.log(text.trim().split('\n').slice(-5).join('\n'))
}

/** The path of a Chromium that answers, or undefined after saying that the browser tests are skipped. */
export async function setUp(): Promise<string | undefined> {
  const path = await findChromium()
  const packs = programs.filter(({ program }) => !has(program)).map(({ pack }) => pack)
  if (path === undefined) packs.push('chromium', 'fonts-dejavu-core')
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get')
  if (packs.length > 0 && mayInstall) await apt(packs)
  const found = path ?? (await findChromium())
  if (found === undefined) console.log('BROWSER TESTS SKIPPED: no Chromium here; install one or set CHROMIUM_PATH')
  return found
}
