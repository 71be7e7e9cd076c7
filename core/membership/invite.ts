/** An invite: a certificate by which any online member can admit, and the proof a joiner gives that they hold it. */
import {
  type CborValue,
  base64url,
  type CommunityId,
  decodeCanonical,
  type DeviceId,
  encodeCanonical,
  fromBase64url,
  LIMITS,
} from '../shared/index.ts'
import {
  type Device,
  deriveKey,
  deviceId,
  deviceKey,
  digest,
  type PublicDevice,
  sign,
  type SigningKeys,
  signingKeys,
  verify,
} from '../identity/index.ts'
import { inviteErrors } from './errors.ts'
import type { GrantedRole } from './payload.ts'

export interface Certificate {
  readonly community: CommunityId
  readonly inviter: DeviceId
  /** The invite's own Ed25519 key; its seed is derived from the link's secret. */
  readonly inviteKey: Uint8Array
  readonly role: GrantedRole
  readonly uses: number
  /** ms; best effort, judged by the admitter's clock. */
  readonly expires: number
  /** Whether those it admits wait until a moderator confirms them. */
  readonly approval: boolean
}

const LIMIT = { bytes: 1024, depth: 2, values: 32 }

/** The key pair of an invite from the link's 16-byte secret. */
export function inviteKeys(secret: Uint8Array): SigningKeys {
  return signingKeys(deriveKey(secret, 'folkmoot/invite-signing/1'))
}

/** Canonical `[body, signature]`, body `[1, community, inviter, invite key, role, uses, expires, approval]`. */
export function signCertificate(device: Device, terms: Omit<Certificate, 'inviter'>): Uint8Array {
  const body = encodeCanonical([
    1,
    fromBase64url(terms.community) ?? new Uint8Array(0),
    device.signing.publicKey,
    terms.inviteKey,
    terms.role,
    terms.uses,
    terms.expires,
    terms.approval,
  ])
  return encodeCanonical([body, sign(device.signing, digest('folkmoot/invite-certificate/1', body))])
}

/** Reads a certificate and checks the inviter's signature. Whether the inviter may invite is the log's matter. @throws invite/damaged */
export function readCertificate(bytes: Uint8Array): Certificate {
  const { certificate, body, signature } = parse(bytes)
  if (!verify(keyOf(certificate.inviter), digest('folkmoot/invite-certificate/1', body), signature))
    throw inviteErrors('damaged')
  return certificate
}

function keyOf(inviter: DeviceId): Uint8Array {
  try {
    return deviceKey(inviter)
  } catch (cause) {
    throw inviteErrors('damaged', { cause })
  }
}

/** Reads a certificate whose signature was checked before. @throws invite/damaged */
export function parseCertificate(bytes: Uint8Array): Certificate {
  return parse(bytes).certificate
}

function parse(bytes: Uint8Array): { certificate: Certificate; body: Uint8Array; signature: Uint8Array } {
  const [body, signature] = list(bytes, 2)
  if (!(body instanceof Uint8Array) || !(signature instanceof Uint8Array)) throw inviteErrors('damaged')
  const [version, community, inviter, inviteKey, role, uses, expires, approval] = list(body, 8)
  const keys = [community, inviter, inviteKey]
  if (version !== 1 || !keys.every((key) => key instanceof Uint8Array && key.length === 32))
    throw inviteErrors('damaged')
  if (role !== 'member' && role !== 'moderator') throw inviteErrors('damaged')
  if (typeof uses !== 'number' || uses < 1 || uses > LIMITS.inviteUses) throw inviteErrors('damaged')
  if (typeof expires !== 'number' || expires < 0 || typeof approval !== 'boolean') throw inviteErrors('damaged')
  const certificate: Certificate = {
    community: base64url(community as Uint8Array) as CommunityId,
    inviter: deviceId(inviter as Uint8Array),
    inviteKey: inviteKey as Uint8Array,
    role,
    uses,
    expires,
    approval,
  }
  return { certificate, body, signature }
}

/** What a joiner's proof is bound to, so that it serves for no other key, conversation or community. */
export interface JoinTerms {
  readonly community: CommunityId
  readonly inviteKey: Uint8Array
  readonly device: PublicDevice
  readonly nonce: Uint8Array
  readonly joiner: string
  readonly admitter: string
}

/** 64-byte signatures by the invite's key and by the joiner's own new device key. */
export interface JoinProof {
  readonly inviteSignature: Uint8Array
  readonly deviceSignature: Uint8Array
}

export function proveJoin(invite: SigningKeys, device: Device, terms: JoinTerms): JoinProof {
  const message = joinMessage(terms)
  return { inviteSignature: sign(invite, message), deviceSignature: sign(device.signing, message) }
}

export function isJoinProven(terms: JoinTerms, proof: JoinProof): boolean {
  const message = joinMessage(terms)
  return (
    verify(terms.inviteKey, message, proof.inviteSignature) &&
    verify(terms.device.signing, message, proof.deviceSignature)
  )
}

function joinMessage(terms: JoinTerms): Uint8Array {
  const { device, inviteKey, nonce, joiner, admitter } = terms
  const community = fromBase64url(terms.community) ?? new Uint8Array(0)
  return digest(
    'folkmoot/join/1',
    encodeCanonical([community, inviteKey, device.signing, device.box, nonce, joiner, admitter]),
  )
}

function list(bytes: Uint8Array, length: number): readonly CborValue[] {
  let value: CborValue
  try {
    value = decodeCanonical(bytes, LIMIT)
  } catch (cause) {
    throw inviteErrors('damaged', { cause })
  }
  if (!Array.isArray(value) || value.length !== length) throw inviteErrors('damaged')
  return value as readonly CborValue[]
}
