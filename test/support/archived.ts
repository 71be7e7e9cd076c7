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
  openBag,
  type OpenPlace,
  openPlace,
  placeSchemas,
  type ReadableOf,
  verifyArchive,
  type VerifyReport,
  writeArchive,
} from '../../core/archive/index.ts'
import { bagOf } from '../../core/archive/bag/bag-writer.ts'
import { part } from '../../core/archive/record/parts.ts'
import { type CborValue, decodeCanonical, joinBytes, utf8 } from '../../core/shared/index.ts'
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

/** All files of an archive inside its `data/`, changed, and packed again with all lists of hashes made anew. */
export async function respelled(
  bytes: Uint8Array,
  change: (files: Map<string, Uint8Array>) => void,
): Promise<Uint8Array> {
  const bag = await openBag(bytesAccess(bytes), never)
  const files = new Map<string, Uint8Array>()
  for (const { path } of bag.files.values()) files.set(path, await bag.read(path, 2 ** 26, never))
  change(files)
  const content = [...files].map(([path, each]) => ({ path, content: () => [each] }))
  const info = [...bag.info].filter(([label]) => label !== 'Payload-Oxum')
  const pieces: Uint8Array[] = []
  for await (const piece of bagOf(content, { folder: bag.folder, moment: 0, info }, never)) pieces.push(piece.bytes)
  return joinBytes(...pieces)
}

/** The values of a file of parts, and the file of some values. */
export function partsOf(bytes: Uint8Array): CborValue[] {
  const values: CborValue[] = []
  for (let at = 0; at < bytes.length;) {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0)
    values.push(decodeCanonical(bytes.subarray(at + 4, at + 4 + length), { bytes: 2 ** 22, depth: 8, values: 2 ** 20 }))
    at += 4 + length
  }
  return values
}

export const joined = (values: readonly CborValue[]): Uint8Array => joinBytes(...values.map((value) => part(value)))
