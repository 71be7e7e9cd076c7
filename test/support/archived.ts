/** Archives of small communities: made, spoilt, read again. */
import { createHash } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Archive,
  type ArchivePlace,
  type ArchiveWish,
  bytesAccess,
  fillDocuments,
  fillKeys,
  fillLog,
  openArchive,
  type OpenPlace,
  openPlace,
  placeSchemas,
  type ReadableOf,
  verifyArchive,
  type VerifyReport,
  writeArchive,
} from '../../core/archive/index.ts'
import { joinBytes, utf8 } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { markSchema, View, viewSchema } from '../../core/view/index.ts'
import type { Person, SmallCommunity } from './small-community.ts'
import { keptLog, seededRandom } from './surroundings.ts'

export const WHOLE: ArchiveWish = { record: true, media: true, language: 'en' }

export const never = new AbortController().signal

/** What somebody holds, as an archive is made from it. */
export function heldBy(small: SmallCommunity, person: Person, community = small.community): ArchivePlace {
  const path = join(mkdtempSync(join(small.folder, 'view-')), 'view.db')
  const { state } = person.membership
  const database = openDatabase({ path, key: new Uint8Array(32).fill(9), schemas: [viewSchema, markSchema] })
  const me = state.devices.get(person.device.id)?.member
  if (!me) throw new TypeError(`${person.name} is no member`)
  const view = new View({
    ...{ database, community, me, log: keptLog() },
    memberOf: (of) => {
      const member = state.devices.get(of)?.member
      return member && state.members.get(member)
    },
    mySince: () => 0,
    now: () => small.clock.now(),
  })
  view.rebuild(() => person.documents.effects())
  const { membership, documents, ring } = person
  return { community, membership, documents, ring, view }
}

/** One page with all that is said, by when it was said, as plain as can be. */
export const plainReadable: ReadableOf = (places) => ({
  name: 'Small',
  newest: Math.max(0, ...said(places).map(({ at }) => at)),
  files: () => [
    {
      path: 'said.txt',
      content: () => said(places).map(({ at, id, text }) => utf8(`${at} ${id} ${text}\n`)),
    },
  ],
})

function said(places: readonly ArchivePlace[]): { at: number; id: string; text: string }[] {
  const all = places.flatMap(({ documents }) =>
    [...documents.effects()].flatMap(({ feed, seq, entry }) => {
      const text = entry.fields.get('text')
      return typeof text === 'string' ? [{ at: entry.at, id: `${feed}.${seq}`, text }] : []
    }),
  )
  return all.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

export async function archived(
  places: readonly ArchivePlace[],
  by: Person,
  wish: ArchiveWish = WHOLE,
  readableOf = plainReadable,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const { bytes } of writeArchive(places, wish, by.device, readableOf, never))
    pieces.push(new Uint8Array(bytes))
  return joinBytes(...pieces)
}

export async function verified(
  small: SmallCommunity,
  bytes: Uint8Array,
  readableOf = plainReadable,
): Promise<VerifyReport> {
  const folder = mkdtempSync(join(small.folder, 'verify-'))
  const surroundings = { clock: small.clock, random: seededRandom('verify'), log: keptLog() }
  return await verifyArchive(bytesAccess(bytes), { folder, readableOf, ...surroundings }, never)
}

/** An archive read into a database of its own. */
export async function unpacked(
  small: SmallCommunity,
  bytes: Uint8Array,
): Promise<{ archive: Archive; places: OpenPlace[] }> {
  const archive = await openArchive(bytesAccess(bytes), never)
  const places: OpenPlace[] = []
  for (const [at, { id }] of archive.statement.places.entries()) {
    const path = join(mkdtempSync(join(small.folder, 'read-')), 'read.db')
    const database = openDatabase({ path, key: new Uint8Array(32).fill(5), schemas: placeSchemas })
    const log = keptLog()
    const membership = await fillLog(archive, at, { database, community: id, log }, never)
    const parent = places[0]?.membership
    const surroundings = { clock: small.clock, random: seededRandom('read'), log }
    const place = openPlace({ database, community: id, membership, parent, ...surroundings })
    await fillKeys(archive, at, place.keys, never)
    for await (const { outcome } of fillDocuments(archive, at, { database, ...place }, never)) void outcome
    places.push(place)
  }
  return { archive, places }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
