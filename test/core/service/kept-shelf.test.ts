/** What a device makes of a shelf on which lanes follow on each other. */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { NOTHING_HELD, packParcels, withCovered } from '../../../core/parcels/index.ts'
import { KeptShelf } from '../../../core/service/communities/keepers/kept-shelf.ts'
import { keepingSchema } from '../../../core/service/communities/keepers/schema.ts'
import type { DeviceId } from '../../../core/shared/index.ts'
import { type Database, openDatabase } from '../../../core/storage/index.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { sourceOf } from '../../support/small-parcels.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

let village: SmallCommunity
let database: Database
afterEach(() => {
  database.close()
  village[Symbol.dispose]()
})

function shelfOf(name: string): KeptShelf {
  const path = join(village.folder, `${name}-shelf.db`)
  database = openDatabase({ path, key: new Uint8Array(32).fill(7), schemas: [keepingSchema] })
  const person = village.person(name)
  const sign = () => {
    throw new TypeError('nothing is put here')
  }
  const random = seededRandom('shelf')
  return new KeptShelf(
    { database, source: sourceOf(person), random, log: keptLog(), device: person.device.id, sign },
    'shelf',
  )
}

test('two who took turns deciding are understood to the end by one who reads the one first and then the other', () => {
  village = smallCommunity('turns')
  village.join('ben', 'ada')
  village.join('cleo', 'ada')
  village.carry('ada', 'ben')
  const lanes = new Map<DeviceId, Uint8Array[]>()
  let held = NOTHING_HELD
  for (let at = 0; at < 60; at++) {
    const [by, other] = at % 2 === 0 ? (['ada', 'ben'] as const) : (['ben', 'ada'] as const)
    const { device, membership } = village.person(by)
    const source = sourceOf(village.person(by))
    if (at > 0) village.admit(`person ${at}`, by)
    const packed = [...packParcels(source, held, seededRandom(`lane ${at}`))]
    held = withCovered(
      source,
      held,
      packed.map(({ covers }) => covers),
    )
    lanes.set(device.id, [...(lanes.get(device.id) ?? []), ...packed.map(({ bytes }) => bytes)])
    village.person(other).membership.receive(membership.missingFor([]))
  }
  const shelf = shelfOf('cleo')
  for (const [device, parcels] of lanes)
    parcels.forEach((parcel, at) => shelf.take(device, { seq: at + 1, parcel }, new Uint8Array(32)))
  // As a visit does, while anything comes of it.
  for (let isAny = true; isAny;) {
    isAny = false
    for (const { device, seq } of shelf.unread()) {
      const parcel = lanes.get(device)?.[seq - 1]
      if (parcel && shelf.takeAgain(device, { seq, parcel })) isAny = true
    }
  }
  expect(village.person('cleo').membership.size).toBe(village.person('ada').membership.size)
  expect(shelf.unread()).toEqual([])
})
