import { expect, test } from 'vitest'
import { fromBase64, toBase64 } from '../../../renderer/session/base64.ts'

test.each([0, 1, 2, 3, 4, 32_767, 32_768, 32_769, 200_000])(
  '%i bytes are the same after the way through text',
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255)
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(fromBase64(toBase64(bytes))).toEqual(bytes)
  },
)

test('what is no base64 is refused', () => {
  expect(() => fromBase64('%%%')).toThrow(expect.objectContaining({ name: 'InvalidCharacterError' }))
})
