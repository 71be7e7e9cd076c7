import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Causality } from '../../../core/membership/causality.ts'

/** For each action, which of those before it are its parents. */
const graph = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 80 })
  .map((all) => all.map((parents, at) => [...new Set(at === 0 ? [] : parents.map((each) => each % at))]))

describe('causality', () => {
  it('is what following the parents finds', () => {
    fc.assert(
      fc.property(graph, fc.array(fc.nat(), { maxLength: 3 }), (parentsOf, picks) => {
        const causality = new Causality<number>()
        const past = parentsOf.map(() => new Set<number>())
        for (const [id, parents] of parentsOf.entries()) {
          causality.add(id, parents)
          for (const parent of parents) for (const each of [parent, ...(past[parent] ?? [])]) past[id]?.add(each)
        }
        for (const a of parentsOf.keys()) {
          expect(causality.size(a)).toBe(past[a]?.size)
          for (const b of parentsOf.keys()) expect(causality.isBefore(a, b)).toBe(past[b]?.has(a) ?? false)
        }
        const heads = picks.map((pick) => pick % parentsOf.length)
        const within = causality.pastOf(heads)
        for (const id of parentsOf.keys())
          expect(within(id)).toBe(heads.some((head) => head === id || past[head]?.has(id)))
      }),
      { numRuns: 60 },
    )
  })

  it('knows nothing of what was never added', () => {
    const causality = new Causality<string>()
    causality.add('a', ['nobody'])
    expect(causality.has('b')).toBe(false)
    expect(causality.isBefore('a', 'b') || causality.isBefore('b', 'a')).toBe(false)
    expect(causality.pastOf(['b'])('a')).toBe(false)
    expect(causality.size('b')).toBe(0)
  })
})
