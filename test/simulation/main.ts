/** `npm run simulate -- [--seeds 200] [--from 1] [--seed 17] [--most 20]`: runs seeds and tells what broke; one seed alone tells its story too. */
import { exit, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { simulate } from './simulate.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    most: { type: 'string', default: '20' },
  },
})
const [from, count] = values.seed === undefined ? [Number(values.from), Number(values.seeds)] : [Number(values.seed), 1]
const totals = { peers: 0, messages: 0, actions: 0 }
const failed: number[] = []
for (let seed = from; seed < from + count; seed++) {
  const outcome = run(seed)
  if (!outcome) failed.push(seed)
}
stdout.write(
  `${count} seeds, ${totals.peers} peers, ${totals.messages} messages, ${totals.actions} membership actions: ` +
    (failed.length === 0 ? 'nothing broke.\n' : `broke with ${failed.join(', ')}. Replay one with --seed <number>.\n`),
)
exit(failed.length === 0 ? 0 : 1)

function run(seed: number): boolean {
  try {
    const { broken, story, ...told } = simulate(seed, Number(values.most))
    totals.peers += told.peers
    totals.messages += told.messages
    totals.actions += told.actions
    if (values.seed !== undefined) stdout.write(`${story.join('\n')}\n`)
    stdout.write(`${JSON.stringify(told)} ${broken.length === 0 ? 'ok' : `BROKEN\n  ${broken.join('\n  ')}`}\n`)
    return broken.length === 0
  } catch (error) {
    stdout.write(`seed ${seed}: ${told(error)}\n`)
    return false
  }
}

function told(error: unknown): string {
  if (error instanceof SuppressedError) return `${told(error.suppressed)}\nand then: ${told(error.error)}`
  return error instanceof Error
    ? `${error.stack}${error.cause ? `\ncaused by ${told(error.cause)}` : ''}`
    : String(error)
}
