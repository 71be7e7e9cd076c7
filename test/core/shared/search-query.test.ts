/** What is typed into a search means what it looks like, and nothing that is typed is wrong. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS, parseSearch, searchDay } from '../../../core/shared/index.ts'

const read = (typed: string) => parseSearch(typed).map(({ kind, value, open }) => `${kind} ${value}${open ? '…' : ''}`)

describe('a search', () => {
  it('is words, the last of which may go on, and phrases', () => {
    expect(read('seed swa')).toEqual(['word seed', 'word swa…'])
    expect(read('seed swap ')).toEqual(['word seed', 'word swap'])
    expect(read('tomat* "in the shed" now ')).toEqual(['word tomat…', 'phrase in the shed', 'word now'])
    expect(read('“quoted so” „und so“ ')).toEqual(['phrase quoted so', 'phrase und so'])
    expect(read('"not closed ye')).toEqual(['phrase not closed ye…'])
    expect(read('* "" ** ')).toEqual([])
  })

  it('has operators, in any case, with names in quotes', () => {
    expect(read('in:#general FROM:"Ada Lovelace" has:link before:2026-11 after:2025 x ')).toEqual([
      ...['in general', 'from Ada Lovelace', 'has link', 'before 2026-11', 'after 2025', 'word x'],
    ])
    expect(read('from:')).toEqual(['word from:…'])
    expect(read('foo:bar login:me ')).toEqual(['word foo:bar', 'word login:me'])
  })

  it('says where each part stands', () => {
    const typed = '  in:general  "a b" '
    expect(parseSearch(typed).map(({ from, to }) => typed.slice(from, to))).toEqual(['in:general', '"a b"'])
  })

  it('is bounded, and any text at all is one', () => {
    expect(parseSearch('a '.repeat(1000)).length).toBeLessThanOrEqual(LIMITS.searchTerms)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 600 }), (typed) => {
        for (const { value, from, to } of parseSearch(typed)) {
          expect(value).not.toBe('')
          expect(from).toBeLessThan(to)
        }
      }),
    )
  })
})

it('knows the days there are', () => {
  expect(searchDay('2026-11-22')).toBe(new Date(2026, 10, 22).getTime())
  expect(searchDay('2026-2')).toBe(new Date(2026, 1, 1).getTime())
  expect(searchDay('2026')).toBe(new Date(2026, 0, 1).getTime())
  for (const none of ['2026-02-30', '2026-13', 'yesterday', '', '20261122', '2026-0'])
    expect(searchDay(none)).toBeUndefined()
})
