import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sign } from '../../core/identity/index.ts'
import { type DocumentId, type FeedId, hex, LIMITS } from '../../core/shared/index.ts'
import { initiatorTag } from '../../core/sync/handshake/tags.ts'
import { transcript } from '../../core/sync/handshake/transcript.ts'
import { readPlace } from '../../core/sync/reach/place-entry.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { type SessionFrame, SYNC_PROTOCOL, SYNC_VERSION } from '../../core/sync/wire/session-frames.ts'
import { type Besieged, besieged, shown } from '../support/besieged-village.ts'
import { areLevel, carriedOf, connect, eventually, type Networked } from '../support/carried-person.ts'
import { blockOf } from '../support/hostile-builder.ts'
import { placeOf } from '../support/places.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'
import { countFrames, type FrameCount } from '../support/wire-tap.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const random = seededRandom('hostile sessions')
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })

describe('sessions with somebody hostile', () => {
  let siege: Besieged
  let hub: MemoryHub
  let count: FrameCount
  let ada: Networked
  let bram: Networked
  let strangers: Stranger[]
  let before: readonly string[]

  const stranger = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  /** A session of Mallory's with Ada. */
  const mallory = async (): Promise<Line> => (await stranger()).meet(ada.transport, carriedOf(siege.village, 'mallory'))
  const quiet = async (): Promise<void> => {
    await pause(400)
    const then = count.total
    await pause(400)
    expect(count.latest.slice(then)).toEqual([])
  }

  beforeEach(async () => {
    siege = besieged('sessions')
    hub = new MemoryHub()
    count = countFrames()
    strangers = []
    ada = await connect(hub, siege.village, 'ada', [], { wrap: count.wrap })
    bram = await connect(hub, siege.village, 'bram', [ada], { wrap: count.wrap })
    await eventually(() => bram.sync.status(siege.village.community).peers[0]?.state === 'synced', 'peace')
    before = shown(siege.ada)
  })

  afterEach(async () => {
    for (const line of before) expect(shown(siege.ada)).toContain(line)
    siege.village.say('bram', 'and still we talk')
    await eventually(() => areLevel(ada, bram), 'that honest people still talk')
    await quiet()
    await Promise.all([ada.sync.stop(), bram.sync.stop(), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of [ada, bram]) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    siege.expectUnharmed()
    siege[Symbol.dispose]()
  })

  test('24 what is refused is neither asked for again nor passed on', async () => {
    const line = await mallory()
    const feed = siege.feed()
    const [one, two] = [feed.write(siege.message('one')), feed.write(siege.message('two'))]
    const unsigned = blockOf([one], (block) => ({
      ...block,
      runs: block.runs.map((run) => ({ ...run, signature: random.bytes(64) })),
    }))
    await line.say({ type: 'block', bytes: unsigned })
    await line.say({ type: 'block', bytes: blockOf([two]) })
    await line.say({ type: 'log', items: [random.bytes(300)], heads: ada.carried.log.heads() })
    await line.say({ type: 'offer', documents: [[siege.page, random.bytes(32)]], more: false })
    const said: SessionFrame[] = [...(await line.rest())]
    // Whatever is asked for, the answer is the same refused thing.
    for (let asked = said.filter(({ type }) => type === 'want'), rounds = 0; asked.length > 0; rounds++) {
      expect(rounds).toBeLessThan(4)
      for (const _ of asked) {
        await line.say({ type: 'block', bytes: unsigned })
        await line.say({ type: 'covered', document: siege.page, digest: random.bytes(32) })
      }
      asked = [...(await line.rest())].filter(({ type }) => type === 'want')
    }
    await quiet()
    expect(areLevel(ada, bram)).toBe(true)
  })

  test('26 a member who says one thing to Ada and another to Bram is found out, also while they are met', async () => {
    const first = siege.feed()
    const other = first.fork(0)
    const toAda = blockOf([first.write(siege.message('to Ada'))])
    const toBram = blockOf([other.write(siege.message('to Bram'))])
    siege.ada.documents.receive(toAda)
    siege.bram.documents.receive(toBram)
    siege.village.say('ada', 'one more')
    await eventually(() => shown(siege.bram).some((line) => line.includes('one more')), 'that it goes on')
    await eventually(() => areLevel(ada, bram), 'that both hold both', LIMITS.doubtTick + 5000)
    await quiet()
  })

  test('48 nothing is taken before the handshake, in place of any of its frames', async () => {
    const carried = carriedOf(siege.village, 'mallory')
    const reached = ada.carried.reachedBy.length
    const early: readonly SessionFrame[] = [
      { type: 'block', bytes: blockOf([siege.feed().write(siege.message('early'))]) },
      { type: 'want', document: siege.page, vector: [], more: false },
      { type: 'log', items: carried.log.missingFor([]).slice(0, 3), heads: carried.log.heads() },
      { type: 'have', document: siege.page, heads: [] },
      { type: 'places', entries: [random.bytes(300)] },
      { type: 'book', digest: random.bytes(16), held: [] },
      { type: 'ready' },
    ]
    for (const frame of early) {
      for (const after of [0, 1]) {
        const eve = await stranger()
        const line = await eve.dial(ada.transport)
        const meeting = {
          protocol: SYNC_PROTOCOL,
          initiator: eve.peer,
          responder: ada.transport.peer,
          nonceI: random.bytes(32),
        }
        const tag = initiatorTag(ada.carried.tagKey, meeting)
        if (after === 1)
          await line.say({ type: 'hello', version: SYNC_VERSION, nonce: meeting.nonceI, tag, vouches: [] })
        await line.say(frame)
        expect((await line.rest()).filter(({ type }) => type !== 'welcome')).toEqual([])
        await eve.stop()
      }
    }
    expect(ada.carried.reachedBy.length).toBe(reached)
    expect(ada.carried.remembered.every(({ device }) => device === bram.carried.device)).toBe(true)
  })

  test('49 a handshake overheard is of no use in another, nor its own half sent back', async () => {
    const { device } = siege.mallory
    const greet = async (): Promise<{ eve: Stranger; line: Line; nonce: Uint8Array; nonceI: Uint8Array }> => {
      const eve = await stranger()
      const line = await eve.dial(ada.transport)
      const nonceI = new Uint8Array(32).fill(1)
      const meeting = { protocol: SYNC_PROTOCOL, initiator: eve.peer, responder: ada.transport.peer, nonceI }
      await line.say({
        type: 'hello',
        version: SYNC_VERSION,
        nonce: nonceI,
        tag: initiatorTag(ada.carried.tagKey, meeting),
        vouches: [],
      })
      const welcome = await line.answer()
      if (typeof welcome === 'string' || welcome.type !== 'welcome') throw new TypeError('no welcome')
      return { eve, line, nonce: welcome.nonce, nonceI }
    }
    const first = await greet()
    const meeting = {
      protocol: SYNC_PROTOCOL,
      initiator: first.eve.peer,
      responder: ada.transport.peer,
      nonceI: first.nonceI,
    }
    const proofs = (['I', 'R'] as const).map((side) => ({
      type: 'proof' as const,
      device: device.id,
      signature: sign(device.signing, transcript(siege.village.community, side, meeting, first.nonce, device.id)),
      log: false,
    }))
    for (const proof of proofs) {
      const again = await greet()
      await again.line.say(proof)
      expect(await again.line.rest()).toEqual([end('not-proven')])
    }
    const wrong = await stranger()
    const other = {
      protocol: SYNC_PROTOCOL,
      initiator: wrong.peer,
      responder: ada.transport.peer,
      nonceI: random.bytes(32),
    }
    const line = await wrong.dial(ada.transport)
    await line.say({
      type: 'hello',
      version: SYNC_VERSION,
      nonce: other.nonceI,
      tag: initiatorTag(random.bytes(32), other),
      vouches: [],
    })
    expect(await line.hear()).toBe('closed')
  })

  test('50 a member who leaves is cut off at once, and kept out', async () => {
    const carried = carriedOf(siege.village, 'mallory')
    const line = await mallory()
    await line.rest()
    const { documents, device } = siege.mallory
    const cut = documents.proofs([device.id])
    siege.mallory.membership.append(device, siege.village.clock.now(), { type: 'leave', cut })
    siege.ada.membership.receive(siege.mallory.membership.missingFor(siege.ada.membership.sample()))
    expect(await line.rest()).toContainEqual(end('left'))
    const late = blockOf([siege.feed().write(siege.message('after I left'))])
    await line.say({ type: 'block', bytes: late }).catch(() => undefined)
    await expect((await stranger()).meet(ada.transport, carried)).rejects.toMatchObject({
      details: { code: 'session/left' },
    })
    expect(shown(siege.ada).join()).not.toContain('after I left')
    await eventually(() => areLevel(ada, bram), 'the word')
  })

  test('50 nobody speaks for a peer they are not', async () => {
    const carried = carriedOf(siege.village, 'mallory')
    const line = await (await stranger()).meet(ada.transport, carried)
    await line.rest()
    const { peer } = bram.transport
    const nowhere = [`/ip4/10.99.9.9/tcp/9/p2p/${peer}`]
    const lies = [
      placeOf({ ...carried, device: bram.carried.device }, peer, nowhere, { issued: Date.now() + 1000 }),
      placeOf(carried, peer, nowhere),
    ]
    await line.say({ type: 'places', entries: lies.map(({ bytes }) => bytes) })
    await pause(50)
    const held = ada.carried.places.all().flatMap((bytes) => readPlace(bytes) ?? [])
    expect(held.filter(({ device }) => device === bram.carried.device).flatMap(({ addresses }) => addresses)).toEqual(
      bram.transport.addresses(),
    )
    // What Mallory says of herself is hers to say; nobody is dialled for it who is known as somebody else.
    expect(ada.carried.remembered.flatMap(({ addresses }) => addresses)).not.toContain(nowhere[0])
    const bramsWay = ada.sync.status(siege.village.community)
    expect(bramsWay.peers.map((each) => each.peer)).toContain(peer)
  })

  test('52 connections that say nothing are few, and not for long', { timeout: 30_000 }, async () => {
    const silent = await Promise.all(Array.from({ length: LIMITS.strangers + 5 }, () => stranger()))
    const dials = await Promise.allSettled(silent.map((each) => each.dial(ada.transport)))
    expect(dials.filter(({ status }) => status === 'fulfilled')).toHaveLength(LIMITS.strangers)
    await eventually(
      () => ada.transport.connections().length === 1,
      'that they are let go',
      LIMITS.handshakeTimeout + 5000,
    )
  })

  test('52 frames of every wrong kind end the session, and the peer is shut out', async () => {
    const document = siege.page
    const feed = hex(random.bytes(16)) as FeedId
    const bad: readonly (readonly [readonly (SessionFrame | Uint8Array)[], string])[] = [
      [[Uint8Array.of(0xff)], 'malformed'],
      [[random.bytes(LIMITS.frameBytes)], 'malformed'],
      [
        [{ type: 'hello', version: SYNC_VERSION, nonce: random.bytes(32), tag: random.bytes(16), vouches: [] }],
        'out-of-turn',
      ],
      [[{ type: 'after' }], 'out-of-turn'],
      [[{ type: 'plead' }], 'out-of-turn'],
      [[{ type: 'block', bytes: random.bytes(5000) }], 'malformed'],
      [[{ type: 'buckets', bits: 5, digests: random.bytes(16) }], 'malformed'],
      [
        [
          { type: 'buckets', bits: 0, digests: random.bytes(16) },
          { type: 'buckets', bits: 0, digests: random.bytes(16) },
        ],
        'out-of-turn',
      ],
      [[{ type: 'want', document, vector: [{ feed, seq: 1 }], more: true }, { type: 'ping' }], 'out-of-turn'],
      [[{ type: 'log', items: [], heads: [] }], 'too-much'],
      [
        Array.from({ length: LIMITS.vectorHeads / 500 + 1 }, () => ({
          type: 'want' as const,
          document,
          vector: Array.from({ length: 500 }, () => ({ feed: hex(random.bytes(16)) as FeedId, seq: 1 })),
          more: true,
        })),
        'too-much',
      ],
    ]
    for (const [frames, code] of bad) {
      const eve = await stranger()
      const line = await eve.meet(ada.transport, carriedOf(siege.village, 'mallory'))
      for (const frame of frames) await line.say(frame).catch(() => undefined)
      expect((await line.ending()).at(-1)).toEqual(end(code))
      line.channel.abort()
      await eventually(
        () => ada.log.lines.some((each) => each.includes('sync.shut-out') && each.includes(eve.peer)),
        'the ban',
      )
      await expect(eve.dial(ada.transport)).rejects.toMatchObject({ code: 'sync/unreachable' })
      await eve.stop()
    }
  })

  test(
    '52 a flood of offers, wants and acknowledgements changes nothing and stays small',
    { timeout: 30_000 },
    async () => {
      const line = await mallory()
      const id = (): DocumentId => Buffer.from(random.bytes(32)).toString('base64url') as DocumentId
      const heap = process.memoryUsage().heapUsed
      for (let n = 0; n < 60; n++) {
        await line.say({
          type: 'offer',
          documents: Array.from({ length: 500 }, () => [id(), random.bytes(32)] as const),
          more: true,
        })
        await line.say({
          type: 'have',
          document: siege.page,
          heads: Array.from({ length: 500 }, () => ({ feed: hex(random.bytes(16)) as FeedId, seq: 9 })),
        })
        await line.say({ type: 'ping' })
      }
      const heard = await line.rest()
      expect(heard.filter(({ type }) => type === 'want')).toEqual([])
      expect(process.memoryUsage().heapUsed - heap).toBeLessThan(60 * 1024 * 1024)
      for (let n = 0; n < 200; n++)
        await line.say({ type: 'want', document: siege.page, vector: [], more: false }).catch(() => undefined)
      const answers = await line.rest()
      expect(answers.every(({ type }) => ['block', 'covered', 'have', 'end'].includes(type))).toBe(true)
      line.channel.abort()
    },
  )
})
