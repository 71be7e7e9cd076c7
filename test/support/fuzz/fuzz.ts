/**
 * Fuzzing of one reader: the saved corpus first, then cases by number. A case follows from seed, reader and number alone, so that it can be
 * had again: `FUZZ_SEED=… FUZZ_CASE=… npm test -- --project hostile fuzz -t '<reader>'`. `FUZZ_ROUNDS=50` runs fifty times as many.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { env, stdout } from 'node:process'
import { expect, it } from 'vitest'
import { FolkmootError, fromHex, hex, sameBytes } from '../../../core/shared/index.ts'
import { type Chance, chanceOf } from '../../simulation/chance.ts'
import { type Mutator, spoilBytes } from './mutators.ts'
import { weigh } from './weigh.ts'

export interface Reader<T> {
  /** Names the reader and the folder of its corpus. */
  readonly name: string
  /** Valid inputs, kept in the corpus by `FUZZ_WRITE=1`. */
  readonly samples: readonly Uint8Array[]
  /** Ways to spoil them; bytes anyhow unless told. */
  readonly spoil?: readonly Mutator[]
  /** Reads; whatever it throws must be one of `throws`. */
  readonly read: (input: Uint8Array) => T | Promise<T>
  /** Codes it may throw. */
  readonly throws: readonly string[]
  /** Expects what must hold of an answer, such as that it is written as it was read. */
  readonly accepted?: (answer: T, input: Uint8Array) => void
  /** Bytes the answer may take for an input of so many, with 64 KiB to spare; 64 for each unless told. */
  readonly most?: (length: number) => number
  /** Cases in an ordinary run. */
  readonly cases: number
}

const folder = join(import.meta.dirname, '../../fixtures/fuzz')
const seed = env['FUZZ_SEED'] ?? '1'
const times = Number(env['FUZZ_ROUNDS'] ?? 1)
const only = env['FUZZ_CASE']
const SPARE = 64 * 1024
const minute = 60_000

export function fuzz<T>(reader: Reader<T>): void {
  it(`${reader.name} answers or refuses, whatever it is given`, () => run(reader), Math.max(1, times) * minute)
}

async function run<T>(reader: Reader<T>): Promise<void> {
  if (env['FUZZ_WRITE'] !== undefined) keepSamples(reader)
  const saved = corpusOf(reader.name)
  expect(saved.length, `a corpus of ${reader.name}: FUZZ_WRITE=1 writes it`).toBeGreaterThan(0)
  const before = prototypes()
  let accepted = 0
  let slowest = { ms: 0, length: 0 }
  const one = async (input: Uint8Array, what: string): Promise<void> => {
    const begun = performance.now()
    try {
      accepted += (await judge(reader, input)) ? 1 : 0
      expect(prototypes(), 'prototypes').toEqual(before)
    } catch (error) {
      const place = keepFailure(reader.name, input)
      throw new Error(`${reader.name}, ${what}: ${String(error)}\nThe input is in ${place}`, { cause: error })
    }
    const ms = performance.now() - begun
    if (ms > slowest.ms) slowest = { ms, length: input.length }
  }
  for (const { file, bytes } of saved) await one(bytes, `corpus ${file}`)
  if (reader.samples.length > 0) {
    // A sample is good, or what is made of it says little.
    for (const sample of reader.samples) await expectGood(reader, sample)
    const all = [...reader.samples, ...saved.map(({ bytes }) => bytes)]
    const [first, count] = only === undefined ? [0, Math.round(reader.cases * times)] : [Number(only), 1]
    for (let number = first; number < first + count; number++)
      await one(caseOf(reader, all, number), `FUZZ_SEED=${seed} FUZZ_CASE=${number}`)
  }
  if (times > 1)
    stdout.write(
      `${reader.name}: ${accepted} accepted; slowest ${slowest.ms.toFixed(1)} ms for ${slowest.length} bytes\n`,
    )
}

function caseOf<T>(reader: Reader<T>, all: readonly Uint8Array[], number: number): Uint8Array {
  const digest = createHash('sha256').update(`${seed}/${reader.name}/${number}`).digest()
  const chance: Chance = chanceOf(digest.readUInt32BE(0))
  const spoil = chance.pick(reader.spoil ?? [spoilBytes]) ?? spoilBytes
  return Uint8Array.from(spoil(chance.pick(all) ?? new Uint8Array(0), chance, all))
}

async function expectGood<T>({ name, read }: Reader<T>, sample: Uint8Array): Promise<void> {
  try {
    await read(sample)
  } catch (error) {
    throw new Error(`a sample of ${name} is not read: ${String(error)}`, { cause: error })
  }
}

/** Whether the reader took the input. */
async function judge<T>({ read, throws, accepted, most }: Reader<T>, input: Uint8Array): Promise<boolean> {
  const given = Uint8Array.from(input)
  let answer: T
  try {
    answer = await read(given)
  } catch (error) {
    if (!(error instanceof FolkmootError) || !throws.includes(error.code)) throw error
    return false
  } finally {
    expect(sameBytes(given, input), 'the input stays as it is').toBe(true)
  }
  const allowed = (most?.(input.length) ?? 64 * input.length) + SPARE
  expect(weigh(answer, allowed), 'bytes of the answer').toBeLessThanOrEqual(allowed)
  accepted?.(answer, input)
  return answer !== undefined
}

/** What stands in the prototypes everybody shares. */
function prototypes(): number[] {
  return [
    Object.prototype,
    Array.prototype,
    Map.prototype,
    Function.prototype,
    String.prototype,
    Uint8Array.prototype,
  ].map((each) => Reflect.ownKeys(each).length)
}

function corpusOf(name: string): { file: string; bytes: Uint8Array }[] {
  const own = join(folder, name)
  if (!existsSync(own)) return []
  return readdirSync(own)
    .toSorted()
    .map((file) => {
      const bytes = fromHex(readFileSync(join(own, file), 'utf8').replace(/\s+/g, ''))
      if (!bytes) throw new TypeError(`${name}/${file} is not hex`)
      return { file, bytes }
    })
}

function keepSamples({ name, samples }: Pick<Reader<unknown>, 'name' | 'samples'>): void {
  mkdirSync(join(folder, name), { recursive: true })
  for (const [at, sample] of samples.entries())
    write(join(folder, name, `sample-${String(at + 1).padStart(2, '0')}.hex`), sample)
}

/** What broke a reader is kept, so that it is tried first from then on. */
function keepFailure(name: string, input: Uint8Array): string {
  const sum = createHash('sha256').update(input).digest('hex').slice(0, 12)
  const place = join(folder, name, `found-${sum}.hex`)
  mkdirSync(join(folder, name), { recursive: true })
  if (!existsSync(place)) write(place, input)
  return place
}

function write(place: string, bytes: Uint8Array): void {
  writeFileSync(place, `${hex(bytes).replace(/(.{120})/g, '$1\n')}\n`)
}
