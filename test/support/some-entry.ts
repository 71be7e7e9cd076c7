/** Entries of every shape the gate lets through, for properties. */
import fc from 'fast-check'
import type { Entry } from '../../core/documents/index.ts'
import type { CborValue } from '../../core/shared/index.ts'

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', 'a', 'a', '\u0000', '\uFEFFmark', 'x'.repeat(3000), '🦊'.repeat(50)),
)
const number = fc.oneof(fc.integer({ min: -70, max: 70 }), fc.maxSafeInteger())
const scalar = fc.oneof(fc.constantFrom<CborValue>(null, true, false), number, text)
const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'text',
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'then',
    'length',
    'toJSON',
    'prototype',
  ),
  fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,31}$/),
)

function container(inner: fc.Arbitrary<CborValue>): fc.Arbitrary<CborValue> {
  const pairs = fc.array(fc.tuple(name, inner), { maxLength: 5 })
  return fc.oneof(
    fc.array(inner, { maxLength: 8 }),
    pairs.map((all) => new Map(all)),
  )
}

const innermost = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: container(scalar) })
const field = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: container(innermost) })

export const someEntry: fc.Arbitrary<Entry> = fc.record({
  kind: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
  at: fc.oneof(fc.nat(), fc.integer({ min: 0, max: 8.64e15 })),
  fields: fc
    .array(
      fc.tuple(
        name.filter((each) => each !== 'kind' && each !== 'at'),
        field,
      ),
      { maxLength: 8 },
    )
    .map((all) => new Map(all)),
})
