/**
 * A keeper's link: `folkmoot://keeper#` and base64url of `version ‖ canonical body ‖ checksum`. Whoever has it first may have one community
 * kept there, so it is a secret until then.
 */
import {
  base64url,
  type CborValue,
  cleanOptionalLine,
  decodeCanonical,
  encodeCanonical,
  fromBase64url,
  joinBytes,
  LIMITS,
  type PeerId,
  sameBytes,
} from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import { parseAddress, peerIdFromText } from '../transport/index.ts'
import { keeperErrors } from './errors.ts'

export interface KeeperLink {
  readonly peer: PeerId
  /** 32 bytes, good for one claim. */
  readonly secret: Uint8Array
  /** Addresses of the keeper that may be dialled. */
  readonly addresses: readonly string[]
  /** As whoever runs it calls it. */
  readonly name: string
  /** Bytes it offers. */
  readonly budget: number
}

const PREFIX = 'folkmoot://keeper#'
const VERSION = 1
const CHECKSUM_BYTES = 4

export function writeKeeperLink({ peer, secret, addresses, name, budget }: KeeperLink): string {
  const body = encodeCanonical([peer, secret, addresses.slice(0, LIMITS.inviteAddresses), name, budget])
  const bytes = joinBytes(Uint8Array.of(VERSION), body)
  return PREFIX + base64url(joinBytes(bytes, checksum(bytes)))
}

/** Reads a link from anywhere; white space in it is ignored. @throws keeper/not-a-link, keeper/damaged, keeper/newer-version */
export function readKeeperLink(link: string): KeeperLink {
  const text = link.slice(0, 2 * LIMITS.inviteLinkChars).replace(/\s+/g, '')
  if (!text.toLowerCase().startsWith(PREFIX)) throw keeperErrors('not-a-link')
  const all = text.length > LIMITS.inviteLinkChars ? undefined : fromBase64url(text.slice(PREFIX.length))
  if (!all || all.length < 2 + CHECKSUM_BYTES) throw keeperErrors('damaged')
  const bytes = all.subarray(0, -CHECKSUM_BYTES)
  if (!sameBytes(checksum(bytes), all.subarray(-CHECKSUM_BYTES))) throw keeperErrors('damaged')
  if ((bytes[0] ?? 0) > VERSION) throw keeperErrors('newer-version')
  try {
    return readBody(decodeCanonical(bytes.subarray(1), { bytes: LIMITS.inviteLinkChars, depth: 2, values: 32 }))
  } catch (cause) {
    throw keeperErrors('damaged', { cause })
  }
}

function readBody(body: CborValue): KeeperLink {
  const [id, secret, addresses, name, budget, ...rest] = Array.isArray(body) ? (body as readonly CborValue[]) : []
  const peer = typeof id === 'string' ? peerIdFromText(id) : undefined
  const isWhole = secret instanceof Uint8Array && secret.length === 32 && typeof budget === 'number' && budget >= 0
  if (!peer || !isWhole || typeof name !== 'string' || !Array.isArray(addresses) || rest.length > 0)
    throw keeperErrors('damaged')
  return {
    peer,
    secret,
    addresses: keeperAddresses(addresses, peer),
    name: cleanOptionalLine(name.slice(0, 4 * LIMITS.nameChars), 4 * LIMITS.nameChars).slice(0, LIMITS.nameChars),
    budget,
  }
}

/** Those of some texts that are addresses at which this peer may be dialled. */
export function keeperAddresses(texts: readonly unknown[], peer: PeerId): readonly string[] {
  const good = texts.slice(0, LIMITS.inviteAddresses).flatMap((text) => {
    const address = typeof text === 'string' ? parseAddress(text) : undefined
    return address?.peer === peer ? [address.text] : []
  })
  return [...new Set(good)]
}

function checksum(bytes: Uint8Array): Uint8Array {
  return digest('folkmoot/keeper-checksum/1', bytes).subarray(0, CHECKSUM_BYTES)
}
