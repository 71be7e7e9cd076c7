/**
 * Who may do what, as a table of named rules. Each is judged in the action's own causal past, so that every peer comes to the same
 * answer whatever order actions arrive in. An action one of whose rules does not hold is refused: not kept, not passed on.
 */
import { type ActionId, base64url, type DeviceId, type EpochId } from '../shared/index.ts'
import { assertBoxKey, assertSigningKey, deviceId, deviceKey } from '../identity/index.ts'
import { type Action, isSigned } from './action.ts'
import { type Certificate, isJoinProven, parseCertificate, readCertificate } from './invite.ts'
import type { AdmitPayload } from './payload.ts'
import { type KnownDevice, type Member, type MembershipState, outranks } from './state.ts'

/** What a rule may look at: the state, the actions known so far, and which of them the judged one had seen. */
export interface Judgement {
  readonly state: MembershipState
  readonly action: Action
  readonly find: (id: ActionId) => Action | undefined
  /** Whether an action stands in the causal past of the judged one. */
  readonly seen: (id: ActionId) => boolean
}

type Rule = (judgement: Judgement) => boolean

/** For every action; what costs least to judge stands first, signatures last. */
const COMMON = {
  /** Only the first action of a log has no parents, and it is `create`, whose id names the community. */
  rooted: ({ action, state }) => {
    const first = action.payload.type === 'create'
    if (first)
      return (
        state.community === undefined &&
        action.parents.length === 0 &&
        action.community === undefined &&
        action.seq === 1
      )
    return action.parents.length > 0 && action.community === state.community
  },

  /** A device's actions form one chain: each names its previous one, which it had seen. */
  chained: ({ action, find, seen }) => {
    if (action.seq === 1) return action.prev === undefined
    const prev = action.prev && find(action.prev)
    return prev !== undefined && seen(prev.id) && prev.device === action.device && prev.seq === action.seq - 1
  },

  /** Its author's device is certified by an action it had seen. */
  'author certified': ({ action, state, seen }) =>
    action.payload.type === 'create' || isCertified(state.devices.get(action.device), seen),

  /** Its author had not left. */
  'author present': ({ action, state, seen }) => {
    const author = memberOfDevice(state, action.device)
    return action.payload.type === 'create' || (author !== undefined && !author.leaves.some(seen))
  },

  /** Its own device signed it. */
  signed: ({ action }) => isSigned(action),
} satisfies Readonly<Record<string, Rule>>

/** For `admit`. */
const ADMIT = {
  /** The invite is of this community, signed by a device certified in what the admitter had seen, whose member had not left. */
  'invited by a member': ({ state, action, seen }) => {
    const { inviter } = certificateOf(action)
    const member = memberOfDevice(state, inviter)
    return isCertified(state.devices.get(inviter), seen) && member !== undefined && !member.leaves.some(seen)
  },
  'invite of this community': ({ state, action }) => certificateOf(action).community === state.community,

  /** An invite grants a role below its inviter's, or plain membership. */
  'role below the inviter': ({ state, action }) => {
    const { inviter, role } = certificateOf(action)
    const inviterRole = memberOfDevice(state, inviter)?.role ?? 'member'
    return role === 'member' || outranks(inviterRole, role)
  },

  /** The invite was not used up in what the admitter had seen; concurrent overuse is kept. */
  'uses left': ({ state, action, seen }) => {
    const { inviteKey, uses } = certificateOf(action)
    return (state.inviteUses.get(base64url(inviteKey)) ?? []).filter(seen).length < uses
  },

  /** It hands on keys of epochs that there are, each once; a newcomer who took up another could be read by nobody. */
  'epochs known': ({ state, action }) => {
    const epochs = admitOf(action).epochs.map(([id]) => base64url(id) as EpochId)
    return new Set(epochs).size === epochs.length && epochs.every((id) => state.epochs.has(id))
  },

  /** The inviter signed the certificate. */
  'invite signed': ({ action }) =>
    readCertificate(admitOf(action).certificate).inviter === certificateOf(action).inviter,

  /** The newcomer held the invite and the device key, and said so to this admitter in this conversation. */
  proven: ({ state, action }) => {
    const admit = admitOf(action)
    if (!state.community) return false
    const { inviteKey } = certificateOf(action)
    assertSigningKey(inviteKey)
    const device = { signing: admit.device, box: admit.box }
    return isJoinProven({ ...admit, community: state.community, inviteKey, device }, admit)
  },

  /** The newcomer's keys are sound, and this device was not certified before. */
  'new device': ({ state, action, seen }) => {
    const admit = admitOf(action)
    assertSigningKey(admit.device)
    assertBoxKey(admit.box)
    return !isCertified(state.devices.get(deviceId(admit.device)), seen)
  },
} satisfies Readonly<Record<string, Rule>>

/** For `create`. */
const CREATE = {
  /** The founder's keys are sound, and epoch 1 is sealed to the founder. */
  'founder holds epoch 1': ({ action }) => {
    if (action.payload.type !== 'create') return false
    assertSigningKey(deviceKey(action.device))
    assertBoxKey(action.payload.box)
    const box = base64url(action.payload.box)
    return action.payload.sealed.some(([to]) => base64url(to) === box)
  },
} satisfies Readonly<Record<string, Rule>>

const RULES = { create: { ...COMMON, ...CREATE }, admit: { ...COMMON, ...ADMIT }, leave: COMMON }

/** The name of the first rule an action breaks, or nothing. */
export function brokenRule(judgement: Judgement): string | undefined {
  for (const [name, rule] of Object.entries<Rule>(RULES[judgement.action.payload.type])) {
    if (!holds(rule, judgement)) return name
  }
  return undefined
}

/** A rule that meets malformed data says no. */
function holds(rule: Rule, judgement: Judgement): boolean {
  try {
    return rule(judgement)
  } catch {
    return false
  }
}

function isCertified(device: KnownDevice | undefined, seen: (id: ActionId) => boolean): boolean {
  return device?.grants.some(seen) ?? false
}

function memberOfDevice(state: MembershipState, id: DeviceId): Member | undefined {
  const device = state.devices.get(id)
  return device && state.members.get(device.member)
}

function admitOf(action: Action): AdmitPayload {
  if (action.payload.type !== 'admit') throw new TypeError('not an admit')
  return action.payload
}

/** Its signature is the rule 'invite signed'. */
function certificateOf(action: Action): Certificate {
  const admit = admitOf(action)
  const known = certificates.get(admit)
  if (known) return known
  const certificate = parseCertificate(admit.certificate)
  certificates.set(admit, certificate)
  return certificate
}
const certificates = new WeakMap<AdmitPayload, Certificate>()
