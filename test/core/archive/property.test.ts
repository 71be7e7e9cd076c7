/** Whatever a few people say and decide, in whatever order they hear of it: an archive of it is read as it was, and checks. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readableOf } from '../../../core/archive/index.ts'
import { editEntry, messageEntry, reactEntry, roomEntry, withdrawEntry } from '../../../core/documents/index.ts'
import { removeMember, setRole } from '../../../core/membership/index.ts'
import type { DocumentId, EntryId } from '../../../core/shared/index.ts'
import { archived, heldBy, sha256, unpacked, verified, WHOLE } from '../../support/archived.ts'
import { type Person, smallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

const NAMES = ['ada', 'bo', 'cy', 'di']
const who = fc.constantFrom(...NAMES)
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      who,
      text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('edit' as const, 'withdraw' as const, 'react' as const),
      who,
      at: fc.nat(30),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('carry' as const), who, to: who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('open' as const, 'restart' as const, 'lead' as const, 'remove' as const),
      who,
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function holds(steps: readonly Step[]): Promise<void> {
  using small = smallCommunity('property')
  for (const name of NAMES.slice(1)) small.join(name, 'ada')
  small.carryAll()
  const said: { page: DocumentId; id: EntryId; by: string }[] = []
  for (const each of steps) take(each)
  small.carryAll()
  const ada = small.person('ada')
  const bytes = await archived([heldBy(small, ada)], ada, WHOLE, readableOf)
  const report = await verified(small, bytes, readableOf)
  expect(report.findings).toEqual([])
  const { places } = await unpacked(small, bytes)
  const [place] = places
  expect(place?.membership.heads()).toEqual(ada.membership.heads())
  for (const id of ada.documents.list()) expect(place?.documents.digest(id)).toEqual(ada.documents.digest(id))
  expect(effectsOf(place?.documents)).toEqual(effectsOf(ada.documents))
  expect(sha256(await archived(places, ada, WHOLE, readableOf))).toBe(sha256(bytes))

  function take(each: Step): void {
    small.clock.advance(1000)
    const now = small.clock.now()
    const person = small.person(each.who)
    const { membership, ring, device } = person
    const ground = { log: membership, ring, device, now, random: seededRandom(`${now}`) }
    const member = membership.state.devices.get(device.id)?.member
    if (each.kind === 'carry') {
      if (each.to !== each.who) small.carry(each.who, each.to)
    } else if (each.kind === 'restart') small.restart(each.who)
    else if (each.kind === 'lead' || each.kind === 'remove') {
      const ada = small.person('ada')
      const by = { ...ground, log: ada.membership, ring: ada.ring, device: ada.device }
      const known = ada.membership.state.devices.get(device.id)?.member
      const of = known && ada.membership.state.members.get(known)
      if (each.who === 'ada' || of?.state !== 'active') return
      if (each.kind === 'lead' && of.role === 'moderator') return
      if (each.kind === 'lead') setRole(by, of.id, 'moderator', [])
      else removeMember(by, of.id, ada.documents.proofs([device.id]))
    } else if (member && membership.isActive(device.id)) write(person, each, now)
  }

  function write({ documents, name }: Person, each: Step, now: number): void {
    if (!documents.has(small.room)) return
    if (each.kind === 'open') {
      if (name === 'ada')
        documents.open(documents.founding('charter'), (text) =>
          roomEntry(now, { name: `room ${now}`, topic: '' }, text),
        )
    } else if (each.kind === 'say') {
      const page = documents.writablePage(small.room)
      said.push({ page, id: documents.append(page, messageEntry(now, each.text), undefined), by: name })
    } else if ('at' in each) {
      const target = said[each.at % Math.max(1, said.length)]
      if (!target || !documents.has(target.page)) return
      const entries = {
        edit: () => editEntry(now, { target: target.id, text: 'edited' }),
        withdraw: () => withdrawEntry(now, target.id),
        react: () => reactEntry(now, { target: target.id, emoji: '🦊', on: true }),
      }
      documents.append(target.page, entries[each.kind](), undefined)
    }
  }
}

function effectsOf(documents: Person['documents'] | undefined): string[] {
  return [...(documents?.effects() ?? [])]
    .map(({ feed, seq, role, opened }) => `${feed}.${seq} ${role} ${opened}`)
    .toSorted()
}

it('an archive is read as what it was made from', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), holds), { numRuns: 8 })
})
