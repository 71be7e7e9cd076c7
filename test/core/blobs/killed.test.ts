/** Processes that end in the middle: what was promised is there, and what was half done leaves nothing. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { LIMITS, sameBytes } from '../../../core/shared/index.ts'
import { community, gardenPlace, openStore, sealedFile } from '../../support/blobs.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const program = new URL('worker.ts', import.meta.url).pathname

/** Kills it once it said so many; answers the last number it said. */
async function killed(how: string, folder: string, after: number): Promise<number> {
  const child = spawn(execPath, [program, how, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  let last = -1
  for await (const line of createInterface(child.stdout)) {
    last = Number(line)
    if (last === after) child.kill('SIGKILL')
  }
  await ended
  return last
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name)
    .sort()

test.each([
  ['own', 0],
  ['own', 7],
  ['come', 9],
])(
  'kill -9 while files are kept (%s, after %i): all that was promised is whole, and nothing else stays',
  async (how, after) => {
    using folder = temporaryFolder()
    const last = await killed(how, folder.path, after)
    expect(last).toBeGreaterThanOrEqual(after)
    const { store, folder: kept, close } = await openStore(folder.path)
    const promised = Array.from({ length: last + 1 }, (_, n) => sealedFile(300_000, String(n)))
    store.sweep(new Set(promised.map(({ ref }) => ref.root)))
    for (const { ref, bytes } of promised)
      expect(sameBytes(store.readRange(ref, gardenPlace, 0, ref.size), bytes)).toBe(true)
    expect(filesIn(kept)).toEqual(promised.flatMap(({ chunks }) => chunks.map(({ id }) => id)).sort())
    close()
  },
)

test('a chunk that was written, and of which nothing else was, is swept away or taken once more', async () => {
  using folder = temporaryFolder()
  const file = sealedFile(2 * LIMITS.chunkBytes)
  const [first] = file.chunks
  if (!first) return expect.unreachable()
  const before = await openStore(folder.path)
  before.store.want(file.ref)
  before.store.take(file.root.bytes)
  before.profile.filesOf(community).write(first.id, first.bytes, false)
  before.close()
  const swept = await openStore(folder.path)
  expect(swept.store.wanted(1)).toEqual([first.id])
  swept.store.sweep(new Set([file.ref.root]))
  expect(filesIn(swept.folder)).toEqual([file.root.id])
  swept.profile.filesOf(community).write(first.id, first.bytes.subarray(0, 100), false)
  for (const { bytes } of file.chunks) swept.store.take(bytes)
  expect(sameBytes(swept.store.readRange(file.ref, gardenPlace, 0, file.ref.size), file.bytes)).toBe(true)
  swept.close()
})
