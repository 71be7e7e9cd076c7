/** Parcels that wait for their keys, which come one by one and in whatever order. */
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readMessage } from '../../../core/documents/index.ts'
import { rotate } from '../../../core/membership/index.ts'
import {
  openParcel,
  parcelErrors,
  parcelSchema,
  type ParcelSource,
  WaitingParcels,
} from '../../../core/parcels/index.ts'
import type * as Limits from '../../../core/shared/limits.ts'
import { type EpochId, Listeners } from '../../../core/shared/index.ts'
import { type Database, openDatabase } from '../../../core/storage/index.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { pack, sourceOf } from '../../support/small-parcels.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

vi.mock('../../../core/shared/limits.ts', async (original) => {
  const { LIMITS } = await original<typeof Limits>()
  return { LIMITS: { ...LIMITS, waitingParcelBytes: 8 * 1024 } }
})

let village: SmallCommunity
let database: Database
let waiting: WaitingParcels
/** Epochs whose keys Ben was handed. */
let handed: Set<EpochId>
let source: ParcelSource
const told = new Listeners<void>(() => undefined)

beforeEach(() => {
  village = smallCommunity('waiting')
  const ada = village.person('ada')
  village.say('ada', 'old')
  const { membership: log, ring, device } = ada
  rotate({ log, ring, device, random: seededRandom('turn'), now: village.clock.now() })
  ada.documents.endFeeds()
  village.say('ada', 'new')
  const ben = village.join('ben', 'ada')
  handed = new Set()
  const contentKeys = (epochs: readonly EpochId[]) =>
    epochs.every((id) => handed.has(id)) ? ben.ring.contentKeys(epochs) : undefined
  source = { ...sourceOf(ben), ring: { contentKeys }, lacking: () => ben.ring.held().map(({ id }) => id) }
  const path = join(village.folder, 'waiting.db')
  database = openDatabase({ path, key: new Uint8Array(32).fill(7), schemas: [parcelSchema] })
  waiting = new WaitingParcels(database, keptLog())
})

afterEach(() => {
  database.close()
  village[Symbol.dispose]()
})

function keepAll(): void {
  for (const { bytes } of pack(village, 'ada'))
    try {
      openParcel(source, bytes)
    } catch (error) {
      if (!parcelErrors.is(error, 'key-missing')) throw error
      expect(waiting.keep(source, bytes)).toBe(true)
    }
}

const texts = (): unknown[] => village.person('ben').effects.flatMap(({ entry }) => readMessage(entry) ?? [])

test('what follows on what waits for another key waits for that as well', async () => {
  keepAll()
  expect(waiting.size).toBeGreaterThanOrEqual(2)
  const stop = waiting.follow(source, [(listener) => told.add(listener)])
  const [older, newer] = village.person('ben').ring.held()
  if (!older || !newer) throw new TypeError('no keys')
  handed.add(newer.id)
  told.tell()
  await setTimeout(50)
  expect(texts()).toEqual([])
  handed.add(older.id)
  told.tell()
  await vi.waitFor(() => expect(new Set(texts())).toEqual(new Set(['new', 'old'])))
  await vi.waitFor(() => expect(waiting.size).toBe(0))
  stop()
})

test('one that is kept already is kept, however full it is', () => {
  keepAll()
  const [one] = database.statement<{ bytes: Uint8Array }>('SELECT bytes FROM waiting_parcel').all()
  database.statement('UPDATE waiting_parcel SET bytes = zeroblob(8192) WHERE number > 1').run()
  expect(waiting.keep(source, Uint8Array.from(one?.bytes ?? []))).toBe(true)
})
