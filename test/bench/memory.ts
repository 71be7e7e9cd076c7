/** What a core with a million messages keeps in memory, and whether that grows while all rooms are opened and closed again and again. */
import type { Bench } from './bench.ts'
import type { Lived } from './large/core-child.ts'
import { inCore, sizes, tell } from './large/core-run.ts'
import { workingCopy } from './large/kept.ts'

/** MB that are aimed at. */
const MOST = 400
/** Rounds until everything was needed once. */
const WARM = 2

export const memory: Bench = {
  name: 'memory',
  about:
    'resident memory after 20 rounds of opening and closing all rooms / after 2, and its most / 400 MB; 1,000,000 messages',
  async run(options) {
    const { many } = sizes(options)
    using large = await workingCopy(many, tell)
    const { rss } = await inCore<Lived>('memory', large.path)
    const [warm = 0, last = 0] = [rss[WARM - 1], rss.at(-1)]
    const details = { messages: many, rounds: rss.length, 'MB after 2': warm, 'MB after all': last }
    return [
      { name: 'memory', ratio: last / warm, goal: 1.2, unit: 'growth', details },
      { name: 'memory', ratio: Math.max(...rss) / MOST, goal: 1, unit: 'bytes', details },
    ]
  },
}
