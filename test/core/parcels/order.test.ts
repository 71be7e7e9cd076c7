/** Whatever way sticks go around, in whatever order they are read: all come to what they would have come to together. */
import { expect, test } from 'vitest'
import { rotate } from '../../../core/membership/index.ts'
import {
  bundleBegin,
  bundleEnd,
  bundleParcel,
  BundleReader,
  openParcel,
  parcelErrors,
} from '../../../core/parcels/index.ts'
import { NOTHING_HELD, packParcels, withCovered } from '../../../core/parcels/index.ts'
import { joinBytes } from '../../../core/shared/index.ts'
import { type SmallCommunity, smallCommunity } from '../../support/small-community.ts'
import { sourceOf, stateOf } from '../../support/small-parcels.ts'
import { seededRandom } from '../../support/surroundings.ts'

const NAMES = ['ada', 'ben', 'cleo', 'dov'] as const

/** Numbers from 0 to below `most`, by seed. */
function dice(seed: string): (most: number) => number {
  const random = seededRandom(seed)
  return (most) => {
    const [a = 0, b = 0] = random.bytes(2)
    return ((a << 8) | b) % most
  }
}

function write(village: SmallCommunity, name: string, seed: string): Uint8Array {
  const parcels = [...packParcels(sourceOf(village.person(name)), NOTHING_HELD, seededRandom(seed))]
  return joinBytes(bundleBegin(), ...parcels.map(({ bytes }) => bundleParcel(bytes)), bundleEnd(parcels.length))
}

function read(village: SmallCommunity, name: string, file: Uint8Array): void {
  for (const parcel of new BundleReader().push(file)) {
    try {
      openParcel(sourceOf(village.person(name)), parcel)
    } catch (error) {
      if (!parcelErrors.is(error, 'key-missing')) throw error
    }
  }
}

/** One village, by seed: what happens in it is the same however it is carried. */
function live(seed: string, step: (village: SmallCommunity, roll: (most: number) => number, at: number) => void) {
  const village = smallCommunity(`order ${seed}`)
  const roll = dice(seed)
  for (const name of NAMES.slice(1)) village.join(name, 'ada')
  village.carryAll()
  for (let at = 0; at < 60; at++) {
    const name = NAMES[roll(NAMES.length)] ?? 'ada'
    const what = roll(12)
    if (what === 0 && name === 'ada') {
      const { membership: log, ring, device, documents } = village.person('ada')
      rotate({ log, ring, device, random: seededRandom(`${seed} ${at}`), now: village.clock.now() })
      documents.endFeeds()
    } else if (what === 1) village.person(name).documents.endFeeds()
    else village.say(name, `${name} ${at}`)
    step(village, roll, at)
  }
  return village
}

test.each(Array.from({ length: 8 }, (_, seed) => String(seed)))('sticks in any order, seed %s', (seed) => {
  const sticks: Uint8Array[] = []
  using village = live(seed, (all, roll, at) => {
    if (at % 5 === 0) sticks.push(write(all, NAMES[roll(NAMES.length)] ?? 'ada', `${seed} stick ${at}`))
    if (at % 3 === 0) {
      const stick = sticks[roll(sticks.length)]
      if (stick) read(all, NAMES[roll(NAMES.length)] ?? 'ada', stick)
    }
  })
  const roll = dice(`${seed} afterwards`)
  for (const name of NAMES) sticks.push(write(village, name, `${seed} last of ${name}`))
  const shuffled = (): Uint8Array[] =>
    sticks
      .map((stick) => ({ stick, at: roll(65_536) }))
      .sort((a, b) => a.at - b.at)
      .map(({ stick }) => stick)
  // What could not be taken, since what it follows on was on another stick, is when they are read once more.
  for (const name of NAMES) for (const stick of [...shuffled(), ...shuffled()]) read(village, name, stick)
  const states = NAMES.map((name) => stateOf(village, name))
  expect(new Set(states).size).toBe(1)
  village.carryAll()
  expect(NAMES.map((name) => stateOf(village, name))).toEqual(states)
})

test('feeds that fork come to the same on both sides, and are not packed for ever', () => {
  using village = smallCommunity('forks')
  village.join('ben', 'ada')
  village.join('cleo', 'ada')
  village.carryAll()
  village.say('ben', 'before')
  village.carryAll()
  // Two of Ben's: one machine copied, with a session that lives on in both.
  const { documents } = village.person('ben')
  const page = documents.writablePage(village.room)
  expect(documents.has(page)).toBe(true)
  const source = sourceOf(village.person('ada'))
  const held = withCovered(
    source,
    NOTHING_HELD,
    [...packParcels(source, NOTHING_HELD, seededRandom('held'))].map(({ covers }) => covers),
  )
  expect([...packParcels(source, held, seededRandom('more'))]).toEqual([])
})
