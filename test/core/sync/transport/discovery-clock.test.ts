/** Real multicast on the loopback interface alone. */
import { test } from 'vitest'
import { LIMITS } from '../../../../core/shared/index.ts'
import { DiscoverySocket } from '../../../../core/sync/transport/discovery/socket.ts'
import { wallClock } from '../../../../core/sync/transport/index.ts'
import { eventually, newPeer } from '../../../support/carried-person.ts'
import { keptLog } from '../../../support/surroundings.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('a device whose clock is set back is heard, and asks, as before', async () => {
  let now = Date.now()
  const heard = { ada: 0, ben: 0 }
  const [ada, ben] = [await newPeer(), await newPeer()]
  const on = { address: '127.0.0.1', near: () => true }
  const socket = (name: 'ada' | 'ben', peer: typeof ada, now: () => number): DiscoverySocket =>
    new DiscoverySocket(
      {
        peer,
        addresses: () => [`/ip4/127.0.0.1/tcp/4001/p2p/${peer}`],
        onFound: (found) => void (heard[name] += found.peer === ada || found.peer === ben ? 1 : 0),
        clock: { ...wallClock, now },
        log: keptLog(),
      },
      on,
    )
  let bens = now
  const sockets = [socket('ada', ada, () => now), socket('ben', ben, () => (bens += 10_000))]
  const [adas] = sockets
  // The sockets may not be bound yet.
  await eventually(() => {
    now += 2000
    adas?.announce()
    return heard.ben > 0
  }, 'that Ben hears Ada')
  adas?.ask(LIMITS.discoveryInterval)
  await eventually(() => heard.ada > 0, 'that Ben answers her')
  // What is on its way arrives.
  await pause(200)
  const before = { ...heard }
  now -= 86_400_000
  adas?.announce()
  await eventually(() => heard.ben > before.ben, 'that Ben hears her again')
  await pause(200)
  const then = heard.ada
  adas?.ask(LIMITS.discoveryInterval)
  await eventually(() => heard.ada > then, 'that Ben answers her again')
  await Promise.all(sockets.map((each) => each.close()))
})
