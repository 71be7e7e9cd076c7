/** What the gate costs: 10,000 entries of 50 authors from blocks to disk and documents, against bare Automerge applying the same changes. */
import * as A from '@automerge/automerge'
import { decodeBlock, entryChange, feedIdOf, genesisChange, readEntry } from '../../core/documents/index.ts'
import type { FeedId } from '../../core/shared/index.ts'
import type { Bench } from './bench.ts'
import { benchCommunity } from './data.ts'

export const gate: Bench = {
  name: 'gate',
  about:
    'verify, rebuild, decode, derive, apply and keep / the same changes applied by bare Automerge, in the same batches',
  async run(options) {
    const count = Number(options.get('entries') ?? 10_000)
    const { village, blocks, pages } = benchCommunity(count)
    const batches = blocks.map((bytes) => ({ document: decodeBlock(bytes).document, bytes }))
    const changes = changesOf(batches.map(({ bytes }) => bytes))
    const [ours, bare]: [number[], number[]] = [[], []]
    for (let round = 0; round < 3; round++) {
      const newcomer = village.join(`newcomer ${round}`, 'ada')
      for (const document of village.person('ada').documents.list()) {
        if (pages.includes(document) || !newcomer.documents.has(document)) continue
        for (const block of village.person('ada').documents.blocksBeyond(document, new Map()))
          newcomer.documents.receive(block)
      }
      ours.push(timed(() => blocks.forEach((block) => newcomer.documents.receive(block))))
      bare.push(
        timed(() => {
          const docs = new Map(
            pages.map((page) => [page, A.applyChanges(A.init<unknown>(), [genesisChange(page).bytes])[0]]),
          )
          batches.forEach(({ document }, at) => {
            const doc = docs.get(document)
            if (doc) docs.set(document, A.applyChanges(doc, changes[at] ?? [])[0])
          })
          for (const doc of docs.values()) A.free(doc)
        }),
      )
    }
    village[Symbol.dispose]()
    const [mine, other] = [Math.min(...ours), Math.min(...bare)]
    const details = { entries: count, 'us each': (mine / count) * 1000, 'bare us each': (other / count) * 1000 }
    return [{ name: 'gate', ratio: mine / other, goal: count >= 100_000 ? 1.3 : 1.5, unit: 'time', details }]
  },
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

/** The Automerge changes of each block. */
export function changesOf(blocks: readonly Uint8Array[]): Uint8Array[][] {
  const heads = new Map<FeedId, { head: ReturnType<typeof genesisChange>['head']; seq: number }>()
  return blocks.map((bytes) => {
    const { document, runs, items } = decodeBlock(bytes)
    return items.flatMap((item) => {
      const run = runs[item.run]
      const entry = readEntry(item.entry)
      if (!run || !entry) return []
      const feed = feedIdOf({ document, device: run.device, session: run.session })
      const { head, seq } = heads.get(feed) ?? { head: genesisChange(document).head, seq: 0 }
      const change = entryChange(document, feed, seq + 1, entry, head)
      heads.set(feed, { head: change.head, seq: seq + 1 })
      return [change.bytes]
    })
  })
}
