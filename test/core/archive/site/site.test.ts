/** The site of an archive: every page well-formed, every link leading somewhere, the same bytes each time, and nothing people wrote doing anything. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readableFiles } from '../../../../core/archive/index.ts'
import type { Reading, ReadMessage } from '../../../../core/archive/reading/about.ts'
import type { SiteOptions } from '../../../../core/archive/site/site.ts'
import { type EntryId, LIMITS, messageHref } from '../../../../core/shared/index.ts'
import { crowdedReading, gardenReading, HOSTILE, hostileReading } from '../../../support/garden-reading.ts'
import {
  memberId,
  Sayer,
  sketchMember,
  sketchReading,
  sketchSpace,
  type SketchedSpace,
  spaceId,
} from '../../../support/sketch-reading.ts'
import { lostLinks, strictPage } from '../../../support/strict-page.ts'
import { textsOf } from '../../../support/written-site.ts'

const WHO = ['Ada', 'Bram', 'ليلى', '王小明', '<b>Eve</b>']

const english: SiteOptions = { wish: { record: true, language: 'en' }, by: memberId('Ada') }

function siteOf(reading: Reading, options = english): Map<string, string> {
  return textsOf(readableFiles(reading, options))
}

function pageOf(texts: ReadonlyMap<string, string>, path: string) {
  return strictPage(texts.get(path) ?? '')
}

describe('the site of an archive', () => {
  test.each(['en', 'de', 'ar', 'xx'])('in %s has no link that leads nowhere, and is the same each time', (language) => {
    const options = { ...english, wish: { record: true, language } }
    const texts = siteOf(gardenReading(), options)
    expect(lostLinks(texts)).toEqual([])
    expect(siteOf(gardenReading(), options)).toEqual(texts)
    const { attributes } = pageOf(texts, 'index.html')
    expect(attributes).toContainEqual(['lang', language === 'xx' ? 'en' : language])
    expect(attributes).toContainEqual(['dir', language === 'ar' ? 'rtl' : 'ltr'])
  })

  test('shows what was said where it was said: threads, topics, what was withdrawn and what came from elsewhere', () => {
    const texts = siteOf(gardenReading())
    const general = pageOf(texts, 'site/room/general/1.html').text
    for (const said of [
      ...['Welcome, everybody!', 'وأنا أيضًا سأكون هناك.', 'Withdrawn by its author'],
      ...['brought in from discord, not signed', 'Replies: 12', 'In reply to something that is not in this archive'],
    ])
      expect(general).toContain(said)
    expect(general).not.toContain('Week 7 is mine.')
    expect(pageOf(texts, 'site/room/general/thread-2.html').text).toContain('Week 7 is mine.')
    const topic = pageOf(texts, 'site/board/how-to/thread-1.html').text
    for (const said of ['How do I prune an old apple tree?', 'Accepted answer', 'A third of it each winter'])
      expect(topic).toContain(said)
    expect(pageOf(texts, 'index.html').text).toContain('Messages: 450')
  })

  test('tells apart whose names look alike, on every page', () => {
    const texts = siteOf(gardenReading())
    const people = pageOf(texts, 'site/people.html').text
    expect(people).toContain(`Ada (${memberId('Ada').slice(0, 6)})`)
    expect(people).toContain(`Аdа (${memberId('Аdа').slice(0, 6)})`)
    expect(pageOf(texts, 'site/room/general/1.html').text).toContain(`Ada (${memberId('Ada').slice(0, 6)})`)
  })

  test('says what part of the community it is, and that a part by time proves nothing', () => {
    const options: SiteOptions = {
      wish: {
        record: false,
        language: 'en',
        since: Date.UTC(2026, 0, 1),
        until: Date.UTC(2026, 1, 1),
        by: memberId('Bram'),
      },
    }
    const { text } = pageOf(siteOf(gardenReading(), options), 'index.html')
    expect(text).toContain('what was said from 1 January 2026 on; what was said before 1 February 2026; what Bram said')
    expect(text).toContain('This archive holds no signatures')
  })

  test('of a community in which nothing was ever said is a site all the same', () => {
    const texts = siteOf(sketchReading({ community: { name: '' } }))
    expect(lostLinks(texts)).toEqual([])
    expect(pageOf(texts, 'index.html').text).toContain('Nothing was said in any room')
  })
})

describe('what somebody wrote who means harm', () => {
  const texts = siteOf(hostileReading())

  test('makes no element, no attribute and no script', () => {
    expect(lostLinks(texts)).toEqual([])
    const allowed = new Set(strictTags(siteOf(gardenReading())))
    for (const [path, text] of texts) {
      if (!path.endsWith('.html')) continue
      const page = strictPage(text)
      expect(page.tags.filter((tag) => !allowed.has(tag))).toEqual([])
      expect(page.attributes.filter(([name]) => name.startsWith('on') || name === 'style')).toEqual([])
      const odd = page.links.filter((link) => !/^(?:https?:\/\/|mailto:|[\w./-]*(?:#[\w.-]*)?$)/.test(link))
      expect(odd).toEqual([])
      // Scripts are those of the site itself, and one cannot be written inside of a page.
      expect(text.match(/<script(?! src="(?:\.\.\/)*(?:site\/)?(?:theme|search|words\/list)\.js")/g)).toBeNull()
    }
  })

  test('names no file: paths are of ASCII, and none leads out or is kept by a system', () => {
    for (const path of texts.keys()) {
      expect(path).toMatch(/^[A-Za-z0-9_-][\w.-]*(?:\/[A-Za-z0-9_-][\w.-]*)*$/)
      expect(path.split('/').filter((part) => /^(?:con|nul|aux|prn)(?:\.|$)/i.test(part))).toEqual([])
      expect(path.length).toBeLessThan(150)
    }
  })

  test('is shown as it was typed', () => {
    const { text } = pageOf(texts, 'site/room/talk/1.html')
    expect(text).toContain(HOSTILE[0])
    expect(text).toContain(HOSTILE[1])
  })

  test('is in the words that are searched no script either', () => {
    const words = [...texts].filter(([path]) => path.startsWith('site/words/'))
    expect(words.length).toBeGreaterThan(1)
    for (const [, text] of words) expect(text).not.toMatch(/[<>\u2028\u2029]/)
  })
})

function strictTags(texts: ReadonlyMap<string, string>): string[] {
  return [...texts].flatMap(([path, text]) => (path.endsWith('.html') ? strictPage(text).tags : []))
}

describe('pages', () => {
  const KiB = 1024
  const heavy: readonly (readonly [string, string, Partial<ReadMessage>])[] = [
    ['short words', 'Watered.', {}],
    ['long texts', 'Nine words about a garden and then some more. '.repeat(700), {}],
    ['what must be escaped', `'"&<>`.repeat(6500), {}],
    ['lists', '- a\n'.repeat(1400), {}],
    ['tables', `|a|b|\n|-|-|\n${'|x|y|\n'.repeat(400)}`, {}],
    ['quotes in quotes', `${'>'.repeat(18)} deep\n\n`.repeat(100), {}],
    [
      'names that reacted',
      'Look',
      { reactions: Array.from({ length: 50 }, () => ({ emoji: '👍', by: WHO.map(memberId) })) },
    ],
  ]

  test.each(heavy)('with %s stay small', (_, text, more) => {
    const texts = siteOf(crowdedReading(text, text.length > 20 || more.reactions ? 30 : 450, more))
    expect(lostLinks(texts)).toEqual([])
    const pages = [...texts].filter(([path]) => path.startsWith('site/room/'))
    expect(pages.length).toBeGreaterThanOrEqual(2)
    for (const [, page] of pages) expect(Buffer.byteLength(page)).toBeLessThan(512 * KiB)
    for (const [path, file] of texts)
      if (path.startsWith('site/words/'))
        expect(Buffer.byteLength(file)).toBeLessThan(LIMITS.siteWordsBytes + 200 * KiB)
  })

  test('hold every message once, wherever they are cut', () => {
    const texts = siteOf(crowdedReading('Watered.', 650))
    const anchors = [...texts].flatMap(([path, text]) =>
      path.startsWith('site/room/') ? [...strictPage(text).ids].filter((id) => id.startsWith('m-')) : [],
    )
    expect(anchors.length).toBe(650)
    expect(new Set(anchors).size).toBe(650)
  })
})

interface Said {
  readonly who: string
  readonly text: string
  /** What it answers, and whose thread it stands in: what was said so many before. */
  readonly reply: number
  readonly root: number
  readonly link: number
  readonly topic: boolean
  readonly withdrawn: boolean
  readonly pause: number
}

