/** Whoever signs what twice, whatever is cut off and let go on again, however blocks are carried: all come to hold and to show the same. */
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { messageEntry } from '../../core/documents/index.ts'
import type { DeviceId, DocumentId, FeedId } from '../../core/shared/index.ts'
import type * as Limits from '../../core/shared/limits.ts'
import { blockOf, type BuiltItem, HostileFeed, pointerTo } from '../support/hostile-builder.ts'
import { type Cuts, exchangeAll, replica, type Replica } from '../support/replica.ts'
import { type Person, smallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

// So that what is packed into blocks is met as often as what is not.
vi.mock('../../core/shared/limits.ts', async (original) => {
  const { LIMITS: all } = await original<typeof Limits>()
  return { LIMITS: { ...all, tailEntries: 6 } }
})

const names = ['ada', 'bram', 'cleo', 'dara']

/** An item: by whom, in which of their two feeds, after which of its items, and what it had seen. */
const writing = fc.record({
  who: fc.constantFrom(0, 1, 1, 1, 2, 3),
  feed: fc.constantFrom(0, 0, 0, 1),
  after: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 6 }) }),
  seen: fc.array(fc.nat({ max: 40 }), { maxLength: 2 }),
  isEntry: fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
})
const happening = fc.record({
  what: fc.constantFrom('take', 'take', 'take', 'take', 'cut', 'restart', 'exchange', 'compact'),
  replica: fc.nat({ max: 2 }),
  other: fc.nat({ max: 40 }),
  from: fc.nat({ max: 3 }),
})

interface Written {
  readonly item: BuiltItem
  /** All of the feed up to the item. */
  readonly path: readonly BuiltItem[]
}

function writeAll(
  people: readonly Person[],
  document: DocumentId,
  steps: readonly (typeof writing extends fc.Arbitrary<infer T> ? T : never)[],
): Written[] {
  const random = seededRandom('branches')
  const sessions = people.map(() => [random.bytes(16), random.bytes(16)] as const)
  const all: Written[] = []
  for (const [at, { who, feed, after, seen, isEntry }] of steps.entries()) {
    const author = people[who]
    const session = sessions[who]?.[feed]
    if (!author || !session) continue
    const feeds = new HostileFeed(author, document, session)
    // The newest item first, so that most of what is written goes on from there.
    const before = all.filter(({ item }) => item.feed === feeds.id).toReversed()[after]
    feeds.items.push(...(before?.path ?? []))
    const targets =
      all.length > 0 ? seen.map((each) => all[each % all.length]).filter((each) => each !== undefined) : []
    const pointers = [...new Set(targets)].map(({ item }) => pointerTo(item))
    const entry = isEntry ? messageEntry(at, `line ${at}`) : Uint8Array.of(0xff)
    const item = feeds.write(entry, { seen: pointers })
    all.push({ item, path: [...feeds.items] })
  }
  return all
}

/** A block with all of a feed up to an item, or with the end of that alone. */
function blockWith({ path }: Written, from: number): Uint8Array {
  return blockOf(path.slice(Math.min(from, path.length - 1)))
}

const shown = (effects: Iterable<{ feed: FeedId; seq: number; hash: Uint8Array; forked: boolean }>): string[] =>
  [...effects].map(({ feed, seq, hash, forked }) => `${feed}.${seq} ${hash.join()} ${forked}`).toSorted()

function expectSame(replicas: readonly Replica[], document: DocumentId): void {
  const [first] = replicas
  for (const each of replicas) {
    expect(each.documents.digest(document)).toEqual(first?.documents.digest(document))
    expect(each.documents.vector(document)).toEqual(first?.documents.vector(document))
    const now = shown(each.documents.effects())
    expect(now).toEqual(shown(first?.documents.effects() ?? []))
    expect(shown(each.effects)).toEqual(now)
    expect(each.documents.automerge(document).length).toBeGreaterThan(0)
    expect(each.log.lines).toEqual([])
  }
}

it('comes to the same branches, the same cuts and the same effects', () => {
  using village = smallCommunity('branches')
  for (const name of names.slice(1)) village.join(name, 'ada')
  village.carryAll()
  const people = names.map((name) => village.person(name))
  const ada = village.person('ada')
  const document = ada.documents.founding('charter')
  let count = 0
  const open = (): Replica => replica({ folder: village.folder, name: `replica ${++count}`, like: ada })
  fc.assert(
    fc.property(
      fc.array(writing, { minLength: 8, maxLength: 36, size: 'max' }),
      fc.array(happening, { minLength: 10, maxLength: 60, size: 'max' }),
      (steps, happenings) => {
        const all = writeAll(people, document, steps)
        let replicas = [open(), open(), open()]
        let cuts: Cuts = new Map()
        for (const { what, replica: at, other, from } of happenings) {
          const one = replicas[at]
          const written = all[other % all.length]
          if (!one || !written) continue
          if (what === 'take') one.documents.receive(blockWith(written, from))
          else if (what === 'restart') replicas = replicas.map((each) => (each === one ? each.restart() : each))
          else if (what === 'compact') one.documents.compact()
          else if (what === 'exchange') exchangeAll([one, replicas[(at + 1) % 3] ?? one])
          else {
            cuts = moved(cuts, written, from)
            one.cut(cuts)
          }
        }
        for (const each of replicas) each.cut(cuts)
        exchangeAll(replicas)
        expectSame(replicas, document)
        // And whoever gets all of it in whatever order holds just that.
        const [late, early] = [open(), open()]
        for (const each of [late, ...replicas]) each.cut(cuts)
        for (const written of all) early.documents.receive(blockWith(written, 0))
        early.cut(cuts)
        for (const [each, order] of [[late, all.toReversed()], ...replicas.map((one) => [one, all] as const)] as const)
          for (const written of order) each.documents.receive(blockWith(written, 0))
        expectSame([early, late, ...replicas], document)
        for (const each of [early, late, ...replicas]) each.cut(new Map())
        for (const each of [late, ...replicas]) for (const written of all) each.documents.receive(blockWith(written, 0))
        expectSame([early, late, ...replicas], document)
        for (const { database } of [early, late, ...replicas]) database.close()
      },
    ),
    { numRuns: 20, endOnFailure: true },
  )
}, 240_000)

/** A feed's device is cut off at one of its items, or goes on. */
function moved(cuts: Cuts, { item, path }: Written, from: number): Cuts {
  const device = Buffer.from(item.by.signing.publicKey).toString('base64url') as DeviceId
  const now = new Map(cuts)
  if (from === 3) now.delete(device)
  else now.set(device, new Map([...(now.get(device) ?? []), [item.feed, Math.max(0, path.length - from)]]))
  return now
}
