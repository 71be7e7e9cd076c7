import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActionId, ChunkId, DeviceId, DocumentId, EpochId, FeedId } from '../../../core/shared/index.ts'
import { base64url, type CborValue, encodeCanonical, hex, LIMITS } from '../../../core/shared/index.ts'
import { joinFrames } from '../../../core/sync/wire/join-frames.ts'
import { type SessionFrame, sessionFrames } from '../../../core/sync/wire/session-frames.ts'

const bytes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)
const id = base64url(bytes(32))
const document = id as DocumentId
const heads = [{ feed: hex(bytes(16)) as FeedId, seq: 3 }]

const examples: readonly SessionFrame[] = [
  { type: 'hello', version: 2, nonce: bytes(32), tag: bytes(16), vouches: [bytes(8)] },
  { type: 'welcome', nonce: bytes(32), tag: bytes(16), heads: bytes(32), vouches: [], recognised: 2 },
  { type: 'sample', actions: [id as ActionId] },
  { type: 'proof', device: id as DeviceId, signature: bytes(64), log: true },
  { type: 'log', items: [bytes(100)], heads: [] },
  { type: 'ready' },
  { type: 'end', code: 'session/left' },
  { type: 'ping' },
  { type: 'places', entries: [bytes(300)] },
  { type: 'book', digest: bytes(16), held: [bytes(8)] },
  { type: 'holdings', documents: 3, digest: bytes(32) },
  { type: 'buckets', bits: 0, digests: bytes(16) },
  { type: 'differs', groups: bytes(1) },
  { type: 'offer', documents: [[document, bytes(32)]], more: false },
  { type: 'want', document, vector: heads, more: true },
  { type: 'block', bytes: bytes(10) },
  { type: 'covered', document, digest: bytes(32) },
  { type: 'have', document, heads },
  { type: 'after' },
  { type: 'lack', epochs: [id as EpochId] },
  { type: 'keys', keys: [[id as EpochId, bytes(80)]] },
  { type: 'letter', bytes: bytes(300) },
  { type: 'signal', bytes: bytes(37) },
  { type: 'later', ms: 1000 },
  { type: 'seek', chunks: [id as ChunkId] },
  { type: 'chunk', bytes: bytes(100) },
  { type: 'lacking', chunks: [id as ChunkId] },
  { type: 'holding', chunks: [] },
  { type: 'plead' },
]
const raw = (...value: readonly CborValue[]): Uint8Array => encodeCanonical(value)
const malformed = expect.objectContaining({ code: 'session/malformed' }) as Error
const refused = (frame: Uint8Array): void => expect(() => sessionFrames.decode(frame)).toThrow(malformed)

