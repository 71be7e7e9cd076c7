/** The words of the moment: what devices that are met tell each other and nobody keeps. Canonical CBOR, read strictly; what is not known means nothing. */
import { base64url, decodeCanonical, encodeCanonical, fromBase64url, LIMITS, type SpaceId } from '../../shared/index.ts'

/** Whether somebody is at the screen of a device, or the device alone runs. */
export type Presence = 'online' | 'away'

export type Word =
  /** Nothing: they say no longer whether they are there. */
  | { readonly kind: 'presence'; readonly presence: Presence | undefined }
  | { readonly kind: 'typing'; readonly space: SpaceId; readonly isOn: boolean }

const PRESENCE = 1
const TYPING = 2
/** By number, in the order they are written. */
const STATES: readonly (Presence | undefined)[] = [undefined, 'away', 'online']

export function writeWord(word: Word): Uint8Array {
  if (word.kind === 'presence') return encodeCanonical([PRESENCE, STATES.indexOf(word.presence)])
  return encodeCanonical([TYPING, fromBase64url(word.space) ?? new Uint8Array(0), word.isOn])
}

export function readWord(bytes: Uint8Array): Word | undefined {
  const [kind, first, second, ...rest] = values(bytes)
  if (kind === PRESENCE && typeof first === 'number' && first < STATES.length && second === undefined)
    return { kind: 'presence', presence: STATES[first] }
  const isTyping = kind === TYPING && first instanceof Uint8Array && first.length === 32 && rest.length === 0
  if (isTyping && typeof second === 'boolean')
    return { kind: 'typing', space: base64url(first) as SpaceId, isOn: second }
  return undefined
}

function values(bytes: Uint8Array): readonly unknown[] {
  try {
    const value = decodeCanonical(bytes, { bytes: LIMITS.signalBytes, depth: 1, values: 4 })
    return Array.isArray(value) ? value : []
  } catch {
    // A newer device may have words that are none here.
    return []
  }
}
