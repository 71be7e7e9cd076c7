/** A blind keeper on a computer of the laboratory: says its link on stdout, and ends in good order when stdin does. */
import { startKeeper } from '../../core/node/keeper.ts'
import { openLog } from '../../core/node/log.ts'
import { systemClock, systemRandom } from '../../core/node/system.ts'
import type { KeeperSetup } from './lan-keeper.ts'

const { folder, port } = JSON.parse(process.argv[2] ?? '{}') as KeeperSetup
const log = openLog(folder)
const options = {
  folder,
  network: { discovery: false, listen: { host: '0.0.0.0', port } },
  budget: 100_000_000,
  newLink: false,
  clock: systemClock,
  random: systemRandom,
  log,
}
const keeper = await startKeeper(options, new AbortController().signal)
process.stdout.write(`${keeper.link() ?? 'taken'}\n`)
process.stdin.resume()
process.stdin.once('end', () => void end())

async function end(): Promise<void> {
  await keeper.stop()
  await log.stop()
  process.exit(0)
}
