/** Says its own pid and, given a number, starts that many generations more; then sleeps until it is stopped. */
import { runNode } from '../../build/proc.ts'

const generations = Number(process.argv[2] ?? 0)
console.log(process.pid)
setInterval(() => undefined, 60_000)
if (generations > 0) process.exitCode = (await runNode('test/support/sleeper.ts', [String(generations - 1)])).code
