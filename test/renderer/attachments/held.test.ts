import { expect, test, vi } from 'vitest'
import { boxOf } from '../../../renderer/attachments/box.ts'
import { HeldFiles, type Load } from '../../../renderer/attachments/held.ts'

const loads =
  (bytes: number): Load =>
  () =>
    Promise.resolve({ ok: true, value: new Blob([new Uint8Array(bytes)]) })
const nothing = (): void => undefined
const urlOf = (files: HeldFiles, name: string): string => {
  const held = files.get(name)
  return held && 'url' in held ? held.url : ''
}

test('a file two look at is read once, and stays for a while when both are gone', async () => {
  const files = new HeldFiles(100)
  const load = vi.fn<Load>(loads(60))
  const told = vi.fn<() => void>()
  const one = files.hold('a', load, told)
  const other = files.hold('a', load, told)
  await expect.poll(() => urlOf(files, 'a')).toMatch(/^blob:/)
  expect([load.mock.calls.length, told.mock.calls.length]).toEqual([1, 2])
  one()
  other()
  expect(urlOf(files, 'a')).toMatch(/^blob:/)
})

test('what was left longest goes first once there is too much, and what is looked at stays', async () => {
  const revoked = vi.spyOn(URL, 'revokeObjectURL')
  const files = new HeldFiles(100)
  const left = ['a', 'b', 'c'].map((name) => files.hold(name, loads(60), nothing))
  await expect.poll(() => ['a', 'b', 'c'].every((name) => urlOf(files, name) !== '')).toBe(true)
  const first = urlOf(files, 'a')
  left[0]?.()
  left[1]?.()
  expect([urlOf(files, 'a'), urlOf(files, 'b') !== '', urlOf(files, 'c') !== '']).toEqual(['', true, true])
  expect(revoked.mock.calls).toEqual([[first]])
  revoked.mockRestore()
})

test('nobody waits for it any more: reading ends, and a refusal is not kept', async () => {
  const files = new HeldFiles(100)
  let aborted = false
  const slow: Load = (signal) =>
    new Promise((_resolve) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
    })
  files.hold('a', slow, nothing)()
  expect(aborted).toBe(true)
  const refusal = { code: 'files/wrong', details: {}, text: 'wrong' }
  const leave = files.hold('b', () => Promise.resolve({ ok: false, refusal }), nothing)
  await expect.poll(() => files.get('b')).toEqual({ refusal })
  leave()
  expect(files.get('b')).toBeUndefined()
})

test('a box has a size before its picture comes, whatever the picture claims to be', () => {
  expect(boxOf({ width: 1200, height: 800 })).toEqual({ aspectRatio: 1.5, inlineSize: 420 })
  expect(boxOf({ width: 40, height: 40 }).inlineSize).toBe(160)
  expect(boxOf({})).toEqual({ aspectRatio: 4 / 3, inlineSize: 420 })
  expect(boxOf({ width: 65_535, height: 1 }).aspectRatio).toBe(3)
  expect(boxOf({ width: 1, height: 65_535 })).toEqual({ aspectRatio: 0.5, inlineSize: 160 })
})
