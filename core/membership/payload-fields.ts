/** Reads the typed fields of a payload strictly, and at the end that there were no others. */
import { base64url, type CborValue, LIMITS } from '../shared/index.ts'
import { membershipErrors } from './errors.ts'
import type { Proof, Sealed } from './payload-parts.ts'

export type Fields = ReturnType<typeof reader>

/** @throws membership/malformed, as does everything it answers with */
export function reader(value: CborValue | undefined) {
  if (!(value instanceof Map)) throw membershipErrors('malformed')
  const map = value as ReadonlyMap<string, CborValue>
  let taken = 0
  const take = (name: string): CborValue => {
    const field = map.get(name)
    if (field === undefined) throw membershipErrors('malformed')
    taken += 1
    return field
  }
  const list = (name: string, most: number): readonly CborValue[] => {
    const field = take(name)
    if (!Array.isArray(field) || field.length > most) throw membershipErrors('malformed')
    return field as readonly CborValue[]
  }
  const lists = (name: string, most: number, lengths: readonly number[]): readonly (readonly Uint8Array[])[] =>
    list(name, most).map((each) => tuple(each, lengths))
  return {
    has: (name: string): boolean => map.has(name),
    bytes: (name: string, length?: number): Uint8Array => binary(take(name), length),
    text: (name: string, most: number): string => {
      const field = take(name)
      if (typeof field !== 'string' || field.length > most) throw membershipErrors('malformed')
      return field
    },
    flag: (name: string): boolean => {
      const field = take(name)
      if (typeof field !== 'boolean') throw membershipErrors('malformed')
      return field
    },
    /** A flag that is left out when it is not set. */
    yes: (name: string): true => {
      if (take(name) !== true) throw membershipErrors('malformed')
      return true
    },
    oneOf: <T extends string>(name: string, all: readonly T[]): T => {
      const field = take(name)
      const found = all.find((each) => each === field)
      if (found === undefined) throw membershipErrors('malformed')
      return found
    },
    lists,
    sealed: (name: string, most: number) => lists(name, most, [32, 80]) as unknown as readonly Sealed[],
    /** 32-byte ids in the order of their texts, each once. */
    hashes: (name: string, most: number): readonly Uint8Array[] => {
      const all = list(name, most).map((each) => binary(each, 32))
      const ids = all.map((each) => base64url(each))
      if (ids.some((id, at) => at > 0 && (ids[at - 1] ?? '') >= id)) throw membershipErrors('malformed')
      return all
    },
    proof: (name: string): Proof => proof(take(name)),
    proofs: (name: string): readonly Proof[] => list(name, LIMITS.cutFeeds).map(proof),
    inner: (name: string) => reader(take(name)),
    end: (): void => {
      if (taken !== map.size) throw membershipErrors('malformed')
    },
  }
}

function proof(value: CborValue): Proof {
  if (!Array.isArray(value) || value.length !== 2) throw membershipErrors('malformed')
  const [header, signature] = value as readonly CborValue[]
  return [binary(header), binary(signature, 64)]
}

function tuple(value: CborValue, lengths: readonly number[]): readonly Uint8Array[] {
  if (!Array.isArray(value) || value.length !== lengths.length) throw membershipErrors('malformed')
  return value.map((each: CborValue, at) => binary(each, lengths[at]))
}

function binary(value: CborValue | undefined, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length))
    throw membershipErrors('malformed')
  return value
}
