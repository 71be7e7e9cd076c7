/**
 * Letters tell a member's device of a private space it was added to. A letter is sealed to that device, travels inside a session of the
 * community, and says only what is needed to ask the others for the space's log: nothing in it is believed but that.
 */
import { type CborValue, decodeCanonical, encodeCanonical, LIMITS } from '../../../shared/index.ts'
import { type BoxKeys, openSealed, SEAL_OVERHEAD, sealFor } from '../../../identity/index.ts'
import { privateErrors } from '../../errors.ts'

export interface Letter {
  /** 16 bytes from which the space's log key and tag are derived. */
  readonly secret: Uint8Array
  /** The sealed first action of the space's log. */
  readonly genesis: Uint8Array
}

const VERSION = 1
const LIMIT = { bytes: LIMITS.letterBytes - SEAL_OVERHEAD, depth: 1, values: 4 }

/** Canonical `[1, secret, genesis]`, sealed to a device's box key. */
export function writeLetter(box: Uint8Array, { secret, genesis }: Letter): Uint8Array {
  return sealFor(box, encodeCanonical([VERSION, secret, genesis]))
}

/** @throws private/not-a-letter when it is for somebody else, or no letter at all */
export function readLetter(box: BoxKeys, bytes: Uint8Array): Letter {
  const value = open(box, bytes)
  if (!Array.isArray(value) || value.length !== 3) throw privateErrors('not-a-letter')
  const [version, secret, genesis] = value as readonly CborValue[]
  if (version !== VERSION || !(secret instanceof Uint8Array) || !(genesis instanceof Uint8Array))
    throw privateErrors('not-a-letter')
  if (secret.length !== 16) throw privateErrors('not-a-letter')
  return { secret, genesis }
}

function open(box: BoxKeys, bytes: Uint8Array): CborValue {
  try {
    return decodeCanonical(openSealed(box, bytes), LIMIT)
  } catch (cause) {
    throw privateErrors('not-a-letter', { cause })
  }
}
