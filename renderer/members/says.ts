/** Which sentence tells a decision, and what kind of decision it is. */
import type { DecisionView } from '../session/index.ts'

export const kinds = ['all', 'open', 'coming', 'roles', 'removals', 'devices'] as const
export type Kind = (typeof kinds)[number]

const kindOf: Readonly<Record<DecisionView['type'], Kind>> = {
  create: 'coming',
  admit: 'coming',
  add: 'coming',
  confirm: 'coming',
  leave: 'coming',
  'revoke-invite': 'coming',
  'set-role': 'roles',
  remove: 'removals',
  'sign-removal': 'removals',
  overturn: 'removals',
  'add-device': 'devices',
  'add-recovery': 'devices',
  'remove-device': 'devices',
  rotate: 'devices',
  'fork-evidence': 'devices',
  unknown: 'all',
}

export function isOfKind(decision: DecisionView, kind: Kind): boolean {
  if (kind === 'all') return true
  return kind === 'open' ? decision.maySign : kindOf[decision.type] === kind
}

const roles = { owner: 'toOwner', moderator: 'toModerator', member: 'toMember' } as const

/** The name of the sentence in the catalogue. */
export function saysOf({ type, role, state, by, target }: DecisionView) {
  switch (type) {
    case 'set-role':
      return role === undefined ? 'role' : roles[role]
    case 'remove':
      return state === 'unsigned' ? 'removeUnsigned' : 'remove'
    case 'remove-device':
      return target === undefined || target === by ? 'removeOwnDevice' : 'removeDevice'
    case 'sign-removal':
      return 'signRemoval'
    case 'add-device':
      return 'addDevice'
    case 'add-recovery':
      return 'addRecovery'
    case 'revoke-invite':
      return 'revokeInvite'
    case 'fork-evidence':
      return 'fork'
    case 'create':
    case 'admit':
    case 'add':
    case 'confirm':
    case 'leave':
    case 'overturn':
    case 'rotate':
    case 'unknown':
      return type
  }
}
