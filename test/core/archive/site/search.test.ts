/** The page that searches an archive cuts words as Folkmoot does, and finds what Folkmoot finds. */
import vm from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUTTING_SCRIPT } from '../../../../core/archive/site/search/script.ts'
import { wordsText } from '../../../../core/archive/site/search/word-files.ts'
import { hasAll, termsOf } from '../../../../core/view/index.ts'

/** What is done with a query by the script of the page, in a world of its own. */
const page = vm.createContext({})
vm.runInContext(CUTTING_SCRIPT, page)

function isFound(text: string, query: string): boolean {
  const cut: unknown = vm.runInContext(`needlesOf(${JSON.stringify(query)})`, page)
  const needles = Array.isArray(cut) ? cut.map(String) : [...(cut as Iterable<unknown>)].map(String)
  const words = wordsText(text)
  return needles.length > 0 && needles.every((needle) => words.includes(needle))
}

describe('searching an archive', () => {
  test.each([
    ['The apple tree was pruned.', 'APPLE tree', true],
    ['The apple tree was pruned.', 'prun', true],
    ['The apple tree was pruned.', 'tree apple', false],
    ['The apple tree was pruned.', 'prun.', false],
    ['Die Straße ist naß.', 'strasse', true],
    ['Grüße aus Köln', 'gruesse', false],
    ['Grüße aus Köln', 'koln', true],
    ['明天下午三点在花园见面', '花园', true],
    ['明天下午三点在花园见面', '园', true],
    ['明天下午三点在花园见面', '园花', false],
    ['سأحضر الشتلات غدًا', 'الشتلات', true],
    ['سأحضر الشتلات غدًا', 'شتلات', false],
    ['ใครรดน้ำต้นไม้', 'น้ำ', true],
    ['Well done 👍', '👍', true],
    ["It's Ada's", 'adas', true],
  ])('%s / %s: %s', (text, query, found) => {
    expect(isFound(text, query)).toBe(found)
  })

  const pieces = [
    'apple',
    'Äpfel',
    'ΣΟΦΟΣ',
    '花园',
    '見',
    'か゛ー',
    'ガ',
    'سلام',
    'שלום',
    'ไทย',
    '1,5',
    "don't",
    '👩‍👧',
    ' ',
    '.',
    '-',
    'ﬁ',
    'a',
  ]
  const words = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 4 })), {
    maxLength: 12,
  })

  test('finds what Folkmoot finds, and nothing else', () => {
    fc.assert(
      fc.property(words, words, fc.boolean(), (said, sought, isPart) => {
        const text = said.join('').normalize('NFC')
        const query = isPart ? said.slice(2, 5).join('') : sought.join('')
        const terms = termsOf(query, true)
        // A single letter of a script without spaces is sought by pages in pairs, and by Folkmoot by itself: the same letters either way.
        expect(isFound(text, query)).toBe(terms.length > 0 && hasAll(text, terms))
      }),
      { numRuns: 2000 },
    )
  })
})
