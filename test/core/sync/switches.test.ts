import { expect, test } from 'vitest'
import { LIMITS, REACH_DEFAULTS, type ReachSettings } from '../../../core/shared/index.ts'
import { startSync } from '../../../core/node/start-sync.ts'
import { createSync } from '../../../core/sync/index.ts'
import { MemoryHub, memoryTransport, type Transport, wallClock } from '../../../core/sync/transport/index.ts'
import { carriedOf, eventually, newPeer } from '../../support/carried-person.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

const { signal } = new AbortController()

test('no router is asked for anything before there is a community, and then it is', async () => {
  using small = smallCommunity('first')
  small.carryAll()
  const transport = memoryTransport(new MemoryHub(), await newPeer())
  const applied: ReachSettings[] = []
  const watched: Transport = new Proxy(transport, {
    get: (target, name) => {
      if (name === 'configure')
        return async (...args: Parameters<Transport['configure']>) => {
          await target.configure(...args)
          applied.push(args[0])
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  const sync = createSync({ transport: watched, clock: wallClock, random: seededRandom('first'), log: keptLog() })
  const wanted = { ...REACH_DEFAULTS, openRouter: true, port: 4017, helpConnect: true }
  expect(await startSync(sync, wanted, signal)).toBeUndefined()
  await sync.configure({ ...wanted, addresses: ['/ip4/50.60.70.21/tcp/4017'] }, signal)
  await wallClock.sleep(LIMITS.placeTick, signal)
  expect(applied.map(({ openRouter }) => openRouter)).toEqual([false, false, false])
  expect(sync.reach().router).toBe('off')

  // What is asked for at the same time is not lost.
  const changed = sync.configure({ ...wanted, helpConnect: false }, signal)
  const end = sync.carry(carriedOf(small, 'ada'))
  await changed
  await eventually(() => applied.at(-1)?.openRouter === true, 'the asking')
  expect(applied.at(-1)).toEqual({ ...wanted, helpConnect: false })
  await sync.configure({ ...wanted, openRouter: false }, signal)
  expect(sync.reach().router).toBe('off')
  await end()
  await sync.stop()
})
