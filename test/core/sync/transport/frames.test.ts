import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../../core/shared/index.ts'
import { frameHeader, FrameReader } from '../../../../core/sync/transport/frames.ts'

const all = (reader: FrameReader): Uint8Array[] => {
  const out: Uint8Array[] = []
  for (let frame = reader.next(); frame; frame = reader.next()) out.push(frame)
  return out
}

test('frames come out as they went in, however the bytes are cut', () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 })
  fc.assert(
    fc.property(frames, fc.infiniteStream(fc.integer({ min: 1, max: 70 })), (wanted, cuts) => {
      const bytes = Buffer.concat(wanted.flatMap((frame) => [frameHeader(frame.length), frame]))
      const reader = new FrameReader()
      const got: Uint8Array[] = []
      for (let at = 0; at < bytes.length;) {
        const length = Number(cuts.next().value)
        reader.push(bytes.subarray(at, at + length))
        at += length
        got.push(...all(reader))
      }
      expect(got.map((frame) => [...frame])).toEqual(wanted.map((frame) => [...frame]))
      expect(reader.size).toBe(0)
    }),
  )
})

test('the longest frame is taken, and one byte more is refused at its header', () => {
  const reader = new FrameReader()
  reader.push(frameHeader(LIMITS.frameBytes))
  reader.push(new Uint8Array(LIMITS.frameBytes))
  expect(reader.next()).toHaveLength(LIMITS.frameBytes)
  reader.push(frameHeader(LIMITS.frameBytes + 1))
  expect(() => reader.next()).toThrow(expect.objectContaining({ code: 'sync/frame-too-large' }))
})

test.each([
  ['a gigabyte', [0x80, 0x80, 0x80, 0x80, 0x04]],
  ['a length without end', [0xff, 0xff, 0xff]],
  ['zero in two bytes', [0x80, 0x00]],
  ['one in three bytes', [0x81, 0x80, 0x00]],
])('%s is refused', (_, bytes) => {
  const reader = new FrameReader()
  reader.push(Uint8Array.from(bytes))
  expect(() => reader.next()).toThrow(expect.objectContaining({ code: 'sync/frame-too-large' }))
})

test('random bytes never break it, and it never holds more than it was given', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
      const reader = new FrameReader()
      let given = 0
      try {
        for (const chunk of chunks) {
          reader.push(chunk)
          given += chunk.length
          all(reader)
          expect(reader.size).toBeLessThanOrEqual(given)
        }
      } catch (error) {
        expect(error).toMatchObject({ code: 'sync/frame-too-large' })
      }
    }),
  )
})

test('a frame that comes byte by byte is whole as soon as its last byte is there', () => {
  const reader = new FrameReader()
  const bytes = Buffer.concat([frameHeader(LIMITS.frameBytes), Buffer.alloc(LIMITS.frameBytes, 7), frameHeader(2)])
  for (let at = 0; at < bytes.length; at++) reader.push(bytes.subarray(at, at + 1))
  expect(reader.next()).toHaveLength(LIMITS.frameBytes)
  expect(reader.next()).toBeUndefined()
  expect(reader.size).toBe(1)
})
