/** Changes carried by a file. */
import { setImmediate } from 'node:timers/promises'
import { implement } from '@orpc/server'
import { type BundlePiece, type BundleReport, type BundleWish, contract } from '../../contract/index.ts'
import { joinBytes, LIMITS } from '../../shared/index.ts'
import { type BundlePart, writeBundle } from '../communities/bundle-export.ts'
import { type ImportReport } from '../communities/bundle-import.ts'
import type { Communities } from '../communities/index.ts'
import type { Desk } from './desk.ts'

export function bundlesArea({ communities, options: { random } }: Desk) {
  const os = implement(contract.bundles)
  const parts = ({ community, for: device, since }: BundleWish): Generator<BundlePart> =>
    writeBundle(communities.get(community), { device, since }, random)
  const { imports } = communities
  return os.router({
    plan: os.plan.handler(async ({ input, signal }) => {
      let [bytes, parcels] = [0, 0]
      for (const part of parts(input)) {
        bytes += part.bytes.length
        parcels = part.parcels
        await breath(signal)
      }
      return { bytes, parcels }
    }),
    export: os.export.handler(({ input, signal }) => pieces(parts(input), signal)),
    begin: os.begin.handler(() => ({ id: imports.begin() })),
    append: os.append.handler(async ({ input: { id, chunk }, signal }) => ({
      taken: await imports.append(id, Buffer.from(chunk, 'base64'), signal),
    })),
    finish: os.finish.handler(async ({ input }) => reportOf(await imports.finish(input.id), communities)),
    cancel: os.cancel.handler(({ input }) => imports.cancel(input.id)),
  })
}

/** Pieces of one length but the last. */
async function* pieces(parts: Generator<BundlePart>, signal: AbortSignal | undefined): AsyncGenerator<BundlePiece> {
  let waiting: Uint8Array = new Uint8Array(0)
  let [bytes, parcels] = [0, 0]
  for (const part of parts) {
    bytes += part.bytes.length
    parcels = part.parcels
    waiting = joinBytes(waiting, part.bytes)
    while (waiting.length >= LIMITS.bundleChunkBytes) {
      yield pieceOf(waiting.subarray(0, LIMITS.bundleChunkBytes))
      waiting = waiting.slice(LIMITS.bundleChunkBytes)
    }
    await breath(signal)
  }
  if (waiting.length > 0) yield pieceOf(waiting)
  yield { type: 'done', bytes, parcels }
}

function pieceOf(bytes: Uint8Array): BundlePiece {
  return { type: 'chunk', chunk: Buffer.from(bytes).toString('base64') }
}

/** Others get their turn between two parcels. */
async function breath(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}

function reportOf({ communities: counts, others, complete }: ImportReport, communities: Communities): BundleReport {
  const names = new Map(communities.list().map(({ id, name }) => [id, name]))
  return {
    communities: counts.map((count) => ({ ...count, name: names.get(count.community) ?? '' })),
    others,
    complete,
  }
}
