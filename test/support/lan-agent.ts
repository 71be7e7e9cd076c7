/**
 * A core and its screen inside a network namespace: calls of the contract come as JSON lines on stdin, their answers go as JSON lines to
 * stdout. Of a live query only the first answer is told. It ends, and its core with it, when stdin does.
 */
import { createInterface } from 'node:readline'
import { CoreProcess } from './core-process.ts'
import type { LanAnswer, LanCall } from './lan-person.ts'
import type { Client } from './screen.ts'

const [profile = ''] = process.argv.slice(2)
const args = ['--profile', profile, '--print-url']
const core = new CoreProcess({ args, env: { FOLKMOOT_PARENT: String(process.pid) } })
const say = (answer: LanAnswer): void => void process.stdout.write(`${JSON.stringify(answer)}\n`)
const { client } = await core.screen()
say({ id: 0 })

for await (const line of createInterface({ input: process.stdin })) {
  const { id, path, input } = JSON.parse(line) as LanCall
  call(client, path, input).then(
    (value) => say({ id, value }),
    (error: unknown) => say({ id, failed: String(error) }),
  )
}
await core.stop()
await core[Symbol.asyncDispose]()

async function call(on: Client, [area, name]: LanCall['path'], input: unknown): Promise<unknown> {
  const areas = on as unknown as Readonly<
    Record<string, Readonly<Record<string, (input: unknown) => Promise<unknown>>>>
  >
  const answer = await areas[area]?.[name]?.(input)
  if (!isLive(answer)) return answer
  const live = answer[Symbol.asyncIterator]()
  const first = await live.next()
  await live.return?.()
  return first.value
}

function isLive(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}