const said: fc.Arbitrary<Said> = fc.record({
  who: fc.constantFrom(...WHO),
  text: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...HOSTILE, '- a\n  - b', '[@Ada](folkmoot:member/' + memberId('Ada') + ')', '```\n<x>'),
  ),
  ...{ reply: fc.nat(5), root: fc.nat(30), link: fc.nat(3), topic: fc.boolean(), withdrawn: fc.boolean() },
  pause: fc.nat(2e9),
})

function spaceOf(name: string, kind: 'room' | 'board' | 'direct', all: readonly Said[]): SketchedSpace {
  const sayer = new Sayer(name)
  const ids: EntryId[] = []
  for (const { who, text, reply, root, link, topic, withdrawn, pause } of all) {
    sayer.pause(pause)
    const before = (n: number): EntryId | undefined => (n === 0 ? undefined : ids.at(-n))
    const linked = before(link)
    const words = linked ? `${text} [there](${messageHref({ space: spaceId(name), id: linked })})` : text
    const more = { withdrawn, text: withdrawn ? '' : words }
    ids.push(
      kind === 'board' && topic
        ? sayer.topic(who, withdrawn ? '' : text, words, more)
        : sayer.say(who, words, { ...more, reply: before(reply), root: before(root) }),
    )
  }
  return { space: sketchSpace(name, { kind, name: kind === 'direct' ? '' : name }), messages: sayer.messages }
}

test('whatever was said, pages are well-formed, links lead somewhere, and every message of a room is somewhere once', () => {
  fc.assert(
    fc.property(
      fc.array(said, { maxLength: 60 }),
      fc.array(said, { maxLength: 30 }),
      fc.array(said, { maxLength: 8 }),
      fc.constantFrom('en', 'de', 'ar'),
      (room, board, direct, language) => {
        const spaces = [
          spaceOf('room', 'room', room),
          spaceOf('board', 'board', board),
          spaceOf('two', 'direct', direct),
        ]
        const reading = sketchReading({ members: WHO.map((name) => sketchMember(name)), spaces })
        const options = { wish: { record: true, language } }
        const texts = siteOf(reading, options)
        expect(lostLinks(texts)).toEqual([])
        expect(siteOf(reading, options)).toEqual(texts)
        const anchors = new Set(
          [...texts].flatMap(([path, text]) => (path.endsWith('.html') ? [...strictPage(text).ids] : [])),
        )
        for (const { space, messages } of spaces)
          if (space.kind !== 'board') for (const { id } of messages) expect(anchors.has(`m-${id}`)).toBe(true)
      },
    ),
    { numRuns: 150 },
  )
})
