import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startCore } from '../../../core/node/core.ts'
import { isFrame } from '../../../core/node/rpc/frames.ts'
import { systemClock, systemRandom } from '../../../core/node/system.ts'
import type { Log } from '../../../core/shared/index.ts'
import { pipe } from '../../support/pipe.ts'
import { standInRooms } from '../../support/standin-rooms.ts'

const silent = (): void => undefined
const log: Log = { debug: silent, info: silent, warn: silent, error: silent }

const urls = [
  '/host/watch',
  '/host/unlock',
  '/profile/setName',
  '/profile/watch',
  '/rooms/watch',
  '/spaces/watch',
  '/nothing',
  '/__proto__/x',
]
const path = fc.array(
  fc.oneof(fc.constantFrom('json', 'meta', '__proto__', 'constructor', 'name', 0, 1), fc.string()),
  { maxLength: 4 },
)
const meta = fc.array(
  fc.tuple(fc.integer({ min: -1, max: 9 }), path).map(([type, rest]) => [type, ...rest]),
  { maxLength: 4 },
)
const body = fc.oneof(
  fc.jsonValue(),
  fc.record({ json: fc.jsonValue(), meta }),
  fc.record({ json: fc.record({ name: fc.jsonValue() }), meta }),
)
const call = fc.record({
  i: fc.constantFrom('1', '2', '3', '__proto__'),
  p: fc.record({ u: fc.constantFrom(...urls), b: body }),
})
const turning = fc.record({ i: fc.constantFrom('1', '2', '3'), t: fc.constant(4) })

describe('frames of a screen', () => {
  it('are calls and abandonments, and nothing else', () => {
    expect(isFrame('{"i":"1","p":{"u":"/host/watch"}}')).toBe(true)
    expect(isFrame('{"i":"1","p":{"u":"/rooms/send","b":{"json":{}}}}')).toBe(true)
    expect(isFrame('{"i":"1","t":4}')).toBe(true)
    const others = [
      '',
      'null',
      '[]',
      '{"i":1,"p":{"u":"/a"}}',
      '{"i":"","p":{"u":"/a"}}',
      '{"i":"1","p":{"u":"a"}}',
      '{"i":"1","p":{"u":"/a?data=1"}}',
      '{"i":"1","p":{"u":"http://a/"}}',
      '{"i":"1","p":{"u":"/a","m":"GET"}}',
      '{"i":"1","p":{"u":"/a","h":{"content-disposition":"x"}}}',
      '{"i":"1","p":{"u":"/a"},"more":1}',
      '{"i":"1","t":2,"p":{"u":"/a"}}',
      '{"i":"1","t":3,"p":{"e":"message"}}',
    ]
    for (const text of others) expect([text, isFrame(text)]).toEqual([text, false])
    fc.assert(fc.property(fc.json(), (text) => !isFrame(text)))
  })

  it('of whatever content leave the core able to answer the next', async () => {
    const core = startCore({
      profileFolder: '/nowhere',
      keys: { protection: 'file', open: async () => new Uint8Array(32) },
      network: { discovery: false },
      clock: systemClock,
      random: systemRandom,
      log,
      compose: standInRooms().compose,
    })
    await core.settled
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(call, turning), { maxLength: 10 }), async (frames) => {
        const connection = core.screens.connect({ send: silent, drained: async () => undefined })
        for (const frame of frames) connection.receive(JSON.stringify(frame))
        await new Promise((resolve) => setImmediate(resolve))
        connection.close()
      }),
    )
    expect(await pipe(core).profile.setName({ name: 'Ada' })).toMatchObject({ name: 'Ada' })
    expect(Object.keys(Object.prototype)).toEqual([])
    await core.stop()
  })
})
