/** Archives whose maker lies, or means harm: who made one is believed in nothing that can be held against signatures, or bounded. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesAccess, openArchive, readableOf, recordedActions, unsealArchive } from '../../core/archive/index.ts'
import { headWith } from '../../core/archive/sealed/form.ts'
import { readStatement, type Statement, writeStatement } from '../../core/archive/record/statement.ts'
import { feedBytes, feedIdOf, SEAL_BYTES } from '../../core/documents/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { archived, heldBy, joined, never, partsOf, respelled, unpacked, verified } from '../support/archived.ts'
import { HostileLog } from '../support/hostile-log.ts'
import { privateVillage } from '../support/private-village.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

let small: SmallCommunity
let bytes: Uint8Array
const person = (name: string): Person => small.person(name)
const STATEMENT = 'record/statement.cbor'
const none = new Uint8Array(0)

beforeEach(async () => {
  small = smallCommunity('maker')
  small.join('bo', 'ada')
  small.carryAll()
  for (let at = 0; at < 6; at++) small.say(['ada', 'bo'][at % 2] ?? '', `bread, salt and ${at}`)
  small.carryAll()
  bytes = await archived([heldBy(small, person('bo'))], person('bo'), undefined, readableOf)
})
afterEach(() => small[Symbol.dispose]())

const check = (spoilt: Uint8Array) => verified(small, spoilt, readableOf)
const codesOf = async (spoilt: Uint8Array) => (await check(spoilt)).findings.map(({ code }) => code)

/** The archive with a statement that bo, who is a member, signs anew. */
const restated = (
  of: Uint8Array,
  lie: (statement: Statement) => Statement,
  also: (files: Map<string, Uint8Array>) => void = () => undefined,
) =>
  respelled(of, (files) => {
    const statement = readStatement(files.get(STATEMENT) ?? none)
    files.set(STATEMENT, writeStatement(lie(statement), person('bo').device))
    also(files)
  })

describe('a member who makes an archive', { timeout: 60_000 }, () => {
  it('cannot give it a name or a moment that is not its community’s', async () => {
    const renamed = await restated(bytes, (statement) => ({ ...statement, name: 'Ada’s bank' }))
    expect(await codesOf(renamed)).toEqual(['name-untrue'])
    const moved = await restated(bytes, (statement) => ({ ...statement, newest: statement.newest + 1 }))
    expect(await codesOf(moved)).toEqual(['name-untrue'])
    const { name, newest } = await check(bytes)
    expect(await check(renamed)).toMatchObject({ name, newest })
  })

  it('cannot leave out a page of a room, and say there was none', async () => {
    const spoilt = await restated(
      bytes,
      (statement) => ({
        ...statement,
        places: statement.places.map((place) => ({ ...place, documents: place.documents.slice(0, -1) })),
      }),
      (files) => {
        const last = [...files.keys()].filter((path) => path.endsWith('.blocks')).at(-1)
        files.delete(last ?? '')
      },
    )
    expect(await codesOf(spoilt)).toContain('document-missing')
  })

  it('cannot say that pages were made by a release there was never, so that nobody makes them anew', async () => {
    const spoilt = await restated(bytes, (statement) => ({ ...statement, pages: { ...statement.pages, version: 0 } }))
    expect(await codesOf(spoilt)).toEqual(['statement-broken'])
  })

  it('is not taken at their word when they put words of others on the pages of their own things', async () => {
    const { state } = person('bo').membership
    const by = state.devices.get(person('bo').device.id)?.member
    const wish = { record: true, media: true, language: 'en', by }
    const lying: typeof readableOf = (places, part, of) => ({
      ...readableOf(places, part, of),
      files: () => [{ path: 'index.html', content: () => [Buffer.from('<p>Ada: I owe Bo the house')] }],
    })
    const forged = await archived([heldBy(small, person('bo'))], person('bo'), wish, lying)
    // What is signed is sound; of the pages nothing is claimed, and screens say so.
    expect(await check(forged)).toMatchObject({ compared: false })
  })

  it('cannot pass what all could read for a private talk, nor a private talk for a community', async () => {
    const twice = await restated(bytes, (statement) => ({
      ...statement,
      places: [...statement.places, ...statement.places],
    }))
    expect(await codesOf(twice)).toEqual(['statement-broken'])
    using other = smallCommunity('another')
    const places = [heldBy(small, person('bo')), heldBy(other, other.person('ada'))]
    expect(await codesOf(await archived(places, person('bo'), undefined, readableOf))).toContain('log-broken')
    using village = privateVillage(small, 'bo', ['ada'])
    const apart = await archived([heldBy(small, village.person('bo'), village.space)], person('bo'))
    expect(await codesOf(apart)).toContain('log-broken')
    await expect(unpacked(small, apart)).rejects.toMatchObject({ code: 'membership/wrong-genesis' })
  })

  it('cannot stop the check by a language nobody speaks, or by what turns the words around', async () => {
    const strange = await restated(bytes, (statement) => ({
      ...statement,
      wish: { ...statement.wish, language: '!!-\u202E' },
    }))
    await expect(codesOf(strange)).resolves.not.toContain('statement-broken')
    small.say('bo', 'turned \u2069\u202E around, and a comma')
    const said = await archived([heldBy(small, person('bo'))], person('bo'), undefined, readableOf)
    const spoilt = await respelled(said, (files) => {
      const csv = [...files.keys()].find(
        (path) => path.endsWith('.csv') && Buffer.from(files.get(path) ?? none).includes('around, and'),
      )
      const text = Buffer.from(files.get(csv ?? '') ?? none).toString('utf8')
      files.set(csv ?? '', Buffer.from(text.replace('around, and', 'around; and')))
    })
    const [finding] = (await check(spoilt)).findings
    expect(finding?.wanted).toMatch(/turned {4}around, and a comma/)
  })

  it('makes none of which more is to be said than anybody reads', async () => {
    const archive = await openArchive(bytesAccess(bytes), never)
    const [place] = archive.statement.places
    const document = place?.documents.find(({ heads }) => heads.length > 0)
    const [head] = document?.heads ?? []
    if (!place || !document || !head) throw new TypeError('no place')
    const heads = Array.from({ length: Math.ceil(LIMITS.archiveStatementBytes / 80) }, () => head)
    const statement = { ...archive.statement, places: [{ ...place, documents: [{ ...document, heads }] }] }
    expect(() => writeStatement(statement, person('bo').device)).toThrow(
      expect.objectContaining({ code: 'archive/too-large' }),
    )
  })

  it('cannot name a moment that no calendar has: screens and the command could not write it', async () => {
    const spoilt = await restated(bytes, (statement) => ({ ...statement, newest: Number.MAX_SAFE_INTEGER }))
    await expect(openArchive(bytesAccess(spoilt), never)).rejects.toMatchObject({ code: 'archive/damaged' })
  })
})

