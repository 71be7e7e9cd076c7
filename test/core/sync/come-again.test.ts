/** Who has changed address is there again before anybody has noticed that the old connection is dead. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseAddress } from '../../../core/sync/transport/index.ts'
import { areLevel, type CarriedPerson, carriedOf, eventually, texts } from '../../support/carried-person.ts'
import { type OnLoopback, onLoopback } from '../../support/loopback-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

/** A cable that can be pulled: nothing goes through any more, and neither side is told. */
async function cable(to: number): Promise<{ port: number; pull: () => void; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  let isPulled = false
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true })
    for (const [from, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => isPulled || other.write(bytes))
      from.on('end', () => isPulled || other.end())
      from.on('error', () => isPulled || other.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    pull: () => (isPulled = true),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

describe('who comes again', () => {
  let small: SmallCommunity
  let people: OnLoopback[]
  const ends: (() => Promise<void>)[] = []

  beforeEach(() => {
    small = smallCommunity('again')
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    people = []
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    for (const end of ends.splice(0)) await end()
    for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  const put = async (carried: CarriedPerson, key?: Uint8Array): Promise<OnLoopback> => {
    const person = await onLoopback(carried, key)
    people.push(person)
    return person
  }
  const portOf = ({ sync }: OnLoopback): number => parseAddress(sync.addresses()[0] ?? '')?.port ?? 0
  const knowing = (name: string, ada: OnLoopback, port = portOf(ada)): CarriedPerson => {
    const carried = carriedOf(small, name)
    carried.acquainted.push({ peer: ada.sync.peer, addresses: [`/ip4/127.0.0.1/tcp/${port}/p2p/${ada.sync.peer}`] })
    return carried
  }
  const meets = ({ sync }: OnLoopback): number => sync.status(small.community).peers.length
  const refusals = ({ log }: OnLoopback): string[] => log.lines.filter((line) => line.includes('session/duplicate'))

  test('is let in though the session from before is not known to be dead', { timeout: 60_000 }, async () => {
    const ada = await put(carriedOf(small, 'ada'))
    const line = await cable(portOf(ada))
    ends.push(line.close)
    const before = await put(knowing('ben', ada, line.port))
    await eventually(() => meets(ada) === 1 && areLevel(ada, before), 'the first meeting', 20_000)
    line.pull()
    await before.sync.stop()
    small.say('ada', 'where are you?')
    small.say('ben', 'elsewhere')
    expect(meets(ada)).toBe(1)
    const after = await put(knowing('ben', ada), before.key)
    await eventually(() => areLevel(ada, after) && texts(ada).includes('elsewhere'), 'the second meeting', 30_000)
    expect(meets(ada)).toBe(1)
    expect([...refusals(after), ...refusals(ada)]).toEqual([])
  })

  test(
    'is refused while somebody answers where they came from: a copy of them ends nothing',
    { timeout: 60_000 },
    async () => {
      const ada = await put(carriedOf(small, 'ada'))
      const ben = await put(knowing('ben', ada))
      await eventually(() => meets(ada) === 1 && areLevel(ada, ben), 'the first meeting', 20_000)
      const copy = await put(knowing('ben', ada), ben.key)
      await eventually(() => refusals(copy).length > 0, 'that the copy is refused', 30_000)
      small.say('ada', 'which of you is it?')
      await eventually(() => texts(ben).includes('which of you is it?'), 'that they talk on')
      expect(ada.log.lines.filter((each) => each.includes('session.ended'))).toEqual([])
      expect(ben.log.lines.filter((each) => each.includes('session.ended'))).toEqual([])
    },
  )

  test(
    'ends nobody else’s session: a member under the peer id of another has not proven the device',
    { timeout: 60_000 },
    async () => {
      const ada = await put(carriedOf(small, 'ada'))
      const line = await cable(portOf(ada))
      ends.push(line.close)
      const ben = await put(knowing('ben', ada, line.port))
      await eventually(() => meets(ada) === 1 && areLevel(ada, ben), 'the first meeting', 20_000)
      const cy = await put(knowing('cy', ada), ben.key)
      await eventually(() => refusals(cy).length > 1, 'that Cy is refused', 30_000)
      expect(ada.log.lines.filter((each) => each.includes('session.ended'))).toEqual([])
      expect(ada.sync.status(small.community).peers.map(({ device }) => device)).toEqual([ben.carried.device])
    },
  )
})
