/** Reading a record: its log into a log, its feeds through the gate, into a database of its own or into a living community. */
import { setImmediate } from 'node:timers/promises'
import { type CommunityId, type DocumentId, type EpochId, joinBytes, LIMITS } from '../../shared/index.ts'
import {
  type BlockOutcome,
  decodeBlock,
  type Documents,
  documentErrors,
  feedBytes,
  feedIdOf,
  SEAL_BYTES,
} from '../../documents/index.ts'
import {
  type Action,
  logKeys,
  membershipErrors,
  MembershipLog,
  parseAction,
  sealAction,
} from '../../membership/index.ts'
import type { Database } from '../../storage/index.ts'
import { type Bag, openBag } from '../bag/bag-reader.ts'
import type { RandomAccess } from '../bag/random-access.ts'
import { archiveErrors } from '../errors.ts'
import { Values } from './fields.ts'
import type { ArchiveKeys } from './keys.ts'
import { blocksFile, keysFile, logFile, STATEMENT } from './names.ts'
import { decoded, readParts } from './parts.ts'
import { readStatement, type StatedPlace, type Statement } from './statement.ts'

export interface Archive {
  readonly bag: Bag
  readonly statement: Statement
  readonly community: CommunityId
  /** Bytes of the files of the record: what there is to read. */
  readonly bytes: number
}

/** Opens an archive that has a record; nothing in it is believed yet. @throws archive/no-record, archive/newer, and what opening a bag throws */
export async function openArchive(reader: RandomAccess, signal: AbortSignal): Promise<Archive> {
  return await archiveOf(await openBag(reader, signal), signal)
}

/** @throws archive/no-record, archive/newer, archive/damaged */
export async function archiveOf(bag: Bag, signal: AbortSignal): Promise<Archive> {
  if (!bag.files.has(STATEMENT)) throw archiveErrors('no-record')
  const statement = readStatement(await bag.read(STATEMENT, LIMITS.archiveStatementBytes, signal))
  const [first] = statement.places
  if (!first) throw archiveErrors('damaged', { details: { file: STATEMENT } })
  const bytes = [...bag.files.values()].reduce(
    (sum, file) => sum + (file.path.startsWith('record/') ? file.bytes : 0),
    0,
  )
  return { bag, statement, community: first.id, bytes }
}

/** What is read, file after file: of the record as its list has it, or of whatever is there. */
export type Look = 'checked' | 'unchecked'

/** The actions of a place's log as they stand there. @throws archive/damaged, also when they are more than a log holds */
export async function* recordedActions(
  { bag }: Pick<Archive, 'bag'>,
  place: number,
  signal: AbortSignal,
  look: Look = 'checked',
): AsyncGenerator<Action> {
  const file = logFile(place)
  const values = new Values(file)
  let count = 0
  for await (const value of readParts(contentOf(bag, file, signal, look), file, { depth: 1, values: 3 })) {
    count += 1
    if (count > LIMITS.logActions) throw values.broken()
    const [body, signature] = values.list(value, 2)
    try {
      yield parseAction(values.bytes(body), values.bytes(signature))
    } catch (error) {
      if (!membershipErrors.is(error, 'malformed')) throw error
      throw values.broken(error)
    }
  }
}

/** Actions taken at once. */
const STEP = 100

/**
 * Begins the log of a place on a fresh database, and fills it. What breaks a rule is left out.
 * @throws archive/damaged, membership/wrong-genesis, the signal's reason
 */
export async function fillLog(
  archive: Archive,
  place: number,
  options: Parameters<typeof MembershipLog.begin>[0],
  signal: AbortSignal,
  look: Look = 'checked',
): Promise<MembershipLog> {
  let log: MembershipLog | undefined
  let keys: ReturnType<typeof logKeys> | undefined
  let items: Uint8Array[] = []
  const settle = async (): Promise<void> => {
    if (items.length > 0) log?.receive(items)
    items = []
    await setImmediate(undefined, { signal })
  }
  for await (const action of recordedActions(archive, place, signal, look)) {
    if (!log || !keys) {
      if (action.payload.type !== 'create') throw membershipErrors('wrong-genesis')
      keys = logKeys(action.payload.secret)
      log = MembershipLog.begin({ ...options, takes: 'all' }, action.payload.secret, [sealAction(keys, action)])
      // What all could read is no private talk, and the other way round.
      if (log.state.private !== place > 0) throw membershipErrors('wrong-genesis')
      continue
    }
    items.push(sealAction(keys, action))
    if (items.length >= STEP) await settle()
  }
  await settle()
  if (!log) throw membershipErrors('wrong-genesis')
  return log
}

