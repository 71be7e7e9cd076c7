/** The form of what is asked in the join protocol: canonical `[kind, byte strings …]`. */
import { type CborValue, decodeCanonical, LIMITS } from '../shared/index.ts'

const DEPTH_AND_VALUES = { depth: 1, values: 16 }

/** 1: by an invite; 2: as another device of a member; 3: as one who belongs here already. Nothing for anything else. */
export function requestKind(bytes: Uint8Array): number | undefined {
  const kind = fieldsOf(bytes)?.[0]
  return typeof kind === 'number' ? kind : undefined
}

/** The byte strings after the kind, when they are just as many and as long as they must be. */
export function readParts(bytes: Uint8Array, kind: number, lengths: readonly number[]): Uint8Array[] | undefined {
  const [found, ...parts] = fieldsOf(bytes) ?? []
  if (found !== kind || parts.length !== lengths.length) return undefined
  const fits = parts.every(
    (part: CborValue, at): part is Uint8Array => part instanceof Uint8Array && part.length === lengths[at],
  )
  return fits ? parts : undefined
}

function fieldsOf(bytes: Uint8Array): readonly CborValue[] | undefined {
  try {
    const value = decodeCanonical(bytes, { bytes: LIMITS.joinRequestBytes, ...DEPTH_AND_VALUES })
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
