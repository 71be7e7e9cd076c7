/** Whoever writes what, however blocks are carried and processes restart: all come to hold the same, and to show what they hold. */
import * as A from '@automerge/automerge'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Entry } from '../../core/documents/index.ts'
import { type CborValue, entryId } from '../../core/shared/index.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { someEntry } from '../support/some-entry.ts'

const people = ['ada', 'bram', 'cleo', 'dara']
const step = fc.record({
  what: fc.constantFrom('say', 'say', 'say', 'entry', 'carry', 'carry', 'restart', 'many'),
  who: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
  entry: someEntry,
})

it('comes to the same feeds, the same pages and the same effects', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      using village = smallCommunity('carry')
      for (const name of people.slice(1)) village.join(name, 'ada')
      village.carryAll()
      for (const { what, who, other, entry } of steps) {
        const { documents } = village.person(who)
        if (what === 'say') village.say(who, `${who} speaks`)
        else if (what === 'entry')
          documents.append(documents.writablePage(village.room), entry, lastOfOthers(village.person(who)))
        else if (what === 'carry' && who !== other) village.carry(who, other)
        else if (what === 'restart') village.restart(who)
        else if (what === 'many') sayMuch(village, who)
      }
      village.carryAll()
      const ada = village.person('ada')
      for (const name of people) {
        const person = village.person(name)
        expect(person.documents.list().toSorted(compare)).toEqual(ada.documents.list().toSorted(compare))
        for (const document of ada.documents.list())
          expect(person.documents.digest(document)).toEqual(ada.documents.digest(document))
        const shown = effectsOf(person)
        expect(shown).toEqual(effectsOf(ada))
        expect(recordsOf(person)).toEqual(shown)
        expect(person.log.lines).toEqual([])
      }
      const shown = effectsOf(ada)
      for (const name of people) expect(effectsOf(village.restart(name))).toEqual(shown)
    }),
    { numRuns: 4, endOnFailure: true },
  )
})

function sayMuch(village: SmallCommunity, who: string): void {
  village.person(who).database.transaction('authored', () => {
    for (let i = 0; i < 130; i++) village.say(who, `line ${i}`)
  })
}

/** Every entry with effect by its name. */
function effectsOf({ documents }: Person): ReadonlyMap<string, unknown> {
  return sorted([...documents.effects()].map(({ feed, seq, entry }) => [entryId(feed, seq), plainEntry(entry)]))
}

/** The same as plain Automerge reads it out of the pages. */
function recordsOf({ documents }: Person): ReadonlyMap<string, unknown> {
  const pages = documents.list().map((id) => A.load<{ entries: Record<string, unknown> }>(documents.automerge(id)))
  return sorted(
    pages.flatMap((page) =>
      Object.entries(page.entries).map(([id, record]): [string, unknown] => [id, plainRecord(record)]),
    ),
  )
}

function sorted(all: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> {
  return new Map(all.toSorted(([a], [b]) => compare(a, b)))
}

function plainEntry({ kind, at, fields }: Entry): unknown {
  return plainRecord(new Map<string, CborValue>([['kind', kind], ['at', at], ...fields]))
}

/** Maps of either kind as maps, texts of either kind as texts. */
function plainRecord(value: unknown): unknown {
  if (A.isImmutableString(value)) return value.toString()
  if (Array.isArray(value)) return value.map(plainRecord)
  if (value === null || typeof value !== 'object') return value
  const fields = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries(value)
  return sorted(fields.map(([name, each]) => [name, plainRecord(each)]))
}

function lastOfOthers({ effects, device }: Person) {
  const last = effects.findLast((effect) => effect.kind === 'room-page' && effect.device !== device.id)
  return last && { feed: last.feed, seq: last.seq, hash: last.hash.subarray(0, 16) }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a === b ? 0 : 1
}
