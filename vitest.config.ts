import { defineConfig } from 'vitest/config'

/** One project per kind of test, named after its folder; `npm test -- --project unit chess` runs a part. */
interface Kind {
  readonly name: string
  readonly folders: readonly string[]
  readonly timeout: number
  /** Of those that mostly wait, as for a lost peer to be noticed or a timeout to be kept: so many files at once. */
  readonly waiting?: boolean
}

/** Files at once on two cores: measured, one that waits needs a third of a core or less, and any other a whole one. */
const workers = { busy: 2, waiting: 4 } as const

const second = 1000
const kinds: readonly Kind[] = [
  { name: 'unit', folders: ['core', 'renderer', 'electron', 'build'], timeout: 30 * second },
  { name: 'contract', folders: ['contract'], timeout: 60 * second, waiting: true },
  { name: 'property', folders: ['property'], timeout: 60 * second },
  { name: 'hostile', folders: ['hostile'], timeout: 60 * second, waiting: true },
  { name: 'stories', folders: ['stories'], timeout: 60 * second, waiting: true },
  { name: 'lab', folders: ['lab'], timeout: 60 * second, waiting: true },
  { name: 'browser', folders: ['browser'], timeout: 60 * second },
  // Long ones, run by name alone.
  { name: 'soak', folders: ['soak'], timeout: 600 * second },
]

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: workers.busy,
    reporters: ['default', './build/reporter.ts'],
    projects: kinds.map(({ name, folders, timeout, waiting = false }) => ({
      extends: true,
      test: {
        name,
        maxWorkers: waiting ? workers.waiting : workers.busy,
        // One after the other: beside those that wait, those that need a core each would make them late.
        sequence: { groupOrder: waiting ? 1 : 0 },
        environment: 'node',
        include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
        testTimeout: timeout,
        hookTimeout: timeout,
        teardownTimeout: 10 * second,
        // What comes true in its own time is waited for as long as on a busy machine it may take.
        expect: { poll: { timeout: 10 * second } },
      },
    })),
  },
})
