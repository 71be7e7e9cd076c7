/** Readers of what comes over the network: frames of the protocols, the stream they are cut from, addresses and announcements. */
import { createRequire } from 'node:module'
import { describe, expect } from 'vitest'
import {
  type ActionId,
  base64url,
  type ChunkId,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  encodeCanonical,
  type EpochId,
  type FeedId,
  fromBase64url,
  hex,
  LIMITS,
  joinBytes,
  type PeerId,
} from '../../../core/shared/index.ts'
import { deviceOf, newDeviceSeed, sha256, sign } from '../../../core/identity/index.ts'
import { readPlace } from '../../../core/sync/reach/place-entry.ts'
import { announcement, type DnsRecord, parseAnnouncement } from '../../../core/sync/transport/discovery/announcement.ts'
import { parseAddress, peerIdFromText, peerOfKey } from '../../../core/sync/transport/index.ts'
import { dialable } from '../../../core/sync/transport/addresses.ts'
import { frameHeader, FrameReader } from '../../../core/sync/transport/frames.ts'
import { privateKeyOf } from '../../../core/sync/transport/peer-key.ts'
import { refusalOf, toldCode } from '../../../core/sync/join/refusals.ts'
import { joinFrames } from '../../../core/sync/wire/join-frames.ts'
import { type SessionFrame, sessionFrames } from '../../../core/sync/wire/session-frames.ts'
import { spoilCbor } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes, spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import { placeOf } from '../../support/places.ts'

const bytes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)
const id = base64url(bytes(32))
const document = id as DocumentId
const heads = [{ feed: hex(bytes(16)) as FeedId, seq: 3 }]
const bob = await peerOfKey(bytes(32, 1))
const ann = await peerOfKey(bytes(32, 2))

const session: readonly SessionFrame[] = [
  { type: 'hello', version: 2, nonce: bytes(32), tag: bytes(16), vouches: [bytes(8)] },
  { type: 'welcome', nonce: bytes(32), tag: bytes(16), heads: bytes(32), vouches: [], recognised: 2 },
  { type: 'sample', actions: [id as ActionId] },
  { type: 'proof', device: id as DeviceId, signature: bytes(64), log: true },
  { type: 'log', items: [bytes(100)], heads: [] },
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
  { type: 'lack', epochs: [id as EpochId] },
  { type: 'keys', keys: [[id as EpochId, bytes(80)]] },
  { type: 'letter', bytes: bytes(300) },
  { type: 'signal', bytes: bytes(37) },
  { type: 'later', ms: 1000 },
  { type: 'seek', chunks: [id as ChunkId] },
  { type: 'chunk', bytes: bytes(100) },
  { type: 'lacking', chunks: [id as ChunkId] },
  { type: 'holding', chunks: [] },
]

describe('frames of the protocols', () => {
  fuzz({
    name: 'session-frame',
    samples: session.map(sessionFrames.encode),
    spoil: [spoilCbor, spoilCbor, spoilBytes],
    read: sessionFrames.decode,
    throws: ['session/malformed'],
    accepted: (frame, input) => expect(sessionFrames.encode(frame)).toEqual(input),
    cases: 4000,
  })
  fuzz({
    name: 'join-frame',
    samples: (
      [
        { type: 'hello', version: 1, nonce: bytes(32), tag: bytes(16) },
        { type: 'welcome', nonce: bytes(32), tag: bytes(16) },
        { type: 'request', bytes: bytes(300) },
        { type: 'admitted', items: [bytes(4), bytes(5)], more: true },
        { type: 'refused', code: 'invite/expired' },
        { type: 'thanks' },
        { type: 'sample', actions: [id as ActionId] },
        { type: 'told', items: [bytes(4)], more: false },
      ] as const
    ).map(joinFrames.encode),
    spoil: [spoilCbor, spoilCbor, spoilBytes],
    read: (input) => {
      const frame = joinFrames.decode(input)
      if (frame.type === 'refused')
        expect(toldCode(refusalOf(frame.code, undefined)?.code ?? frame.code)).toMatch(/^[a-z]+\/[a-z-]+$/)
      return frame
    },
    throws: ['join/malformed'],
    accepted: (frame, input) => expect(joinFrames.encode(frame)).toEqual(input),
    cases: 2000,
  })
})

describe('the address book', () => {
  const device = deviceOf(newDeviceSeed({ bytes: (length) => bytes(length, 3) }))
  const signer = {
    community: id as CommunityId,
    device: device.id,
    signSession: (transcript: Uint8Array) => sign(device.signing, transcript),
  }
  const [issued, relay] = [1_800_000_000_000, `/ip6/2001:db8::1/tcp/1/p2p/${ann}/p2p-circuit/p2p/${bob}`]
  fuzz({
    name: 'place',
    samples: [
      placeOf(signer, bob, [], { issued }),
      placeOf(signer, bob, [`/ip4/192.0.2.7/tcp/4001/p2p/${bob}`, relay], { issued, relay: true }),
    ].map((place) => place.bytes),
    spoil: [spoilCbor, spoilCbor, spoilBytes],
    read: readPlace,
    throws: [],
    accepted: (place, input) => {
      if (!place) return
      const fields = [place.peer, place.addresses, place.relay, place.issued, place.expires, place.signature] as const
      expect(encodeCanonical([1, fromBase64url(place.device) ?? null, ...fields])).toEqual(input)
      for (const address of place.addresses) expect(parseAddress(address)?.peer).toBe(place.peer)
    },
    cases: 2000,
  })
})

