/** Whatever way sticks go around, in whatever order they are read: all come to what they would have come to together. */
import { expect, test } from 'vitest'
import { messageEntry } from '../../../core/documents/index.ts'
import { removeMember, rotate } from '../../../core/membership/index.ts'
import {
  bundleBegin,
  bundleEnd,
  bundleParcel,
  BundleReader,
  type Held,
  NOTHING_HELD,
  openParcel,
  type Packed,
  packParcels,
  parcelErrors,
  withCovered,
} from '../../../core/parcels/index.ts'
import { joinBytes } from '../../../core/shared/index.ts'
import { blockOf, type HostileFeed, hostileFeed } from '../../support/hostile-builder.ts'
import { type Person, type SmallCommunity, smallCommunity } from '../../support/small-community.ts'
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

/** By Ada, with a cut at what she has of theirs: they do not know, and write on. */
function remove(village: SmallCommunity, name: string, seed: string): void {
  const { membership: log, ring, device, documents } = village.person('ada')
  const target = log.state.devices.get(village.person(name).device.id)
  if (!target) throw new TypeError(`${name} is not known`)
  const context = { log, ring, device, random: seededRandom(seed), now: village.clock.now() }
  removeMember(context, target.member, documents.proofs([target.id]))
  documents.endFeeds()
}

/** Whether somebody takes part, as far as they know. */
function isHere(village: SmallCommunity, name: string): boolean {
  const { membership, device } = village.person(name)
  return membership.isActive(device.id)
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
    if (at === 30) remove(village, 'dov', `${seed} removal`)
    else if (!isHere(village, name)) village.say('ada', `ada ${at}`)
    else if (what === 0 && name === 'ada') {
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
  // Whoever was removed lacks the keys since, and all that was written under them.
  const others = NAMES.filter((name) => name !== 'dov')
  const states = others.map((name) => stateOf(village, name))
  expect(new Set(states).size).toBe(1)
  expect(village.person('dov').membership.heads()).toEqual(village.person('ada').membership.heads())
  expect(isHere(village, 'dov')).toBe(false)
  village.carryAll()
  expect(others.map((name) => stateOf(village, name))).toEqual(states)
})

test('of a feed that forks both branches are carried, and are not packed again once they lie there', () => {
  using village = smallCommunity('forks')
  for (const name of ['ben', 'mallory']) village.join(name, 'ada')
  village.carryAll()
  const [ada, ben] = [village.person('ada'), village.person('ben')]
  const document = ada.documents.founding('charter')
  const trunk = hostileFeed(village.person('mallory'), document, seededRandom('trunk'))
  const say = (feed: HostileFeed, text: string) => feed.write(messageEntry(village.clock.now(), text), {})
  say(trunk, 'stem')
  const [left, right] = [trunk.fork(), trunk.fork()]
  for (const text of ['one', 'two', 'three'])
    for (const feed of [left, right]) say(feed, `${text} ${feed === left ? 'left' : 'right'}`)
  ada.documents.receive(blockOf(left.items))
  ben.documents.receive(blockOf(right.items))
  const pack = (of: Person, beyond = NOTHING_HELD) => [...packParcels(sourceOf(of), beyond, seededRandom('fork'))]
  const note = (of: Person, held: Held, parcels: readonly Packed[]): Held =>
    withCovered(
      sourceOf(of),
      held,
      parcels.map(({ covers }) => covers),
    )
  // Each lays their own there; both take what the other laid there.
  const [adas, bens] = [pack(ada), pack(ben)]
  for (const { bytes } of bens) openParcel(sourceOf(ada), bytes)
  for (const { bytes } of adas) openParcel(sourceOf(ben), bytes)
  expect(stateOf(village, 'ben')).toBe(stateOf(village, 'ada'))
  const first = note(ada, NOTHING_HELD, adas)
  const both = [...pack(ada, first)]
  expect(both.length).toBeGreaterThan(0)
  const held = note(ada, first, both)
  expect(pack(ada, held)).toEqual([])
  say(left, 'four left')
  ada.documents.receive(blockOf(left.items))
  const more = pack(ada, held)
  expect(more).toHaveLength(1)
  expect(pack(ada, note(ada, held, more))).toEqual([])
  for (const { bytes } of more) openParcel(sourceOf(ben), bytes)
  expect(stateOf(village, 'ben')).toBe(stateOf(village, 'ada'))
})
