/** `npm run lint`: everything about the source that needs no run of it. `npm run lint -- tidy` runs the checks so named. */
import { boundaries } from './boundaries.ts'
import { licences } from './licences.ts'
import { runNode } from './proc.ts'
import { isMain, pool, report, type Step, type Verdict } from './steps.ts'
import { tidy } from './tidy.ts'

const shown = process.argv.includes('--all') ? Number.POSITIVE_INFINITY : 60

async function tool(name: string, script: string, args: readonly string[]): Promise<Verdict> {
  const { code, text } = await runNode(`node_modules/${script}`, args, { quiet: true })
  const lines = text.trim().split('\n')
  const more = lines.length > shown ? `\n... and ${lines.length - shown} lines more: npm run lint -- ${name} --all` : ''
  return { name, ok: code === 0, text: lines.slice(0, shown).join('\n') + more }
}

const steps: Readonly<Record<string, Step>> = {
  oxlint: () => tool('oxlint', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings', '--format=unix']),
  boundaries,
  knip: () => tool('knip', 'knip/bin/knip.js', ['--no-progress', '--no-config-hints']),
  format: () => tool('format', 'oxfmt/bin/oxfmt', ['--list-different']),
  licences,
  tidy,
}

export const lintSteps: readonly Step[] = Object.values(steps)

const unknown: Step = async () => ({ name: 'a check of that name', ok: false, text: Object.keys(steps).join(' ') })

if (isMain(import.meta)) {
  const names = process.argv.slice(2).filter((arg) => arg !== '--all')
  const chosen = names.length === 0 ? lintSteps : names.map((name) => steps[name] ?? unknown)
  process.exitCode = report(await pool(chosen)) ? 0 : 1
}
