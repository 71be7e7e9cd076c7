/** One signed action of the membership log: its canonical form, its id and its signature. */
import {
  type ActionId,
  base64url,
  type CborValue,
  type CommunityId,
  decodeCanonical,
  type DeviceId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
} from '../shared/index.ts'
import { type Device, deviceId, digest, sign, verify } from '../identity/index.ts'
import { membershipErrors } from './errors.ts'
import { encodePayload, parsePayload, type Payload } from './payload.ts'

export interface Action {
  readonly id: ActionId
  /** Canonical bytes of `[1, community, device, seq, prev, parents, at, type, payload]`. */
  readonly body: Uint8Array
  /** 64 bytes over the id. */
  readonly signature: Uint8Array
  /** Nothing in `create`, whose id is the community's. */
  readonly community: CommunityId | undefined
  readonly device: DeviceId
  /** Counts the device's own actions from 1. */
  readonly seq: number
  /** The device's own action before this one. */
  readonly prev: ActionId | undefined
  /** Heads of the log as the author saw it, sorted. */
  readonly parents: readonly ActionId[]
  /** The author's clock, ms; shown, never trusted. */
  readonly at: number
  readonly payload: Payload
}

export type ActionDraft = Pick<Action, 'community' | 'seq' | 'prev' | 'parents' | 'at' | 'payload'>

const VERSION = 1
/** What sealing adds at most: nonce, tag, signature and their heads. A body that is too large to be sealed is malformed. */
const SEAL_BYTES = 128
const LIMIT = { bytes: LIMITS.actionBytes - SEAL_BYTES, depth: 6, values: 4096 }
const EMPTY = new Uint8Array(0)

/** Signs a draft as a device. @throws membership/malformed when others would refuse to read it */
export function signAction(device: Device, draft: ActionDraft): Action {
  const payload = encodePayload(draft.payload)
  const body = encodeCanonical([
    VERSION,
    bytesOf(draft.community),
    device.signing.publicKey,
    draft.seq,
    bytesOf(draft.prev),
    [...draft.parents].sort().map(bytesOf),
    draft.at,
    payload.type,
    payload.value,
  ])
  return parseAction(body, sign(device.signing, signedBytes(body)))
}

/** Reads an action; its signature is not looked at. @throws membership/malformed */
export function parseAction(body: Uint8Array, signature: Uint8Array): Action {
  const value = read(body)
  if (!Array.isArray(value) || value.length !== 9) throw membershipErrors('malformed')
  const [version, community, device, seq, prev, parents, at, type, payload] = value as readonly CborValue[]
  if (version !== VERSION || typeof type !== 'string') throw membershipErrors('malformed')
  if (!isCount(seq) || seq < 1 || !isCount(at)) throw membershipErrors('malformed')
  if (!Array.isArray(parents) || parents.length > LIMITS.actionParents) throw membershipErrors('malformed')
  return {
    id: base64url(digest('folkmoot/action/1', body)) as ActionId,
    body,
    signature,
    community: optional(community) as CommunityId | undefined,
    device: deviceId(hash(device)),
    seq,
    prev: optional(prev) as ActionId | undefined,
    parents: sortedOnce(parents.map((each: CborValue) => base64url(hash(each)) as ActionId)),
    at,
    payload: parsePayload(type, payload),
  }
}

/** Whether the action's own device signed it. */
export function isSigned(action: Action): boolean {
  const key = fromBase64url(action.device)
  return key !== undefined && verify(key, signedBytes(action.body), action.signature)
}

function signedBytes(body: Uint8Array): Uint8Array {
  return digest('folkmoot/action-signature/1', digest('folkmoot/action/1', body))
}

function read(body: Uint8Array): CborValue {
  try {
    return decodeCanonical(body, LIMIT)
  } catch (cause) {
    throw membershipErrors('malformed', { cause })
  }
}

function bytesOf(id: string | undefined): Uint8Array {
  return id === undefined ? EMPTY : (fromBase64url(id) ?? EMPTY)
}

function hash(value: CborValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== 32) throw membershipErrors('malformed')
  return value
}

function optional(value: CborValue | undefined): string | undefined {
  if (value instanceof Uint8Array && value.length === 0) return undefined
  return base64url(hash(value))
}

function isCount(value: CborValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function sortedOnce(ids: readonly ActionId[]): readonly ActionId[] {
  for (let i = 1; i < ids.length; i++) if ((ids[i - 1] ?? '') >= (ids[i] ?? '')) throw membershipErrors('malformed')
  return ids
}
