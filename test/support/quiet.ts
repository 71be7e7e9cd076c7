/** Whether processes have fallen silent, told by the bytes the system counts for them. */
import { readFileSync } from 'node:fs'

/** Milliseconds of silence that are looked for. */
const silence = 400
/** Bytes in that time which are no conversation: the pings of a connection, the ticks of a process. */
const murmur = 512

/** Waits until none of these processes writes anything to speak of. Throws when they go on. */
export async function untilQuiet(pids: readonly number[], ms = 20_000): Promise<void> {
  if (process.platform !== 'linux') return
  const until = Date.now() + ms
  for (;;) {
    const before = pids.map(written)
    await new Promise((resolve) => setTimeout(resolve, silence))
    const said = pids.map((pid, at) => written(pid) - (before[at] ?? 0))
    if (said.every((bytes) => bytes < murmur)) return
    if (Date.now() > until) throw new TypeError(`they go on: ${said.join(', ')} bytes in ${silence} ms`)
  }
}

function written(pid: number): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1])
}
