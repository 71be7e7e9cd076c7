/** Asking for admission and granting it: the two ends of the join protocol, without the wire. */
import { base64url, type CborValue, type CommunityId, decodeCanonical, encodeCanonical } from '../shared/index.ts'
import { type Device, deviceId, identityErrors, type PublicDevice, publicDevice } from '../identity/index.ts'
import { inviteErrors, membershipErrors } from './errors.ts'
import { type Certificate, inviteKeys, isJoinProven, type JoinProof, proveJoin, readCertificate } from './invite.ts'
import type { KeyRing } from './key-ring.ts'
import type { Invite } from './link.ts'
import type { MembershipLog } from './log.ts'
import type { Sealed } from './payload.ts'
import type { KnownInvite } from './state.ts'

/** What binds an admission to one conversation: the admitter's 32-byte nonce and both transport peers. */
export interface Meeting {
  readonly nonce: Uint8Array
  readonly joiner: string
  readonly admitter: string
}

interface Request extends JoinProof {
  readonly certificate: Uint8Array
  readonly device: PublicDevice
}

const LIMIT = { bytes: 4096, depth: 1, values: 16 }

/** The joiner's request: canonical `[1, certificate, device, box, invite signature, device signature]`. */
export function writeRequest(invite: Invite, device: Device, meeting: Meeting): Uint8Array {
  const { community } = invite
  const keys = inviteKeys(invite.inviteSecret)
  const own = publicDevice(device)
  const proof = proveJoin(keys, device, { community, inviteKey: keys.publicKey, device: own, ...meeting })
  return encodeCanonical([
    1,
    invite.certificateBytes,
    own.signing,
    own.box,
    proof.inviteSignature,
    proof.deviceSignature,
  ])
}

export interface AdmitContext {
  readonly log: MembershipLog
  readonly ring: KeyRing
  readonly device: Device
  readonly now: number
  /** Which keys a newcomer is handed: of all that was ever written, or of what is written from now on. */
  readonly history?: 'all' | 'from-joining'
  /** Called before somebody is let in and handed keys, once that is clear. */
  readonly prepare?: () => void
}

/**
 * Admits who asks, or says why not; a device that is admitted already is welcomed again. The admission is on disk when this returns.
 * @throws invite/damaged, invite/expired, invite/used-up, invite/not-accepted, membership/full
 */
export function admit(context: AdmitContext, request: Uint8Array, meeting: Meeting): void {
  const { log, device, now } = context
  const asked = readRequest(request)
  const certificate = readCertificate(asked.certificate)
  const terms = { community: log.community, inviteKey: certificate.inviteKey, device: asked.device, ...meeting }
  if (certificate.community !== log.community || !isJoinProven(terms, asked)) throw inviteErrors('not-accepted')
  const known = log.state.devices.get(deviceId(asked.device.signing))
  const standing = known && log.state.members.get(known.member)?.state
  if (standing === 'left' || standing === 'removed' || (known && known.state !== 'active'))
    throw inviteErrors('not-accepted')
  if (known) return
  if (certificate.expires < now) throw inviteErrors('expired')
  const invite = log.state.invites.get(base64url(certificate.inviteKey))
  if (isRevoked(context, certificate, invite)) throw inviteErrors('revoked')
  if ((invite?.uses.length ?? 0) >= certificate.uses) throw inviteErrors('used-up')
  if (!certificate.approval) context.prepare?.()
  try {
    log.append(device, now, {
      type: 'admit',
      device: asked.device.signing,
      box: asked.device.box,
      certificate: asked.certificate,
      ...meeting,
      inviteSignature: asked.inviteSignature,
      deviceSignature: asked.deviceSignature,
      // Who waits for a moderator is handed nothing to read before.
      epochs: certificate.approval ? [] : keysFor(context, asked.device.box),
    })
  } catch (error) {
    const fault =
      membershipErrors.is(error, 'refused') ||
      membershipErrors.is(error, 'malformed') ||
      identityErrors.is(error, 'bad-key')
    throw fault ? inviteErrors('not-accepted', { cause: error }) : error
  }
}

function keysFor({ ring, history }: AdmitContext, box: Uint8Array): readonly Sealed[] {
  const heads = new Set(ring.heads())
  return ring.sealedFor(box, history === 'from-joining' ? ring.held().filter(({ id }) => heads.has(id)) : ring.held())
}

/** An unused invite that was revoked is known by its key alone; its inviter shows in the certificate. */
function isRevoked(
  { log }: AdmitContext,
  { inviteKey, inviter }: Certificate,
  known: KnownInvite | undefined,
): boolean {
  return known?.revoked === true || log.isRevoked(base64url(inviteKey), inviter)
}

/** @throws invite/not-accepted */
function readRequest(bytes: Uint8Array): Request {
  let value: CborValue
  try {
    value = decodeCanonical(bytes, LIMIT)
  } catch (cause) {
    throw inviteErrors('not-accepted', { cause })
  }
  if (!Array.isArray(value) || value.length !== 6) throw inviteErrors('not-accepted')
  const [version, ...parts] = value as readonly CborValue[]
  if (version !== 1 || !parts.every((part) => part instanceof Uint8Array)) throw inviteErrors('not-accepted')
  const [certificate, signing, box, inviteSignature, deviceSignature] = parts as Uint8Array[]
  if (!certificate || signing?.length !== 32 || box?.length !== 32 || !inviteSignature || !deviceSignature) {
    throw inviteErrors('not-accepted')
  }
  return { certificate, device: { signing, box }, inviteSignature, deviceSignature }
}

/** Whether a log names this invite's inviter and community truly: a link can be forged, the log cannot. */
export function isInviteTrue(invite: Invite, log: MembershipLog): boolean {
  return log.community === (invite.community satisfies CommunityId) && log.state.devices.has(invite.certificate.inviter)
}
