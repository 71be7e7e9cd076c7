/** `npm run lab -- <name> [key=value …]`: runs an experiment of the network laboratory by name and prints what came of it. */
import { exit, stdout } from 'node:process'
import { whyNoRouters } from '../support/netlab.ts'
import { pulls } from './cable.ts'
import { silence } from './silence.ts'
import { type StormOutcome, storm } from './storm.ts'

type Numbers = Readonly<Record<string, number>>

interface Experiment {
  readonly about: string
  readonly options: Numbers
  /** Whether all held. */
  run(options: Numbers): Promise<boolean>
}

const tell = (line: string): void => void stdout.write(`${line}\n`)

const experiments: Readonly<Record<string, Experiment>> = {
  cable: {
    about: 'a cable is pulled again and again: how long until both ends notice, and until they meet again',
    options: { times: 5 },
    run: async ({ times = 5 }) => {
      for await (const { noticed, mended } of pulls(times))
        tell(
          `noticed after ${(noticed / 1000).toFixed(1)} s, met again ${(mended / 1000).toFixed(1)} s after it was back`,
        )
      return true
    },
  },
  silence: {
    about: 'nobody says anything for long; what is said then must come over the session that was there',
    options: { minutes: 5 },
    run: async ({ minutes = 5 }) => {
      const held = await silence(minutes)
      tell(held ? `the session held through ${minutes} minutes of silence` : 'BROKEN: the session was another')
      return held
    },
  },
  storm: {
    about: 'cores post while cables are pulled, power goes and lids are closed; afterwards all must hold the same',
    options: { cores: 20, seconds: 120, seed: 1 },
    run: async ({ cores = 20, seconds = 120, seed = 1 }) => {
      const outcome = await storm({ cores, seconds, seed, tell })
      table(outcome)
      return outcome.broken.length === 0
    },
  },
}

function table({ cores, posted, settled, broken }: StormOutcome): void {
  tell('core      posted  cut  killed  asleep  holds  digest')
  for (const { name, posted: own, troubles, messages, digest } of cores) {
    const numbers = [own, troubles.cut, troubles.kill, troubles.sleep, messages]
    const widths = [7, 5, 8, 8, 7]
    tell(name.padEnd(9) + numbers.map((each, at) => String(each).padStart(widths[at] ?? 8)).join('') + `  ${digest}`)
  }
  tell(`${posted} messages; all level ${(settled / 1000).toFixed(1)} s after all was well`)
  tell(broken.length === 0 ? 'nothing lost, nothing twice, one order' : `BROKEN\n  ${broken.join('\n  ')}`)
}

function read(given: readonly string[], known: Numbers): Numbers | undefined {
  const options = { ...known }
  for (const each of given) {
    const [key = '', value = ''] = each.split('=')
    if (!Object.hasOwn(known, key) || !/^[0-9]{1,6}$/.test(value)) return undefined
    options[key] = Number(value)
  }
  return options
}

const [name = '', ...given] = process.argv.slice(2)
const experiment = Object.hasOwn(experiments, name) ? experiments[name] : undefined
const options = experiment && read(given, experiment.options)
const why = whyNoRouters()
if (!experiment || !options) {
  for (const [each, { about, options: known }] of Object.entries(experiments))
    tell(
      `npm run lab -- ${each} ${Object.entries(known)
        .map((pair) => pair.join('='))
        .join(' ')}\n  ${about}`,
    )
  exit(2)
}
if (why !== undefined) {
  tell(`The laboratory cannot be had: ${why}.`)
  exit(1)
}
exit((await experiment.run(options)) ? 0 : 1)
