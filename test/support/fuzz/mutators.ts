/** Ways to spoil bytes and texts: each makes another one out of a sample, by chance. */
import type { Chance } from '../../simulation/chance.ts'

/** @param others samples to take parts of */
export type Mutator = (sample: Uint8Array, chance: Chance, others: readonly Uint8Array[]) => Uint8Array

/** Lengths and counts at which readers tend to go wrong. */
const INTERESTING = [0, 1, 23, 24, 31, 32, 127, 128, 255, 256, 0x7f_ff, 0xff_ff, 0x7f_ff_ff_ff, 0xff_ff_ff_ff] as const
/** What stands at the front of CBOR values, of forms that are allowed and of those that are not. */
const HEADS = [
  0x18, 0x1b, 0x3b, 0x40, 0x58, 0x5f, 0x60, 0x78, 0x7b, 0x80, 0x9b, 0x9f, 0xa0, 0xbb, 0xbf, 0xc1, 0xf6, 0xf9, 0xff,
]

const at = (sample: Uint8Array, chance: Chance): number => chance.below(sample.length + 1)

/** The sample with `count` bytes from `from` on replaced. */
function replaced(sample: Uint8Array, from: number, count: number, by: Uint8Array): Uint8Array {
  return Uint8Array.from(Buffer.concat([sample.subarray(0, from), by, sample.subarray(from + count)]))
}

function number(chance: Chance): Uint8Array {
  const bytes = Buffer.alloc(8)
  const value = chance.pick(INTERESTING) ?? 0
  const width = chance.pick([1, 2, 4, 8]) ?? 1
  if (chance.percent(50)) bytes.writeBigUInt64BE(BigInt(value))
  else bytes.fill(0xff)
  return bytes.subarray(8 - width)
}

const byteMutators: readonly Mutator[] = [
  (sample, chance) => {
    const out = Uint8Array.from(sample)
    const place = chance.below(out.length)
    if (out.length > 0) out[place] = (out[place] ?? 0) ^ (1 << chance.below(8))
    return out
  },
  (sample, chance) => replaced(sample, at(sample, chance), 1, Uint8Array.of(chance.below(256))),
  (sample, chance) => replaced(sample, at(sample, chance), 0, Uint8Array.of(chance.below(256))),
  (sample, chance) => replaced(sample, at(sample, chance), 1 + chance.below(8), new Uint8Array(0)),
  (sample, chance) => {
    const from = at(sample, chance)
    return replaced(sample, at(sample, chance), 0, sample.subarray(from, from + 1 + chance.below(40)))
  },
  (sample, chance) => sample.slice(0, at(sample, chance)),
  (sample, chance, others) => {
    const other = chance.pick(others) ?? sample
    return replaced(sample, at(sample, chance), sample.length, other.subarray(at(other, chance)))
  },
  (sample, chance) => {
    const bytes = number(chance)
    return replaced(sample, at(sample, chance), bytes.length, bytes)
  },
  (sample, chance) => {
    const head = Uint8Array.of(chance.pick(HEADS) ?? 0)
    return replaced(sample, at(sample, chance), 1, chance.percent(50) ? head : Buffer.concat([head, number(chance)]))
  },
  (sample, chance) =>
    replaced(sample, at(sample, chance), 0, new Uint8Array(chance.below(2000)).fill(chance.below(256))),
]

/** One to three changes of bytes; rarely nothing but noise. */
export const spoilBytes: Mutator = (sample, chance, others) => {
  if (chance.percent(2)) return Uint8Array.from({ length: chance.below(300) }, () => chance.below(256))
  let out = sample
  for (let times = 1 + chance.below(3); times > 0; times--)
    out = chance.pick(byteMutators)?.(out, chance, others) ?? out
  return out
}

/** A text as the bytes of a case: two a unit, so that what is no Unicode can be told as well. */
export const unitsOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le'))
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf16le')

const PIECES = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    '-1',
    '1e309',
    '0x10',
    '9007199254740993',
    '\u0000',
    '\uD800',
    '\uDC00',
  ],
  ...[
    '\u202E',
    '\u200D',
    '\uFEFF',
    '\u00A0',
    '\u2028',
    'İ',
    'ſ',
    'K',
    'é',
    '🦊',
    '\u0301'.repeat(30),
    ' ',
    '\n',
    '\r\n',
    '\t',
  ],
  ...[
    '/',
    '//',
    '..',
    '/../',
    '%2e%2e%2f',
    '%00',
    '\\',
    ':',
    '@',
    '#',
    '?',
    '=',
    '--',
    '"',
    "'",
    '<script>',
    'javascript:',
  ],
  ...[
    '*',
    '**',
    '_',
    '`',
    '```\n',
    '> ',
    '- ',
    '1. ',
    '[',
    '](',
    ')',
    '![',
    '|',
    '\n|-|-|\n',
    '~~',
    '&#x0;',
    'https://a.b/',
    'mailto:',
  ],
]

const textMutators: readonly ((text: string, chance: Chance, others: readonly string[]) => string)[] = [
  (text, chance) => put(text, chance, chance.pick(PIECES) ?? ''),
  (text, chance) =>
    put(text, chance, (chance.pick(PIECES) ?? '').repeat(1 + chance.below(chance.percent(5) ? 3000 : 8))),
  (text, chance) => put(text, chance, String.fromCharCode(chance.below(65_536))),
  (text, chance) => text.slice(0, chance.below(text.length + 1)),
  (text, chance) => text.slice(chance.below(text.length + 1)),
  (text, chance) => {
    const [from, length] = [chance.below(text.length + 1), 1 + chance.below(10)]
    return text.slice(0, from) + text.slice(from + length)
  },
  (text, chance) => {
    const from = chance.below(text.length + 1)
    return put(text, chance, text.slice(from, from + 1 + chance.below(30)))
  },
  (text, chance, others) => {
    const other = chance.pick(others) ?? ''
    return text.slice(0, chance.below(text.length + 1)) + other.slice(chance.below(other.length + 1))
  },
  (text, chance) => (chance.percent(50) ? text.toUpperCase() : text.toLowerCase()),
]

function put(text: string, chance: Chance, piece: string): string {
  const place = chance.below(text.length + 1)
  return text.slice(0, place) + piece + text.slice(place + (chance.percent(30) ? piece.length : 0))
}

/** The same for samples that are texts. */
export const spoilText: Mutator = (sample, chance, others) => {
  if (chance.percent(5)) return spoilBytes(sample, chance, others)
  let out = textOf(sample)
  const texts = others.map(textOf)
  for (let times = 1 + chance.below(3); times > 0; times--) out = chance.pick(textMutators)?.(out, chance, texts) ?? out
  return unitsOf(out)
}
