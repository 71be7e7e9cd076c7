/** Entries and would-be entries of a hostile member. */
import { type Entry, genesisChange } from '../../core/documents/index.ts'
import { type CborValue, encodeCanonical, joinBytes } from '../../core/shared/index.ts'

/** An entry whose fields are named after all that a change could say. */
export const sneaky: Entry = {
  kind: 'message',
  at: 1,
  fields: new Map<string, CborValue>([
    ['text', 'x'],
    ['obj', '_root'],
    ['entries', new Map([['entries', 1]])],
    ['pred', ['1@00']],
    ['actor', 'ff'.repeat(16)],
    ['startOp', 2 ** 31],
    ['deps', []],
    ['constructor', new Map([['prototype', 1]])],
    ['toString', 'no'],
    ['toJSON', null],
    ['then', true],
    ['valueOf', 5],
    ['length', 1e9],
  ]),
}

const key = (name: string): Uint8Array =>
  encodeCanonical(
    new Map<string, CborValue>([
      ['at', 1],
      ['kind', 'message'],
      [name, 1],
    ]),
  )
const at = (value: CborValue): Uint8Array =>
  encodeCanonical(
    new Map<string, CborValue>([
      ['at', value],
      ['kind', 'message'],
    ]),
  )
const deep = (depth: number): Uint8Array => joinBytes(new Uint8Array(depth).fill(0x81), Uint8Array.of(0x80))
const nestedMaps = (count: number): Uint8Array =>
  joinBytes(...Array.from({ length: count }, () => Uint8Array.of(0xa1, 0x61, 0x61)), Uint8Array.of(0x01))
/** What is no entry, by the number of its attack. */
export const notEntries: readonly (readonly [string, Uint8Array])[] = [
  ['19: the field __proto__', key('__proto__')],
  ['19: a field without a name', key('')],
  ['19: a field name of 50 kB', key('a'.repeat(50_000))],
  ['19: 12,000 maps in each other', nestedMaps(12_000)],
  ['19: lists deeper than allowed', deep(20_000)],
  [
    '19: 60,000 values',
    encodeCanonical(
      new Map<string, CborValue>([
        ['at', 1],
        ['kind', 'x'],
        ['all', Array.from({ length: 60_000 }, () => 0)],
      ]),
    ),
  ],
  [
    '19: 65 fields',
    encodeCanonical(
      new Map<string, CborValue>([
        ['at', 1],
        ['kind', 'x'],
        ...Array.from({ length: 63 }, (_, i) => [`f${i}`, i] as const),
      ]),
    ),
  ],
  [
    '19: bytes as a value',
    encodeCanonical(
      new Map<string, CborValue>([
        ['at', 1],
        ['kind', 'x'],
        ['raw', new Uint8Array(3)],
      ]),
    ),
  ],
  ['19: the key true', Uint8Array.from(Buffer.from('a3626174016 46b696e646178f501'.replaceAll(' ', ''), 'hex'))],
  [
    '20: CBOR that is not canonical',
    Uint8Array.from(Buffer.from('a2626174180 1646b696e646178'.replaceAll(' ', ''), 'hex')),
  ],
  ['20: a length of 2^53', Uint8Array.from(Buffer.from('bb0020000000000000', 'hex'))],
  ['20: a float', Uint8Array.from(Buffer.from('a2626174f93c00646b696e646178', 'hex'))],
  [
    '20: a lone surrogate',
    Uint8Array.from(Buffer.from('a3626174016474657874 63eda080 646b696e646178'.replaceAll(' ', ''), 'hex')),
  ],
  ['20: an Automerge change', genesisChange('A'.repeat(43) as Parameters<typeof genesisChange>[0]).bytes],
  ['23: a moment before 1970', at(-1)],
  ['23: a moment of -1e15', at(-1e15)],
  ['23: a moment no date can name', at(8.64e15 + 1)],
  ['23: a moment that is a text', at('now')],
  ['an empty entry', new Uint8Array(0)],
  [
    'a kind that is no word',
    encodeCanonical(
      new Map<string, CborValue>([
        ['at', 1],
        ['kind', 'Not A Kind'],
      ]),
    ),
  ],
]
