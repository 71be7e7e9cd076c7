/**
 * What a core with a million messages keeps in memory, and whether that grows while all rooms are opened and closed again and again.
 * Growth is told after garbage was collected, the most before it.
 */
import type { Bench } from './bench.ts'
import type { Lived } from './large/core-child.ts'
import { inCore, sizes, tell } from './large/core-run.ts'
import { workingCopy } from './large/kept.ts'

/** MB that are aimed at. */
const MOST = 400

export const memory: Bench = {
  name: 'memory',
  about:
    'resident memory after 20 rounds of opening and closing all rooms / after 2, and its most / 400 MB; 1,000,000 messages',
  async run(options) {
    const { many } = sizes(options)
    using large = await workingCopy(many, tell)
    const { rss, kept } = await inCore<Lived>('memory', large.path)
    const most = Math.max(...rss)
    const details = {
      messages: many,
      rounds: rss.length,
      'MB after 2': kept[0],
      'MB after all': kept[1],
      'MB at most': most,
    }
    return [
      { name: 'memory', ratio: kept[1] / kept[0], goal: 1.2, unit: 'growth', details },
      { name: 'memory', ratio: most / MOST, goal: 1, unit: 'bytes', details },
    ]
  },
}
