import { expect, test } from 'vitest'
import { isMoving } from '../../../renderer/attachments/moving.ts'
import { pixelsOf } from '../../../renderer/attachments/pixels.ts'
import { adasFace, bytesOf, chidisFace } from '../../support/faces.ts'
import { cameraJpeg, chunk, paintedPng } from '../../support/painted.ts'

const begin = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const sides = (width: number, height: number): Buffer => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  return head
}
const padded = (...parts: Uint8Array[]) => Buffer.concat([...parts, Buffer.alloc(40)])
const extended = (flags: number): Buffer => {
  const bytes = Buffer.alloc(40)
  bytes.write('RIFF\0\0\0\0WEBPVP8X', 0, 'latin1')
  bytes[20] = flags
  // 70,000 by 3 pixels, each less one, in 24 bits.
  bytes.writeUIntLE(69_999, 24, 3)
  bytes.writeUIntLE(2, 27, 3)
  return bytes
}

test('every kind that is shown says how many pixels it has', () => {
  expect(pixelsOf(paintedPng(31, 7, 1))).toEqual({ width: 31, height: 7 })
  expect(pixelsOf(bytesOf(adasFace))).toEqual({ width: 128, height: 128 })
  expect(pixelsOf(bytesOf(chidisFace))).toEqual({ width: 128, height: 128 })
  expect(pixelsOf(cameraJpeg())).toEqual({ width: 24, height: 16 })
  expect(pixelsOf(extended(0))).toEqual({ width: 70_000, height: 3 })
  expect(pixelsOf(padded(Buffer.from('GIF89a'), Buffer.from([0x40, 1, 0xf0, 0])))).toEqual({ width: 320, height: 240 })
})

test('of an AVIF with several sizes, the largest counts', () => {
  const box = (width: number, height: number): Buffer =>
    Buffer.concat([Buffer.from('ispe\0\0\0\0', 'latin1'), sides(width, height)])
  const avif = padded(Buffer.from('\0\0\0\x18ftypavif', 'latin1'), box(4, 4), box(60_000, 60_000), box(8, 8))
  expect(pixelsOf(avif)).toEqual({ width: 60_000, height: 60_000 })
})

test('what is none, is cut short or lies about its lengths says nothing, and reading it ends', () => {
  expect(pixelsOf(new Uint8Array())).toBeUndefined()
  expect(pixelsOf(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="5"/>'))).toBeUndefined()
  for (const whole of [paintedPng(9, 9, 1), bytesOf(adasFace), cameraJpeg()]) {
    for (let length = 0; length < 60; length += 1) pixelsOf(whole.subarray(0, length))
  }
  const endless = Buffer.alloc(5000, 0xff)
  endless[1] = 0xd8
  expect(pixelsOf(endless)).toBeUndefined()
  expect(pixelsOf(padded(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), Buffer.alloc(40)))).toBeUndefined()
})

test('a picture that moves is known by its head', () => {
  expect(isMoving(paintedPng(4, 4, 1))).toBe(false)
  expect(isMoving(bytesOf(adasFace))).toBe(false)
  expect(isMoving(extended(0))).toBe(false)
  expect(isMoving(extended(0x02))).toBe(true)
  const frames = Buffer.concat([begin, chunk('IHDR', sides(1, 1)), chunk('acTL', Buffer.alloc(8))])
  expect(isMoving(frames)).toBe(true)
  expect(isMoving(frames.subarray(0, 40))).toBe(false)
  // After the picture began, it means nothing.
  expect(isMoving(Buffer.concat([begin, chunk('IDAT', Buffer.alloc(3)), chunk('acTL', Buffer.alloc(8))]))).toBe(false)
})
