/** Naming what became of the runs of a block: whose, where, when, and which entry where that can be told. */
import { setImmediate } from 'node:timers/promises'
import { base64url, type DeviceId, type DocumentId, type MemberId, type SpaceId } from '../../shared/index.ts'
import {
  feedIdOf,
  itemNonce,
  placeOf,
  readEntry,
  rebuildBlock,
  type RecordedHead,
  SEAL_BYTES,
  SEAL_NONCE_BYTES,
} from '../../documents/index.ts'
import { sameBytes } from '../../shared/index.ts'
import { archiveErrors } from '../errors.ts'
import { blocksFile } from '../record/names.ts'
import type { OpenPlace } from '../record/place.ts'
import { type Archive, blockOf, fillDocument, type TakenBlock } from '../record/reading.ts'
import { scopeOf } from '../record/scope.ts'
import type { StatedPlace } from '../record/statement.ts'
import type { FindingCode, FindingPlace, Findings } from './report.ts'
import type { Database } from '../../storage/index.ts'

export interface CheckedPlace {
  readonly at: number
  readonly stated: StatedPlace
  readonly place: OpenPlace
  readonly database: Database
  /** The community itself, which knows who is called what. */
  readonly community: Pick<OpenPlace, 'membership' | 'view'>
}

/** Takes the entries of a place through the gate, and says what was not taken. Answers how many were. */
export async function checkEntries(
  archive: Archive,
  checked: CheckedPlace,
  findings: Findings,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const { at, stated, place, database } = checked
  let entries = 0
  for (const { id } of stated.documents) {
    const into = { database, documents: place.documents, keys: place.keys }
    try {
      for await (const block of fillDocument(archive, at, id, into, signal, 'unchecked')) {
        entries += block.outcome?.accepted ?? 0
        told(block.bytes.length + block.seals.length)
        nameRuns(checked, block, findings)
      }
    } catch (error) {
      if (!archiveErrors.is(error, 'damaged')) throw error
      findings.add('record-damaged', { file: blocksFile(at, id) })
    }
    await setImmediate(undefined, { signal })
  }
  return entries
}

const CODES: Readonly<Record<string, FindingCode>> = {
  unsigned: 'run-altered',
  'waiting-for-key': 'entry-unproven',
  uncertified: 'entry-stranger',
  gap: 'entry-refused',
  full: 'entry-refused',
}

function nameRuns(checked: CheckedPlace, block: TakenBlock, findings: Findings): void {
  for (const { feed, verdict } of block.outcome?.runs ?? []) {
    const code = CODES[verdict]
    if (code === undefined) continue
    const found = alteredIn(checked, block, feed)
    const where = { feed, room: roomOf(checked, block.document), author: authorOf(checked, found.device) }
    if (code !== 'run-altered') findings.add(code, where)
    else if (found.altered.length === 0) findings.add(code, { ...where, from: found.from, time: found.upTo })
    else for (const { seq, time } of found.altered) findings.add('entry-altered', { ...where, entry: seq, time })
  }
}

interface Altered {
  readonly device: DeviceId
  /** Entries that are not those their seals were made of. */
  readonly altered: readonly { readonly seq: number; readonly time: number | undefined }[]
  readonly from: number | undefined
  readonly upTo: number | undefined
}

function alteredIn({ place, at }: CheckedPlace, { bytes, seals, document }: TakenBlock, feed: string): Altered {
  const block = blockOf(bytes, document, blocksFile(at, document))
  const index = block.runs.findIndex(({ device, session }) => feedIdOf({ document, device, session }) === feed)
  const run = block.runs[index]
  const device = base64url(run?.device ?? new Uint8Array(0)) as DeviceId
  const rebuilt = rebuildBlock(place.community, block, (epochs) => place.keys.contentKeys(epochs)).runs[index]
  if (!run || !rebuilt) return { device, altered: [], from: undefined, upTo: undefined }
  const where = placeOf(place.community, { document, device: run.device, session: run.session })
  const slots = block.items.flatMap((item, slot) => (item.run === index ? [slot] : []))
  const altered = rebuilt.items.flatMap(({ seq, entry, context }, nth) => {
    const keys = place.keys.contentKeys(context.epochs)
    const start = (slots[nth] ?? 0) * SEAL_BYTES
    const fits =
      keys !== undefined &&
      sameBytes(
        itemNonce(where, keys, seq, entry).subarray(0, SEAL_NONCE_BYTES),
        seals.subarray(start, start + SEAL_NONCE_BYTES),
      )
    return fits ? [] : [{ seq, time: readEntry(entry)?.at }]
  })
  const times = rebuilt.items.flatMap(({ entry }) => readEntry(entry)?.at ?? [])
  return { device, altered, from: times[0], upTo: times.at(-1) }
}

/** What the statement says there was, and is not there. */
export function checkVectors(checked: CheckedPlace, wish: Archive['statement']['wish'], findings: Findings): void {
  const { stated, place } = checked
  const scope = scopeOf(place, wish)
  const known = new Map(scope.documents.map((document) => [document.id, document]))
  // Who opened a page signed that there is one, whatever the maker of the archive says.
  const named = new Set(stated.documents.map(({ id }) => id))
  for (const id of known.keys()) if (!named.has(id)) findings.add('document-missing', { document: id })
  for (const { id, heads } of stated.documents) {
    const document = known.get(id)
    if (!document) {
      findings.add('document-missing', { document: id })
      for (const head of heads) missingFeed(checked, id, head, findings)
      continue
    }
    const held = new Map(place.documents.recording.heads(id, scope.isWanted(document)).map((head) => [head.name, head]))
    for (const head of heads) {
      const there = held.get(head.name)
      held.delete(head.name)
      if (!there) missingFeed(checked, id, head, findings)
      else if (there.seq < head.seq)
        findings.add('entries-missing', { ...placeOfHead(checked, id, head), count: head.seq - there.seq })
      else if (there.seq > head.seq) findings.add('feed-unstated', placeOfHead(checked, id, head))
      else if (!sameBytes(there.hash, head.hash)) findings.add('run-altered', placeOfHead(checked, id, head))
    }
    for (const head of held.values()) findings.add('feed-unstated', placeOfHead(checked, id, head))
  }
}

function missingFeed(checked: CheckedPlace, id: DocumentId, head: RecordedHead, findings: Findings): void {
  findings.add('feed-missing', { ...placeOfHead(checked, id, head), count: head.seq })
}

function placeOfHead(checked: CheckedPlace, id: DocumentId, { name, device }: RecordedHead): FindingPlace {
  return { feed: name, author: authorOf(checked, device), room: roomOf(checked, id) }
}

function authorOf({ community }: CheckedPlace, device: DeviceId): string | undefined {
  const member = community.membership.state.devices.get(device)?.member
  return member && (community.view.queries.name(member) ?? shortId(member))
}

export function shortId(member: MemberId): string {
  return member.slice(0, 8)
}

function roomOf({ place }: CheckedPlace, document: DocumentId): string | undefined {
  const known = place.documents.recording.documents().find(({ id }) => id === document)
  if (!known) return undefined
  if (known.kind === 'charter' || known.kind === 'profiles') return known.kind
  const space: SpaceId = known.kind === 'room-page' && known.parent ? known.parent : known.id
  return place.view.queries.space(space)?.name ?? space.slice(0, 8)
}
