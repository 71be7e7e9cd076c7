/** A village with one hostile member: honest people, what they hold, and how one sees that they are unharmed. */
import * as A from '@automerge/automerge'
import { expect } from 'vitest'
import { type BlockOutcome, type Entry, messageEntry } from '../../core/documents/index.ts'
import type { DocumentId } from '../../core/shared/index.ts'
import { type BuiltItem, blockOf, type HostileFeed, hostileFeed } from './hostile-builder.ts'
import { type Person, smallCommunity, type SmallCommunity } from './small-community.ts'
import { seededRandom } from './surroundings.ts'

export interface Besieged {
  readonly village: SmallCommunity
  readonly ada: Person
  readonly bram: Person
  readonly mallory: Person
  /** A page all three know, with a few honest messages. */
  readonly page: DocumentId
  /** A new feed of the hostile member's in the page (or another document). */
  feed(document?: DocumentId): HostileFeed
  message(text: string): Entry
  /** Hands bytes to Bram and answers what became of them; a refusal answers its code. */
  strike(bytes: Uint8Array): BlockOutcome | string
  /** Everything Bram holds, as comparable text. */
  state(): string
  /** Honest people still write, meet, restart and agree, and see what they saw. */
  expectUnharmed(): void
  [Symbol.dispose](): void
}

export function besieged(seed = 'siege'): Besieged {
  const village = smallCommunity(seed)
  village.join('bram', 'ada')
  village.join('mallory', 'ada')
  village.carryAll()
  for (const name of ['ada', 'bram', 'mallory', 'ada', 'bram']) village.say(name, `${name} says hello`)
  village.carryAll()
  const random = seededRandom(`${seed}/hostile`)
  const person = (name: string): Person => village.person(name)
  const page = person('ada').documents.writablePage(village.room)
  const strike = (bytes: Uint8Array): BlockOutcome | string => {
    try {
      return person('bram').documents.receive(bytes)
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  }
  let said = 0
  return {
    village,
    page,
    get ada() {
      return person('ada')
    },
    get bram() {
      return person('bram')
    },
    get mallory() {
      return person('mallory')
    },
    feed: (document = page) => hostileFeed(person('mallory'), document, random),
    message: (text) => messageEntry(village.clock.now(), text),
    strike,
    state: () => stateOf(person('bram')),
    expectUnharmed() {
      const before = new Map(['ada', 'bram'].map((name) => [name, shown(person(name))]))
      for (const name of ['ada', 'bram']) village.say(name, `still here ${++said}`)
      for (let round = 0; round < 2; round++) {
        village.carry('ada', 'bram')
        village.carry('bram', 'ada')
      }
      for (const name of ['ada', 'bram']) {
        const own = shown(person(name))
        for (const line of before.get(name) ?? []) expect(own).toContain(line)
        expect(shown(village.restart(name))).toEqual(own)
      }
      const [ada, bram] = [person('ada'), person('bram')]
      expect(bram.documents.list().toSorted(compare)).toEqual(ada.documents.list().toSorted(compare))
      for (const document of ada.documents.list()) {
        expect(bram.documents.digest(document)).toEqual(ada.documents.digest(document))
        expect(pageOf(bram, document)).toEqual(pageOf(ada, document))
      }
      expect(shown(bram)).toEqual(shown(ada))
      expect(bram.log.lines).toEqual([])
      expect(A.getHeads(A.change(A.from({ canary: 1 }), (doc) => void (doc.canary = 2)))).toHaveLength(1)
    },
    [Symbol.dispose]: () => village[Symbol.dispose](),
  }
}

/** A block of items, handed over. */
export function strikeWith(siege: Besieged, ...items: readonly BuiltItem[]): BlockOutcome | string {
  return siege.strike(blockOf(items))
}

/** Verdicts of an outcome, or the code of a refusal. */
export function verdicts(outcome: BlockOutcome | string): readonly string[] | string {
  return typeof outcome === 'string' ? outcome : outcome.runs.map(({ verdict }) => verdict)
}

export function pageOf({ documents }: Person, document: DocumentId): unknown {
  return A.toJS(A.load(documents.automerge(document)))
}

/** Every entry with effect, sorted. */
export function shown({ documents }: Person): string[] {
  return [...documents.effects()]
    .map(({ document, feed, seq, role, entry }) =>
      JSON.stringify([document, feed, seq, role, entry.kind, entry.at, [...entry.fields].map(String)]),
    )
    .toSorted(compare)
}

function stateOf(who: Person): string {
  const { documents, membership } = who
  const held = documents
    .list()
    .map((document) => [document, documents.vector(document), [...documents.digest(document)], pageOf(who, document)])
  return JSON.stringify([held, membership.heads(), shown(who)])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a === b ? 0 : 1
}
