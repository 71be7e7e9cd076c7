/** Search in a room of many messages: what each kind of question costs, and that it does not grow with the room. */
import { editEntry, messageEntry } from '../../core/documents/index.ts'
import { type Sought, termsOf } from '../../core/view/index.ts'
import { realLines } from '../support/real-text.ts'
import { adasView, memberOf, minute } from '../support/small-view.ts'
import { type Bench, median } from './bench.ts'

/** Words beside the text of each message: all begin with one and end with another, and few hold a third. */
const FIRST = 'alpha'
const LAST = 'omega'
const RARE = 'xylophone'
/** Of all messages: as many as a page shows, however many there are. */
const RARE_ONES = 50
const PER_BATCH = 1000

const QUESTIONS: Readonly<Record<string, Sought>> = {
  'rare word': { terms: termsOf(RARE, false) },
  'common word': { terms: termsOf(FIRST, false) },
  beginning: { terms: termsOf('xy', true) },
  'two words': { terms: [...termsOf(FIRST, false), ...termsOf(RARE, false)] },
  'phrase never said': { terms: termsOf(`${LAST}-${FIRST}`, false) },
}

export const query: Bench = {
  name: 'query',
  about: 'milliseconds of a search for a rare word among many messages / among a tenth of them',
  async run(options) {
    const count = Number(options.get('entries') ?? 100_000)
    const small = measured(count / 10)
    const large = measured(count)
    const ratio = (large.times['rare word'] ?? 0) / (small.times['rare word'] ?? 1)
    const told = Object.fromEntries(Object.entries(large.times).map(([name, ms]) => [`${name}, ms`, ms]))
    const details = { messages: count, ...told, 'words of a message taken, ms': large.taking }
    return [{ name: 'query', ratio, goal: 3, unit: 'time', details }]
  },
}

function measured(count: number): { readonly times: Readonly<Record<string, number>>; readonly taking: number } {
  const ada = adasView([memberOf('cleo'), memberOf('dov')])
  const lines = realLines(count)
  const writers = ['ada', 'bram', 'cleo', 'dov']
  for (let from = 0; from < count; from += PER_BATCH) {
    const batch = lines.slice(from, from + PER_BATCH).map((line, by) => {
      const at = minute * 5 + (from + by) * 7000
      const text = `${FIRST} ${line} ${(from + by) % (count / RARE_ONES) === 7 ? RARE : ''} ${LAST}`
      // One feed holds a thousand at most.
      return ada.effect(writers[by % 4] ?? 'ada', 'room-page', messageEntry(at, text), { feed: `${by % 4} ${from}` })
    })
    ada.apply(...batch)
  }
  const left = ada.view.search.left()
  const begun = performance.now()
  while (ada.view.search.behind) ada.view.search.settle(200)
  const taking = (performance.now() - begun) / Math.max(1, left)
  // Some change, so that there are words to pass over.
  const last = ada.rows().at(-1)
  if (last) ada.apply(ada.effect('bram', 'room-page', editEntry(minute, { target: last.id, text: RARE })))
  const times = Object.entries(QUESTIONS).map(([name, sought]) => {
    const runs = Array.from({ length: 9 }, () => {
      const start = performance.now()
      for (const { arrival } of ada.view.search.newest(sought, 50)) ada.view.queries.byArrival(arrival)
      return performance.now() - start
    })
    return [name, median(runs)] as const
  })
  ada.close()
  return { times: Object.fromEntries(times), taking }
}
