import { expect, test } from 'vitest'
import type { DeviceId } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { carriedOf, connect, eventually, fastClock } from '../../support/carried-person.ts'
import { placeOf } from '../../support/places.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { Stranger } from '../../support/sync-stranger.ts'

test('Ben is met among many who take a dial and never say a word', { timeout: 40_000 }, async () => {
  const small = smallCommunity('silent')
  const hub = new MemoryHub()
  const clock = fastClock(10)
  small.join('ben', 'ada')
  const names = Array.from({ length: 12 }, (_, n) => `silent ${n}`)
  for (const name of names) small.join(name, 'ada')
  small.carryAll()
  const silent: Stranger[] = []
  const ada = carriedOf(small, 'ada')
  const over = Promise.withResolvers<void>()
  let dials = 0
  for (const name of names) {
    const stranger = await Stranger.on(hub)
    silent.push(stranger)
    stranger.serve(() => {
      dials++
      return over.promise
    })
    const place = placeOf(carriedOf(small, name), stranger.peer, stranger.transport.addresses())
    ada.places.keep(place.device, place.bytes)
  }
  const ben = await connect(hub, small, 'ben', [], { clock })
  // Ada knows of Ben as of all the others, and Ben knows nobody.
  const place = placeOf(ben.carried, ben.transport.peer, ben.transport.addresses())
  ada.places.keep(place.device, place.bytes)
  const met = await connect(hub, small, 'ada', [], { carried: ada, clock })
  const peers = (): readonly DeviceId[] => met.sync.status(small.community).peers.map(({ device }) => device)
  await eventually(() => peers().includes(ben.carried.device), 'Ben', 30_000)
  await eventually(() => dials >= names.length, 'that all were tried', 30_000)
  expect(peers()).toEqual([ben.carried.device])
  over.resolve()
  await Promise.all([met.sync.stop(), ben.sync.stop(), ...silent.map((each) => each.stop())])
  expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
  small[Symbol.dispose]()
})
