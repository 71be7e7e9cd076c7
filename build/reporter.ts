/** Counts what vitest ran and leaves the totals in the file that FOLKMOOT_TOTALS names. */
import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** A file that could not be run, and an error that no test owns, are one failure each. */
export function count(modules: readonly TestModule[], strayErrors: number): Totals {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const brokenFiles = modules.reduce((sum, module) => sum + module.errors().length, 0)
  const passed = states.filter((state) => state === 'passed').length
  const failed = states.filter((state) => state === 'failed').length
  return { passed, failed: failed + brokenFiles + strayErrors, skipped: states.length - passed - failed }
}

export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[]): void {
    const file = process.env['FOLKMOOT_TOTALS']
    if (file) writeFileSync(file, JSON.stringify(count(modules, strayErrors.length)))
  }
}
