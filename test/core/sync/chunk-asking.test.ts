import { describe, expect, test } from 'vitest'
import { type ChunkId, type DeviceId, LIMITS } from '../../../core/shared/index.ts'
import { ChunkAsking } from '../../../core/sync/exchange/chunk-asking.ts'
import { ChunkGiving } from '../../../core/sync/exchange/chunk-giving.ts'
import { ChunkSearch } from '../../../core/sync/exchange/chunk-search.ts'
import { Outgoing } from '../../../core/sync/exchange/outgoing.ts'
import { QueuedChannel } from '../../../core/sync/transport/channel.ts'
import { wallClock } from '../../../core/sync/transport/index.ts'
import { type SessionFrame, sessionFrames } from '../../../core/sync/wire/session-frames.ts'
import { eventually } from '../../support/carried-person.ts'
import { chunkName, MemoryBlobs, someChunks } from '../../support/memory-blobs.ts'

const device = 'A'.repeat(43) as DeviceId
const tooMuch = expect.objectContaining({ code: 'session/too-much' }) as Error

/** A device that may ask several peers, whose clock is set by hand. */
function asker(sessions: number) {
  let now = 1e12
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }
  const blobs = new MemoryBlobs()
  const search = new ChunkSearch<ChunkAsking>({ blobs, device, onFree: () => change() })
  const peers = Array.from(
    { length: sessions },
    () => new ChunkAsking({ blobs, search, clock, wake: () => undefined }),
  ) as [ChunkAsking, ChunkAsking]
  const change = (): void => {
    for (const peer of peers) peer.changed()
  }
  blobs.onChange((held) => {
    search.changed(held)
    if (held === undefined) change()
  })
  return { blobs, peers, clock, pass: (ms: number) => void (now += ms) }
}
const sought = (peer: ChunkAsking): readonly ChunkId[] => {
  const frame = peer.next()
  return frame?.type === 'seek' ? frame.chunks : []
}

describe('what a peer is asked for', () => {
  test('is little at once, and nobody else is asked for the same', () => {
    const { blobs, peers } = asker(2)
    blobs.want(someChunks(6))
    const [first, second] = peers.map(sought)
    expect(first).toHaveLength(LIMITS.chunksAsked)
    expect(second).toHaveLength(6 - LIMITS.chunksAsked)
    expect(new Set([...(first ?? []), ...(second ?? [])]).size).toBe(6)
    expect(peers.map(sought)).toEqual([[], []])
  })

  test('is asked of others when nothing comes for long, and may come late all the same', () => {
    const { blobs, peers, pass } = asker(2)
    const [slow, other] = peers
    const file = someChunks(4)
    blobs.want(file)
    const asked = sought(slow)
    expect(sought(other)).toEqual([])
    pass(LIMITS.chunkPatience - 1)
    slow.tend()
    expect(sought(other)).toEqual([])
    pass(1)
    slow.tend()
    expect(sought(other).toSorted()).toEqual(asked.toSorted())
    // Until something comes of it, nothing more is asked of who is slow.
    blobs.want(someChunks(4, 'more'))
    expect(sought(slow)).toEqual([])
    for (const bytes of file) slow.received(bytes)
    expect(blobs.taken).toHaveLength(4)
    expect(sought(slow)).toHaveLength(4)
    // The other sends them as well, which it was asked to.
    for (let times = 0; times < 2; times++) for (const bytes of file) if (times === 0) other.received(bytes)
    expect(blobs.taken).toHaveLength(4)
  })

  test('and withheld, while others of it come, is asked of somebody else', () => {
    const { blobs, peers, pass } = asker(2)
    const [sly, other] = peers
    const file = someChunks(40)
    blobs.want(file)
    const bytesOf = new Map(file.map((bytes) => [chunkName(bytes), bytes]))
    const withheld = sought(sly)[0]
    if (withheld === undefined) throw new TypeError('nothing was asked for')
    let asked: readonly ChunkId[] = [...bytesOf.keys()].filter((each) => each !== withheld)
    for (let n = 0; n < 20; n++) {
      pass(LIMITS.chunkPatience / 10)
      const [next] = asked.filter((each) => !blobs.has(each) && sly.pending > 0)
      const bytes = next && bytesOf.get(next)
      if (bytes) sly.received(bytes)
      sly.tend()
      sought(sly)
      asked = asked.slice(1)
    }
    const others: ChunkId[] = []
    for (let seen = sought(other); seen.length > 0; seen = sought(other)) {
      others.push(...seen)
      other.lacking(seen)
    }
    expect(others).toContain(withheld)
  })

  test('is asked for at once elsewhere when it is lacking, or the session is over; and here again when it has come', () => {
    const { blobs, peers } = asker(2)
    const [ben, cleo] = peers
    blobs.want(someChunks(3))
    const asked = sought(ben)
    ben.lacking(asked.slice(0, 1))
    expect(sought(cleo)).toEqual(asked.slice(0, 1))
    expect(sought(ben)).toEqual([])
    cleo.lacking(asked.slice(0, 1))
    expect([sought(ben), sought(cleo)]).toEqual([[], []])
    ben.stop()
    expect(sought(cleo).toSorted()).toEqual(asked.slice(1).toSorted())
    expect(sought(ben)).toEqual([])
    cleo.holding(asked.slice(0, 1))
    expect(sought(cleo)).toEqual(asked.slice(0, 1))
  })

  test('of a large file that nobody has keeps no other file waiting', () => {
    const { blobs, peers } = asker(1)
    const [ben] = peers
    blobs.want(someChunks(LIMITS.chunksSought - 10, 'nobody has it', 32))
    const file = someChunks(3, 'Ben has it')
    blobs.want(file)
    const has = new Map(file.map((bytes) => [chunkName(bytes), bytes]))
    for (let asked = sought(ben); asked.length > 0; asked = sought(ben))
      for (const chunk of asked) {
        const bytes = has.get(chunk)
        if (bytes) ben.received(bytes)
        else ben.lacking([chunk])
      }
    expect(blobs.taken.toSorted()).toEqual([...has.keys()].toSorted())
  })

  test('and not asked for is too much, beyond a few', () => {
    const { blobs, peers } = asker(1)
    const [eve] = peers
    blobs.want(someChunks(2))
    sought(eve)
    const strange = someChunks(LIMITS.uselessChunks + 1, 'strange')
    for (const bytes of strange.slice(1)) eve.received(bytes)
    expect(() => eve.received(strange[0] ?? new Uint8Array())).toThrow(tooMuch)
    expect(blobs.taken).toEqual([])
  })
})