describe('frames of a session', () => {
  test('every kind is read as it was written', () => {
    for (const frame of examples) expect(sessionFrames.decode(sessionFrames.encode(frame))).toEqual(frame)
    expect(new Set(examples.map(({ type }) => type)).size).toBe(examples.length)
  })

  test('the bytes of this version stay what they are', () => {
    const hello = sessionFrames.encode({
      type: 'hello',
      version: 2,
      nonce: bytes(32, 1),
      tag: bytes(16, 2),
      vouches: [bytes(8, 3)],
    })
    expect(hex(hello)).toBe(`8500025820${'01'.repeat(32)}50${'02'.repeat(16)}8148${'03'.repeat(8)}`)
    expect(hex(sessionFrames.encode({ type: 'want', document, vector: heads, more: false }))).toBe(
      `840c5820${'07'.repeat(32)}818250${'07'.repeat(16)}03f4`,
    )
    const named = `815820${'07'.repeat(32)}`
    const chunks = [id as ChunkId]
    expect(hex(sessionFrames.encode({ type: 'seek', chunks }))).toBe(`82181a${named}`)
    expect(hex(sessionFrames.encode({ type: 'chunk', bytes: bytes(3) }))).toBe('82181b43070707')
    expect(hex(sessionFrames.encode({ type: 'lacking', chunks }))).toBe(`82181c${named}`)
    expect(hex(sessionFrames.encode({ type: 'holding', chunks }))).toBe(`82181d${named}`)
  })

  test('the longest page of each list fits into a frame', () => {
    const many = Array.from({ length: LIMITS.vectorPage }, () => heads[0] ?? { feed: '' as FeedId, seq: 0 })
    const pairs = many.map(() => [document, bytes(32)] as const)
    for (const frame of [
      { type: 'want', document, vector: many, more: true },
      { type: 'have', document, heads: many },
      { type: 'offer', documents: pairs, more: true },
      { type: 'block', bytes: bytes(LIMITS.blockBytes) },
      { type: 'buckets', bits: 12, digests: bytes(16 << 12) },
      { type: 'places', entries: Array.from({ length: LIMITS.placesPage }, () => bytes(LIMITS.placeBytes)) },
      { type: 'book', digest: bytes(16), held: Array.from({ length: LIMITS.places }, () => bytes(8)) },
      { type: 'chunk', bytes: bytes(LIMITS.chunkBytes + 16) },
      { type: 'seek', chunks: Array.from({ length: LIMITS.chunksNamed }, () => id as ChunkId) },
      {
        type: 'log',
        items: Array.from({ length: LIMITS.logPage }, () => bytes(1000)),
        heads: Array.from({ length: LIMITS.logSample }, () => id as ActionId),
      },
    ] as const) {
      const encoded = sessionFrames.encode(frame)
      expect(encoded.length).toBeLessThanOrEqual(LIMITS.frameBytes)
      expect(sessionFrames.decode(encoded)).toEqual(frame)
    }
  })

  test('other kinds, missing, additional and wrong fields are refused', () => {
    refused(raw())
    refused(raw(21))
    refused(raw(20, 0))
    refused(raw(16, 0))
    refused(raw('ping'))
    refused(encodeCanonical(7))
    refused(encodeCanonical(null))
    refused(encodeCanonical(new Map([['type', 'ping']])))
    refused(raw(7, 1))
    refused(raw(0, 1, bytes(32)))
    refused(raw(0, 1, bytes(31), bytes(16)))
    refused(raw(0, -1, bytes(32), bytes(16)))
    refused(raw(0, 256, bytes(32), bytes(16)))
    refused(raw(0, '1', bytes(32), bytes(16)))
    refused(raw(0, 2, bytes(32), bytes(16), [bytes(7)]))
    refused(
      raw(
        0,
        2,
        bytes(32),
        bytes(16),
        Array.from({ length: LIMITS.vouches + 1 }, () => bytes(8)),
      ),
    )
    refused(raw(1, bytes(32), bytes(16), bytes(32), [], 3))
    refused(raw(3, bytes(32), bytes(63), true))
    refused(raw(3, bytes(32), bytes(64)))
    refused(raw(17, [bytes(31)]))
    refused(
      raw(
        17,
        Array.from({ length: LIMITS.keysPage + 1 }, () => bytes(32)),
      ),
    )
    refused(raw(18, [[bytes(32), bytes(79)]]))
    refused(raw(18, [[bytes(32)]]))
    refused(raw(19, bytes(0)))
    refused(raw(19, bytes(LIMITS.letterBytes + 1)))
    refused(raw(6, 'Everything about Ada'))
    refused(raw(6, `session/${'x'.repeat(80)}`))
    refused(raw(11, [[bytes(32)]], false))
    refused(raw(11, [[bytes(32), bytes(32), 1]], false))
    refused(raw(11, [[bytes(32), bytes(32)]], 0))
    refused(raw(12, bytes(32), [[bytes(16), -1]], false))
    refused(raw(12, bytes(32), [[hex(bytes(16)), 1]], false))
    refused(raw(21, [bytes(0)]))
    refused(raw(21, [bytes(LIMITS.placeBytes + 1)]))
    refused(
      raw(
        21,
        Array.from({ length: LIMITS.placesPage + 1 }, () => bytes(8)),
      ),
    )
    refused(raw(24, bytes(15), []))
    refused(raw(24, bytes(16), [bytes(9)]))
    refused(
      raw(
        24,
        bytes(16),
        Array.from({ length: LIMITS.places + 1 }, () => bytes(8)),
      ),
    )
    refused(raw(8, ['/ip4/10.0.0.1/tcp/1']))
    refused(raw(13, ''))
    refused(raw(13, bytes(0)))
    refused(raw(13, bytes(LIMITS.blockBytes + 1)))
    refused(raw(10, 13, bytes(16)))
    refused(raw(27, bytes(0)))
    refused(raw(27, bytes(LIMITS.chunkBytes + 17)))
    for (const number of [26, 28, 29]) {
      refused(raw(number, [bytes(31)]))
      refused(
        raw(
          number,
          Array.from({ length: LIMITS.chunksNamed + 1 }, () => bytes(32)),
        ),
      )
    }
    refused(
      raw(
        2,
        Array.from({ length: LIMITS.logSample + 1 }, () => bytes(32)),
      ),
    )
    refused(
      raw(
        12,
        bytes(32),
        Array.from({ length: LIMITS.vectorPage + 1 }, () => [bytes(16), 1]),
        false,
      ),
    )
  })

  test('what is not canonical, too deep or cut off is refused', () => {
    refused(new Uint8Array(0))
    refused(Uint8Array.of(0x98, 0x01, 0x05))
    refused(Uint8Array.of(0x9f, 0x05, 0xff))
    refused(Uint8Array.of(0x81, 0x18, 0x05))
    refused(Uint8Array.of(0x81, 0x05, 0x00))
    refused(Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))
    refused(bytes(100_000, 0x81))
    for (const frame of examples) {
      const encoded = sessionFrames.encode(frame)
      for (let at = 0; at < encoded.length; at += 5) refused(encoded.subarray(0, at))
    }
  })

  test('random bytes and changed frames are read as themselves or refused, and nothing else happens', () => {
    const frame = fc.constantFrom(...examples)
    const changed = fc.tuple(frame, fc.nat(), fc.nat(255)).map(([each, at, value]) => {
      const encoded = sessionFrames.encode(each)
      encoded[at % encoded.length] = value
      return encoded
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (some) => {
        let read: SessionFrame
        try {
          read = sessionFrames.decode(some)
        } catch (error) {
          expect(error).toMatchObject({ code: 'session/malformed' })
          return
        }
        expect(sessionFrames.encode(read)).toEqual(some)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('frames of a join', () => {
  test('every kind is read as it was written, and nothing else is', () => {
    for (const frame of [
      { type: 'hello', version: 1, nonce: bytes(32), tag: bytes(16) },
      { type: 'welcome', nonce: bytes(32), tag: bytes(16) },
      { type: 'request', bytes: bytes(300) },
      { type: 'admitted', items: [bytes(4), bytes(5)], more: true },
      { type: 'refused', code: 'invite/expired' },
      { type: 'thanks' },
      { type: 'compare', nonce: bytes(32) },
    ] as const)
      expect(joinFrames.decode(joinFrames.encode(frame))).toEqual(frame)
    const joinMalformed = expect.objectContaining({ code: 'join/malformed' }) as Error
    for (const bad of [raw(9), raw(5, 1), raw(2, bytes(5000)), raw(3, [], 1), raw(4, 'no such code')]) {
      expect(() => joinFrames.decode(bad)).toThrow(joinMalformed)
    }
  })
})
