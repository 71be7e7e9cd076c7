/**
 * The invite link: `folkmoot://join#` and base64url of `version ‖ deflated body ‖ checksum`. Everything a newcomer is shown before
 * agreeing stands in it, signed by the inviter, so that nothing is sent until they agree.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import {
  base64url,
  type CborValue,
  cleanOptionalLine,
  cleanOptionalText,
  type CommunityId,
  decodeCanonical,
  encodeCanonical,
  fromBase64url,
  joinBytes,
  LIMITS,
  sameBytes,
} from '../shared/index.ts'
import { type Device, deviceKey, digest, sign, verify } from '../identity/index.ts'
import { inviteErrors } from './errors.ts'
import { type Certificate, inviteKeys, readCertificate } from './invite.ts'

/** What the inviter says of the community; read from a link, it is cleaned as if typed here. */
export interface InviteText {
  readonly name: string
  readonly purpose: string
  readonly rules: string
  readonly inviter: string
}

export interface Invite {
  readonly community: CommunityId
  /** 16 bytes of the community's `create`, for the log key and the session tag. */
  readonly communitySecret: Uint8Array
  /** 16 bytes, for the invite's own key pair. */
  readonly inviteSecret: Uint8Array
  readonly certificateBytes: Uint8Array
  readonly certificate: Certificate
  readonly text: InviteText
  /** Addresses of the inviter and of other members; unchecked texts. */
  readonly addresses: readonly string[]
}

export const LINK_PREFIX = 'folkmoot://join#'
const VERSION = 1
const CHECKSUM_BYTES = 4
const INFLATED_BYTES = 32 * 1024
const LIMIT = { bytes: INFLATED_BYTES, depth: 3, values: 64 }

/** Writes a link; the texts are signed by the inviting device. */
export function writeLink(device: Device, invite: Omit<Invite, 'certificate'>): string {
  const text = encodeText(invite.community, invite.text)
  const body = encodeCanonical([
    fromBase64url(invite.community) ?? new Uint8Array(0),
    invite.communitySecret,
    invite.inviteSecret,
    invite.certificateBytes,
    text,
    sign(device.signing, digest('folkmoot/invite-text/1', text)),
    invite.addresses.slice(0, LIMITS.inviteAddresses),
  ])
  const packed = joinBytes(Uint8Array.of(VERSION), deflateRawSync(body, { level: 9 }))
  return LINK_PREFIX + base64url(joinBytes(packed, checksum(packed)))
}

/**
 * Reads a link from anywhere; white space in it is ignored, since mail programs break lines.
 * @throws invite/not-a-link, invite/damaged, invite/newer-version
 */
export function readLink(link: string): Invite {
  const text = link.slice(0, 2 * LIMITS.inviteLinkChars).replace(/\s+/g, '')
  if (!text.toLowerCase().startsWith(LINK_PREFIX)) throw inviteErrors('not-a-link')
  if (text.length > LIMITS.inviteLinkChars) throw inviteErrors('damaged')
  const bytes = fromBase64url(text.slice(LINK_PREFIX.length))
  if (!bytes || bytes.length < 2 + CHECKSUM_BYTES) throw inviteErrors('damaged')
  const packed = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!sameBytes(checksum(packed), bytes.subarray(-CHECKSUM_BYTES))) throw inviteErrors('damaged')
  const version = packed[0] ?? 0
  if (version !== VERSION) throw inviteErrors(version > VERSION ? 'newer-version' : 'damaged')
  try {
    return readBody(packed.subarray(1))
  } catch (cause) {
    throw inviteErrors('damaged', { cause })
  }
}

function readBody(deflated: Uint8Array): Invite {
  const value = decodeCanonical(Uint8Array.from(inflateRawSync(deflated, { maxOutputLength: INFLATED_BYTES })), LIMIT)
  if (!Array.isArray(value) || value.length !== 7) throw inviteErrors('damaged')
  const [community, communitySecret, inviteSecret, certificateBytes, text, signature, addresses] =
    value as readonly CborValue[]
  const id = base64url(exactly(community, 32)) as CommunityId
  const certificate = readCertificate(exactly(certificateBytes))
  const signed = digest('folkmoot/invite-text/1', exactly(text))
  const invite: Invite = {
    community: id,
    communitySecret: exactly(communitySecret, 16),
    inviteSecret: exactly(inviteSecret, 16),
    certificateBytes: exactly(certificateBytes),
    certificate,
    text: readText(id, exactly(text)),
    addresses: readAddresses(addresses),
  }
  const ownKey = inviteKeys(invite.inviteSecret).publicKey
  const holds = certificate.community === id && sameBytes(certificate.inviteKey, ownKey)
  if (!holds || !verify(deviceKey(certificate.inviter), signed, exactly(signature, 64))) throw inviteErrors('damaged')
  return invite
}

function encodeText(community: CommunityId, text: InviteText): Uint8Array {
  return encodeCanonical([
    fromBase64url(community) ?? new Uint8Array(0),
    text.name,
    text.purpose,
    text.rules,
    text.inviter,
  ])
}

function readText(community: CommunityId, bytes: Uint8Array): InviteText {
  const value = decodeCanonical(bytes, LIMIT)
  if (!Array.isArray(value) || value.length !== 5) throw inviteErrors('damaged')
  const [id, name, purpose, rules, inviter] = value as readonly CborValue[]
  if (base64url(exactly(id, 32)) !== community) throw inviteErrors('damaged')
  return {
    name: cleanOptionalLine(words(name), LIMITS.communityNameChars),
    purpose: cleanOptionalText(words(purpose), { chars: LIMITS.purposeChars }),
    rules: cleanOptionalText(words(rules), { chars: LIMITS.rulesChars }),
    inviter: cleanOptionalLine(words(inviter), LIMITS.nameChars),
  }
}

function readAddresses(value: CborValue | undefined): readonly string[] {
  if (!Array.isArray(value) || value.length > LIMITS.inviteAddresses) throw inviteErrors('damaged')
  return value.map((each) => words(each as CborValue))
}

function words(value: CborValue | undefined): string {
  if (typeof value !== 'string') throw inviteErrors('damaged')
  return value
}

function exactly(value: CborValue | undefined, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw inviteErrors('damaged')
  return value
}

function checksum(bytes: Uint8Array): Uint8Array {
  return digest('folkmoot/invite-checksum/1', bytes).subarray(0, CHECKSUM_BYTES)
}
