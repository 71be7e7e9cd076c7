/** How long a message takes from the command to the other peer's live query, against the same bytes echoed on a bare libp2p stream. */
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import { foundGarden, inviteTo, joinBy } from '../support/named-people.ts'
import { keptLog } from '../support/surroundings.ts'
import { type Bench, median } from './bench.ts'
import { wholeCore } from './whole-core.ts'

const TEXT = 'The seedlings are out of the greenhouse; who waters them on Thursday?'

export const live: Bench = {
  name: 'live',
  about: 'a message typed → in the other peer’s live query, loopback, median / the same bytes echoed by bare libp2p',
  async run(options) {
    const rounds = Number(options.get('rounds') ?? 300)
    const ours = await messages(rounds)
    const echo = await echoes(rounds)
    const details = {
      rounds,
      'ms ours': median(ours),
      'ms echo': median(echo),
      'ms ours p95': ours.toSorted((a, b) => a - b)[Math.floor(rounds * 0.95)] ?? 0,
    }
    return [{ name: 'live', ratio: median(ours) / median(echo), goal: 4, unit: 'time', details }]
  },
}

async function messages(rounds: number): Promise<number[]> {
  const [ada, bram] = [await wholeCore(), await wholeCore()]
  const garden = await foundGarden(ada.client, 'Ada')
  await joinBy(bram.client, await inviteTo(ada.client, garden), 'Bram', garden)
  const room = await bram.client.rooms.watch({ ...garden, limit: 1 })
  await room.next()
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    const sent = ada.client.rooms.send({ ...garden, text: TEXT, clientKey: `live-${round}-key` })
    for (let seen = false; !seen;) {
      const { value, done } = await room.next()
      if (done) throw new TypeError('the live query ended')
      seen = value.rows.some(({ text, mine }) => !mine && text === TEXT) && value.total > round
    }
    times.push(performance.now() - start)
    await sent
    // People pause between messages.
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await Promise.all([ada.stop(), bram.stop()])
  return times
}

async function echoes(rounds: number): Promise<number[]> {
  const make = async () => {
    const privateKey = await createPeerKey()
    const transport = await libp2pTransport({
      privateKey,
      listen: { host: '127.0.0.1', port: 0 },
      discovery: false,
      log: keptLog(),
      clock: wallClock,
    })
    await transport.start(AbortSignal.timeout(10_000))
    return transport
  }
  const [one, other] = [await make(), await make()]
  const { signal } = new AbortController()
  other.serve('/folkmoot/bench/echo/1', async (channel) => {
    for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
      await channel.send(frame, signal)
  })
  const channel = await one.open(other.peer, other.addresses(), '/folkmoot/bench/echo/1', signal)
  const bytes = new TextEncoder().encode(TEXT)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await channel.send(bytes, signal)
    await channel.receive(signal)
    times.push(performance.now() - start)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  channel.abort()
  await Promise.all([one.stop(), other.stop()])
  return times
}
