import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { type Candidate, Seeking } from '../../../core/sync/reach/seeking.ts'

const peers = Array.from({ length: 60 }, (_, n) => `peer-${String(n).padStart(2, '0')}` as PeerId)
const candidate = (peer: PeerId, more: Partial<Candidate> = {}): Candidate => ({
  ...{ peer, isMember: true, isMet: false, failures: 0, luck: 0 },
  ...more,
})
const seeking = (self: PeerId, own: readonly PeerId[] = [], relays: readonly PeerId[] = []): Seeking =>
  new Seeking({ self, isOwn: (peer) => own.includes(peer), isRelay: (peer) => relays.includes(peer) })
const always = (sought: ReturnType<Seeking['order']>): readonly PeerId[] =>
  sought.filter((each) => each.always).map(({ peer }) => peer)

describe('whom to seek', () => {
  test('own devices, two relays and the two next in the circle, though there are sessions enough; these first', () => {
    const [self, , next, afterThat, , , , own, , relayA, relayB, relayC] = peers
    if (!self || !next || !afterThat || !own || !relayA || !relayB || !relayC) throw new TypeError('too few')
    const others = peers.slice(2)
    const sought = seeking(self, [own], [relayA, relayB, relayC]).order(others.map((peer) => candidate(peer)))
    expect(new Set(always(sought))).toEqual(new Set([next, afterThat, own, relayA, relayB]))
    expect(sought.slice(0, 5).every((each) => each.always)).toBe(true)
    expect(sought).toHaveLength(others.length)
  })

  test('who is met is not sought, who does not answer makes room for the next, and neighbours of no known community come too', () => {
    const [self, met, absent, third, fourth, stranger] = peers
    if (!self || !met || !absent || !third || !fourth || !stranger) throw new TypeError('too few')
    const sought = seeking(self).order([
      candidate(met, { isMet: true }),
      candidate(absent, { failures: 3 }),
      candidate(third),
      candidate(fourth),
      candidate(stranger, { isMember: false }),
    ])
    expect(always(sought)).toEqual([third])
    expect(sought.map(({ peer }) => peer)).toEqual([third, fourth, stranger, absent])
  })

  test('by chance, so that not all seek the same', () => {
    const lucky = peers.slice(1, 40).map((peer, n) => candidate(peer, { luck: (n * 7919) % 256 }))
    const order = seeking(peers[0] ?? ('' as PeerId))
      .order(lucky)
      .slice(LIMITS.soughtNext)
    const luck = order.map(({ peer }) => lucky.find((each) => each.peer === peer)?.luck ?? -1)
    expect(luck).toEqual(luck.toSorted((a, b) => a - b))
  })

  test('whoever is there, all of them are connected by those each seeks in any case', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...peers), { minLength: 2, maxLength: 60 }), (present) => {
        const isThere = new Set(present)
        const links = present.flatMap((self) => {
          const known = peers.filter((peer) => peer !== self)
          const candidates = known.map((peer) => candidate(peer, { failures: isThere.has(peer) ? 0 : 3 }))
          return always(seeking(self).order(candidates)).map((peer) => [self, peer] as const)
        })
        const reached = new Set<PeerId>(present.slice(0, 1))
        for (let before = 0; before < reached.size;) {
          before = reached.size
          for (const [a, b] of links) if (reached.has(a) !== reached.has(b)) reached.add(a).add(b)
        }
        expect(reached.size).toBe(present.length)
      }),
    )
  })
})
