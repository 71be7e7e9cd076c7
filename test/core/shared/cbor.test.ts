import { decode, encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  cborErrors,
  type CborLimits,
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  fromHex,
} from '../../../core/shared/index.ts'

const wide: CborLimits = { bytes: 1 << 20, depth: 8, values: 10_000 }
const read = (hex: string, limits = wide) => decodeCanonical(fromHex(hex) ?? new Uint8Array(0), limits)

function code(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    return cborErrors.is(error, 'malformed') || cborErrors.is(error, 'too-deep') || cborErrors.is(error, 'too-large')
      ? error.code
      : String(error)
  }
  return 'taken'
}

const values = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<CborValue>(null, true, false),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 6 }),
    fc
      .array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), tie('value')), { maxLength: 6 })
      .map((all) => new Map(all)),
  ),
})).value

describe('canonical CBOR', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeCanonical(encodeCanonical(value), wide)).toEqual(value)
      }),
    )
  })

  it('writes what another encoder does, also of what none may read', () => {
    const odd = fc.oneof(values, fc.double(), fc.array(fc.double()), fc.dictionary(fc.string(), values))
    fc.assert(
      fc.property(odd, (value) => {
        expect(encodeCanonical(value as CborValue)).toEqual(Uint8Array.from(encode(value)))
      }),
    )
    for (const text of [
      'é'.repeat(23),
      'a'.repeat(255),
      '鯨'.repeat(90),
      'x'.repeat(70_000),
      '\uD800',
      '鯨'.repeat(200_000),
    ])
      expect(encodeCanonical([text, new Map([[text, 1]])])).toEqual(
        Uint8Array.from(encode([text, new Map([[text, 1]])])),
      )
    for (const number of [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER])
      for (const each of [number, -number, -1 - number])
        expect(encodeCanonical(each)).toEqual(Uint8Array.from(encode(each)))
  })

  it('takes no bytes but those it would write itself, whatever is done to them', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('set', 'insert', 'delete'))
    fc.assert(
      fc.property(values, fc.array(edit, { minLength: 1, maxLength: 3 }), (value, edits) => {
        const bytes = [...encodeCanonical(value)]
        for (const [where, byte, how] of edits)
          bytes.splice(where % bytes.length, how === 'insert' ? 0 : 1, ...(how === 'delete' ? [] : [byte]))
        const changed = Uint8Array.from(bytes)
        let back: CborValue
        try {
          back = decodeCanonical(changed, wide)
        } catch {
          return
        }
        expect(encodeCanonical(back)).toEqual(changed)
      }),
      { numRuns: 3000 },
    )
  })

  it('reads random bytes as another reader does, or not at all', () => {
    const strict = {
      strict: true,
      useMaps: true,
      rejectDuplicateMapKeys: true,
      allowIndefinite: false,
      allowBigInt: false,
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        let ours: CborValue
        try {
          ours = decodeCanonical(bytes, wide)
        } catch {
          return
        }
        expect(decode(bytes, strict)).toEqual(ours)
        expect(encode(ours)).toEqual(bytes)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['a float', 'f93c00'],
    ['a double', 'fb3ff0000000000000'],
    ['undefined', 'f7'],
    ['a simple value of two bytes', 'f814'],
    ['a tag', 'c001'],
    ['a big integer', 'c24101'],
    ['a list without end', '9f01ff'],
    ['a text without end', '7f6161ff'],
    ['an integer with a longer head than needed', '1817'],
    ['an integer of 16 bits that fits 8', '1900ff'],
    ['an integer of 64 bits that fits 32', '1b00000000ffffffff'],
    ['a length with a longer head than needed', '580161'],
    ['2^53', '1b0020000000000000'],
    ['-2^53', '3b001fffffffffffff'],
    ['2^64 - 1', '1bffffffffffffffff'],
    ['a truncated head', '19ff'],
    ['a text cut short', '6261'],
    ['a length of 2^53', '5b0020000000000000'],
    ['a length of 2^32 - 1', '7affffffff'],
    ['something after the end', '0000'],
    ['nothing', ''],
    ['keys out of order', 'a2616201616101'],
    ['a longer key before a shorter one', 'a262616101616201'],
    ['a key twice', 'a2616101616102'],
    ['the key true', 'a1f501'],
    ['the key null', 'a1f601'],
    ['a list as a key', 'a181616101'],
    ['a number as a key', 'a10101'],
    ['bytes as a key', 'a1416101'],
    ['a lone surrogate', '63eda080'],
    ['an overlong letter', '62c1a1'],
    ['half a letter', '61c3'],
  ])('refuses %s', (_, hex) => {
    expect(code(() => read(hex))).toBe('cbor/malformed')
  })

  it('keeps a byte order mark, however long the text is', () => {
    for (const text of ['\uFEFFa', `\uFEFF${'a'.repeat(200)}`])
      expect(decodeCanonical(encodeCanonical(text), wide)).toBe(text)
  })

  it('counts every value, and lists and maps inside one another even when they are empty', () => {
    expect(code(() => read('818180', { ...wide, depth: 2 }))).toBe('cbor/too-deep')
    expect(code(() => read('8180', { ...wide, depth: 2 }))).toBe('taken')
    expect(code(() => read('83010203', { ...wide, values: 3 }))).toBe('cbor/too-large')
    expect(code(() => read('a1616101', { ...wide, values: 2 }))).toBe('cbor/too-large')
    expect(code(() => read('9affffffff', wide))).toBe('cbor/too-large')
    expect(code(() => read('bb001fffffffffffff', wide))).toBe('cbor/too-large')
    expect(code(() => decodeCanonical(new Uint8Array(101), { ...wide, bytes: 100 }))).toBe('cbor/too-large')
  })

  it('stops at the allowed depth before it builds anything', () => {
    expect(code(() => decodeCanonical(new Uint8Array(1 << 20).fill(0x81), wide))).toBe('cbor/too-deep')
  })

  it('shares no memory with what it read, even when that is a Buffer', () => {
    const source = Buffer.from('43010203', 'hex')
    const value = decodeCanonical(source, wide)
    source.fill(0)
    expect(value).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('reads __proto__ as a key like any other', () => {
    const value = decodeCanonical(encodeCanonical(new Map([['__proto__', 1]])), wide)
    expect(value).toEqual(new Map([['__proto__', 1]]))
    expect(Object.hasOwn(Object.prototype, '1')).toBe(false)
  })
})
