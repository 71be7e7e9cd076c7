import { expect, test } from 'vitest'
import { linkIn } from '../../../renderer/onboarding/link.ts'

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
