import { expect, test } from 'vitest'
import { LIMITS } from '../../../../core/shared/index.ts'
import { transportErrors, wallClock } from '../../../../core/sync/transport/index.ts'
import { Inbox, Outbox } from '../../../../core/sync/transport/queues.ts'

const { signal } = new AbortController()
const frame = (bytes: number): Uint8Array => new Uint8Array(bytes)
const half = LIMITS.frameBytes / 2

test('a small frame does not overtake a large one that waits for room', async () => {
  const outbox = new Outbox()
  const entered: string[] = []
  const add = (name: string, bytes: number): Promise<unknown> =>
    outbox.add(frame(bytes), signal).then(() => entered.push(name))
  await Promise.all([add('first', LIMITS.frameBytes), add('second', half)])
  const late = [add('large', LIMITS.frameBytes), add('small', 1)]
  await wallClock.sleep(5, signal)
  expect(entered).toEqual(['first', 'second'])
  for (const _ of [1, 2]) outbox.sent((await outbox.next(signal)) ?? frame(0))
  await Promise.all(late)
  expect(entered).toEqual(['first', 'second', 'large', 'small'])
})

test('a frame whose sender gave up is not sent, and does not hold up the next', async () => {
  const outbox = new Outbox()
  await Promise.all([outbox.add(frame(LIMITS.frameBytes), signal), outbox.add(frame(half), signal)])
  const mine = new AbortController()
  const given = outbox.add(frame(LIMITS.frameBytes), mine.signal)
  const next = outbox.add(frame(2), signal)
  mine.abort(new Error('mine'))
  await expect(given).rejects.toThrow('mine')
  await next
  const sizes: (number | undefined)[] = []
  for (let n = 0; n < 3; n++) sizes.push((await outbox.next(signal))?.length)
  expect(sizes).toEqual([LIMITS.frameBytes, half, 2])
})

test('the end waits for what was added, and takes no more', async () => {
  const outbox = new Outbox()
  for (let n = 0; n < 2; n++) await outbox.add(frame(1), signal)
  let ended = false
  const end = outbox.end(signal).then(() => (ended = true))
  await expect(outbox.add(frame(1), signal)).rejects.toMatchObject({ code: 'sync/closed' })
  for (let n = 0; n < 2; n++) {
    expect(ended).toBe(false)
    outbox.sent((await outbox.next(signal)) ?? frame(0))
  }
  await end
  expect(await outbox.next(signal)).toBeUndefined()
})

test('short frames behind one that was taken go with it, in order and no further than there is room', async () => {
  const outbox = new Outbox()
  for (const bytes of [1, 2, 3000, 4, 5]) await outbox.add(frame(bytes), signal)
  const sizes = (frames: readonly Uint8Array[]): number[] => frames.map(({ length }) => length)
  expect((await outbox.next(signal))?.length).toBe(1)
  expect(sizes(outbox.following(-1))).toEqual([])
  // None goes before the long one, though it would fit.
  expect(sizes(outbox.following(1000))).toEqual([2])
  expect(sizes(outbox.following(10_000))).toEqual([3000, 4, 5])
  expect(sizes(outbox.following(10_000))).toEqual([])
  for (const bytes of [1, 2, 3000, 4, 5]) outbox.sent(frame(bytes))
  expect(outbox.bytes).toBe(0)
})

test('a failure reaches all who wait', async () => {
  const outbox = new Outbox()
  await Promise.all([outbox.add(frame(LIMITS.frameBytes), signal), outbox.add(frame(half), signal)])
  const waiting = [outbox.add(frame(LIMITS.frameBytes), signal), outbox.end(signal)]
  outbox.fail(transportErrors('closed'))
  for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'sync/closed' })
  expect(outbox.bytes).toBe(0)
})

test('what came before a clean end is read, even when the connection breaks after it', async () => {
  const inbox = new Inbox(wallClock, () => undefined)
  inbox.put(frame(1))
  inbox.end()
  inbox.fail(transportErrors('closed'))
  expect(await inbox.take(signal)).toHaveLength(1)
  expect(await inbox.take(signal)).toBeUndefined()
})

test('bytes that come keep a reader with a deadline waiting', async () => {
  const inbox = new Inbox(wallClock, () => undefined)
  const reading = inbox.take(signal, 60)
  for (let n = 0; n < 5; n++) {
    await wallClock.sleep(30, signal)
    inbox.touch()
  }
  inbox.put(frame(3))
  expect(await reading).toHaveLength(3)
  await expect(inbox.take(signal, 20)).rejects.toMatchObject({ code: 'sync/timeout' })
})
