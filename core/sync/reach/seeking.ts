import { LIMITS, type PeerId } from '../../shared/index.ts'

/** Somebody who may be dialled. */
export interface Candidate {
  readonly peer: PeerId
  readonly isMember: boolean
  readonly isMet: boolean
  /** Dials in a row that came to nothing. */
  readonly failures: number
  readonly luck: number
}

export interface SeekingParts {
  readonly self: PeerId
  /** Another device of the same person. */
  readonly isOwn: (peer: PeerId) => boolean
  /** Helps others connect. */
  readonly isRelay: (peer: PeerId) => boolean
}

export interface Sought {
  readonly peer: PeerId
  /** Though there are enough sessions already. */
  readonly always: boolean
}

/** Failures after which somebody is taken for absent, and the next is sought in their place. */
const ABSENT = 3

/**
 * Whom to dial, the first first. A community is not connected by everybody having many sessions: two halves could each have enough. So
 * all peers stand in a circle, in the order of their ids, and each also seeks those next to it that are there.
 */
export class Seeking {
  readonly #parts: SeekingParts

  constructor(parts: SeekingParts) {
    this.#parts = parts
  }

  order(candidates: readonly Candidate[]): readonly Sought[] {
    const { isOwn, isRelay } = this.#parts
    const members = candidates.filter(({ isMember }) => isMember)
    const relays = members.filter(({ peer }) => isRelay(peer)).toSorted((a, b) => a.luck - b.luck)
    const always = new Set([
      ...members.filter(({ peer }) => isOwn(peer)),
      ...present(relays).slice(0, LIMITS.soughtRelays),
      ...present(this.#circle(members)).slice(0, LIMITS.soughtNext),
    ])
    return candidates
      .filter(({ isMet }) => !isMet)
      .toSorted(
        (a, b) =>
          Number(always.has(b)) - Number(always.has(a)) ||
          Math.min(a.failures, ABSENT) - Math.min(b.failures, ABSENT) ||
          a.luck - b.luck,
      )
      .map((each) => ({ peer: each.peer, always: always.has(each) }))
  }

  /** Everybody, beginning with who comes after this peer. */
  #circle(members: readonly Candidate[]): readonly Candidate[] {
    const { self } = this.#parts
    const sorted = members.toSorted((a, b) => (a.peer < b.peer ? -1 : 1))
    const after = sorted.findIndex(({ peer }) => peer > self)
    return after < 0 ? sorted : [...sorted.slice(after), ...sorted.slice(0, after)]
  }
}

const present = (all: readonly Candidate[]): readonly Candidate[] =>
  all.filter(({ isMet, failures }) => isMet || failures < ABSENT)
