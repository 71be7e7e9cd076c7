/** Links that add a device, recovery keys, and what is asked with them: read strictly, whoever wrote them. */
import { describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed, publicDevice } from '../../../core/identity/index.ts'
import {
  codeFor,
  commitTo,
  deviceCode,
  isPairingProven,
  pairingKeys,
  readDeviceLink,
  readDeviceRequest,
  readLink,
  readRecoveryKey,
  requestKind,
  shareOf,
  writeDeviceLink,
  writeDeviceRequest,
  writeRecoveryKey,
} from '../../../core/membership/index.ts'
import { addDeviceMessage, isDeviceProven, proveDevice } from '../../../core/membership/device-proof.ts'
import { base64url, type CommunityId, encodeCanonical, fromBase64url, joinBytes } from '../../../core/shared/index.ts'
import { digest } from '../../../core/identity/index.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('pairing')
const community = base64url(random.bytes(32)) as CommunityId
const device = (): ReturnType<typeof deviceOf> => deviceOf(newDeviceSeed(random))
const code = (text: string): Error => expect.objectContaining({ code: text }) as Error
const addresses = ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooWAda']
const laptop = device()

const nonce = random.bytes(32)

const linkOf = (by = laptop) => ({
  community,
  communitySecret: random.bytes(16),
  pairingSecret: random.bytes(16),
  commitment: commitTo(nonce),
  peer: '12D3KooWAdasPeer',
  name: 'Mill Lane',
  addresses,
  expires: 1_800_000_600_000,
  adding: by.id,
})
const link = linkOf()
const text = writeDeviceLink(laptop, link)
const key = { community, communitySecret: random.bytes(16), seed: random.bytes(32), name: 'Mill Lane', addresses }
const recovery = writeRecoveryKey(key)
const meeting = { nonce: random.bytes(32), joiner: 'phone', admitter: 'laptop' }

describe('a link that adds a device, and a recovery key', () => {
  it('read as they were written, with white space in them', () => {
    expect(readDeviceLink(text)).toEqual(link)
    expect(readRecoveryKey(recovery)).toEqual(key)
    const broken = (whole: string): string => `  ${whole.replaceAll(/(.{60})/g, '$1\n ')} `
    expect(readDeviceLink(broken(text))).toEqual(link)
    expect(readRecoveryKey(broken(recovery))).toEqual(key)
  })

  it('opened in each other’s place say what they are', () => {
    using village = smallCommunity()
    const invite = village.link()
    expect(() => readDeviceLink(invite)).toThrow(code('device/invite-link'))
    expect(() => readDeviceLink(recovery)).toThrow(code('device/recovery-key'))
    expect(() => readRecoveryKey(invite)).toThrow(code('recovery/invite-link'))
    expect(() => readRecoveryKey(text)).toThrow(code('recovery/device-link'))
    expect(() => readLink(text)).toThrow(code('invite/device-link'))
    expect(() => readLink(recovery)).toThrow(code('invite/recovery-key'))
    for (const other of ['', 'https://example.org', 'folkmoot://', 'folkmoot://else#abc', 'x'.repeat(100_000)]) {
      expect(() => readDeviceLink(other)).toThrow(code('device/not-a-link'))
      expect(() => readRecoveryKey(other)).toThrow(code('recovery/not-a-key'))
    }
  })

  it('changed anywhere, cut off or made longer, are damaged', () => {
    for (const [whole, read, damaged] of [
      [text, readDeviceLink, code('device/damaged')],
      [recovery, readRecoveryKey, code('recovery/damaged')],
    ] as const) {
      const prefix = whole.indexOf('#') + 1
      for (let at = prefix; at < whole.length; at += 3) {
        const other = whole[at] === 'A' ? 'B' : 'A'
        expect(() => read(whole.slice(0, at) + other + whole.slice(at + 1))).toThrow(damaged)
        expect(() => read(whole.slice(0, at))).toThrow(damaged)
      }
      expect(() => read(`${whole}AAAA`)).toThrow(damaged)
      expect(() => read(whole + 'A'.repeat(20_000))).toThrow(damaged)
    }
  })

  it('of another version, or whose checksum is right and content is not, are refused', () => {
    const sealed = (whole: string, change: (packed: Uint8Array) => Uint8Array): string => {
      const [prefix = '', body = ''] = whole.split('#')
      const packed = change((fromBase64url(body) ?? new Uint8Array(0)).slice(0, -4))
      const domain = prefix.endsWith('device') ? 'folkmoot/device-checksum/1' : 'folkmoot/recovery-checksum/1'
      return `${prefix}#${base64url(joinBytes(packed, digest(domain, packed).subarray(0, 4)))}`
    }
    const version = (of: number) => (packed: Uint8Array) => joinBytes(Uint8Array.of(of), packed.subarray(1))
    expect(() => readDeviceLink(sealed(text, version(3)))).toThrow(code('device/newer-version'))
    expect(() => readDeviceLink(sealed(text, version(1)))).toThrow(code('device/damaged'))
    expect(() => readRecoveryKey(sealed(recovery, version(2)))).toThrow(code('recovery/newer-version'))
    for (let round = 0; round < 400; round++) {
      const noise = random.bytes(1 + (random.bytes(1)[0] ?? 0))
      const change = (packed: Uint8Array): Uint8Array =>
        round % 2 === 0
          ? joinBytes(packed.subarray(0, 1), noise)
          : packed.map((byte, at) =>
              at === 1 + ((noise[0] ?? 0) % (packed.length - 1)) ? byte ^ (noise[1] ?? 1) : byte,
            )
      for (const [whole, read] of [
        [text, readDeviceLink],
        [recovery, readRecoveryKey],
      ] as const)
        try {
          read(sealed(whole, change))
        } catch (error) {
          expect(String((error as { code?: string }).code)).toMatch(/^(?:device|recovery)\/damaged$/)
        }
    }
  })

  it('name a peer that may be one', () => {
    for (const peer of ['', 'short', '/ip4/1.2.3.4', 'x'.repeat(101), '12D3KooW<script>'])
      expect(() => readDeviceLink(writeDeviceLink(laptop, { ...link, peer }))).toThrow(code('device/damaged'))
  })

  it('carry a link only under the signature of the device that adds', () => {
    const forged = writeDeviceLink(
      { ...device(), signing: { ...device().signing, publicKey: laptop.signing.publicKey } },
      link,
    )
    expect(() => readDeviceLink(forged)).toThrow(code('device/damaged'))
  })
})

