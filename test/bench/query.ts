/** What a screen asks of a core, in a community of a million messages and in one of few, each in a process of its own. */
import type { Bench, BenchResult } from './bench.ts'
import { inCore, sizes, tell } from './large/core-run.ts'
import { workingCopy } from './large/kept.ts'
import type { Answered } from './large/questions.ts'

/** Milliseconds a search may take. */
const SEARCH = 100

export const query: Bench = {
  name: 'query',
  about: 'milliseconds of each answer with 1,000,000 messages / with 10,000; of searches also / 100 ms',
  async run(options) {
    const { many, few } = sizes(options)
    using large = await workingCopy(many, tell)
    using small = await workingCopy(few, tell)
    const other = await inCore<Readonly<Record<string, Answered>>>('query', small.path)
    const ours = await inCore<Readonly<Record<string, Answered>>>('query', large.path)
    return Object.entries(ours).flatMap(([question, { ms, rows }]): BenchResult[] => {
      const before = other[question]
      if (!before) return []
      const details = { question, messages: many, ms, 'ms with few': before.ms, rows, 'rows with few': before.rows }
      const growth = { name: 'query', ratio: ms / before.ms, goal: 3, unit: 'growth', details }
      if (!question.startsWith('search')) return [growth]
      return [growth, { name: 'query', ratio: ms / SEARCH, goal: 1, unit: 'search', details }]
    })
  },
}
