import { describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import {
  admit,
  inviteKeys,
  isInviteTrue,
  KeyRing,
  readLink,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../../core/membership/index.ts'
import { encodeCanonical } from '../../../core/shared/index.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('admission')

function invited(village: SmallCommunity, terms: { uses?: number; expires?: number } = {}) {
  const { device, membership } = village.person('ada')
  const inviteSecret = random.bytes(16)
  const { community } = village
  const { uses = 1, expires = village.clock.now() + 1000 } = terms
  const certificateBytes = signCertificate(device, {
    community,
    inviteKey: inviteKeys(inviteSecret).publicKey,
    role: 'member',
    uses,
    expires,
    approval: false,
  })
  const text = { name: 'Mill', purpose: 'p', rules: 'r', inviter: 'Ada' }
  return readLink(
    writeLink(device, {
      community,
      communitySecret: membership.secret,
      inviteSecret,
      certificateBytes,
      text,
      addresses: ['/ip4/1.2.3.4'],
    }),
  )
}

const meeting = (): Parameters<typeof writeRequest>[2] => ({ nonce: random.bytes(32), joiner: 'j', admitter: 'a' })
const code = (text: string): Error => expect.objectContaining({ code: text }) as Error

describe('admission', () => {
  it('makes a member who holds the key, once; asking again is welcome', () => {
    using village = smallCommunity()
    const { membership: log, ring, device } = village.person('ada')
    const invite = invited(village)
    const newcomer = deviceOf(newDeviceSeed(random))
    const context = { log, ring, device, now: village.clock.now() }
    for (let i = 0; i < 2; i++) {
      const met = meeting()
      admit(context, writeRequest(invite, newcomer, met), met)
    }
    expect(log.size).toBe(2)
    expect(isInviteTrue(invite, log)).toBe(true)
    expect(log.roleAt(newcomer.id, log.heads())).toBe('member')
    expect(new KeyRing(newcomer, () => log.state).held()).toEqual(ring.held())
    const met = meeting()
    expect(() => admit(context, writeRequest(invite, deviceOf(newDeviceSeed(random)), met), met)).toThrow(
      code('invite/used-up'),
    )
  })

  it('tells one who has left nothing more of the log', () => {
    using village = smallCommunity()
    const { membership: log, ring, device } = village.person('ada')
    const cleo = village.join('cleo', 'ada')
    cleo.membership.append(cleo.device, 1, { type: 'leave', cut: [] })
    log.receive(cleo.membership.missingFor([]))
    const met = meeting()
    const request = writeRequest(invited(village, { uses: 9 }), cleo.device, met)
    expect(() => admit({ log, ring, device, now: village.clock.now() }, request, met)).toThrow(
      code('invite/not-accepted'),
    )
  })

  it('40, 41: is refused to late, forged, replayed and malformed requests', () => {
    using village = smallCommunity()
    using other = smallCommunity('other')
    const { membership: log, ring, device } = village.person('ada')
    const context = { log, ring, device, now: village.clock.now() }
    const newcomer = deviceOf(newDeviceSeed(random))
    const met = meeting()
    const request = writeRequest(invited(village), newcomer, met)
    expect(() => admit(context, request, { ...met, nonce: random.bytes(32) })).toThrow(code('invite/not-accepted'))
    expect(() => admit(context, request, { ...met, joiner: 'another' })).toThrow(code('invite/not-accepted'))
    expect(() => admit(context, writeRequest(invited(other), newcomer, met), met)).toThrow(code('invite/not-accepted'))
    expect(() => admit(context, writeRequest(invited(village, { expires: 5 }), newcomer, met), met)).toThrow(
      code('invite/expired'),
    )
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array(5000),
      encodeCanonical([1]),
      encodeCanonical([2, ...Array.from({ length: 5 }, () => new Uint8Array(32))]),
    ]) {
      expect(() => admit(context, bytes, met)).toThrow(code('invite/not-accepted'))
    }
    const weak = { ...newcomer, box: { publicKey: new Uint8Array(32), secretKey: new Uint8Array(32) } }
    expect(() => admit(context, writeRequest(invited(village), weak, met), met)).toThrow(code('invite/not-accepted'))
    const long = { ...met, joiner: 'x'.repeat(200) }
    expect(() => admit(context, writeRequest(invited(village), newcomer, long), long)).toThrow(
      code('invite/not-accepted'),
    )
    expect(log.size).toBe(1)
  })

  it('is not granted by one who has left', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    const { membership: log, ring, device } = village.person('bram')
    log.append(device, 1, { type: 'leave', cut: [] })
    const met = meeting()
    const request = writeRequest(invited(village), deviceOf(newDeviceSeed(random)), met)
    expect(() => admit({ log, ring, device, now: 1 }, request, met)).toThrow(code('invite/not-accepted'))
  })
})

describe('a membership log', () => {
  it('gives a peer what it lacks, from any sample, and tells once of what it took', () => {
    using village = smallCommunity()
    const early = village.person('ada').membership.missingFor([])
    for (let i = 0; i < 20; i++) village.join(`m${i}`, 'ada')
    const ada = village.person('ada').membership
    const m3 = village.person('m3').membership
    let told = 0
    m3.onChange(() => (told += 1))
    expect(m3.receive(early)).toEqual({ accepted: 0, refused: 0 })
    expect(told).toBe(0)
    const missing = ada.missingFor(m3.sample())
    expect(missing.length).toBeLessThan(20)
    expect(m3.receive([...missing, ...missing])).toEqual({ accepted: 16, refused: 0 })
    expect(told).toBe(1)
    expect(m3.heads()).toEqual(ada.heads())
    expect(ada.sample().length).toBeLessThanOrEqual(64)
    expect(m3.receive(ada.missingFor([]).toReversed())).toEqual({ accepted: 0, refused: 0 })
  })

  it('is as it was after a restart', () => {
    using village = smallCommunity()
    village.join('bram', 'ada')
    const before = village.person('ada').membership
    const [heads, state] = [before.heads(), before.state]
    const after = village.restart('ada').membership
    expect(after.heads()).toEqual(heads)
    expect(after.state).toEqual(state)
    expect(after.tagKey).toEqual(before.tagKey)
  })
})
