/** The record of an archive: the log, the feeds, what proves them, and the statement of what there is. */
import { type ActionId, type EpochId, encodeCanonical, fromBase64url } from '../../shared/index.ts'
import type { RecordedDocument } from '../../documents/index.ts'
import type { Device } from '../../identity/index.ts'
import type { Action } from '../../membership/index.ts'
import { type ArchiveFile, type ArchivePlace, type ArchiveWish, READABLE_VERSION } from '../about.ts'
import { blocksFile, documentFile, keysFile, logFile, STATEMENT } from './names.ts'
import { part } from './parts.ts'
import { type Scope, scopeOf } from './scope.ts'
import { pagesDigest, type Statement, writeStatement } from './statement.ts'

export interface RecordAbout {
  readonly name: string
  /** ms. */
  readonly newest: number
  /** Of the files before the record, once they are written. */
  readonly hashes: ReadonlyMap<string, string>
  /** Ids of the attached files that go along. */
  readonly media: readonly string[]
}

/** The files of the record, those of each place after one another. Whoever reads them reads them in order: keys and hashes come to be known last. */
export function* recordFiles(
  places: readonly ArchivePlace[],
  wish: ArchiveWish,
  signer: Device,
  about: RecordAbout,
): Generator<ArchiveFile> {
  for (const [at, place] of places.entries()) yield* placeFiles(place, at, scopeOf(place, wish))
  yield { path: STATEMENT, content: () => [writeStatement(statementOf(places, wish, signer, about), signer)] }
}

/** The Automerge documents of what is in an archive. What is too large to be loaded by anybody stands in the record alone. */
export function* automergeFiles(places: readonly ArchivePlace[], wish: ArchiveWish): Generator<ArchiveFile> {
  for (const place of places) {
    const scope = scopeOf(place, wish)
    for (const document of scope.documents) {
      const { recording } = place.documents
      if (!recording.isLoadable(document.id)) continue
      const content = (): Uint8Array[] => [recording.automerge(document.id, scope.isWanted(document))]
      yield { path: documentFile(document.id), content }
    }
  }
}

export function statementOf(
  places: readonly ArchivePlace[],
  wish: ArchiveWish,
  { id }: Pick<Device, 'id'>,
  { name, newest, hashes, media }: RecordAbout,
): Statement {
  return {
    device: id,
    ...{ name, newest, wish, media },
    pages: { version: READABLE_VERSION, digest: pagesDigest(hashes) },
    places: places.map((place) => {
      const scope = scopeOf(place, wish)
      return {
        id: place.community,
        actions: place.membership.size,
        heads: place.membership.heads(),
        documents: scope.documents.map((each) => ({
          id: each.id,
          heads: place.documents.recording.heads(each.id, scope.isWanted(each)),
        })),
      }
    }),
  }
}

function* placeFiles(place: ArchivePlace, at: number, scope: Scope): Generator<ArchiveFile> {
  yield { path: logFile(at), content: () => logParts(place.membership.actions()) }
  const epochs = new Map<string, readonly EpochId[]>()
  for (const document of scope.documents)
    yield { path: blocksFile(at, document.id), content: () => blockParts(place, document, scope, epochs) }
  yield { path: keysFile(at), content: () => [keysOf(place, epochs)] }
}

/** Each action behind those it stands on, in the one order that does not depend on how they came. */
function* logParts(actions: readonly Action[]): Generator<Uint8Array> {
  const depths = new Map<ActionId, number>()
  for (const { id, parents } of actions)
    depths.set(id, 1 + Math.max(0, ...parents.map((parent) => depths.get(parent) ?? 0)))
  const depth = ({ id }: Action): number => depths.get(id) ?? 0
  const sorted = actions.toSorted((a, b) => depth(a) - depth(b) || (a.id < b.id ? -1 : 1))
  for (const { body, signature } of sorted) yield part([body, signature])
}

function* blockParts(
  { documents }: ArchivePlace,
  document: RecordedDocument,
  scope: Scope,
  epochs: Map<string, readonly EpochId[]>,
): Generator<Uint8Array> {
  for (const block of documents.recording.blocks(document.id, scope.isWanted(document))) {
    for (const set of block.epochs) epochs.set(set.join(), set)
    yield part([block.bytes, block.seals])
  }
}

/** The key of the nonces alone: with it anybody sees that a text is the one that was signed, and nobody can read or write anything else. */
function keysOf({ ring }: ArchivePlace, epochs: ReadonlyMap<string, readonly EpochId[]>): Uint8Array {
  const sorted = [...epochs].sort(([a], [b]) => (a < b ? -1 : 1))
  return encodeCanonical(
    sorted.map(([, set]) => [set.map((id) => fromBase64url(id) ?? NONE), ring.contentKeys(set)?.nonce ?? NONE]),
  )
}

const NONE = new Uint8Array(0)
