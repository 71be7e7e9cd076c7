/** What a bench answers, and how times are taken. */
export interface Result {
  /** Ours to theirs; smaller is better. */
  readonly ratio: number
  readonly goal: number
  /** What is divided by what. */
  readonly unit: string
  readonly details: Readonly<Record<string, number | string>>
}

export type Bench = () => Result | Promise<Result>

/** Milliseconds a piece of work takes. */
export function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

export const rounded = (value: number): number => Math.round(value * 100) / 100
