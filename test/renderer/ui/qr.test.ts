import jsQR from 'jsqr'
import { describe, expect, test } from 'vitest'
import { qrOf } from '../../../renderer/ui/qr.ts'

const pixel = 3

/** The link as our own reader sees it in a picture of the code. */
function read(code: readonly (readonly boolean[])[]): string | undefined {
  const side = code.length * pixel
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (code[Math.floor(y / pixel)]?.[Math.floor(x / pixel)]) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
    }
  }
  return jsQR(data, side, side)?.data
}

const linkOf = (length: number): string =>
  `folkmoot://join#${Array.from({ length: length - 16 }, (_, n) => 'AbC_-xyz019Qq'[(n * n * 7 + n * 3) % 13]).join('')}`

describe('the QR code of a link', () => {
  test('is read back by our own reader at every size a link can have', () => {
    const sizes = new Map<number, number>()
    for (let length = 40; length <= 2900; length += 20) {
      const code = qrOf(linkOf(length))
      if (code) sizes.set(code.length, length)
    }
    const misread = [...sizes.values()].filter((length) => read(qrOf(linkOf(length)) ?? []) !== linkOf(length))
    expect(sizes.size).toBeGreaterThan(30)
    expect(misread).toEqual([])
  }, 60_000)

  test('is not made of a link that fits into none', () => {
    expect(qrOf(linkOf(2901))).toBeUndefined()
  })
})
