/**
 * `npm test`: sets up, builds, checks types, lint and packaging, runs every test, and ends with `N passed, N failed, N skipped`.
 * `npm test -- <vitest arguments>` (say `--project unit chess`) only builds what changed and runs the tests asked for; `npm run soak` those
 * that take long.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lintSteps } from './lint.ts'
import { root, runNode } from './proc.ts'
import type { Totals } from './reporter.ts'
import { setUp } from './setup.ts'
import { pool, report, type Verdict } from './steps.ts'
import { typeSteps } from './types.ts'

async function buildStep(): Promise<Verdict> {
  const { code, text } = await runNode('build/build.ts', [], { quiet: true })
  return { name: 'build', ok: code === 0, text }
}

/** What is packed must run elsewhere. Packed here for Linux, whose parts the check knows how to stand in for. */
async function checkStep(): Promise<Verdict> {
  const { code, text } = await runNode('build/check.ts', [], { quiet: true })
  return { name: 'packaging', ok: code === 0, text }
}

async function vitest(
  args: readonly string[],
  chromium: string | undefined,
): Promise<{ code: number; totals: Totals }> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  const file = join(folder, 'totals.json')
  try {
    // Hundreds of cores are started: what Node compiled for one serves the next, which halves the time a start takes.
    const cache = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') }
    const env = { ...cache, FOLKMOOT_TOTALS: file, ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }) }
    const { code } = await runNode('node_modules/vitest/vitest.mjs', ['run', ...args], { env })
    const none: Totals = { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    return { code, totals: existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Totals) : none }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const args = process.argv.slice(2)
const everything = args.length === 0
const chromium = await setUp()
const first = await pool(everything ? [buildStep, ...typeSteps, ...lintSteps] : [buildStep])
const packed = everything && process.platform === 'linux' ? await pool([checkStep]) : []
const verdicts = [...first, ...packed]
report(verdicts)
const { code, totals } = await vitest(everything ? ['--project', '!soak'] : args, chromium)
const { passed, failed, skipped } = totals
// A run of a few tests is not about the rest of the tree.
const broken = everything ? verdicts.filter(({ ok }) => !ok).length : 0
const incomplete = everything && chromium === undefined && Boolean(process.env['CI'])
if (incomplete) console.log('FAIL: BROWSER TESTS SKIPPED, and this is CI')
console.log(`${passed} passed, ${failed + broken} failed, ${skipped} skipped`)
process.exitCode = code === 0 && broken === 0 && failed === 0 && !incomplete ? 0 : 1
