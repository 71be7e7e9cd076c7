/** Changes to what a text of JSON says; names that lead to prototypes among them. */
import type { Chance } from '../../simulation/chance.ts'
import { type Mutator, spoilText, textOf, unitsOf } from './mutators.ts'

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'then',
  'type',
  'name',
  'input',
  'json',
  'meta',
  '',
]
/** As JSON, since an object of ours would lose `__proto__`. */
const VALUES = [
  ...['null', 'true', '0', '-1', '1.5', '1e308', '1e400', '9007199254740993', '""', '"a"', '[]', '{}', '[[[[]]]]'],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '"\\ud800"',
    '"\\u0000"',
    '["__proto__","polluted"]',
  ],
  ...[`"${'x'.repeat(2000)}"`, `[${'0,'.repeat(300)}0]`, `${'['.repeat(200)}${']'.repeat(200)}`],
]

/** Where values and names begin and end in a text of JSON: enough to cut pieces out of it and to put others in. */
function pieces(text: string): { readonly from: number; readonly to: number }[] {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|\{[^{}[\]]*\}|\[[^{}[\]]*\]/g)].map(
    (match) => ({
      from: match.index,
      to: match.index + match[0].length,
    }),
  )
}

function once(text: string, chance: Chance): string {
  const piece = chance.pick(pieces(text))
  if (!piece) return text
  const [before, own, after] = [text.slice(0, piece.from), text.slice(piece.from, piece.to), text.slice(piece.to)]
  const isName = after.startsWith(':')
  const other = isName ? JSON.stringify(chance.pick(NAMES) ?? '') : (chance.pick(VALUES) ?? '0')
  const ways = [
    before + other + after,
    isName ? text : `${before}[${own}]${after}`,
    isName ? text : `${before}{${JSON.stringify(chance.pick(NAMES) ?? '')}:${own}}${after}`,
    isName
      ? `${before}${JSON.stringify(chance.pick(NAMES) ?? '')}:${chance.pick(VALUES) ?? '0'},${own}${after}`
      : `${before}${own},${other}${after}`,
  ]
  return chance.pick(ways) ?? text
}

export const spoilJson: Mutator = (sample, chance, others) => {
  if (chance.percent(10)) return spoilText(sample, chance, others)
  let out = textOf(sample)
  for (let times = 1 + chance.below(3); times > 0; times--) out = once(out, chance)
  return unitsOf(out)
}