describe('the code both devices show', () => {
  const asked = () => ({ device: publicDevice(device()), share: random.bytes(32) })

  it('is six digits that follow from the secret, the nonce, and the keys and share of the new device', () => {
    const [phone, other] = [asked(), asked()]
    const codeOf = (of: typeof phone): string => deviceCode(link.pairingSecret, of, nonce)
    expect(codeOf(phone)).toMatch(/^\d{3} \d{3}$/)
    expect(codeOf(phone)).toBe(codeOf({ ...phone }))
    const codes = [
      ...[phone, other, { ...phone, share: other.share }].map(codeOf),
      codeOf({ ...phone, device: { ...phone.device, box: other.device.box } }),
      codeOf({ ...phone, device: { ...phone.device, signing: other.device.signing } }),
      deviceCode(random.bytes(16), phone, nonce),
      deviceCode(link.pairingSecret, phone, random.bytes(32)),
    ]
    expect(new Set(codes).size).toBe(7)
  })

  it('comes as often with any first digit as with any other', () => {
    const counts = new Map<string, number>()
    const phone = asked()
    for (let i = 0; i < 5000; i++) {
      const [first = ''] = deviceCode(random.bytes(16), phone, nonce)
      counts.set(first, (counts.get(first) ?? 0) + 1)
    }
    expect(counts.size).toBe(10)
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(120)
  })

  it('41: cannot be searched for by who keeps the link and asks with keys of their own: it takes the nonce', () => {
    const mallory = device()
    const keys = readDeviceRequest(writeDeviceRequest(link, mallory, meeting))
    const codes = Array.from({ length: 50 }, () => deviceCode(link.pairingSecret, keys, random.bytes(32)))
    expect(new Set(codes).size).toBeGreaterThan(45)
    expect(deviceCode(link.pairingSecret, keys, nonce)).toBe(codeFor(link, mallory, nonce))
  })

  it('41: cannot be searched for by who makes another link: it takes the share, and shows no nonce but the one promised', () => {
    const phone = device()
    const forged = Array.from({ length: 50 }, () => ({ ...link, commitment: commitTo(random.bytes(32)) }))
    const shares = [link, { ...link, pairingSecret: random.bytes(16) }, ...forged].map((each) => shareOf(each, phone))
    expect(new Set(shares.map(base64url)).size).toBe(52)
    expect(shareOf(link, phone)).toEqual(shareOf({ ...link }, phone))
    expect(shareOf(link, device())).not.toEqual(shareOf(link, phone))
    for (const wrong of [random.bytes(32), nonce.slice(1), new Uint8Array(0), link.commitment])
      expect(() => codeFor(link, phone, wrong)).toThrow(code('device/untrue'))
  })
})

