/** Of private spaces' shelves few are looked at at once, at each keeper by itself: one that holds up whoever comes holds up nobody at another. */
import { afterEach, expect, it } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import { Gates, KEEP_PROTOCOL } from '../../../core/sync/keeping/index.ts'
import { KeeperDial, type KeeperDialParts } from '../../../core/sync/keeping/keeper-dial.ts'
import {
  createPeerKey,
  MemoryHub,
  memoryTransport,
  type MemoryTransport,
  peerOfKey,
  wallClock,
} from '../../../core/sync/transport/index.ts'
import { random } from '../../support/keeper-visitor.ts'
import { keptLog } from '../../support/surroundings.ts'

const ends: (() => Promise<void>)[] = []
const here = async (hub: MemoryHub): Promise<MemoryTransport> => {
  const transport = memoryTransport(hub, await peerOfKey(await createPeerKey()))
  await transport.start(AbortSignal.timeout(5000))
  ends.unshift(() => transport.stop())
  return transport
}

/** Takes every conversation, and never says a word. */
function silent(transport: MemoryTransport): { count: () => number; reached: Promise<void> } {
  const { promise: reached, resolve } = Promise.withResolvers<void>()
  let count = 0
  transport.serve(KEEP_PROTOCOL, async (channel) => {
    count += 1
    resolve()
    await channel.receive(new AbortController().signal).catch(() => undefined)
    await channel.receive(new AbortController().signal).catch(() => undefined)
  })
  return { count: () => count, reached }
}

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

it('holds up nobody at another keeper', async () => {
  const hub = new MemoryHub()
  const [ada, dead, good] = [await here(hub), await here(hub), await here(hub)]
  const [atDead, atGood] = [silent(dead), silent(good)]
  const parts = {
    transport: ada,
    clock: wallClock,
    random,
    log: keptLog(),
    carried: {},
    keeping: { shelf: () => ({ said: undefined }), roster: () => undefined },
    onStatus: () => undefined,
    gate: new Gates(LIMITS.keeperAnnexesAtOnce),
  } as unknown as KeeperDialParts
  const dial = (keeper: MemoryTransport): void => {
    const beside = { shelf: random.bytes(16), name: '', under: random.bytes(16) }
    const made = new KeeperDial({ peer: keeper.peer, addresses: keeper.addresses(), ...beside }, parts)
    ends.unshift(() => made.stop())
  }
  for (let n = 0; n < LIMITS.keeperAnnexesAtOnce + 2; n++) dial(dead)
  await atDead.reached
  dial(good)
  await atGood.reached
  expect(atDead.count()).toBeLessThanOrEqual(LIMITS.keeperAnnexesAtOnce)
})

it('forgets keepers nobody is at, and lets in whoever waits when one leaves', async () => {
  const gates = new Gates(1)
  const { signal } = new AbortController()
  const leave = await gates.enter('a', signal)
  const gone = new AbortController()
  const waits = gates.enter('a', gone.signal)
  const next = gates.enter('a', signal)
  gone.abort(new Error('gone'))
  await expect(waits).rejects.toThrow('gone')
  leave()
  leave()
  const leaveNext = await next
  expect(gates.size).toBe(1)
  leaveNext()
  expect(gates.size).toBe(0)
})
