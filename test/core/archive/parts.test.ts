/** Archives of parts, of private spaces, and of what is at odds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesAccess, openBag, planArchive, readableOf } from '../../../core/archive/index.ts'
import { type Documents, messageEntry, roomEntry } from '../../../core/documents/index.ts'
import { removeMember } from '../../../core/membership/index.ts'
import type { DocumentId, MemberId } from '../../../core/shared/index.ts'
import { archived, heldBy, never, sha256, unpacked, verified, WHOLE } from '../../support/archived.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { privateVillage } from '../../support/private-village.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

let small: SmallCommunity
let garden: DocumentId
const ada = (): Person => small.person('ada')
const check = (bytes: Uint8Array) => verified(small, bytes, readableOf)

beforeEach(() => {
  small = smallCommunity('parts')
  for (const name of ['bo', 'cy']) small.join(name, 'ada')
  const { documents } = ada()
  garden = documents.open(documents.founding('charter'), (text) =>
    roomEntry(small.clock.now(), { name: 'garden', topic: '' }, text),
  )
  small.carryAll()
  for (const name of ['ada', 'bo', 'cy', 'bo']) small.say(name, `${name} was here`)
  const bo = small.person('bo').documents
  bo.append(bo.writablePage(garden), messageEntry(small.clock.now(), 'beans'), undefined)
  small.carryAll()
})
afterEach(() => small[Symbol.dispose]())

function textsOf(documents: Pick<Documents, 'effects'>): string[] {
  return [...documents.effects()].flatMap(({ entry }) => {
    const text = entry.fields.get('text')
    return typeof text === 'string' ? [text] : []
  })
}

describe('a part of a community', () => {
  it('by room holds that room alone, and checks', async () => {
    const wish = { ...WHOLE, spaces: [garden] }
    const bytes = await archived([heldBy(small, ada())], ada(), wish, readableOf)
    expect(await check(bytes)).toMatchObject({ sound: true, compared: true, findings: [] })
    const { places } = await unpacked(small, bytes)
    expect(places.flatMap(({ documents }) => textsOf(documents))).toEqual(['beans'])
  })

  it('of one member holds what they said alone, and their signatures check', async () => {
    const me = ada().membership.state.devices.get(small.person('bo').device.id)?.member as MemberId
    const bytes = await archived([heldBy(small, ada())], ada(), { ...WHOLE, by: me }, readableOf)
    expect(await check(bytes)).toMatchObject({ sound: true, signed: true, compared: false, findings: [] })
    const { places } = await unpacked(small, bytes)
    expect(places.flatMap(({ documents }) => textsOf(documents)).toSorted()).toEqual([
      'beans',
      'bo was here',
      'bo was here',
    ])
  })

  it('by time is for reading alone, and says so', async () => {
    const wish = { ...WHOLE, record: false, since: 0, until: small.clock.now() + 1 }
    const bytes = await archived([heldBy(small, ada())], ada(), wish, readableOf)
    expect(await check(bytes)).toMatchObject({ sound: true, signed: false })
    const bag = await openBag(bytesAccess(bytes), never)
    expect([...bag.files.keys()].filter((path) => path.startsWith('record/'))).toEqual([])
  })

  it('is told beforehand to be about as large as it will be', async () => {
    const place = heldBy(small, ada())
    const bytes = await archived([place], ada(), WHOLE, readableOf)
    const { bytes: planned } = planArchive([place], WHOLE)
    expect(planned / bytes.length).toBeGreaterThan(0.3)
    expect(planned / bytes.length).toBeLessThan(4)
  })
})

describe('an archive with a private space', () => {
  it('holds both, and checks', async () => {
    using village = privateVillage(small, 'ada', ['bo'])
    village.say('ada', 'behind the hedge')
    const places = [heldBy(small, ada()), heldBy(small, village.person('ada'), village.space)]
    const bytes = await archived(places, ada(), WHOLE, readableOf)
    expect(await check(bytes)).toMatchObject({ sound: true, compared: true, findings: [] })
    const read = await unpacked(small, bytes)
    expect(read.places[1] && textsOf(read.places[1].documents)).toEqual(['behind the hedge'])
  })
})

describe('what is set aside', () => {
  it('goes along, and is set aside again', async () => {
    small.say('cy', 'spam')
    small.carryAll()
    const { membership, ring, device, documents } = ada()
    const cy = membership.state.devices.get(small.person('cy').device.id)
    if (!cy) throw new TypeError('cy is no member')
    removeMember(
      { log: membership, ring, device, random: seededRandom('removal'), now: small.clock.now() },
      cy.member,
      [],
    )
    const place = heldBy(small, ada())
    const bytes = await archived([place], ada(), WHOLE, readableOf)
    expect(await check(bytes)).toMatchObject({ sound: true, findings: [] })
    const { places } = await unpacked(small, bytes)
    const [read] = places
    expect(read && textsOf(read.documents)).not.toContain('spam')
    for (const id of documents.list()) {
      expect(read?.documents.digest(id)).toEqual(documents.digest(id))
      expect(read?.documents.hidden(id).stretches.length).toBe(documents.hidden(id).stretches.length)
    }
    expect(sha256(await archived(places, ada(), WHOLE, readableOf))).toBe(sha256(bytes))
  })

  it('both branches of a forked feed go along, and archives of those who met them otherwise are the same', async () => {
    // Bo's disk was put back to what it was: two things are said in one place.
    const page = ada().documents.writablePage(small.room)
    const trunk = hostileFeed(small.person('bo'), page, seededRandom('trunk'))
    const say = (feed: typeof trunk, text: string) => feed.write(messageEntry(small.clock.now(), text))
    const before = say(trunk, 'before')
    const [left, right] = [trunk.fork(), trunk.fork()]
    const branches = [left, right].map((feed, at) => [say(feed, `branch ${at}`), say(feed, `branch ${at} again`)])
    for (const [name, first] of [
      ['ada', 0],
      ['cy', 1],
    ] as const)
      for (const at of [first, 1 - first])
        small.person(name).documents.receive(blockOf([before, ...(branches[at] ?? [])]))
    expect(ada().documents.digest(page)).toEqual(small.person('cy').documents.digest(page))
    const archives = await Promise.all(
      ['ada', 'cy'].map((name) => archived([heldBy(small, small.person(name))], ada(), WHOLE, readableOf)),
    )
    const [one, other] = archives
    expect(one && other && sha256(one) === sha256(other)).toBe(true)
    expect(one && (await check(one))).toMatchObject({ sound: true, findings: [] })
  })
})
