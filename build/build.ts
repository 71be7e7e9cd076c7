/** `npm run build -- [name ...]`: makes the bundles whose sources changed since they were last made. `--force` makes all. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build as viteBuild } from 'vite'
import { bundles, present, type Bundle } from './bundles.ts'
import { root } from './proc.ts'
import { isMain } from './steps.ts'

const recipe = ['build/bundles.ts', 'build/plugins.ts', 'package-lock.json', 'tsconfig.base.json']

/** Names and contents of everything a bundle is made from. */
function fingerprint({ sources }: Bundle): string {
  const hash = createHash('sha256')
  const files = sources.flatMap((source) => globSync(`${source}/**/*`, { cwd: root })).sort()
  for (const file of [...files, ...recipe]) {
    const path = join(root, file)
    if (statSync(path).isFile()) hash.update(file).update('\0').update(readFileSync(path))
  }
  return hash.digest('hex')
}

function stampOf({ name }: Bundle): string {
  return join(root, 'out/.made', name.replaceAll(' ', '-'))
}

async function make(bundle: Bundle, force: boolean): Promise<void> {
  const entries = present(bundle)
  if (entries.length === 0) {
    console.log(`skip ${bundle.name}: ${bundle.entries.join(', ')} not there yet`)
    return
  }
  const stamp = stampOf(bundle)
  const wanted = fingerprint(bundle)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const started = performance.now()
  await viteForPeople(bundle, entries)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  console.log(`made ${bundle.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

/** As it is shipped, whoever asks: a test would otherwise be given the library's own checks, and be slower than what people run. */
async function viteForPeople(bundle: Bundle, entries: readonly string[]): Promise<void> {
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await viteBuild(bundle.config(entries))
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}

/** Makes the bundles so named, or all. One that fails does not keep the others from being made. */
export async function build(names: readonly string[] = [], force = false): Promise<void> {
  const failed: string[] = []
  for (const bundle of bundles) {
    if (names.length > 0 && !names.some((name) => bundle.name.startsWith(name))) continue
    try {
      await make(bundle, force)
    } catch (error) {
      failed.push(`${bundle.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (failed.length > 0) throw new Error(failed.join('\n'))
}

if (isMain(import.meta)) {
  const args = process.argv.slice(2)
  await build(
    args.filter((arg) => arg !== '--force'),
    args.includes('--force'),
  )
}
