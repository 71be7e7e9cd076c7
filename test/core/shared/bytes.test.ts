import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  base64url,
  compareBytes,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  joinBytes,
  sameBytes,
  utf8,
} from '../../../core/shared/index.ts'

const bytes = fc.uint8Array({ maxLength: 100 })
const letters = fc.string({ unit: fc.constantFrom(...'ABab01-_+/= g'), maxLength: 9 })

describe('bytes', () => {
  it('have one base64url and one hex text, as Node spells them', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        expect(base64url(some)).toBe(Buffer.from(some).toString('base64url'))
        expect(hex(some)).toBe(Buffer.from(some).toString('hex'))
        expect(fromBase64url(base64url(some))).toEqual(some)
        expect(fromHex(hex(some))).toEqual(some)
      }),
    )
  })

  it('are read from no second spelling of the same base64url', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const some = fromBase64url(text)
        if (some) expect(base64url(some)).toBe(text)
      }),
      { numRuns: 3000 },
    )
    expect(fromBase64url('AB')).toBeUndefined()
    expect(fromBase64url('A')).toBeUndefined()
    expect(fromBase64url('AA==')).toBeUndefined()
    expect(fromHex('abc')).toBeUndefined()
    expect(fromHex('zz')).toBeUndefined()
  })

  it('are compared as Buffer compares them', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b))
        expect(sameBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
        expect(sameBytes(a, Uint8Array.from(a))).toBe(true)
      }),
    )
  })

  it('are joined, and are text only when they are well formed', () => {
    expect(joinBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3))
    expect(fromUtf8(utf8('\uFEFFzwölf'))).toBe('\uFEFFzwölf')
    expect(fromUtf8(Uint8Array.of(0xed, 0xa0, 0x80))).toBeUndefined()
  })
})