describe('a stream', () => {
  /** Frames of a stream that comes in pieces of so many bytes, and why it ended. */
  const cut = (input: Uint8Array, piece: number): { frames: Uint8Array[]; ended: string; left: number } => {
    const reader = new FrameReader()
    const frames: Uint8Array[] = []
    try {
      for (let at = 0; at < input.length; at += piece) {
        reader.push(input.subarray(at, at + piece))
        for (let frame = reader.next(); frame; frame = reader.next()) frames.push(frame)
        if (reader.size > input.length) throw new RangeError('holds more than came')
      }
    } catch (error) {
      return { frames, ended: (error as { code?: string }).code ?? String(error), left: 0 }
    }
    return { frames, ended: '', left: reader.size }
  }
  const told = ({ frames, ended, left }: ReturnType<typeof cut>): string =>
    `${ended} ${left} ${frames.map((frame) => frame.length).join()} ${sha256(joinBytes(...frames)).join()}`
  const stream = (...lengths: readonly number[]): Uint8Array =>
    Uint8Array.from(Buffer.concat(lengths.flatMap((length) => [frameHeader(length), bytes(length)])))
  fuzz({
    name: 'stream',
    samples: [stream(0, 1, 2), stream(127, 128, 129), stream(300, 0, 0, 300), stream(20_000, 5)],
    read: (input) => {
      const whole = cut(input, Math.max(1, input.length))
      expect(['', 'sync/frame-too-large']).toContain(whole.ended)
      for (const piece of [1, 7, 1024]) expect(told(cut(input, piece))).toBe(told(whole))
      return whole
    },
    throws: [],
    accepted: ({ frames, ended, left }, input) => {
      const again = Buffer.concat(frames.flatMap((frame) => [frameHeader(frame.length), frame]))
      expect(again.equals(input.subarray(0, again.length))).toBe(true)
      if (ended === '') expect(again.length + left).toBe(input.length)
    },
    cases: 300,
  })
})

const addresses = [
  '/ip4/192.0.2.7/tcp/4001',
  `/ip4/192.168.7.3/tcp/4001/p2p/${bob}`,
  `/ip6/2001:db8::1/tcp/1/p2p/${bob}`,
  '/ip6/::ffff:10.0.0.1/tcp/65535',
  `/dns4/example.org/tcp/443/p2p/${bob}`,
  '/dns/a_b.example/tcp/80',
]

describe('addresses', () => {
  fuzz({
    name: 'address',
    samples: addresses.map(unitsOf),
    spoil: [spoilText],
    read: (input) => parseAddress(textOf(input)),
    throws: [],
    accepted: (address) => {
      if (address === undefined) return
      expect(parseAddress(address.text)).toEqual(address)
      expect(address.text).toMatch(/^[\x21-\x7e]{1,400}$/)
    },
    cases: 4000,
  })
  fuzz({
    name: 'dialled',
    samples: [unitsOf(addresses.join('\n'))],
    spoil: [spoilText],
    read: (input) => dialable(textOf(input).split('\n'), bob, ann),
    throws: ['sync/not-ours-to-dial', 'sync/unreachable'],
    accepted: (all) => {
      for (const { text, peer } of all) expect([peer, text.endsWith(`/p2p/${bob}`)]).toEqual([bob, true])
    },
    cases: 800,
  })
  fuzz({
    name: 'peer-id',
    samples: [bob, ann].map(unitsOf),
    spoil: [spoilText],
    read: (input) => peerIdFromText(textOf(input)),
    throws: [],
    accepted: (peer, input) => peer && expect(peer).toBe(textOf(input) as PeerId),
    cases: 1000,
  })
  fuzz({
    name: 'peer-key',
    samples: [bytes(32, 3), Uint8Array.from(Buffer.from(`08011240${'07'.repeat(64)}`, 'hex')).subarray(0, 32)],
    read: async (input) => (await privateKeyOf(input)).type,
    throws: ['sync/bad-peer-key'],
    cases: 300,
  })
})

describe('announcements on the local network', () => {
  /** The very reader and writer that multicast-dns uses. */
  const packet = createRequire(import.meta.resolve('multicast-dns'))('dns-packet') as {
    encode(packet: object): Buffer
    decode(bytes: Buffer): { answers?: DnsRecord[]; questions?: { name: string }[] }
  }
  const source = '192.168.7.3'
  const own = `/ip4/${source}/tcp/4001/p2p/${bob}`
  const answer = { type: 'response', answers: announcement(bob, [own, `/ip4/${source}/tcp/2`]) }
  const question = { type: 'query', questions: [{ type: 'PTR', name: '_folkmoot._udp.local' }] }
  fuzz({
    name: 'announcement',
    samples: [answer, question].map((each) => Uint8Array.from(packet.encode(each))),
    read: (input) => {
      let read: ReturnType<typeof packet.decode>
      try {
        read = packet.decode(Buffer.from(input))
      } catch {
        // multicast-dns tells of it as a warning.
        return undefined
      }
      for (const { name } of read.questions ?? []) expect(typeof name).toBe('string')
      return parseAnnouncement(read.answers ?? [], source)
    },
    throws: [],
    accepted: (found) => {
      expect(found?.addresses.length ?? 0).toBeLessThanOrEqual(LIMITS.discoveredAddresses)
      for (const address of found?.addresses ?? []) expect(address.startsWith(`/ip4/${source}/tcp/`)).toBe(true)
    },
    cases: 2500,
  })
})