describe('a new device’s request', () => {
  const phone = device()
  const bytes = writeDeviceRequest(link, phone, meeting)
  const terms = { community, adding: laptop.id, pairingKey: pairingKeys(link.pairingSecret).publicKey }
  const isProven = (of = bytes, by = terms, met = meeting): boolean => isPairingProven(readDeviceRequest(of), by, met)

  it('is of kind 2 and proves the link, the device and its wish', () => {
    expect(requestKind(bytes)).toBe(2)
    expect(readDeviceRequest(bytes).device).toEqual(publicDevice(phone))
    expect(isProven()).toBe(true)
  })

  it('41: is good for no other conversation, peer, community, link or adding device', () => {
    const other = linkOf()
    expect(isProven(bytes, terms, { ...meeting, nonce: random.bytes(32) })).toBe(false)
    expect(isProven(bytes, terms, { ...meeting, joiner: 'another' })).toBe(false)
    expect(isProven(bytes, terms, { ...meeting, admitter: 'another' })).toBe(false)
    expect(isProven(bytes, { ...terms, community: base64url(random.bytes(32)) as CommunityId })).toBe(false)
    expect(isProven(bytes, { ...terms, adding: device().id })).toBe(false)
    expect(isProven(bytes, { ...terms, pairingKey: pairingKeys(other.pairingSecret).publicKey })).toBe(false)
  })

  it('41, 64: with anything in it exchanged proves nothing', () => {
    const good = readDeviceRequest(bytes)
    const thief = device()
    for (const change of [
      { device: publicDevice(thief) },
      { device: { ...good.device, box: thief.box.publicKey } },
      { device: { ...good.device, signing: thief.signing.publicKey } },
      { pairingKey: thief.signing.publicKey },
      { pairingSignature: good.deviceSignature },
      { share: random.bytes(32) },
      { deviceSignature: good.pairingSignature },
      { deviceSignature: proveDevice(community, laptop.id, phone, true) },
      { deviceSignature: proveDevice(community, thief.id, phone, false) },
      { deviceSignature: proveDevice(community, laptop.id, thief, false) },
    ])
      expect(isPairingProven({ ...good, ...change }, terms, meeting)).toBe(false)
  })

  it('that is malformed in any way is refused as such', () => {
    const parts = [32, 32, 32, 32, 64, 64].map((length) => random.bytes(length))
    for (const wrong of [
      new Uint8Array(0),
      random.bytes(5000),
      encodeCanonical([2]),
      encodeCanonical([1, ...parts]),
      encodeCanonical([2, ...parts, new Uint8Array(0)]),
      encodeCanonical([2, ...parts.slice(0, 5), 'text']),
      encodeCanonical([2, ...parts.slice(0, 5), random.bytes(65)]),
      encodeCanonical(new Map([['kind', 2]])),
      ...Array.from({ length: bytes.length }, (_, at) => bytes.slice(0, at)),
    ])
      expect(() => readDeviceRequest(wrong)).toThrow(code('device/not-accepted'))
    for (let at = 0; at < bytes.length; at++) {
      const flipped = bytes.map((byte, i) => (i === at ? byte ^ 0x20 : byte))
      let proven = false
      try {
        proven = isProven(flipped)
      } catch (error) {
        expect(error).toEqual(code('device/not-accepted'))
      }
      expect(proven).toBe(false)
    }
  })
})

it('a device’s wish to be added tells a recovery key from a device, and one adding device from another', () => {
  const [phone, other] = [device(), device()]
  const proof = { recovery: false, deviceSignature: proveDevice(community, laptop.id, phone, false) }
  expect(isDeviceProven(community, laptop.id, publicDevice(phone), proof)).toBe(true)
  expect(isDeviceProven(community, laptop.id, publicDevice(phone), { ...proof, recovery: true })).toBe(false)
  expect(isDeviceProven(community, other.id, publicDevice(phone), proof)).toBe(false)
  expect(isDeviceProven(community, laptop.id, publicDevice(other), proof)).toBe(false)
  expect(addDeviceMessage(community, laptop.id, publicDevice(phone), false)).toHaveLength(32)
})