describe('what a peer asks for', () => {
  test('is sent once, and again only now and then', () => {
    let now = 1e12
    const clock = { now: () => now, sleep: wallClock.sleep }
    const blobs = new MemoryBlobs()
    const [bytes = new Uint8Array()] = someChunks(1)
    blobs.hold([bytes])
    const giving = new ChunkGiving(blobs, clock, () => undefined)
    const ask = (): SessionFrame | undefined => {
      giving.sought([chunkName(bytes)])
      return giving.next() ?? giving.chunk()
    }
    const answers = Array.from({ length: LIMITS.chunksAgain + 20 }, () => ask()?.type)
    expect(answers.filter((each) => each === 'chunk')).toHaveLength(LIMITS.chunksAgain + 1)
    expect(answers.at(-1)).toBe('lacking')
    now += 1000
    expect([ask()?.type, ask()?.type]).toEqual(['chunk', 'lacking'])
  })

  test('is too much when it asks on and takes no answer', () => {
    const giving = new ChunkGiving(new MemoryBlobs(), wallClock, () => undefined)
    const names = someChunks(LIMITS.chunksNamed + 1).map(chunkName)
    giving.sought(names.slice(1))
    expect(() => giving.sought(names.slice(0, 1))).toThrow(tooMuch)
  })
})

test('what is said waits behind the chunk that is under way, and behind no other', async () => {
  const over = new AbortController()
  const written: string[] = []
  let release = Promise.withResolvers<void>()
  const wire = {
    write: async (frames: readonly Uint8Array[]) => {
      for (const frame of frames) written.push(sessionFrames.decode(frame).type)
      await release.promise
    },
    finish: async () => undefined,
    break: () => undefined,
    room: () => undefined,
  }
  const channel = new QueuedChannel({ clock: wallClock } as never, wire)
  const blobs = new MemoryBlobs()
  const file = someChunks(8, 'file', LIMITS.chunkBytes)
  blobs.hold(file)
  const giving = new ChunkGiving(blobs, wallClock, () => outgoing.wakeUp())
  const outgoing = new Outgoing({
    channel,
    clock: wallClock,
    signal: over.signal,
    next: (note) => note() ?? giving.next(),
    hasBulk: () => giving.pending > 0,
    bulk: () => giving.chunk(),
    onQuiet: () => undefined,
  })
  const writing = outgoing.write().catch(() => undefined)
  giving.sought(file.map(chunkName))
  await eventually(() => written.length === 1, 'that the first chunk is under way')
  expect(blobs.given).toHaveLength(1)
  // Someone talks, while nothing gets on.
  for (let n = 0; n < 3; n++) outgoing.note({ type: 'signal', bytes: new Uint8Array([n + 1]) })
  for (let n = 0; n < 50; n++) {
    outgoing.wakeUp()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(written).toEqual(['chunk'])
  expect(blobs.given).toHaveLength(1)
  const step = (): void => {
    const { resolve } = release
    release = Promise.withResolvers()
    resolve()
  }
  step()
  await eventually(() => written.length === 4, 'what was said')
  expect(written).toEqual(['chunk', 'signal', 'signal', 'signal'])
  step()
  await eventually(() => written.length === 5, 'the next chunk')
  expect(blobs.given).toHaveLength(2)
  release.resolve()
  release = { ...release, promise: Promise.resolve() }
  await eventually(() => written.length === 3 + file.length, 'the rest')
  over.abort()
  outgoing.wakeUp()
  channel.abort()
  await writing
})
