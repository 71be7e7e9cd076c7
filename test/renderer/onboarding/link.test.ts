import { expect, test } from 'vitest'
import { isKeeper, kindOf, linkIn } from '../../../renderer/onboarding/link.ts'

const link = 'folkmoot://join#AbC-_9'

test.each([
  [link, link],
  [`  ${link}\n`, link],
  [`Hi Bram,\nhere it is: <${link}>.\nSee you!`, link],
  [`„${link}“`, link],
  [`(${link}).`, link],
  ['FOLKMOOT://JOIN#x', 'FOLKMOOT://JOIN#x'],
  ['folkmoot://jo\nin#broken-in-a-mail', 'folkmoot://join#broken-in-a-mail'],
])('%j holds an invitation', (text, found) => {
  expect(linkIn(text)).toBe(found)
})

test.each(['', 'hello', 'https://example.org/join#x', 'folkmoot:join', 'javascript:alert(1)'])(
  '%j holds none',
  (text) => {
    expect(linkIn(text)).toBeUndefined()
  },
)

test.each([
  ['folkmoot://join#a', 'join'],
  ['FOLKMOOT://DEVICE#a', 'device'],
  ['folkmoot://recover#a', 'recover'],
] as const)('%j is known for what it is', (text, kind) => {
  expect(linkIn(text)).toBe(text)
  expect(kindOf(text)).toBe(kind)
})

test('a recovery key is read from the file that was saved, and from paper where it took several lines', () => {
  const file =
    'Folkmoot recovery key – Garden Commons\nMade 22 November 2026\n\nfolkmoot://recover#AbC-_9\n\nTo come back: open it.\n'
  expect(linkIn(file)).toBe('folkmoot://recover#AbC-_9')
  expect(linkIn('folkmoot://recover#AbC\n  dEf \r\nGh-_\n')).toBe('folkmoot://recover#AbCdEfGh-_')
  expect(linkIn('folkmoot://recover#AbC please keep this')).toBe('folkmoot://recover#AbC')
})

test('the link of a keeper leads into no community, and is known for what it is', () => {
  expect(linkIn('here: folkmoot://keeper#abc')).toBeUndefined()
  expect([isKeeper('here: folkmoot://Keeper#abc'), isKeeper(link), isKeeper('a keeper')]).toEqual([true, false, false])
})
