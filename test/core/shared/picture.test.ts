/** What may be shown as a picture of somebody: small, bare, and what it says it is. Everything else is refused by its header, undecoded. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barePicture, LIMITS, pictureHead } from '../../../core/shared/index.ts'
import { adasFace, bytesOf, chidisFace, grey } from '../../support/faces.ts'

const [webp, jpeg, small] = [adasFace, chidisFace, grey].map(bytesOf) as [Uint8Array, Uint8Array, Uint8Array]
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const put = (bytes: Uint8Array, at: number, ...values: number[]): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  copy.set(values, at)
  return copy
}
const u32 = (value: number): Uint8Array =>
  Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24)
/** Chunks as a WebP file. */
const riff = (...chunks: readonly Uint8Array[]): Uint8Array => {
  const body = joined(text('WEBP'), ...chunks)
  return joined(text('RIFF'), u32(body.length), body)
}
const chunk = (name: string, data: Uint8Array): Uint8Array =>
  joined(text(name), u32(data.length), data, new Uint8Array(data.length & 1))
const pixels = webp.subarray(12)
/** A JPEG segment behind the start of another. */
const withSegment = (mark: number, data: Uint8Array): Uint8Array =>
  joined(
    jpeg.subarray(0, 2),
    Uint8Array.of(0xff, mark, (data.length + 2) >> 8, (data.length + 2) & 255),
    data,
    jpeg.subarray(2),
  )
const frameAt = (bytes: Uint8Array): number => bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0)

describe('a picture', () => {
  it('is known by its header', () => {
    expect(pictureHead(webp)).toEqual({ type: 'image/webp', width: 128, height: 128 })
    expect(pictureHead(jpeg)).toEqual({ type: 'image/jpeg', width: 128, height: 128 })
    expect(pictureHead(small)).toEqual({ type: 'image/webp', width: 16, height: 16 })
    const lossless = riff(chunk('VP8L', Uint8Array.of(0x2f, 0xff, 0xc0, 0x3f, 0, ...new Uint8Array(20))))
    expect(pictureHead(lossless)).toEqual({ type: 'image/webp', width: 256, height: 256 })
  })

  const hostile: Readonly<Record<string, Uint8Array>> = {
    nothing: new Uint8Array(0),
    SVG: text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    HTML: text('<!doctype html><img src=x onerror=alert(1)>'),
    GIF: joined(text('GIF89a'), new Uint8Array(100)),
    PNG: joined(Uint8Array.of(0x89), text('PNG\r\n\u001a\n'), new Uint8Array(100)),
    'a JPEG with a page behind it': joined(jpeg, text('<script>alert(1)</script>')),
    'a WebP with a page behind it': joined(webp, text('<script>alert(1)</script>')),
    'a WebP with a page inside it': riff(pixels, chunk('HTML', text('<script>alert(1)</script>'))),
    'a page in a comment': withSegment(0xfe, text('<script>alert(1)</script>')),
    'a page before the picture': joined(text('<html>'), jpeg),
    'where it was taken': withSegment(0xe1, joined(text('Exif\0\0'), new Uint8Array(40))),
    'a colour profile': withSegment(0xe2, joined(text('ICC_PROFILE\0'), new Uint8Array(40))),
    'a WebP that moves': riff(chunk('VP8X', Uint8Array.of(2, 0, 0, 0, 127, 0, 0, 127, 0, 0)), chunk('ANMF', pixels)),
    'a WebP of 16,383 pixels': put(webp, 26, 0xff, 0x3f, 0xff, 0x3f),
    'a WebP of no pixels': put(webp, 26, 0, 0, 0, 0),
    'a lossless WebP of 16,384 pixels': riff(
      chunk('VP8L', Uint8Array.of(0x2f, 0xff, 0xff, 0xff, 0x0f, ...new Uint8Array(20))),
    ),
    'a JPEG of 65,535 pixels': put(jpeg, frameAt(jpeg) + 5, 0xff, 0xff, 0xff, 0xff),
    'a JPEG of no pixels': put(jpeg, frameAt(jpeg) + 5, 0, 0),
    'a JPEG of two frames': withSegment(
      0xc0,
      Uint8Array.of(8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1),
    ),
    'a JPEG in many passes': put(jpeg, frameAt(jpeg) + 1, 0xc2),
    'a JPEG cut off': jpeg.subarray(0, -2),
    'a WebP cut off': webp.subarray(0, -2),
    'too many bytes': riff(chunk('VP8 ', joined(webp.subarray(20), new Uint8Array(LIMITS.pictureBytes)))),
    'a WebP that says it is longer': put(webp, 16, 0xff, 0xff, 0xff, 0x7f),
  }
  it.each(Object.entries(hostile))('is not: %s', (_, bytes) => {
    expect(pictureHead(bytes)).toBeUndefined()
  })

  it('of just the largest size is one, and a pixel or byte more is none', () => {
    const sized = (pixel: number) => put(webp, 26, pixel & 255, pixel >> 8, pixel & 255, pixel >> 8)
    expect(pictureHead(sized(LIMITS.pictureSide))?.width).toBe(LIMITS.pictureSide)
    expect(pictureHead(sized(LIMITS.pictureSide + 1))).toBeUndefined()
    const long = (bytes: number) => riff(chunk('VP8 ', joined(webp.subarray(20), new Uint8Array(bytes - webp.length))))
    expect(pictureHead(long(LIMITS.pictureBytes))?.width).toBe(128)
    expect(pictureHead(long(LIMITS.pictureBytes + 2))).toBeUndefined()
  })

  it('loses whatever an encoder put in besides, and nothing else', () => {
    expect(barePicture(hostile['where it was taken'] ?? webp)).toEqual(jpeg)
    expect(barePicture(hostile['a page in a comment'] ?? webp)).toEqual(jpeg)
    expect(barePicture(joined(jpeg, text('<html>')))).toEqual(jpeg)
    const profiled = riff(chunk('VP8X', new Uint8Array(10)), chunk('ICCP', new Uint8Array(33)), pixels)
    expect(barePicture(profiled)).toEqual(webp)
    expect(barePicture(webp)).toEqual(webp)
    expect(barePicture(text('<svg/>'))).toBeUndefined()
  })

  it('spoilt in any way ends in an answer, never in an error', () => {
    const spoilt = fc.record({
      of: fc.constantFrom(webp, jpeg, small),
      at: fc.nat(2000),
      bytes: fc.uint8Array({ maxLength: 8 }),
      end: fc.nat(2000),
    })
    fc.assert(
      fc.property(spoilt, ({ of, at, bytes, end }) => {
        const odd = joined(of.subarray(0, at), bytes, of.subarray(at + bytes.length)).subarray(0, end)
        const head = pictureHead(odd)
        const bare = barePicture(odd)
        if (head) expect(Math.max(head.width, head.height)).toBeLessThanOrEqual(LIMITS.pictureSide)
        if (bare) expect(bare.length).toBeLessThanOrEqual(odd.length + 2)
      }),
      { numRuns: 500 },
    )
  })
})