/** Keeps what proves a place's items. @throws archive/damaged, the signal's reason */
export async function fillKeys(
  { bag }: Pick<Archive, 'bag'>,
  place: number,
  keys: ArchiveKeys,
  signal: AbortSignal,
  look: Look = 'checked',
): Promise<void> {
  const file = keysFile(place)
  const values = new Values(file)
  const bytes: Uint8Array[] = []
  let size = 0
  for await (const piece of contentOf(bag, file, signal, look)) {
    size += piece.length
    if (size > LIMITS.archiveKeysBytes) throw archiveErrors('too-large', { details: { file } })
    bytes.push(piece)
  }
  const limit = { bytes: LIMITS.archiveKeysBytes, depth: 4, values: LIMITS.archiveKeysBytes / 16 }
  const sets = values.list(decoded(joinBytes(...bytes), limit, (cause) => values.broken(cause)))
  for (let at = 0; at < sets.length; at += SETS) {
    keys.keepNonceKeys(
      sets.slice(at, at + SETS).map((each) => {
        const [epochs, key] = values.list(each, 2)
        const names = values.list(epochs)
        if (names.length === 0 || names.length > LIMITS.envelopeEpochs) throw values.broken()
        return [names.map((id) => values.id(id) as EpochId), values.bytes(key, 32)] as const
      }),
    )
    await setImmediate(undefined, { signal })
  }
}

/** Sets of epochs kept at once. */
const SETS = 500

export interface ReadBlock {
  readonly document: DocumentId
  readonly bytes: Uint8Array
  readonly seals: Uint8Array
}

/** The blocks of a document as they stand in a record. @throws archive/damaged, the signal's reason */
export async function* recordedBlocks(
  { bag }: Pick<Archive, 'bag'>,
  place: number,
  document: DocumentId,
  signal: AbortSignal,
  look: Look = 'checked',
): AsyncGenerator<ReadBlock> {
  const file = blocksFile(place, document)
  const values = new Values(file)
  for await (const value of readParts(contentOf(bag, file, signal, look), file, { depth: 1, values: 3 })) {
    const [bytes, seals] = values.list(value, 2)
    yield { document, bytes: values.bytes(bytes), seals: values.bytes(seals) }
    await setImmediate(undefined, { signal })
  }
}

export interface Filling {
  readonly database: Database
  readonly documents: Documents
  readonly keys: ArchiveKeys
}

/** What became of a block, and how many bytes of the record were read with it. */
export interface TakenBlock extends ReadBlock {
  readonly outcome: BlockOutcome | undefined
}

/**
 * Fills the documents of a place of an archive that is read on its own. The log and the keys come first.
 * @throws archive/damaged, the signal's reason, and what storage throws
 */
export async function* fillDocuments(
  archive: Archive,
  place: number,
  into: Filling,
  signal: AbortSignal,
): AsyncGenerator<TakenBlock> {
  for (const { id } of statedPlace(archive, place).documents)
    yield* fillDocument(archive, place, id, into, signal, 'checked')
}

/** One of them, after the one that opens it. @throws archive/damaged, the signal's reason, and what storage throws */
export async function* fillDocument(
  archive: Pick<Archive, 'bag'>,
  place: number,
  id: DocumentId,
  { database, keys, documents }: Filling,
  signal: AbortSignal,
  look: Look,
): AsyncGenerator<TakenBlock> {
  const file = blocksFile(place, id)
  for await (const block of recordedBlocks(archive, place, id, signal, look)) {
    const outcome = database.transaction('received', () => {
      keepSeals(keys, block, file)
      return taken(documents, block, file)
    })
    yield { ...block, outcome }
  }
}

/** @throws archive/damaged when they do not go with the block */
function keepSeals(keys: ArchiveKeys, { bytes, seals, document }: ReadBlock, file: string): void {
  const block = blockOf(bytes, document, file)
  if (seals.length !== block.items.length * SEAL_BYTES) throw archiveErrors('damaged', { details: { file } })
  const byRun = block.runs.map((): Uint8Array[] => [])
  for (const [at, { run }] of block.items.entries())
    byRun[run]?.push(seals.subarray(at * SEAL_BYTES, (at + 1) * SEAL_BYTES))
  for (const [at, { device, session, firstSeq }] of block.runs.entries())
    keys.keepSeals(feedBytes(feedIdOf({ document, device, session })), firstSeq, joinBytes(...(byRun[at] ?? [])))
}

