/** Attached files of the released form are read and sealed as they were. The file is never written again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openChunk, openRoot } from '../../../core/blobs/index.ts'
import { fromHex, hex } from '../../../core/shared/index.ts'
import { type GoldenBlobs, makeGoldenBlobs } from '../../support/golden-blobs.ts'

const then = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/v1/blobs.json'), 'utf8')) as GoldenBlobs
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)

test('version 1 of attached files is sealed as it was', () => {
  expect(makeGoldenBlobs()).toEqual(then)
})

test.each(then.files)('and opens: $root', ({ bytes, key, root, chunks }) => {
  const ref = { root: root, key: raw(key), size: bytes.length / 2 }
  const parts = chunks.slice(0, -1)
  const list = openRoot(ref, then.place, raw(chunks.at(-1)?.bytes ?? ''))
  expect(list.chunks).toEqual(parts.map(({ id }) => id))
  expect(parts.map((part, at) => hex(openChunk(ref, then.place, list, at, raw(part.bytes)))).join('')).toBe(bytes)
})
