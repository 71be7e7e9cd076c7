/** What an archive says it holds, signed by the device that made it: so that what is left out of it later is missed. */
import {
  type ActionId,
  type CborValue,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  encodeCanonical,
  type FeedId,
  fromBase64url,
  fromHex,
  hex,
  joinBytes,
  LIMITS,
  type MemberId,
  type SpaceId,
  utf8,
} from '../../shared/index.ts'
import type { RecordedHead } from '../../documents/index.ts'
import { type Device, deviceKey, digest, SIGNATURE_BYTES, sign, verify } from '../../identity/index.ts'
import type { ArchiveWish } from '../about.ts'
import { archiveErrors } from '../errors.ts'
import { Values } from './fields.ts'
import { MEDIA_ID_BYTES } from '../media/names.ts'
import { STATEMENT } from './names.ts'
import { decoded } from './parts.ts'

/** Of the statement, and of all that is in `record/`. In 2 the statement came to say which attached files go along. */
export const RECORD_VERSION = 2
/** The oldest that is read. */
const FIRST_VERSION = 1

export interface Statement {
  readonly device: DeviceId
  readonly name: string
  /** ms: the newest moment in it. */
  readonly newest: number
  readonly wish: ArchiveWish
  /** What made the files that people and programs read, and the hash of the list of theirs. */
  readonly pages: { readonly version: number; readonly digest: Uint8Array }
  /** The community first. */
  readonly places: readonly StatedPlace[]
  /** Ids of the attached files that go along, in hex; none in version 1. */
  readonly media: readonly string[]
}

export interface StatedPlace {
  readonly id: CommunityId
  /** How many actions its log has, and which nothing stands on. */
  readonly actions: number
  readonly heads: readonly ActionId[]
  readonly documents: readonly StatedDocument[]
}

export interface StatedDocument {
  readonly id: DocumentId
  /** Feeds, and branches of those that fork, sorted by name. */
  readonly heads: readonly RecordedHead[]
}

/** The last moment a JavaScript date can name, ms. */
const LAST_MOMENT = 8.64e15

/** The end of a feed is five values in 87 bytes. */
const LIMIT = { bytes: LIMITS.archiveStatementBytes, depth: 8, values: LIMITS.archiveStatementBytes / 8 }

/** @throws archive/too-large when nobody could read it */
export function writeStatement(statement: Statement, signer: Device): Uint8Array {
  const { name, newest, wish, pages, places, media } = statement
  const body = encodeCanonical([
    RECORD_VERSION,
    deviceKey(statement.device),
    name,
    newest,
    [wish.spaces ? wish.spaces.map(bytesOf) : null, wish.by ? bytesOf(wish.by) : null, wish.media, wish.language],
    [pages.version, pages.digest],
    places.map(({ id, actions, heads, documents }) => [
      bytesOf(id),
      actions,
      heads.map(bytesOf),
      documents.map((each) => [bytesOf(each.id), each.heads.map(headValue)]),
    ]),
    joinBytes(...media.toSorted().map((id) => fromHex(id) ?? NONE)),
  ])
  const signed = encodeCanonical([body, sign(signer.signing, signedBytes(body))])
  if (signed.length > LIMITS.archiveStatementBytes) throw archiveErrors('too-large', { details: { file: STATEMENT } })
  return signed
}

