/** `npm run bench -- [name ...] [key=value ...]`: runs benches by name, all when none is named, and prints a table. */
import { argv, exit, stdout } from 'node:process'
import { type Bench, keepResults, rowOf } from './bench.ts'
import { archive } from './archive.ts'
import { blob } from './blob.ts'
import { blobStore } from './blob-store.ts'
import { gate } from './gate.ts'
import { importing } from './import.ts'
import { join } from './join.ts'
import { live } from './live.ts'
import { members } from './members.ts'
import { memory } from './memory.ts'
import { query } from './query.ts'
import { start } from './start.ts'
import { syncFew, syncIdle } from './sync-again.ts'
import { store } from './store.ts'
import { syncFresh } from './sync-fresh.ts'
import { topic } from './topic.ts'
import { ui } from './ui.ts'

const BENCHES: readonly Bench[] = [
  syncFresh,
  syncIdle,
  syncFew,
  join,
  live,
  gate,
  store,
  members,
  start,
  query,
  topic,
  memory,
  ui,
  archive,
  importing,
  blobStore,
  blob,
]

const words = argv.slice(2)
const options = new Map(
  words.filter((word) => word.includes('=')).map((word) => [word.split('=')[0] ?? '', word.split('=')[1] ?? '']),
)
const names = words.filter((word) => !word.includes('='))
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name))
if (unknown.length > 0) {
  stdout.write(`No bench is called ${unknown.join(', ')}. There are: ${BENCHES.map(({ name }) => name).join(', ')}.\n`)
  exit(2)
}
for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
  stdout.write(`${bench.name}: ${bench.about}\n`)
  const results = await bench.run(options)
  keepResults(bench.name, results)
  for (const result of results) stdout.write(`  ${rowOf(result)}\n`)
}
exit(0)
