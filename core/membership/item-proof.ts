/**
 * Proofs that a device wrote an item: the item's signed header and its signature. Cuts and evidence of forks carry them, so that nobody
 * can put a cut where nothing was written, or accuse a device of what it did not sign. The header's form is that of documents' items.
 */
import {
  base64url,
  type CommunityId,
  decodeCanonical,
  type DeviceId,
  type FeedId,
  fromBase64url,
  hex,
  sameBytes,
} from '../shared/index.ts'
import { deviceId, digest, verify } from '../identity/index.ts'
import type { Proof } from './payload.ts'

export interface ProvenItem {
  readonly device: DeviceId
  readonly feed: FeedId
  readonly seq: number
  /** Base64url of the header's hash. */
  readonly hash: string
}

const FEED_ID_BYTES = 16
const LIMIT = { bytes: 4096, depth: 3, values: 256 }
/** `[version, community, document, device, session, seq, previous, epochs, heads, seen, nonce, hash of the ciphertext]` */
const FIELDS = 12
const known = new WeakMap<Proof, ProvenItem | 'false'>()

/** What a proof shows, or nothing when it shows nothing: it is no header of this community, or not signed by its device. */
export function readProof(community: CommunityId, proof: Proof): ProvenItem | undefined {
  const before = known.get(proof)
  const read = before ?? check(community, proof) ?? 'false'
  if (!before) known.set(proof, read)
  return read === 'false' ? undefined : read
}

function check(community: CommunityId, [header, signature]: Proof): ProvenItem | undefined {
  const place = placeOf(community, header)
  if (!place) return undefined
  const hash = digest('folkmoot/item/1', header)
  if (!verify(place.key, digest('folkmoot/item-signature/1', hash), signature)) return undefined
  return { device: deviceId(place.key), feed: place.feed, seq: place.seq, hash: base64url(hash) }
}

function placeOf(
  community: CommunityId,
  header: Uint8Array,
): { key: Uint8Array; feed: FeedId; seq: number } | undefined {
  let value: unknown
  try {
    value = decodeCanonical(header, LIMIT)
  } catch {
    return undefined
  }
  if (!Array.isArray(value) || value.length !== FIELDS) return undefined
  const [version, of, document, key, session, seq] = value as readonly unknown[]
  if (version !== 1 || !isBytes(of, 32) || !sameBytes(of, fromBase64url(community) ?? new Uint8Array(0)))
    return undefined
  if (!isBytes(document, 32) || !isBytes(key, 32) || !isBytes(session, 16)) return undefined
  if (typeof seq !== 'number' || seq < 1) return undefined
  const feed = hex(digest('folkmoot/feed/1', document, key, session).subarray(0, FEED_ID_BYTES)) as FeedId
  return { key, feed, seq }
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}
