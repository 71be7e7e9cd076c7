/** What own devices say is read strictly, and whatever else stands there is left aside. */
import { describe, expect, it } from 'vitest'
import { encodeEntry, type OwnWord, ownWordEntry, readEntry, readOwnWord } from '../../../core/documents/index.ts'
import { wordsOf } from '../../../core/service/communities/attention/own-telling.ts'
import { type DocumentId, type EntryId, type FeedId, LIMITS } from '../../../core/shared/index.ts'

const space = 'S'.repeat(43) as DocumentId
const feed = (number: number): FeedId => number.toString(16).padStart(32, '0') as FeedId
const root = `${feed(7)}.3` as EntryId
const word: OwnWord = {
  read: [
    {
      space,
      root,
      feeds: [
        [feed(1), 5],
        [feed(2), 9],
      ],
    },
  ],
  heed: [{ space: '', root: '', what: 'level', value: 'mentions', at: 12 }],
}
const read = (fields: Record<string, unknown>): OwnWord | undefined =>
  readOwnWord({ kind: 'own-word', at: 1, fields: new Map(Object.entries(fields)) as never })

describe('a word between own devices', () => {
  it('is read as it was said, after the way through bytes', () => {
    const entry = readEntry(encodeEntry(ownWordEntry(1, word)))
    expect(entry && readOwnWord(entry)).toEqual(word)
  })

  it('says nothing where it does not fit', () => {
    const nothing = { read: [], heed: [] }
    expect(read({})).toEqual(nothing)
    expect(read({ read: 'all', heed: 7 })).toEqual(nothing)
    const bad = [
      [],
      [space],
      ['x', ''],
      [space, 'y'],
      [space, '', 'no feed', 1],
      [space, '', feed(1), -1],
      [space, '', feed(1), 1.5],
      7,
    ]
    expect(read({ read: bad })?.read).toEqual([])
    const heed = [
      [space, '', 'level'],
      [space, '', 'power', 'owner', 1],
      ['', '', 'level', '__proto__ or so', 1],
      [space, '', 'snooze', '12', -1],
    ]
    expect(read({ heed })?.heed).toEqual([])
    expect(readOwnWord({ kind: 'message', at: 1, fields: new Map([['read', []]]) })).toBeUndefined()
  })

  it('is cut so that each entry is small enough to be kept, whatever there is to say', () => {
    const feeds = Array.from({ length: 2 * LIMITS.ownWordFeeds + 7 }, (_, at) => [feed(at), at + 1] as const)
    const untold = [
      { space, root: '' as const, upTo: 9, feeds },
      { space, root, upTo: 9, feeds: feeds.slice(0, 5) },
    ]
    const heed = Array.from({ length: 40 }, (_, at) => ({ space, root, what: 'follow' as const, value: 'mute', at }))
    const words = wordsOf(untold, heed)
    expect(words.length).toBeLessThan(6)
    for (const each of words) expect(readEntry(encodeEntry(ownWordEntry(1, each)))).toBeDefined()
    expect(words.flatMap(({ read: all }) => all.flatMap((one) => one.feeds))).toEqual([...feeds, ...feeds.slice(0, 5)])
    expect(words.flatMap((each) => each.heed)).toEqual(heed)
  })
})
