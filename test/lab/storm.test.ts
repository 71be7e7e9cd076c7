import { describe, expect, it } from 'vitest'
import { whyNoLab } from '../support/netlab.ts'
import { storm } from './storm.ts'

const why = whyNoLab()
if (why !== undefined) console.info(`STORM SKIPPED: ${why}`)

describe.skipIf(why !== undefined)('a storm', () => {
  it('leaves four cores with the same, each message once, in one order', { timeout: 300_000 }, async () => {
    const { posted, cores, broken } = await storm({ seed: 11, cores: 4, seconds: 20 })
    expect(broken).toEqual([])
    expect(posted).toBeGreaterThan(30)
    expect(cores.map(({ messages }) => messages)).toEqual([posted, posted, posted, posted])
    expect(new Set(cores.map(({ digest }) => digest)).size).toBe(1)
    // A storm in which nobody was cut off would show nothing.
    for (const { troubles } of cores) expect(troubles.cut + troubles.kill + troubles.sleep).toBeGreaterThan(0)
  })
})
