/** The fields frames are made of: each reads one CBOR value from a stranger strictly, or throws cbor/malformed. */
import { base64url, type CborValue, cborErrors, type FeedId, fromBase64url, fromHex, hex } from '../../shared/index.ts'
import type { FeedHead } from '../ports.ts'

export interface Field<T> {
  read(value: CborValue | undefined): T
  write(value: T): CborValue
}

const refuse = (): never => {
  throw cborErrors('malformed')
}

/** A byte string of exactly so many bytes. */
export const bytes = (length: number): Field<Uint8Array> => binary(length, length)

/** A byte string of a length between two. */
export function binary(least: number, most: number): Field<Uint8Array> {
  return {
    read: (value) => (value instanceof Uint8Array && value.length >= least && value.length <= most ? value : refuse()),
    write: (value) => value,
  }
}

/** A whole number from 0. */
export function count(most: number): Field<number> {
  return {
    read: (value) => (typeof value === 'number' && value >= 0 && value <= most ? value : refuse()),
    write: (value) => value,
  }
}

export const flag: Field<boolean> = {
  read: (value) => (typeof value === 'boolean' ? value : refuse()),
  write: (value) => value,
}

/** The code of an error: all that is ever said about one. */
export const code: Field<string> = {
  read: (value) =>
    typeof value === 'string' && value.length <= 64 && /^[a-z]+\/[a-z-]+$/.test(value) ? value : refuse(),
  write: (value) => value,
}

/** An id of 32 bytes, as text here. */
export function id<Id extends string>(): Field<Id> {
  const raw = bytes(32)
  return {
    read: (value) => base64url(raw.read(value)) as Id,
    write: (value) => fromBase64url(value) ?? refuse(),
  }
}

/** A feed and how far it goes. */
export const feedHead: Field<FeedHead> = {
  read: (value) => {
    const [feed, seq] = pair(value)
    return { feed: hex(feedBytes.read(feed)) as FeedId, seq: feedSeq.read(seq) }
  },
  write: ({ feed, seq }) => [fromHex(feed) ?? refuse(), seq],
}
const feedBytes = bytes(16)
const feedSeq = count(Number.MAX_SAFE_INTEGER)

/** A thing and what belongs to it. */
export function pairOf<A, B>(first: Field<A>, second: Field<B>): Field<readonly [A, B]> {
  return {
    read: (value) => {
      const [a, b] = pair(value)
      return [first.read(a), second.read(b)]
    },
    write: ([a, b]) => [first.write(a), second.write(b)],
  }
}

export function list<T>(item: Field<T>, most: number): Field<readonly T[]> {
  return {
    read: (value) =>
      Array.isArray(value) && value.length <= most ? value.map((each: CborValue) => item.read(each)) : refuse(),
    write: (value) => value.map((each) => item.write(each)),
  }
}

function pair(value: CborValue | undefined): readonly CborValue[] {
  return Array.isArray(value) && value.length === 2 ? (value as readonly CborValue[]) : refuse()
}
