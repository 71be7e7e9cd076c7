/** What a bench is, and how its result is shown and kept. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface BenchResult {
  readonly name: string
  /** Ours over the other side's, measured in the same run. */
  readonly ratio: number
  /** The ratio aimed at. */
  readonly goal: number
  /** What is compared, such as `time` or `bytes`. */
  readonly unit: string
  readonly details: Readonly<Record<string, number | string>>
}

export interface Bench {
  readonly name: string
  /** One line: what against what. */
  readonly about: string
  run(options: ReadonlyMap<string, string>): Promise<readonly BenchResult[]>
}

const folder = fileURLToPath(new URL('../../bench-results/', import.meta.url))

/** Writes `bench-results/<name>.json`. */
export function keepResults(name: string, results: readonly BenchResult[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`)
}

/** One row for people. */
export function rowOf({ name, unit, ratio, goal, details }: BenchResult): string {
  const told = Object.entries(details).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? round(value) : value}`,
  )
  const verdict = ratio <= goal ? 'met' : 'not met'
  return `${name.padEnd(12)} ${unit.padEnd(8)} ${round(ratio).padStart(7)} goal ${String(goal).padEnd(5)} ${verdict.padEnd(8)} ${told.join(' · ')}`
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2)
}

/** The middle one of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
