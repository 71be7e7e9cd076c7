import { ORPCError } from '@orpc/client'
import { describe, expect, test } from 'vitest'
import { backOff } from '../../../renderer/session/back-off.ts'
import { Connection, type Host, type LinkEvents } from '../../../renderer/session/connection.ts'
import { command } from '../../../renderer/session/command.ts'
import { follow, LiveQuery, type Open } from '../../../renderer/session/live.ts'
import type { Refusal } from '../../../renderer/session/refusal.ts'
import { tokenIn } from '../../../renderer/session/socket-host.ts'

/** A host whose link the test opens and breaks. */
function byHand(): { connection: Connection; events: LinkEvents } {
  const box: { events?: LinkEvents } = {}
  const host: Host = {
    start(events) {
      box.events = events
      return () => undefined
    },
  }
  const connection = new Connection(host)
  if (!box.events) throw new Error('the host was not started')
  return { connection, events: box.events }
}
const wire = { call: () => Promise.reject(new Error('nobody calls')) }
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
const refused = (code: string) => new ORPCError('REFUSED', { message: 'No.', data: { code, details: {} } })

describe('a live query', () => {
  test('waits for the link, and begins anew on the next one after a loss', async () => {
    const { connection, events } = byHand()
    const values: string[] = []
    const stop = new AbortController()
    let links = 0
    const open: Open<string> = async function (_client, signal) {
      links += 1
      const link = links
      return (async function* () {
        yield `first of link ${link}`
        await new Promise((_resolve, reject) => {
          if (link === 1) setTimeout(() => reject(new Error('the socket closed')), 2)
          signal.addEventListener('abort', () => reject(new Error('aborted')))
        })
      })()
    }
    const done = follow(
      connection,
      open,
      { value: (value) => values.push(value), refused: () => undefined },
      stop.signal,
    )
    await soon()
    expect(values).toEqual([])
    events.opened(wire)
    await soon()
    events.lost(1)
    events.opened(wire)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(values).toEqual(['first of link 1', 'first of link 2'])
    stop.abort()
    await done
  })

  test('that is refused says so once and does not ask again on the same link', async () => {
    const { connection, events } = byHand()
    events.opened(wire)
    const refusals: Refusal[] = []
    let asked = 0
    const stop = new AbortController()
    const open: Open<never> = () => {
      asked += 1
      return Promise.reject(refused('community/unknown'))
    }
    const done = follow(
      connection,
      open,
      { value: () => undefined, refused: (refusal) => refusals.push(refusal) },
      stop.signal,
    )
    await soon()
    expect(refusals).toEqual([{ code: 'community/unknown', details: {}, text: 'No.' }])
    expect(asked).toBe(1)
    stop.abort()
    await done
  })

  test('is one subscription for all who look', async () => {
    const { connection, events } = byHand()
    events.opened(wire)
    let opened = 0
    const query = new LiveQuery<number>(
      connection,
      async () => {
        opened += 1
        return (async function* () {
          yield 7
          await new Promise(() => undefined)
        })()
      },
      () => undefined,
    )
    let told = 0
    const one = query.subscribe(() => (told += 1))
    const other = query.subscribe(() => (told += 1))
    await soon()
    expect(query.snapshot().value).toBe(7)
    expect(opened).toBe(1)
    expect(told).toBe(2)
    one()
    other()
  })
})

describe('a command', () => {
  test('without a link is answered at once, in a sentence of its own', async () => {
    const { connection } = byHand()
    expect(await command(connection, () => Promise.resolve(1))).toMatchObject({
      ok: false,
      refusal: { code: 'screen/lost' },
    })
  })

  test('that core refuses brings code, details and sentence', async () => {
    const { connection, events } = byHand()
    events.opened(wire)
    const error = new ORPCError('REFUSED', {
      message: 'Too long.',
      data: { code: 'text/too-long', details: { most: 5 } },
    })
    expect(await command(connection, () => Promise.reject(error))).toEqual({
      ok: false,
      refusal: { code: 'text/too-long', details: { most: 5 }, text: 'Too long.' },
    })
  })

  test('whose link breaks is not taken for done', async () => {
    const { connection, events } = byHand()
    events.opened(wire)
    expect(await command(connection, () => Promise.reject(new Error('closed')))).toMatchObject({ ok: false })
  })
})

test('tries come quickly at first and never more than some seconds apart', () => {
  expect([1, 2, 3, 20].map(backOff)).toEqual([250, 500, 1000, 8000])
})

test('only a whole fragment of the right form is a token', () => {
  expect(tokenIn('#token=abcDEF-_123')).toBe('abcDEF-_123')
  expect(tokenIn('#/c/x')).toBeUndefined()
  expect(tokenIn('#token=short')).toBeUndefined()
  expect(tokenIn('#token=abc def ghi')).toBeUndefined()
})
