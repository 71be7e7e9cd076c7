/** What members say who do not let somebody in: codes of a closed list, so that nobody can put words into this device's mouth. */
import { type FolkmootError } from '../../shared/index.ts'
import { deviceErrors, inviteErrors, recoveryErrors } from '../../membership/index.ts'

type Make = (cause: unknown) => FolkmootError

/** Those that say most stand first. */
const REFUSALS: Readonly<Record<string, Make>> = {
  'device/other-keys': (cause) => deviceErrors('other-keys', { cause }),
  'device/differs': (cause) => deviceErrors('differs', { cause }),
  'device/ended': (cause) => deviceErrors('ended', { cause }),
  'device/expired': (cause) => deviceErrors('expired', { cause }),
  'device/too-many': (cause) => deviceErrors('too-many', { cause }),
  'device/not-accepted': (cause) => deviceErrors('not-accepted', { cause }),
  'invite/expired': (cause) => inviteErrors('expired', { cause }),
  'invite/used-up': (cause) => inviteErrors('used-up', { cause }),
  'invite/revoked': (cause) => inviteErrors('revoked', { cause }),
  'recovery/unknown': (cause) => recoveryErrors('unknown', { cause }),
  'invite/not-accepted': (cause) => inviteErrors('not-accepted', { cause }),
  'device/elsewhere': (cause) => deviceErrors('elsewhere', { cause }),
}
const CODES = Object.keys(REFUSALS)

/** The error a member's refusal stands for; nothing when it is none that is known here. */
export function refusalOf(code: string, cause: unknown): FolkmootError | undefined {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code]?.(cause) : undefined
}

/** What is said to who was not let in: the code, when it is one of the list. */
export function toldCode(code: string): string {
  return Object.hasOwn(REFUSALS, code) ? code : 'invite/not-accepted'
}

/** Of several refusals the one that says most; before all, what is no refusal of the list. */
export function mostTelling(refusals: readonly FolkmootError[]): FolkmootError | undefined {
  return refusals.toSorted((a, b) => CODES.indexOf(a.code) - CODES.indexOf(b.code))[0]
}
