/** The form of an entry of the address book: where one device can be dialled, in its own word. */
import {
  base64url,
  type CborValue,
  type CommunityId,
  decodeCanonical,
  type DeviceId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
  type PeerId,
} from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { Carried } from '../ports.ts'
import { parseAddress, peerIdFromText } from '../transport/index.ts'
import type { Place } from './places.ts'

/** What a device says of itself. */
export interface PlaceEntry extends Place {
  readonly device: DeviceId
  /** Whether it helps others of the community connect. */
  readonly relay: boolean
  /** ms, by its own clock. */
  readonly issued: number
  readonly expires: number
}

/** An entry and the bytes it is handed on in. */
export interface SignedPlace extends PlaceEntry {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  /** 8 bytes by which it is named to those who may hold it, as base64url. */
  readonly name: string
}

const VERSION = 1
/** Bytes of an entry's name: who makes two of one name harms nobody but their own device. */
export const PLACE_NAME_BYTES = 8

/** Signs what this device says of itself. */
export function signPlace(carried: Pick<Carried, 'community' | 'signSession'>, entry: PlaceEntry): SignedPlace {
  const signature = carried.signSession(signed(carried.community, entry))
  const bytes = encodeCanonical([VERSION, ...fieldsOf(entry), signature])
  return { ...entry, bytes, signature, name: nameOf(bytes) }
}

/** What untrusted bytes say, whoever signed them; nothing when they are no entry an honest device makes. Never throws. */
export function readPlace(bytes: Uint8Array): SignedPlace | undefined {
  let value: CborValue
  try {
    value = decodeCanonical(bytes, { bytes: LIMITS.placeBytes, depth: 2, values: LIMITS.peerAddresses + 16 })
  } catch {
    return undefined
  }
  if (!Array.isArray(value) || value.length !== 8) return undefined
  const [version, device, peerText, texts, relay, issued, expires, signature] = value as readonly CborValue[]
  if (version !== VERSION || !isBytes(device, 32) || !isBytes(signature, 64)) return undefined
  if (typeof relay !== 'boolean' || !isTime(issued) || !isTime(expires)) return undefined
  const peer = typeof peerText === 'string' ? peerIdFromText(peerText) : undefined
  const addresses = peer && addressesOf(peer, texts)
  if (!peer || !addresses || expires <= issued || expires - issued > LIMITS.placeAge) return undefined
  const id = base64url(device) as DeviceId
  return { device: id, peer, addresses, relay, issued, expires, signature, bytes, name: nameOf(bytes) }
}

/** Whether the device an entry is about has signed it, for this community. */
export function isPlaceSigned({ community, log }: Pick<Carried, 'community' | 'log'>, place: SignedPlace): boolean {
  return log.isSessionSigned(place.device, signed(community, place), place.signature)
}

/** Those of the own addresses that mean something to others, in the one spelling. */
export function toldOf(addresses: readonly string[], peer: PeerId): readonly string[] {
  const good = addresses.flatMap((text) => {
    const address = parseAddress(text)
    return address?.peer === peer && address.scope !== 'loopback' ? [address.text] : []
  })
  return [...new Set(good)].slice(0, LIMITS.peerAddresses)
}

function addressesOf(peer: PeerId, texts: CborValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(texts) || texts.length > LIMITS.peerAddresses) return undefined
  const told = texts.filter((text: CborValue) => typeof text === 'string' && text.length <= LIMITS.addressChars)
  // Each once, in its one spelling, naming its own peer, and none that would have us dial ourselves.
  const good = toldOf(told, peer)
  return good.length === texts.length && good.every((text, at) => text === told[at]) ? good : undefined
}

function signed(community: CommunityId, entry: PlaceEntry): Uint8Array {
  return digest('folkmoot/place/1', encodeCanonical([raw(community), ...fieldsOf(entry)]))
}

function fieldsOf({ device, peer, addresses, relay, issued, expires }: PlaceEntry): readonly CborValue[] {
  return [raw(device), peer, addresses, relay, issued, expires]
}

function nameOf(bytes: Uint8Array): string {
  return base64url(digest('folkmoot/place-name/1', bytes).subarray(0, PLACE_NAME_BYTES))
}

const raw = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)
const isBytes = (value: CborValue | undefined, length: number): value is Uint8Array =>
  value instanceof Uint8Array && value.length === length
const isTime = (value: CborValue | undefined): value is number => typeof value === 'number' && value >= 0
