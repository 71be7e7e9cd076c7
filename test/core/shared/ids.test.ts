import { describe, expect, it } from 'vitest'
import { entryId, type FeedId, parseEntryId } from '../../../core/shared/index.ts'

const feed = '0123456789abcdef0123456789abcdef' as FeedId

describe('the name of an entry', () => {
  it('is read back as the feed and seq it was made of', () => {
    expect(parseEntryId(entryId(feed, 17))).toEqual({ feed, seq: 17 })
    expect(parseEntryId(entryId(feed, Number.MAX_SAFE_INTEGER))).toEqual({ feed, seq: Number.MAX_SAFE_INTEGER })
  })

  it.each([
    `${feed}.0`,
    `${feed}.01`,
    `${feed}.-1`,
    `${feed}.1e3`,
    `${feed}.9007199254740992`,
    `${feed.toUpperCase()}.1`,
    feed,
    `${feed}.1\n`,
    '',
    '__proto__',
  ])('has no second spelling: %j', (text) => {
    expect(parseEntryId(text)).toBeUndefined()
  })
})
