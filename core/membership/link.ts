/**
 * The invite link: `folkmoot://join#…` in the form of link-form.ts. Everything a newcomer is shown before
 * agreeing stands in it, signed by the inviter, so that nothing is sent until they agree.
 */
import {
  base64url,
  type CborValue,
  cleanOptionalLine,
  cleanOptionalText,
  type CommunityId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
  sameBytes,
} from '../shared/index.ts'
import { type Device, deviceKey, digest, sign, verify } from '../identity/index.ts'
import { inviteErrors } from './errors.ts'
import { type Certificate, inviteKeys, readCertificate } from './invite.ts'
import {
  addressesOf,
  bytesOf,
  innerFields,
  LINK_PREFIXES,
  type LinkForm,
  packLink,
  textOf,
  unpackLink,
} from './link-form.ts'

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

export const LINK_PREFIX = LINK_PREFIXES.invite
const FORM: LinkForm = {
  kind: 'invite',
  version: 1,
  checksum: 'folkmoot/invite-checksum/1',
  foreign: (kind) =>
    inviteErrors(kind === 'device' ? 'device-link' : kind === 'recovery' ? 'recovery-key' : 'not-a-link'),
  damaged: (cause) => inviteErrors('damaged', { cause }),
  newer: () => inviteErrors('newer-version'),
}

/** Writes a link; the texts are signed by the inviting device. */
export function writeLink(device: Device, invite: Omit<Invite, 'certificate'>): string {
  const text = encodeText(invite.community, invite.text)
  return packLink(FORM, [
    fromBase64url(invite.community) ?? new Uint8Array(0),
    invite.communitySecret,
    invite.inviteSecret,
    invite.certificateBytes,
    text,
    sign(device.signing, digest('folkmoot/invite-text/1', text)),
    invite.addresses.slice(0, LIMITS.inviteAddresses),
  ])
}

/**
 * Reads a link from anywhere.
 * @throws invite/not-a-link, invite/device-link, invite/recovery-key, invite/damaged, invite/newer-version
 */
export function readLink(link: string): Invite {
  return unpackLink(FORM, link, 7, readBody)
}

function readBody(fields: readonly CborValue[]): Invite {
  const [community, communitySecret, inviteSecret, certificateBytes, text, signature, addresses] = fields
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
    addresses: addressesOf(FORM, addresses),
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
  const [id, name, purpose, rules, inviter] = innerFields(FORM, bytes, 5)
  if (base64url(exactly(id, 32)) !== community) throw inviteErrors('damaged')
  return {
    name: cleanOptionalLine(words(name), LIMITS.communityNameChars),
    purpose: cleanOptionalText(words(purpose), { chars: LIMITS.purposeChars }),
    rules: cleanOptionalText(words(rules), { chars: LIMITS.rulesChars }),
    inviter: cleanOptionalLine(words(inviter), LIMITS.nameChars),
  }
}

function words(value: CborValue | undefined): string {
  return textOf(FORM, value)
}

function exactly(value: CborValue | undefined, length?: number): Uint8Array {
  return bytesOf(FORM, value, length)
}
