/** A blind keeper, from its command line. */
import { LIMITS, type Log, type Stoppable } from '../../shared/index.ts'
import { sizeText, statusLine } from '../headless/status-line.ts'
import { startKeeper } from '../keeper.ts'
import { systemClock, systemRandom } from '../system.ts'
import type { CliOptions } from './options.ts'

/** Starts it and tells its link. @throws as `startKeeper` */
export async function keep(
  { listen, address, budget = LIMITS.keeperBudget, newLink }: CliOptions,
  folder: string,
  { log, say }: { readonly log: Log; readonly say: (line: string) => void },
  signal: AbortSignal,
): Promise<Stoppable> {
  // Members find it by its link, and nobody else is to.
  const network = { discovery: false, ...(listen && { listen }) }
  const surroundings = { clock: systemClock, random: systemRandom, log }
  const keeper = await startKeeper(
    { folder, network, budget, newLink, ...(address && { address }), ...surroundings },
    signal,
  )
  say('Folkmoot keeps sealed parcels that it cannot read. Ctrl+C stops it.')
  const link = keeper.link()
  // What is not a terminal may be a log, and the link is a secret.
  if (link !== undefined && process.stdout.isTTY) say(`Its link, for one community:\n${link}`)
  if (link !== undefined) say(`The link for one community stands in ${keeper.linkFile} until it is used.`)
  const status = statusLine(systemClock, () => {
    const { communities, devices, used } = keeper.status()
    return `communities ${communities} · devices connected ${devices} · kept ${sizeText(used)}`
  })
  return {
    stop: async () => {
      await status.stop()
      await keeper.stop()
    },
  }
}
