import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { LIMITS, type Log } from '../../../../core/shared/index.ts'
import { plainHost, stunAnswer, StunResponder } from '../../../../core/sync/transport/libp2p/relaying/stun.ts'
import { wallClock } from '../../../../core/sync/transport/index.ts'

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** A question as RFC 5389 has it, with attributes of so many bytes. */
function question(attributes = 0): Buffer {
  const bytes = Buffer.alloc(20 + attributes, 7)
  bytes.writeUInt16BE(1, 0)
  bytes.writeUInt16BE(attributes, 2)
  bytes.writeUInt32BE(0x2112a442, 4)
  return bytes
}

describe('answers of a STUN responder', () => {
  // RFC 5769, 2.2 and 2.3: these addresses with this number of the question have these spellings.
  const number = 'b7e7a701bc34d686fa87dfae'
  const asked = Buffer.concat([question().subarray(0, 8), Buffer.from(number, 'hex')])
  test.each([
    ['192.0.2.1', 32853, '0101000c2112a442', '002000080001a147e112a643'],
    [
      '2001:db8:1234:5678:11:2233:4455:6677',
      32853,
      '010100182112a442',
      '002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9',
    ],
  ])('%s is spelled as the standard says', (host, port, header, attribute) => {
    const answer = stunAnswer(asked, host, port)
    expect(Buffer.from(answer ?? []).toString('hex')).toBe(header + number + attribute)
  })

  test('IPv6 addresses of all spellings fill sixteen bytes', () => {
    for (const host of ['::1', '2001:db8::', 'fe80::1%eth0', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8'])
      expect(stunAnswer(asked, host, 1)).toHaveLength(44)
    expect(plainHost('::ffff:1.2.3.4')).toBe('1.2.3.4')
    expect(plainHost('::1')).toBe('::1')
  })

  test('what is no question is not answered, and no answer is longer than it must be', () => {
    const wrong = [
      question(4).subarray(0, 20),
      question().subarray(0, 19),
      Buffer.concat([question(), Buffer.alloc(4)]),
      question(600),
      Buffer.alloc(20),
    ]
    for (const each of wrong) expect(stunAnswer(each, '1.2.3.4', 5)).toBeUndefined()
    expect(stunAnswer(question(8), '1.2.3.4', 5)).toHaveLength(32)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(stunAnswer(bytes, '1.2.3.4', 5)?.length ?? 32).toBe(32)
      }),
    )
  })
})

describe('a STUN responder on loopback', () => {
  const cleanups: (() => Promise<unknown> | void)[] = []
  afterEach(async () => {
    for (const each of cleanups.splice(0)) await each()
  })

  const scene = async (admits: (host: string) => boolean): Promise<(asks: number) => Promise<number>> => {
    const asking: Socket = createSocket('udp4')
    asking.bind(0, '127.0.0.1')
    await once(asking, 'listening')
    const free = createSocket('udp4').bind(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address()
    await new Promise<void>((resolve) => free.close(resolve))
    const responder = new StunResponder([{ family: 4, host: '127.0.0.1', port }], admits, wallClock, quiet)
    await responder.start()
    cleanups.push(
      () => responder.stop(),
      () => void asking.close(),
    )
    return async (asks) => {
      let answers = 0
      const count = (): number => answers++
      asking.on('message', count)
      for (let n = 0; n < asks; n++) asking.send(question(), port, '127.0.0.1')
      // What is asked by somebody else afterwards would come last.
      await new Promise((resolve) => setTimeout(resolve, 200))
      asking.off('message', count)
      return answers
    }
  }

  test('answers hosts of members alone', async () => {
    expect(await (await scene((host) => host === '127.0.0.1'))(1)).toBe(1)
    expect(await (await scene((host) => host === '127.0.0.2'))(5)).toBe(0)
  })

  test('answers one host so often and no more', async () => {
    const answers = await (await scene(() => true))(10 * LIMITS.stunPerSecond)
    expect(answers).toBeGreaterThanOrEqual(LIMITS.stunPerSecond)
    expect(answers).toBeLessThan(2 * LIMITS.stunPerSecond)
  })

  test('a port that is taken is no harm, and nothing is left after the end', async () => {
    const taken = createSocket('udp4').bind(0, '127.0.0.1')
    await once(taken, 'listening')
    const place = { family: 4, host: '127.0.0.1', port: taken.address().port } as const
    const responder = new StunResponder([place], () => true, wallClock, quiet)
    await responder.start()
    await responder.stop()
    await new Promise<void>((resolve) => taken.close(resolve))
  })
})
