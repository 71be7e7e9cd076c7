/** Fifty thousand messages on one stick. */
import { expect, test } from 'vitest'
import { messageEntry } from '../../core/documents/index.ts'
import {
  bundleBegin,
  bundleEnd,
  bundleParcel,
  BundleReader,
  NOTHING_HELD,
  openingSteps,
  packParcels,
} from '../../core/parcels/index.ts'
import { smallCommunity } from '../support/small-community.ts'
import { sourceOf, stateOf } from '../support/small-parcels.ts'
import { seededRandom } from '../support/surroundings.ts'

const MESSAGES = 50_000
const MiB = 1024 * 1024
const WORDS = 'bean hoe rain seed shed gate path hedge apple water spade barrow pot soil sun frost'.split(' ')

test('fifty thousand messages go through a stick, a parcel at a time', { timeout: 300_000 }, () => {
  using village = smallCommunity('many')
  village.join('ben', 'ada')
  const [ada, ben] = [village.person('ada'), village.person('ben')]
  const random = seededRandom('many')
  for (let at = 0; at < MESSAGES; at += 1000)
    ada.database.transaction('received', () => {
      for (let i = at; i < at + 1000; i++) {
        const text = Array.from(random.bytes(8), (byte) => WORDS[byte % WORDS.length]).join(' ')
        ada.documents.append(
          ada.documents.writablePage(village.room),
          messageEntry(village.clock.now() + i, text),
          undefined,
        )
      }
    })
  ada.documents.rest()
  const reader = new BundleReader()
  const inUse = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = inUse()
  let [most, bytes, parcels, taken] = [0, 0, 0, 0]
  const take = (piece: Uint8Array): void => {
    bytes += piece.length
    for (const parcel of reader.push(piece)) {
      const steps = openingSteps(sourceOf(ben), parcel)
      for (let step = steps.next(); ; step = steps.next()) {
        most = Math.max(most, inUse() - before)
        if (!step.done) continue
        taken += step.value.taken
        break
      }
      // What a view would have folded.
      ben.effects.length = 0
    }
  }
  take(bundleBegin())
  for (const packed of packParcels(sourceOf(ada), NOTHING_HELD, random)) {
    take(bundleParcel(packed.bytes))
    parcels += 1
  }
  take(bundleEnd(parcels))
  expect(reader.isWhole).toBe(true)
  expect(taken).toBeGreaterThanOrEqual(MESSAGES)
  expect(stateOf(village, 'ben')).toBe(stateOf(village, 'ada'))
  // All of it at once would be some hundred; what is garbage and not yet collected is counted here too.
  expect(most).toBeLessThan(192 * MiB)
  expect(bytes).toBeLessThan(MESSAGES * 60)
})
