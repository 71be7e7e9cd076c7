import { defineConfig } from 'vitest/config'

/** One project per kind of test, named after its folder; `npm test -- --project unit chess` runs a part. */
interface Kind {
  readonly name: string
  readonly folders: readonly string[]
  readonly timeout: number
}

const second = 1000
const kinds: readonly Kind[] = [
  { name: 'unit', folders: ['core', 'renderer', 'electron', 'build'], timeout: 10 * second },
  { name: 'contract', folders: ['contract'], timeout: 20 * second },
  { name: 'property', folders: ['property'], timeout: 60 * second },
  { name: 'hostile', folders: ['hostile'], timeout: 60 * second },
  { name: 'stories', folders: ['stories'], timeout: 60 * second },
  { name: 'lab', folders: ['lab'], timeout: 60 * second },
  { name: 'browser', folders: ['browser'], timeout: 60 * second },
  // Long ones, run by name alone.
  { name: 'soak', folders: ['soak'], timeout: 600 * second },
]

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', './build/reporter.ts'],
    projects: kinds.map(({ name, folders, timeout }) => ({
      extends: true,
      test: {
        name,
        environment: 'node',
        include: folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
        testTimeout: timeout,
        hookTimeout: timeout,
        teardownTimeout: 10 * second,
      },
    })),
  },
})
