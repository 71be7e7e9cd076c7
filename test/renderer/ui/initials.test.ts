import { expect, test } from 'vitest'
import { initials } from '../../../renderer/ui/initials.ts'

test.each([
  ['Garden Commons', 'GC'],
  ['Ada', 'AD'],
  ['  ole  gunnar kristoffersen ', 'OG'],
  ['Ölaf', 'ÖL'],
  ['ليلى حداد', 'لح'],
  ['山田花子', '山田'],
  ['👩‍🌾 garden', '👩‍🌾G'],
  ['…', '?'],
  ['', '?'],
])('%j is known by %j', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
