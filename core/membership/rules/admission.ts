/** How somebody becomes a member: by founding, by an invite, by being added to a private space. */
import { base64url, type EpochId } from '../../shared/index.ts'
import { assertBoxKey, assertSigningKey, deviceId, deviceKey } from '../../identity/index.ts'
import { type Certificate, isJoinProven, parseCertificate, readCertificate } from '../invite.ts'
import type { AdmitPayload } from '../payload.ts'
import { outranks } from '../rank.ts'
import { about, type Judgement, type RuleTable } from './judgement.ts'

export const CREATE = {
  /** The founder's keys are sound, and epoch 1 is sealed to the founder. */
  'founder holds epoch 1': about('create', ({ box, sealed }, { action }) => {
    assertSigningKey(deviceKey(action.device))
    assertBoxKey(box)
    return sealed.some(([to]) => base64url(to) === base64url(box))
  }),
} satisfies RuleTable

export const ADMIT = {
  /** Nobody is admitted to a private space by invite. */
  'not private': ({ isPrivate }) => !isPrivate,

  /** The invite is of this community, by a device in use of a member who was present as far as the admitter had seen. */
  'invited by a member': about('admit', (admit, { past }) => {
    const { inviter } = certificateOf(admit)
    const member = past.memberOf(inviter)
    const standing = member && past.member(member)
    return standing?.state === 'active' && past.isInUse(inviter)
  }),
  'invite of this community': about('admit', (admit, { community }) => certificateOf(admit).community === community),

  /** An invite grants a role below its inviter's, or plain membership. */
  'role below the inviter': about('admit', (admit, { past }) => {
    const { inviter, role } = certificateOf(admit)
    const member = past.memberOf(inviter)
    return role === 'member' || outranks((member && past.member(member)?.role) ?? 'member', role)
  }),

  /** The invite had not been revoked as far as the admitter had seen. */
  'not revoked': about('admit', (admit, { past }) => {
    const { inviteKey, inviter } = certificateOf(admit)
    return !past.isInviteRevoked(base64url(inviteKey), past.memberOf(inviter))
  }),

  /** The invite was not used up in what the admitter had seen; concurrent overuse is kept. */
  'uses left': about('admit', (admit, { records, past }) => {
    const { inviteKey, uses } = certificateOf(admit)
    return (records.uses.get(base64url(inviteKey)) ?? []).filter(({ by }) => past.has(by.action.id)).length < uses
  }),

  /** It hands on keys of epochs that there are, each once, and none to one who must wait to be confirmed. */
  'epochs known': about('admit', (admit, { past }) => {
    if (certificateOf(admit).approval && admit.epochs.length > 0) return false
    return areKnown(
      admit.epochs.map(([id]) => base64url(id) as EpochId),
      past,
    )
  }),

  /** The inviter signed the certificate. */
  'invite signed': about(
    'admit',
    (admit) => readCertificate(admit.certificate).inviter === certificateOf(admit).inviter,
  ),

  /** The newcomer held the invite and the device key, and said so to this admitter in this conversation. */
  proven: about('admit', (admit, { community }) => {
    if (!community) return false
    const { inviteKey } = certificateOf(admit)
    assertSigningKey(inviteKey)
    return isJoinProven({ ...admit, community, inviteKey, device: { signing: admit.device, box: admit.box } }, admit)
  }),

  /** The newcomer's keys are sound, and this device was not certified before: keys of those who went never return. */
  'new device': about('admit', (admit, { past }) => isNewDevice(admit.device, admit.box, past)),
} satisfies RuleTable

export const ADD = {
  /** Members of communities are admitted by invite, with their own signature. */
  private: ({ isPrivate }) => isPrivate,

  /** Owners and moderators of a private space add people, to a role that is not above their own; members add their own devices. */
  'may add': about('add', ({ own, role }, { author }) => {
    if (!author) return false
    if (own) return role === 'member'
    return author.standing.role !== 'member' && !outranks(role, author.standing.role)
  }),

  /** Its devices are sound, new, and each there once. */
  'new devices': about('add', ({ devices }, { past }) => {
    const ids = new Set(devices.map(([signing]) => base64url(signing)))
    if (devices.length === 0 || ids.size !== devices.length) return false
    return devices.every(([signing, box]) => isNewDevice(signing, box, past))
  }),

  /** It hands on keys of epochs that there are. */
  'epochs known': about('add', ({ epochs }, { past }) =>
    epochs.every(([id]) => past.hasEpoch(base64url(id) as EpochId)),
  ),
} satisfies RuleTable

export function isNewDevice(signing: Uint8Array, box: Uint8Array, past: Judgement['past']): boolean {
  assertSigningKey(signing)
  assertBoxKey(box)
  return past.device(deviceId(signing)) === undefined
}

/** Each once; a newcomer who took up another could be read by nobody. */
export function areKnown(epochs: readonly EpochId[], past: Judgement['past']): boolean {
  return new Set(epochs).size === epochs.length && epochs.every((id) => past.hasEpoch(id))
}

/** Its signature is the rule 'invite signed'. */
function certificateOf(admit: AdmitPayload): Certificate {
  const known = certificates.get(admit)
  if (known) return known
  const certificate = parseCertificate(admit.certificate)
  certificates.set(admit, certificate)
  return certificate
}
const certificates = new WeakMap<AdmitPayload, Certificate>()
