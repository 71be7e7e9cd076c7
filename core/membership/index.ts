/** Who belongs and what they may do: the signed membership log, its rules, invites, epochs and keys. */
export { type Action, isSigned, parseAction } from './action.ts'
export { admit, type AdmitContext, isInviteTrue, type Meeting, writeRequest } from './admission.ts'
export {
  addOwnDevices,
  addPerson,
  confirmMember,
  type DecisionContext,
  leave,
  overturn,
  removeDevice,
  removeMember,
  revokeInvite,
  rotate,
  setRole,
  showFork,
  signRemoval,
} from './decisions.ts'
export { EpochKeys } from './epoch-keys.ts'
export type { ContentKeys, ItemKeys, ProvingKeys } from './epoch.ts'
export { deviceErrors, inviteErrors, membershipErrors, recoveryErrors } from './errors.ts'
export { found, type Founding, foundPrivate } from './founding.ts'
export type { Decision } from './history.ts'
export { type Certificate, inviteKeys, signCertificate } from './invite.ts'
export type { CutReason, WrittenItem } from './judging.ts'
export { KeyRing } from './key-ring.ts'
export { type Invite, type InviteText, LINK_PREFIX, readLink, writeLink } from './link.ts'
export { MembershipLog, membershipSchema, type Received } from './log.ts'
export { kindOfLink, type LinkKind } from './link-form.ts'
export { logKeys, openAction, sealAction } from './log-seal.ts'
export type { MemberRole, Proof, Sealed } from './payload.ts'
export type { Powers } from './powers-now.ts'
export { readPrivateGenesis } from './private-genesis.ts'
export {
  addDevice,
  type DeviceLink,
  type DeviceRequest,
  isPairingProven,
  readDeviceLink,
  readDeviceRequest,
  writeDeviceLink,
  writeDeviceRequest,
} from './pairing.ts'
export { type Candidate, codeFor, commitTo, deviceCode, pairingKeys, shareOf } from './pairing-code.ts'
export {
  addRecovered,
  addRecovery,
  assertReturning,
  isInForce,
  readRecoveryKey,
  type RecoveryKey,
  writeRecoveryKey,
  writeReturn,
} from './recovery.ts'
export { requestKind } from './request-form.ts'
export type { KnownDevice, KnownInvite, Member, MembershipState } from './state.ts'
export type { MemberState } from './standings.ts'