/** @throws archive/damaged, archive/newer; archive/damaged also when its device did not sign it */
export function readStatement(bytes: Uint8Array): Statement {
  const values = new Values(STATEMENT)
  const broken = (cause: unknown): Error => values.broken(cause)
  const [body, signature] = values.list(decoded(bytes, LIMIT, broken), 2)
  const value = decoded(values.bytes(body), LIMIT, broken)
  const [version] = values.list(value)
  if (typeof version === 'number' && version > RECORD_VERSION) throw archiveErrors('newer')
  const first = version === FIRST_VERSION
  if (!first && version !== RECORD_VERSION) throw values.broken()
  const [, device, name, newest, wish, pages, places, media] = values.list(value, first ? 7 : 8)
  const id = values.id(device) as DeviceId
  if (!verify(values.bytes(device, 32), signedBytes(values.bytes(body)), values.bytes(signature, SIGNATURE_BYTES)))
    throw values.broken()
  const all = values.list(places)
  if (all.length === 0 || all.length > LIMITS.archivePlaces) throw values.broken()
  const moment = values.count(newest)
  const stated = all.map((place) => readPlace(values, place))
  if (moment > LAST_MOMENT || new Set(stated.map((place) => place.id)).size < stated.length) throw values.broken()
  return {
    device: id,
    name: values.text(name, LIMITS.communityNameChars * 2),
    newest: moment,
    wish: readWish(values, wish),
    pages: readPages(values, pages),
    places: stated,
    media: first ? [] : readMedia(values, values.bytes(media)),
  }
}

/** Ids of one length after another: sorted, none twice. */
function readMedia(values: Values, bytes: Uint8Array): readonly string[] {
  const count = bytes.length / MEDIA_ID_BYTES
  if (!Number.isInteger(count) || count > LIMITS.archiveMedia) throw values.broken()
  const ids = Array.from({ length: count }, (_, at) =>
    hex(bytes.subarray(at * MEDIA_ID_BYTES, (at + 1) * MEDIA_ID_BYTES)),
  )
  for (const [at, id] of ids.entries()) if (at > 0 && id <= (ids[at - 1] ?? '')) throw values.broken()
  return ids
}

function readWish(values: Values, value: CborValue | undefined): ArchiveWish {
  const [spaces, by, media, language] = values.list(value, 4)
  return {
    spaces: spaces === null ? undefined : values.list(spaces).map((each) => values.id(each) as SpaceId),
    by: by === null ? undefined : (values.id(by) as MemberId),
    record: true,
    media: values.flag(media),
    language: values.text(language, 35),
  }
}

function readPages(values: Values, value: CborValue | undefined): Statement['pages'] {
  const [number, hash] = values.list(value, 2)
  const version = values.count(number)
  if (version === 0) throw values.broken()
  return { version, digest: values.bytes(hash, 32) }
}

/** Over the SHA-256 of every file that is not in the record, by path. */
export function pagesDigest(hashes: ReadonlyMap<string, string>): Uint8Array {
  const lines = [...hashes].flatMap(([path, hash]) => (path.startsWith('record/') ? [] : [`${hash}  ${path}\n`]))
  // The hashes are of one length, so sorting whole lines is one order for all.
  return digest('folkmoot/archive-pages/1', utf8(lines.sort().join('')))
}

function readPlace(values: Values, value: CborValue): StatedPlace {
  const [id, actions, heads, documents] = values.list(value, 4)
  return {
    id: values.id(id) as CommunityId,
    actions: values.count(actions),
    heads: values.list(heads).map((each) => values.id(each) as ActionId),
    documents: values.list(documents).map((document) => {
      const [name, held] = values.list(document, 2)
      return { id: values.id(name) as DocumentId, heads: values.list(held).map((head) => readHead(values, head)) }
    }),
  }
}

function headValue({ name, device, seq, hash }: RecordedHead): CborValue {
  return [fromHex(name) ?? NONE, deviceKey(device), seq, hash]
}

function readHead(values: Values, value: CborValue): RecordedHead {
  const [name, device, seq, hash] = values.list(value, 4)
  return {
    name: hex(values.bytes(name, 16)) as FeedId,
    device: readDevice(values, device),
    seq: values.count(seq),
    hash: values.bytes(hash, 32),
  }
}

const NONE = new Uint8Array(0)

function signedBytes(body: Uint8Array): Uint8Array {
  return digest('folkmoot/archive-statement/1', body)
}

function bytesOf(id: string): Uint8Array {
  return fromBase64url(id) ?? NONE
}

/** What is no key can have signed nothing. */
function readDevice(values: Values, value: CborValue | undefined): DeviceId {
  const id = values.id(value) as DeviceId
  try {
    deviceKey(id)
  } catch (cause) {
    throw values.broken(cause)
  }
  return id
}
