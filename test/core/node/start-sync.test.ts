import { createServer } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startSync } from '../../../core/node/start-sync.ts'
import { REACH_DEFAULTS, type ReachSettings } from '../../../core/shared/index.ts'
import { createSync, libp2pTransport } from '../../../core/sync/index.ts'
import { freePort } from '../../support/free-port.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'

const signal = AbortSignal.timeout(30_000)

async function syncOf(seed: string) {
  const surroundings = { clock: testClock(), log: keptLog(), random: seededRandom(seed) }
  const listen = { host: '127.0.0.1' }
  const privateKey = surroundings.random.bytes(32)
  const transport = await libp2pTransport({ ...surroundings, privateKey, listen, discovery: false })
  return createSync({ ...surroundings, transport })
}

describe('starting with the person’s switches', () => {
  it('listens on their port', async () => {
    const sync = await syncOf('one')
    const port = await freePort()
    expect(await startSync(sync, { ...REACH_DEFAULTS, port }, signal)).toBeUndefined()
    expect(sync.addresses().join()).toContain(`/tcp/${port}/`)
    await sync.stop()
  })

  it('starts all the same when another program has that port, and says why it is another', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const at = other.address()
    const port = typeof at === 'object' && at ? at.port : 0
    const sync = await syncOf('two')
    const trouble = await startSync(sync, { ...REACH_DEFAULTS, port }, signal)
    expect(trouble).toMatchObject({ code: 'sync/port-in-use' })
    expect(sync.addresses()).toHaveLength(1)
    expect(sync.addresses().join()).not.toContain(`/tcp/${port}/`)
    await sync.stop()
    other.close()
  })

  it('has every switch in force before it listens', async () => {
    const order: string[] = []
    const sync = {
      configure: async (settings: ReachSettings) =>
        void order.push(`lanOnly ${settings.lanOnly} port ${settings.port}`),
      start: async () => void order.push('start'),
    }
    await startSync(sync, { ...REACH_DEFAULTS, lanOnly: true, port: 7 }, signal)
    expect(order).toEqual(['lanOnly true port 0', 'start', 'lanOnly true port 7'])
  })
})
