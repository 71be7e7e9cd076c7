/** What a parcel is believed to bring others: lies about that would keep from newcomers what everybody else thinks lies there. */
import { expect, test } from 'vitest'
import { type Block, decodeBlock, encodeBlock } from '../../../core/documents/index.ts'
import { logKeys, openAction, rotate } from '../../../core/membership/index.ts'
import { parseAction } from '../../../core/membership/action.ts'
import { sealAction } from '../../../core/membership/log-seal.ts'
import { openingSteps, type Packed } from '../../../core/parcels/index.ts'
import { KINDS, newHead, readParts, seal, sealBody, unseal, unsealBody } from '../../../core/parcels/sealing.ts'
import { encodeCanonical, type EpochId, LIMITS } from '../../../core/shared/index.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { pack, sourceOf, take } from '../../support/small-parcels.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('covers')
const NOTHING = { actions: [], runs: [] }

/** Parcels with documents as a member makes them who changes their blocks, or seals them under other keys. */
function changed(
  village: SmallCommunity,
  change: (block: Block) => Block,
  under?: readonly EpochId[],
): readonly Packed[] {
  const { membership, ring } = village.person('mallory')
  return pack(village, 'mallory')
    .filter(({ covers }) => covers.runs.length > 0)
    .map(({ bytes }) => {
      const content = unseal(membership.secret, bytes)
      const epochs = under ?? content.epochs
      const [before, now] = [ring.contentKeys(content.epochs), ring.contentKeys(epochs)]
      if (!before || !now) throw new TypeError('no keys')
      const head = newHead(membership.secret, random)
      const parts = unsealBody(before, bytes, content.body).map((part) => encodeBlock(change(decodeBlock(part))))
      const body = sealBody(now, head, parts)
      return { bytes: seal(membership.secret, head, { kind: KINDS.documents, epochs, body }), covers: NOTHING }
    })
}

function villageOf(seed: string): SmallCommunity {
  const village = smallCommunity(seed)
  for (const name of ['ben', 'mallory']) village.join(name, 'ada')
  for (let i = 0; i < 3; i++) village.say('ada', `message ${i}`)
  village.carryAll()
  return village
}

test('items one holds are there for others only if they are signed there', () => {
  using village = villageOf('signed')
  const good = take(
    village,
    'ben',
    changed(village, (block) => block),
  )
  expect(good.flatMap(({ covers }) => covers.runs).length).toBeGreaterThan(0)
  const spoil = (block: Block): Block => ({
    ...block,
    runs: block.runs.map((run) => ({ ...run, signature: new Uint8Array(64) })),
  })
  const bad = take(village, 'ben', changed(village, spoil))
  expect(bad.flatMap(({ covers }) => covers.runs)).toEqual([])
})

test('items are there for others only if whoever can read them can open the parcel', () => {
  using village = villageOf('keys')
  const { membership: log, ring, device, documents } = village.person('ada')
  const old = ring.heads()
  rotate({ log, ring, device, random: seededRandom('turn'), now: village.clock.now() })
  documents.endFeeds()
  village.say('ada', 'after')
  village.carryAll()
  const both = [...new Set([...old, ...ring.heads()])].sort()
  expect(both).toHaveLength(2)
  const opened = take(
    village,
    'ben',
    changed(village, (block) => block, both),
  )
  expect(opened.map(({ refused }) => refused)).toEqual(opened.map(() => 0))
  expect(opened.flatMap(({ covers }) => covers.runs)).toEqual([])
})

test('decisions one holds are there for others only if they are signed there, and stand after what they stand on', () => {
  using village = villageOf('log')
  const { membership } = village.person('mallory')
  const keys = logKeys(membership.secret)
  const log = pack(village, 'mallory').filter(({ covers }) => covers.actions.length > 0)
  const sealed = (change: (items: readonly Uint8Array[]) => readonly Uint8Array[]): readonly Packed[] =>
    log.map(({ bytes }) => {
      const body = encodeCanonical(change(readParts(unseal(membership.secret, bytes).body)))
      const content = { kind: KINDS.log, epochs: [], body }
      return { bytes: seal(membership.secret, newHead(membership.secret, random), content), covers: NOTHING }
    })
  const covered = (parcels: readonly Packed[]) => take(village, 'ben', parcels).flatMap(({ covers }) => covers.actions)
  expect(covered(sealed((items) => items))).toHaveLength(3)
  const unsigned = (item: Uint8Array): Uint8Array =>
    sealAction(keys, parseAction(openAction(keys, item).body, new Uint8Array(64)))
  expect(covered(sealed((items) => items.map(unsigned)))).toEqual([])
  expect(covered(sealed((items) => items.toReversed()))).toHaveLength(1)
})

test('a parcel with thousands of decisions is read a page at a time', () => {
  using village = villageOf('pages')
  const { membership } = village.person('mallory')
  const source = sourceOf(village.person('ben'))
  let asked = 0
  const has = (id: Parameters<typeof membership.has>[0]): boolean => {
    asked += 1
    return source.membership.has(id)
  }
  const { state, secret } = source.membership
  const watched = {
    ...{ state, secret, has },
    actions: () => source.membership.actions(),
    missingFor: () => [],
    isActive: () => true,
    receive: (items: readonly Uint8Array[]) => source.membership.receive(items),
  }
  const items = Array.from({ length: 2500 }, () => membership.missingFor([])[0] ?? new Uint8Array(0))
  const content = { kind: KINDS.log, epochs: [], body: encodeCanonical(items) }
  const steps = openingSteps({ ...source, membership: watched }, seal(secret, newHead(secret, random), content))
  steps.next()
  expect(asked).toBeLessThanOrEqual(2 * LIMITS.logPage)
  let last = steps.next()
  while (!last.done) last = steps.next()
  expect(last.value).toMatchObject({ taken: 0, known: 2500, early: 0, refused: 0 })
})
