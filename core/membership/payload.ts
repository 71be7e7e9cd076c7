/** What each kind of membership action says. A payload has exactly its fields, or the action is malformed. */
import { type CborValue, LIMITS } from '../shared/index.ts'
import { membershipErrors } from './errors.ts'

export type GrantedRole = 'member' | 'moderator'

/** A key sealed for one box key: `[box key or epoch id (32), sealed bytes (80)]`. */
export type Sealed = readonly [of: Uint8Array, sealed: Uint8Array]

/** Founds the community: its secret, the founder's box key, and epoch 1 sealed to the founder. */
export interface CreatePayload {
  readonly type: 'create'
  /** 16 bytes from which the log key and the session tag are derived; invites carry it. */
  readonly secret: Uint8Array
  readonly box: Uint8Array
  readonly epoch: Uint8Array
  /** Epoch 1's key for each box key. */
  readonly sealed: readonly Sealed[]
}

/** Makes the holder of a device key a member, on the strength of an invite. */
export interface AdmitPayload {
  readonly type: 'admit'
  readonly device: Uint8Array
  readonly box: Uint8Array
  /** The invite's certificate, as in the link. */
  readonly certificate: Uint8Array
  readonly nonce: Uint8Array
  readonly joiner: string
  readonly admitter: string
  readonly inviteSignature: Uint8Array
  readonly deviceSignature: Uint8Array
  /** The key of each epoch the newcomer may read, sealed to `box`: `[epoch id, sealed]`. */
  readonly epochs: readonly Sealed[]
}

/** The author's member leaves. */
export interface LeavePayload {
  readonly type: 'leave'
  /** `[signed header, signature]` of the last item of own feeds: they end there. */
  readonly cut: readonly (readonly [header: Uint8Array, signature: Uint8Array])[]
}

export type Payload = CreatePayload | AdmitPayload | LeavePayload

/** The payload as a canonical map without its type, which stands beside it. */
export function encodePayload(payload: Payload): CborValue {
  const { type: _, ...fields } = payload
  return new Map(Object.entries(fields))
}

/** @throws membership/malformed */
export function parsePayload(type: string, value: CborValue | undefined): Payload {
  if (!(value instanceof Map)) throw membershipErrors('malformed')
  const field = reader(value as ReadonlyMap<string, CborValue>)
  switch (type) {
    case 'create':
      return field.end({
        type,
        secret: field.bytes('secret', 16),
        box: field.bytes('box', 32),
        epoch: field.bytes('epoch', 32),
        sealed: field.sealed('sealed', 32),
      })
    case 'admit':
      return field.end({
        type,
        device: field.bytes('device', 32),
        box: field.bytes('box', 32),
        certificate: field.bytes('certificate'),
        nonce: field.bytes('nonce', 32),
        joiner: field.text('joiner', 128),
        admitter: field.text('admitter', 128),
        inviteSignature: field.bytes('inviteSignature', 64),
        deviceSignature: field.bytes('deviceSignature', 64),
        epochs: field.sealed('epochs', 256),
      })
    case 'leave':
      return field.end({ type, cut: field.pairs('cut', LIMITS.cutFeeds) })
    default:
      throw membershipErrors('malformed')
  }
}

/** Reads typed fields and, at the end, that there were no others. */
function reader(map: ReadonlyMap<string, CborValue>) {
  let taken = 0
  const take = (name: string): CborValue => {
    const value = map.get(name)
    if (value === undefined) throw membershipErrors('malformed')
    taken += 1
    return value
  }
  const bytes = (name: string, length?: number): Uint8Array => {
    const value = take(name)
    if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length))
      throw membershipErrors('malformed')
    return value
  }
  const text = (name: string, most: number): string => {
    const value = take(name)
    if (typeof value !== 'string' || value.length > most) throw membershipErrors('malformed')
    return value
  }
  const pairs = (name: string, most: number): readonly Sealed[] => {
    const value = take(name)
    if (!Array.isArray(value) || value.length > most) throw membershipErrors('malformed')
    return value.map(pair)
  }
  const sealed = (name: string, most: number): readonly Sealed[] => {
    const all = pairs(name, most)
    if (all.some(([of, secret]) => of.length !== 32 || secret.length !== 80)) throw membershipErrors('malformed')
    return all
  }
  const end = <T>(payload: T): T => {
    if (taken !== map.size) throw membershipErrors('malformed')
    return payload
  }
  return { bytes, text, pairs, sealed, end }
}

function pair(value: CborValue): Sealed {
  if (!Array.isArray(value) || value.length !== 2) throw membershipErrors('malformed')
  const [first, second] = value as readonly CborValue[]
  if (!(first instanceof Uint8Array) || !(second instanceof Uint8Array)) throw membershipErrors('malformed')
  return [first, second]
}
