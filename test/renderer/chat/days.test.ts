import { expect, test } from 'vitest'
import { dayText, momentOf } from '../../../renderer/chat/days.ts'
import { linkTo } from '../../../renderer/chat/link-text.ts'
import { markupText, messageHref, messageLinkOf, parseMarkup } from '../../../core/shared/index.ts'
import type { EntryId, SpaceId } from '../../../core/shared/index.ts'

test('a day begins at its midnight here, and is named so all day long', () => {
  const noon = new Date(2026, 10, 3, 12, 30).getTime()
  expect(dayText(noon)).toBe('2026-11-03')
  expect(momentOf('2026-11-03')).toBe(new Date(2026, 10, 3).getTime())
  expect(dayText(momentOf('2026-02-28'))).toBe('2026-02-28')
})

test.each(['Ada, 3 November', 'A [b](c) *d* `e` \\', '](https://evil.example)', '<@x> | ~~y~~ _z_ !'])(
  'a link to a message reads and leads as it was written: %s',
  (words) => {
    const to = { space: `${'s'.repeat(42)}A` as SpaceId, id: `${'0f'.repeat(16)}.7` as EntryId }
    const parsed = parseMarkup(linkTo(words, messageHref(to)))
    expect(markupText(parsed)).toContain(words.trim())
    const [paragraph] = parsed
    const link = paragraph?.type === 'paragraph' ? paragraph.children : []
    expect(link).toHaveLength(1)
    expect(link[0]).toMatchObject({ type: 'link', href: messageHref(to) })
    expect(messageLinkOf(messageHref(to))).toEqual(to)
  },
)
