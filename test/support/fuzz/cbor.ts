/** Changes to what canonical bytes say, so that a reader's own checks are met and not only those of the encoding. */
import { type CborValue, decodeCanonical, encodeCanonical } from '../../../core/shared/index.ts'
import type { Chance } from '../../simulation/chance.ts'
import { type Mutator, spoilBytes } from './mutators.ts'

const WIDE = { bytes: 2 ** 22, depth: 64, values: 2 ** 20 }
const NUMBERS = [
  0,
  1,
  -1,
  2,
  23,
  24,
  255,
  256,
  1000,
  1001,
  65_536,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
]
const TEXTS = [
  '',
  'a',
  '__proto__',
  'constructor',
  'at',
  'kind',
  'type',
  'owner',
  'x'.repeat(33),
  '\u0000',
  '🦊',
  '\uFEFF',
  'x'.repeat(3000),
]

/** Where a value stands: how to put another one in its place. */
interface Place {
  readonly value: CborValue
  readonly put: (value: CborValue) => CborValue
}

function isMap(value: CborValue): value is ReadonlyMap<string, CborValue> {
  return value instanceof Map
}
function isList(value: CborValue): value is readonly CborValue[] {
  return Array.isArray(value)
}

/** Every value of a tree, the whole first. */
function placesOf(value: CborValue, put: (value: CborValue) => CborValue = (each) => each): Place[] {
  const here: Place[] = [{ value, put }]
  if (isList(value))
    for (const [at, each] of value.entries()) here.push(...placesOf(each, (by) => put(value.with(at, by))))
  else if (isMap(value))
    for (const [name, each] of value) here.push(...placesOf(each, (by) => put(new Map(value).set(name, by))))
  return here
}

function other(chance: Chance): CborValue {
  const all: readonly (() => CborValue)[] = [
    () => null,
    () => chance.percent(50),
    () => chance.pick(NUMBERS) ?? 0,
    () => chance.pick(TEXTS) ?? '',
    () =>
      Uint8Array.from({ length: chance.pick([0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 80, 500]) ?? 0 }, () =>
        chance.below(256),
      ),
    () => [],
    () => new Map(),
    () => new Map([[chance.pick(TEXTS) ?? '', 1]]),
  ]
  return chance.pick(all)?.() ?? null
}

function nested(value: CborValue, chance: Chance): CborValue {
  let out = value
  for (let depth = 1 + chance.below(chance.percent(10) ? 40 : 4); depth > 0; depth--)
    out = chance.percent(50) ? [out] : new Map([['a', out]])
  return out
}

/** The places of another sample stand ready as parts. */
function changed(value: CborValue, chance: Chance, parts: readonly CborValue[]): CborValue {
  const ways: (() => CborValue)[] = [() => other(chance), () => nested(value, chance), () => chance.pick(parts) ?? null]
  if (typeof value === 'number')
    ways.push(
      () => value + (chance.percent(50) ? 1 : -1),
      () => chance.pick(NUMBERS) ?? 0,
      () => -value,
    )
  if (typeof value === 'string')
    ways.push(
      () => value + (chance.pick(TEXTS) ?? ''),
      () => value.slice(1),
      () => chance.pick(TEXTS) ?? '',
    )
  if (value instanceof Uint8Array) ways.push(...Array.from({ length: 3 }, () => () => spoilBytes(value, chance, [])))
  if (isList(value)) {
    const at = chance.below(value.length)
    const one = value[at] ?? null
    ways.push(
      () => value.toSpliced(at, 1),
      () => value.toSpliced(at, 0, one),
      () => chance.shuffled(value),
      () => value.toReversed(),
      () => [...value, other(chance)],
      () =>
        Array.from(
          { length: Math.min(5000, value.length * (2 + chance.below(40))) },
          (_, i) => value[i % value.length] ?? null,
        ),
    )
  }
  if (isMap(value)) {
    const entries = [...value]
    const [name, one] = entries[chance.below(entries.length)] ?? ['', null]
    const without = entries.filter(([each]) => each !== name)
    ways.push(
      () => new Map(without),
      () => new Map([...without, [chance.pick(TEXTS) ?? '', one]]),
      () => new Map([...entries, [chance.pick(TEXTS) ?? '', other(chance)]]),
      () => new Map([...entries, ...Array.from({ length: 70 }, (_, i) => [`f${i}`, i] as const)]),
    )
  }
  return chance.pick(ways)?.() ?? null
}

function read(bytes: Uint8Array): CborValue | undefined {
  try {
    return decodeCanonical(bytes, WIDE)
  } catch {
    return undefined
  }
}

/** Drops, doubles, reorders, retypes, deepens or replaces values of a sample; now and then its bytes. */
export const spoilCbor: Mutator = (sample, chance, others) => {
  const whole = read(sample)
  if (whole === undefined || chance.percent(10)) return spoilBytes(sample, chance, others)
  let value: CborValue = whole
  const donor = read(chance.pick(others) ?? sample)
  const parts = donor === undefined ? [] : placesOf(donor).map((each) => each.value)
  for (let times = 1 + chance.below(2); times > 0; times--) {
    const place: Place | undefined = chance.pick(placesOf(value))
    value = place ? place.put(changed(place.value, chance, parts)) : value
  }
  try {
    return encodeCanonical(value)
  } catch {
    return sample
  }
}

/**
 * Changes what is wrapped: unwraps a sample, changes it, and wraps it anew with whatever sum, seal or signature the reader asks for.
 * @param unwrap nothing when the sample is not so wrapped
 */
export function inside(
  unwrap: (sample: Uint8Array) => Uint8Array | undefined,
  wrap: (inner: Uint8Array, sample: Uint8Array) => Uint8Array,
  change: Mutator = spoilCbor,
): Mutator {
  return (sample, chance, others) => {
    const inner = unwrap(sample)
    if (inner === undefined) return spoilBytes(sample, chance, others)
    const donors = others.flatMap((each) => unwrap(each) ?? [])
    return wrap(change(inner, chance, donors), sample)
  }
}

/** Part `at` of a canonical list of byte strings. */
export function partOf(bytes: Uint8Array, at: number): Uint8Array | undefined {
  const value = read(bytes)
  const part = value !== undefined && isList(value) ? value[at] : undefined
  return part instanceof Uint8Array ? part : undefined
}

/** The list with some parts replaced. */
export function withParts(bytes: Uint8Array, parts: Readonly<Record<number, CborValue>>): Uint8Array {
  const value = read(bytes)
  return value !== undefined && isList(value) ? encodeCanonical(value.map((each, at) => parts[at] ?? each)) : bytes
}
