/** The beginning of a private space's log, as a letter brings it. */
import { type CommunityId, type DeviceId, sameBytes } from '../shared/index.ts'
import { isSigned } from './action.ts'
import { membershipErrors } from './errors.ts'
import { logKeys, openAction } from './log-seal.ts'

export interface PrivateGenesis {
  /** Names the private space. */
  readonly id: CommunityId
  /** The device that began it, and signed that it did. */
  readonly founder: DeviceId
}

/** The private space that a sealed first action begins under this secret; nothing when it begins none. */
export function readPrivateGenesis(secret: Uint8Array, sealed: Uint8Array): PrivateGenesis | undefined {
  try {
    const action = openAction(logKeys(secret), sealed)
    const { payload } = action
    const isPrivate = payload.type === 'create' && payload.private === true && sameBytes(payload.secret, secret)
    return isPrivate && isSigned(action)
      ? { id: action.id as string as CommunityId, founder: action.device }
      : undefined
  } catch (error) {
    if (membershipErrors.is(error, 'malformed')) return undefined
    throw error
  }
}
