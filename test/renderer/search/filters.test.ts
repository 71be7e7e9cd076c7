import { expect, test } from 'vitest'
import { filtersIn, withFilter, withoutFilter } from '../../../renderer/search/filters.ts'

test('operators are chips; words and phrases are not', () => {
  const filters = filtersIn('seeds from:"Ada L" "in: here" has:link')
  expect(filters.map(({ kind, value }) => [kind, value])).toEqual([
    ['from', 'Ada L'],
    ['has', 'link'],
  ])
})

test('a chip is taken out, and nothing else', () => {
  const text = 'seeds from:"Ada L" now has:link'
  const [ada, link] = filtersIn(text)
  expect(ada && withoutFilter(text, ada)).toBe('seeds now has:link')
  expect(link && withoutFilter(text, link)).toBe('seeds from:"Ada L" now ')
  const [only] = filtersIn('in:general')
  expect(only && withoutFilter('in:general', only)).toBe('')
})

test('an operator is put behind what is typed, ready for its name', () => {
  expect(withFilter('seeds ', 'from')).toBe('seeds from:')
  expect(withFilter('', 'in')).toBe('in:')
  expect(filtersIn(withFilter('seeds', 'has:link'))).toMatchObject([{ kind: 'has', value: 'link' }])
})
