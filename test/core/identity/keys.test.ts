import { createPublicKey, generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  assertBoxKey,
  assertSigningKey,
  decrypt,
  deviceId,
  deviceKey,
  deviceOf,
  encrypt,
  memberIdOf,
  openSealed,
  publicDevice,
  sealFor,
  sign,
  verify,
} from '../../../core/identity/index.ts'
import { fromHex } from '../../../core/shared/index.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('keys')
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)
const badKey = expect.objectContaining({ code: 'identity/bad-key' }) as Error

/** Points of small order, their other spellings, and what is no point. */
const unsound = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '0200000000000000000000000000000000000000000000000000000000000000',
]

describe('a device', () => {
  it('is made of its seed alone, with keys that sign and are sealed for', () => {
    const seed = random.bytes(32)
    const [device, again] = [deviceOf(seed), deviceOf(seed)]
    expect(publicDevice(again)).toEqual(publicDevice(device))
    expect(deviceKey(device.id)).toEqual(device.signing.publicKey)
    expect(deviceId(device.signing.publicKey)).toBe(device.id)
    expect(memberIdOf(device.signing.publicKey)).toHaveLength(43)
    const message = random.bytes(100)
    const signature = sign(device.signing, message)
    expect(sign(again.signing, message)).toEqual(signature)
    expect(verify(device.signing.publicKey, message, signature)).toBe(true)
    expect(verify(device.signing.publicKey, random.bytes(100), signature)).toBe(false)
  })

  it.each(unsound)('cannot have a signing key of small order or none at all: %s', (text) => {
    expect(() => assertSigningKey(raw(text))).toThrow(badKey)
    expect(() => deviceKey(deviceId(raw(text)))).toThrow(badKey)
  })

  it('cannot have keys of another length, or a box key of small order', () => {
    expect(() => assertSigningKey(new Uint8Array(31))).toThrow(badKey)
    for (const key of [
      new Uint8Array(31),
      new Uint8Array(32),
      raw('0100000000000000000000000000000000000000000000000000000000000000'),
    ]) {
      expect(() => assertBoxKey(key)).toThrow(badKey)
      expect(() => sealFor(key, new Uint8Array(32))).toThrow(badKey)
    }
    assertBoxKey(deviceOf(random.bytes(32)).box.publicKey)
  })
})

describe('a signature', () => {
  it('is what any Ed25519 makes, and false for anything malformed', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }).subarray(12))
    const message = random.bytes(10)
    expect(verify(key, message, Uint8Array.from(nodeSign(null, message, privateKey)))).toBe(true)
    for (const bad of [new Uint8Array(0), new Uint8Array(63), new Uint8Array(64), new Uint8Array(65)])
      expect(verify(key, message, bad)).toBe(false)
    expect(verify(new Uint8Array(31), message, new Uint8Array(64))).toBe(false)
    expect(createPublicKey(privateKey).asymmetricKeyType).toBe('ed25519')
  })

  it('has no second form: S beyond the order of the group is refused', () => {
    const device = deviceOf(random.bytes(32))
    const message = random.bytes(10)
    const signature = sign(device.signing, message)
    const order = raw('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
    const twisted = Uint8Array.from(signature)
    let carry = 0
    for (let i = 0; i < 32; i++) {
      const sum = (signature[32 + i] ?? 0) + (order[i] ?? 0) + carry
      twisted[32 + i] = sum & 255
      carry = sum >> 8
    }
    expect(verify(device.signing.publicKey, message, twisted)).toBe(false)
  })
})

describe('what is sealed or encrypted', () => {
  it('opens for its device alone, and not when changed', () => {
    const [ada, bram] = [deviceOf(random.bytes(32)), deviceOf(random.bytes(32))]
    const secret = random.bytes(32)
    const sealed = sealFor(ada.box.publicKey, secret)
    expect(sealed).toHaveLength(80)
    expect(openSealed(ada.box, sealed)).toEqual(secret)
    const notForUs = expect.objectContaining({ code: 'identity/not-for-us' }) as Error
    expect(() => openSealed(bram.box, sealed)).toThrow(notForUs)
    expect(() => openSealed(ada.box, sealed.subarray(1))).toThrow(notForUs)
    expect(() => openSealed(ada.box, new Uint8Array(0))).toThrow(notForUs)
  })

  it('opens under its key, nonce and context alone', () => {
    const [key, nonce, plain, context] = [random.bytes(32), random.bytes(24), random.bytes(50), random.bytes(5)]
    const ciphertext = encrypt(key, nonce, plain, context)
    expect(decrypt(key, nonce, ciphertext, context)).toEqual(plain)
    const notAuthentic = expect.objectContaining({ code: 'identity/not-authentic' }) as Error
    expect(() => decrypt(random.bytes(32), nonce, ciphertext, context)).toThrow(notAuthentic)
    expect(() => decrypt(key, random.bytes(24), ciphertext, context)).toThrow(notAuthentic)
    expect(() => decrypt(key, nonce, ciphertext, new Uint8Array(0))).toThrow(notAuthentic)
    expect(() => decrypt(key, nonce, ciphertext.subarray(0, 10), context)).toThrow(notAuthentic)
  })
})
