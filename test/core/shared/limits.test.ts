/** LIMITS.md and core/shared/limits.ts say the same, and the page says of no limit that it holds when nothing uses it. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'

const source = readFileSync('core/shared/limits.ts', 'utf8')
const page = readFileSync('LIMITS.md', 'utf8')

interface Row {
  readonly name: string
  readonly value: string
  readonly effect: string
}

const rows: readonly Row[] = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, name = '', value = '', effect = '']) => ({ name, value, effect }),
)

/** What stands above each limit in the source: it says what is counted. */
const meanings = new Map(
  [...source.matchAll(/\/\*\* (.+) \*\/\n {2}(\w+):/g)].map(([, meaning = '', name = '']) => [name, meaning]),
)

type Unit = readonly [size: number, text: string]
const times: readonly Unit[] = [
  [86_400_000, 'days'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
]
const sizes: readonly Unit[] = [
  [1024 ** 2, 'MiB'],
  [1024, 'KiB'],
  [1, 'B'],
]

/** The number in the largest unit of which it is a whole multiple. */
function shown(value: number, units: readonly Unit[]): string {
  const [size, text] = units.find(([each]) => value % each === 0) ?? [1, '?']
  return `${(value / size).toLocaleString('en')} ${text}`
}

function valueOf(name: string, value: number): string {
  const meaning = meanings.get(name) ?? ''
  if (meaning.startsWith('Milliseconds')) return shown(value, times)
  if (/^Bytes|, bytes\b/.test(meaning)) return shown(value, sizes)
  return value.toLocaleString('en') + (meaning.startsWith('Characters') ? ' characters' : '')
}

const code = globSync(['core/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'])
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
const used = new Set([...code.matchAll(/\bLIMITS\.(\w+)/g)].map(([, name = '']) => name))

describe('LIMITS.md', () => {
  it('lists every limit once, with its value and nothing else', () => {
    const want = Object.entries(LIMITS).map(([name, value]) => `${name}: ${valueOf(name, value)}`)
    const said = rows.map(({ name, value }) => `${name}: ${value}`)
    expect(said.toSorted()).toEqual(want.toSorted())
  })

  it('says what happens when one is hit, and which are not used yet', () => {
    expect(rows.filter(({ effect }) => effect.trim().length < 5)).toEqual([])
    const idle = Object.keys(LIMITS).filter((name) => !used.has(name))
    const saidIdle = rows.filter(({ effect }) => effect.startsWith('Not used yet')).map(({ name }) => name)
    expect(saidIdle.toSorted()).toEqual(idle.toSorted())
  })

  it('has a unit for each, told by what stands above it in the source', () => {
    expect(Object.keys(LIMITS).filter((name) => !meanings.has(name))).toEqual([])
  })
})