describe('an archive of a log that is nearly full', { timeout: 120_000 }, () => {
  it('has every decision that was kept, in whatever order they stand there', async () => {
    const bo = person('bo')
    const hostile = new HostileLog(bo.membership, seededRandom('flood'))
    const parents = bo.membership.heads()
    const before = bo.membership.size
    const all = Array.from({ length: LIMITS.memberActions + 20 }, (_, at) => {
      const invite = new Uint8Array(32)
      new DataView(invite.buffer).setUint32(0, at)
      return hostile.action(bo.device, { type: 'revoke-invite', invite }, { seq: 1, prev: undefined, parents })
    })
    const ada = person('ada')
    ada.membership.receive(all.map((action) => hostile.seal(action)))
    expect(ada.membership.size).toBe(before + LIMITS.memberActions)
    // Ada decides knowing one that was left aside, so it is taken after all, beyond bo's share.
    const last = all.at(-1)
    const late = hostile.action(
      ada.device,
      { type: 'revoke-invite', invite: new Uint8Array(32).fill(9) },
      {
        parents: [...parents, ...(last ? [last.id] : [])],
      },
    )
    ada.membership.receive([hostile.seal(late)])
    expect(ada.membership.size).toBe(before + LIMITS.memberActions + 2)
    const made = await archived([heldBy(small, ada)], ada, undefined, readableOf)
    const { places } = await unpacked(small, made)
    expect(places[0]?.membership.size).toBe(ada.membership.size)
    expect(await codesOf(made)).toEqual([])
  })

  it('is not read beyond what a log may hold', async () => {
    const spoilt = await respelled(bytes, (files) => {
      const path = 'record/community/log.parts'
      const [first = null] = partsOf(files.get(path) ?? none)
      files.set(path, joined(Array.from({ length: LIMITS.logActions + 1 }, () => first)))
    })
    const archive = await openArchive(bytesAccess(spoilt), never)
    const read = async (): Promise<void> => {
      for await (const action of recordedActions(archive, 0, never)) void action
    }
    await expect(read()).rejects.toMatchObject({ code: 'archive/damaged' })
    expect(await codesOf(spoilt)).toContain('record-damaged')
  })
})

describe('what proves entries', () => {
  it('is not kept again and again for one feed', async () => {
    const { places } = await unpacked(small, bytes)
    const keys = places[0]?.keys
    if (!keys) throw new TypeError('no place')
    const feed = feedBytes(feedIdOf({ document: small.room, device: new Uint8Array(32), session: new Uint8Array(16) }))
    const keep = (at: number): void => {
      const seals = new Uint8Array(LIMITS.feedEntries * SEAL_BYTES)
      new DataView(seals.buffer).setUint32(0, at)
      keys.keepSeals(feed, 1, seals)
    }
    // A feed that forks has few branches; whoever writes an archive may write the same feed a million times.
    for (let at = 0; at < LIMITS.archiveFeedSeals; at++) keep(at)
    expect(() => keep(LIMITS.archiveFeedSeals)).toThrow(expect.objectContaining({ code: 'archive/damaged' }))
    keep(0)
  })
})

describe('an archive under a passphrase', () => {
  it.each([
    [64, 1024 * 1024],
    [64, 64 * 1024],
    [2, 1024 * 1024],
  ])('that asks for %i passes over %i KiB is refused before any of it is done', async (passes, kib) => {
    const { bytes: head } = headWith(passes, kib, new Uint8Array(16))
    const file = bytesAccess(Buffer.concat([head, new Uint8Array(64)]))
    await expect(unsealArchive(file, 'seven hedgehogs', never)).rejects.toMatchObject({ code: 'archive/damaged' })
  })
})