/** @throws archive/damaged */
export function blockOf(bytes: Uint8Array, document: DocumentId, file: string): ReturnType<typeof decodeBlock> {
  try {
    const block = decodeBlock(bytes)
    if (block.document === document) return block
  } catch (cause) {
    if (!documentErrors.is(cause, 'malformed')) throw cause
    throw archiveErrors('damaged', { cause, details: { file } })
  }
  throw archiveErrors('damaged', { details: { file } })
}

/** Nothing when the document is not known, as when nobody rightly opened it. */
function taken(documents: Documents, { bytes }: ReadBlock, file: string): BlockOutcome | undefined {
  try {
    return documents.receive(bytes)
  } catch (error) {
    if (documentErrors.is(error, 'unknown')) return undefined
    if (documentErrors.is(error, 'malformed')) throw archiveErrors('damaged', { cause: error, details: { file } })
    throw error
  }
}

/** How bringing a record into a living place went: decisions, and entries or the runs of them that were not taken. */
export interface Merged {
  /** New here. */
  readonly taken: number
  /** Feeds of which nothing was new. */
  readonly known: number
  /** What follows on something that is neither here nor in the archive, or whose key is lacking. */
  readonly early: number
  readonly refused: number
}

export interface MergeTarget {
  readonly community: CommunityId
  readonly membership: MembershipLog
  readonly documents: Documents
}

/**
 * Brings the record of a place into a living one through its own gate, with its own keys. What stops in the middle leaves whole blocks.
 * @param told bytes of blocks read until now
 * @throws archive/other-community, archive/damaged, the signal's reason, and what storage throws
 */
export async function mergeRecord(
  archive: Archive,
  place: number,
  target: MergeTarget,
  signal: AbortSignal,
  told: (bytes: number) => void = () => undefined,
): Promise<Merged> {
  const stated = statedPlace(archive, place)
  if (stated.id !== target.community) throw archiveErrors('other-community')
  const counts = { taken: 0, known: 0, early: 0, refused: 0 }
  const keys = logKeys(target.membership.secret)
  let items: Uint8Array[] = []
  const settle = async (): Promise<void> => {
    const news = items.length > 0 ? target.membership.receive(items) : { accepted: 0, refused: 0 }
    counts.taken += news.accepted
    counts.refused += news.refused
    items = []
    await setImmediate(undefined, { signal })
  }
  for await (const action of recordedActions(archive, place, signal)) {
    if (target.membership.has(action.id)) continue
    items.push(sealAction(keys, action))
    if (items.length >= STEP) await settle()
  }
  await settle()
  let bytes = 0
  for (const { id } of stated.documents)
    for await (const block of recordedBlocks(archive, place, id, signal)) {
      blockOf(block.bytes, id, blocksFile(place, id))
      count(counts, taken(target.documents, block, blocksFile(place, id)))
      bytes += block.bytes.length + block.seals.length
      told(bytes)
    }
  return counts
}

/** @throws archive/damaged */
export function statedPlace({ statement }: Archive, place: number): StatedPlace {
  const stated = statement.places[place]
  if (!stated) throw archiveErrors('damaged', { details: { file: STATEMENT } })
  return stated
}

type Counts = { -readonly [Name in keyof Merged]: number }

function count(counts: Counts, outcome: BlockOutcome | undefined): void {
  counts.taken += outcome?.accepted ?? 0
  if (!outcome) counts.early += 1
  for (const { verdict } of outcome?.runs ?? []) {
    if (verdict === 'known' || verdict === 'cut') counts.known += 1
    else if (verdict === 'unsigned' || verdict === 'full') counts.refused += 1
    else if (verdict !== 'accepted' && verdict !== 'fork') counts.early += 1
  }
}

/** @throws archive/damaged when it is not there */
async function* contentOf(bag: Bag, path: string, signal: AbortSignal, look: Look): AsyncGenerator<Uint8Array> {
  const file = bag.files.get(path)
  if (!file) throw archiveErrors('damaged', { details: { file: path } })
  yield* look === 'checked' ? file.open(signal) : file.look(signal)
}
