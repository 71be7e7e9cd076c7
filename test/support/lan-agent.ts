/**
 * A real core on a computer of the laboratory, and its screen: calls of the contract come as JSON lines on stdin, their answers go as JSON
 * lines to stdout. It ends in good order when stdin does.
 */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { createInterface } from 'node:readline'
import { startCore } from '../../core/node/core.ts'
import { keysOf } from '../../core/node/keys.ts'
import { openLog } from '../../core/node/log.ts'
import type { Screens } from '../../core/node/rpc/screens.ts'
import { systemClock, systemRandom } from '../../core/node/system.ts'
import type { LanAnswer, LanCall, LanQuestion, LanSetup } from './lan-person.ts'
import type { Client } from './screen.ts'

const { folder, ...network } = JSON.parse(process.argv[2] ?? '{}') as LanSetup
const say = (answer: LanAnswer): void => void process.stdout.write(`${JSON.stringify(answer)}\n`)
const live = new Map<number, AsyncIterator<unknown>>()
const log = openLog(folder)
const core = startCore({
  profileFolder: folder,
  keys: keysOf(folder, { locked: false }),
  network,
  clock: systemClock,
  random: systemRandom,
  log,
})
const { trouble } = await core.settled
const client = screenOf(core.screens)
say({ id: 0, ...(trouble && { failed: trouble.code }) })

for await (const line of createInterface({ input: process.stdin })) {
  const call = JSON.parse(line) as LanCall
  if ('over' in call) void live.get(call.id)?.return?.()
  else
    answer(call).catch((error: unknown) =>
      say({ id: call.id, failed: String((error as { data?: { code?: string } }).data?.code ?? error) }),
    )
}
await core.stop()
await log.stop()
process.exit(0)

async function answer({ id, path, input }: LanQuestion): Promise<void> {
  const [area, name] = path
  const areas = client as unknown as Readonly<
    Record<string, Readonly<Record<string, (input: unknown) => Promise<unknown>>>>
  >
  const value = await areas[area]?.[name]?.(input)
  if (!isLive(value)) return say({ id, value })
  const source = value[Symbol.asyncIterator]()
  live.set(id, source)
  say({ id, live: true })
  try {
    for (let step = await source.next(); step.done !== true; step = await source.next()) say({ id, value: step.value })
    say({ id, ended: true })
  } finally {
    live.delete(id)
  }
}

/** A screen in this very process. */
function screenOf(screens: Screens): Client {
  const page = new EventTarget()
  const connection = screens.connect({
    send: (data) => void page.dispatchEvent(new MessageEvent('message', { data })),
    drained: () => Promise.resolve(),
  })
  const socket = Object.assign(page, { readyState: 1, send: (frame: unknown) => void connection.receive(frame) })
  return createORPCClient<Client>(new RPCLink({ websocket: socket }))
}

function isLive(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
