/** From opening a profile to the first rows of a room, in a core just started, with a million messages and with few. */
import { type Bench, median } from './bench.ts'
import type { Started } from './large/core-child.ts'
import { inCore, sizes, tell } from './large/core-run.ts'
import { workingCopy } from './large/kept.ts'

const ROUNDS = 7

export const start: Bench = {
  name: 'start',
  about:
    'a profile with 1,000,000 messages opened → the newest 50 of a room of 100,000 / the same with 10,000 and 1,000',
  async run(options) {
    const { many, few } = sizes(options)
    using large = await workingCopy(many, tell)
    using small = await workingCopy(few, tell)
    const [ours, other]: [Started[], Started[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      other.push(await inCore<Started>('start', small.path))
      ours.push(await inCore<Started>('start', large.path))
    }
    const [mine, theirs] = [median(ours.map(({ ms }) => ms)), median(other.map(({ ms }) => ms))]
    const details = {
      ...{ messages: many, 'other messages': few, ms: mine, 'ms with few': theirs },
      'ms until the core runs': median(ours.map(({ open }) => open)),
      rows: ours[0]?.rows ?? 0,
    }
    const loaded = Math.max(...ours.map((each) => each.loaded))
    return [
      { name: 'start', ratio: mine / theirs, goal: 1.5, unit: 'time', details },
      { name: 'start', ratio: loaded, goal: 0, unit: 'loaded', details: { messages: many } },
    ]
  },
}
