/** What history costs on disk: the pages that hold the feeds, without index, against the deflated JSON of the same messages. */
import { deflateRawSync } from 'node:zlib'
import { documentsSchema } from '../../core/documents/index.ts'
import type { Bench } from './bench.ts'
import { benchCommunity } from './data.ts'

export const store: Bench = {
  name: 'store',
  about: 'bytes of the tables of feeds with 10,000 messages / deflate-6 of their JSON, 1,000 at a time',
  async run(options) {
    const count = Number(options.get('entries') ?? 10_000)
    const { village, texts } = benchCommunity(count)
    const { database, documents } = village.person('ada')
    while (documents.compact());
    documents.close()
    const tables = [...documentsSchema.migrations.join().matchAll(/CREATE (?:TABLE|INDEX) (\w+)/g)].map(
      ([, name]) => name ?? '',
    )
    const used = tables
      .filter((name) => name !== 'snapshot')
      .map(
        (name) =>
          database
            .statement<{ bytes: number }>('SELECT coalesce(sum(pgsize), 0) AS bytes FROM dbstat WHERE name = ?')
            .get(name)?.bytes ?? 0,
      )
    const ours = used.reduce((sum, bytes) => sum + bytes, 0)
    let json = 0
    for (let at = 0; at < texts.length; at += 1000)
      json += deflateRawSync(JSON.stringify(texts.slice(at, at + 1000)), { level: 6 }).length
    village[Symbol.dispose]()
    return [
      {
        name: 'store',
        ratio: ours / json,
        goal: 1.5,
        unit: 'bytes',
        details: { entries: count, 'bytes each': ours / count, 'json bytes each': json / count },
      },
    ]
  },
}
