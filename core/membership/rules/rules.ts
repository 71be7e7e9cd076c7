/**
 * Who may do what, as a table of named rules. Each is judged in the action's own causal past, so that every peer comes to the same
 * answer whatever order actions arrive in. An action one of whose rules does not hold is refused: not kept, not passed on.
 */
import type { Payload } from '../payload.ts'
import { ADD, ADMIT, CREATE } from './admission.ts'
import { CONFIRM, LEAVE, OVERTURN, REMOVE, REVOKE_INVITE, ROTATE, SET_ROLE } from './authority.ts'
import { COMMON } from './common.ts'
import { ADD_DEVICE, FORK_EVIDENCE, REMOVE_DEVICE } from './devices.ts'
import type { Judgement, Rule, RuleTable } from './judgement.ts'

const RULES: Readonly<Record<Payload['type'], RuleTable>> = {
  create: CREATE,
  admit: ADMIT,
  add: ADD,
  'add-device': ADD_DEVICE,
  'remove-device': REMOVE_DEVICE,
  confirm: CONFIRM,
  'set-role': SET_ROLE,
  remove: REMOVE,
  leave: LEAVE,
  overturn: OVERTURN,
  'revoke-invite': REVOKE_INVITE,
  rotate: ROTATE,
  'fork-evidence': FORK_EVIDENCE,
  /** What a newer version means by it is not known here: kept when a member wrote it, without effect. */
  unknown: {},
}

const TABLES = new Map(
  Object.entries(RULES).map(([type, table]) => [type, Object.entries<Rule>({ ...COMMON, ...table })]),
)

/** The name of the first rule an action breaks, or nothing. */
export function brokenRule(judgement: Judgement): string | undefined {
  for (const [name, rule] of TABLES.get(judgement.action.payload.type) ?? []) if (!holds(rule, judgement)) return name
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
