/** What making an archive, and reading one into a database of its own, costs beside zipping and unzipping the very same files. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipWriter } from '../../core/archive/bag/zip-writer.ts'
import {
  type ArchivePlace,
  type ArchiveWish,
  fillDocuments,
  fillKeys,
  fillLog,
  openArchive,
  openFile,
  openPlace,
  openZip,
  placeSchemas,
  readableOf,
  verifyArchive,
  writeArchive,
} from '../../core/archive/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { heldBy } from '../support/archived.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import type { Bench, BenchResult } from './bench.ts'
import { benchCommunity } from './data.ts'

const never = new AbortController().signal
const WISH: ArchiveWish = { record: true, media: true, language: 'en' }

export const archive: Bench = {
  name: 'archive',
  about: 'an archive of 10,000 messages by 50 authors made, read and checked / its files zipped and unzipped',
  async run(options) {
    const count = Number(options.get('entries') ?? 10_000)
    const { village } = benchCommunity(count)
    const folder = await mkdtemp(join(tmpdir(), 'folkmoot-bench-'))
    try {
      const ada = village.person('ada')
      const place = heldBy(village, ada)
      const path = join(folder, 'a.folkmoot.zip')
      const made = await timed(() => written(path, place, ada.device))
      const copied = await timed(() => zipped(path, join(folder, 'copy.zip')))
      const unzipped = await timed(() => unpacked(path))
      const read = await timed(() => filled(path, folder, village.clock))
      const checked = await timed(() => verified(path, folder, village.clock))
      const bytes = await openFile(path).then(async (file) => (await file.close(), file.size))
      const details = { entries: count, MB: bytes / 1e6 }
      const result = (name: string, ours: number, theirs: number, goal: number): BenchResult => ({
        ...{ name, ratio: ours / theirs, goal, unit: 'time' },
        details: { ...details, seconds: ours / 1000, 'plain seconds': theirs / 1000 },
      })
      return [
        result('export', made, copied, 10),
        result('import', read, unzipped, 20),
        result('check', checked, unzipped + copied, 15),
      ]
    } finally {
      village[Symbol.dispose]()
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** ms. */
async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function written(path: string, place: ArchivePlace, device: Parameters<typeof writeArchive>[2]): Promise<void> {
  await pipeline(async function* () {
    for await (const { bytes } of writeArchive([place], WISH, device, readableOf, never)) yield bytes
  }, createWriteStream(path))
}

/** Unpacks each file, and packs it again. */
async function zipped(from: string, to: string): Promise<void> {
  const file = await openFile(from)
  const { files } = await openZip(file, never)
  const zip = new ZipWriter(0)
  await pipeline(async function* () {
    for (const each of files.values()) {
      const pieces: Uint8Array[] = []
      for await (const piece of each.open(never)) pieces.push(piece)
      yield* zip.file(each.path, pieces)
    }
    yield* zip.end()
  }, createWriteStream(to))
  await file.close()
}

async function unpacked(from: string): Promise<void> {
  const file = await openFile(from)
  const to = await open(`${from}.files`, 'w')
  for (const each of (await openZip(file, never)).files.values())
    for await (const piece of each.open(never)) await to.write(piece)
  await to.close()
  await file.close()
}

async function filled(from: string, folder: string, clock: Parameters<typeof openPlace>[0]['clock']): Promise<void> {
  const file = await openFile(from)
  const archived = await openArchive(file, never)
  const database = openDatabase({ path: join(folder, 'read.db'), key: new Uint8Array(32), schemas: placeSchemas })
  const log = keptLog()
  const membership = await fillLog(archived, 0, { database, community: archived.community, log }, never)
  const place = openPlace({
    database,
    community: archived.community,
    membership,
    clock,
    random: seededRandom('r'),
    log,
  })
  await fillKeys(archived, 0, place.keys, never)
  for await (const _ of fillDocuments(archived, 0, { ...place, database }, never)) void _
  place.close()
  database.close()
  await file.close()
}

async function verified(from: string, folder: string, clock: Parameters<typeof openPlace>[0]['clock']): Promise<void> {
  const file = await openFile(from)
  const apart = await mkdtemp(join(folder, 'check-'))
  const surroundings = { clock, random: seededRandom('v'), log: keptLog() }
  const report = await verifyArchive(file, { folder: apart, readableOf, ...surroundings }, never)
  if (!report.sound) throw new TypeError(report.findings[0]?.sentence ?? 'not sound')
  await file.close()
}
