/** What an archive says in ActivityStreams 2.0, held against the words of the vocabulary. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { activityFiles } from '../../../../core/archive/activity/activity.ts'
import { canonicalJson, type Json } from '../../../../core/archive/activity/json.ts'
import { LIMITS } from '../../../../core/shared/index.ts'
import { crowdedReading, gardenReading, HOSTILE, hostileReading } from '../../../support/garden-reading.ts'
import { memberId } from '../../../support/sketch-reading.ts'
import { strictPage } from '../../../support/strict-page.ts'
import { textsOf } from '../../../support/written-site.ts'

const urn = z.string().regex(/^urn:folkmoot:[\w-]{43}(?::[\w.:-]+)?$/)
const time = z.iso.datetime()
const context = z.tuple([z.literal('https://www.w3.org/ns/activitystreams'), z.object({ folkmoot: z.string() })])
const attributed = z.object({ type: z.literal('Person'), name: z.string(), id: urn.optional() }).strict()
const source = z.object({ content: z.string(), mediaType: z.literal('text/markdown') }).strict()
const own = {
  id: urn,
  attributedTo: attributed,
  published: time,
  context: urn,
  audience: urn,
  inReplyTo: urn.optional(),
}
const tag = z.array(
  z.union([
    z.object({ type: z.literal('Mention'), href: z.string() }),
    z.object({ type: z.literal('Object'), name: z.string() }),
  ]),
)
const mine = z.record(z.string().startsWith('folkmoot:'), z.unknown())
const said = {
  ...own,
  content: z.string(),
  mediaType: z.literal('text/html'),
  source,
  updated: time.optional(),
  tag: tag.optional(),
}
const item = z.union([
  z.object({ type: z.literal('Note'), ...said }).catchall(z.unknown()),
  z.object({ type: z.literal('Article'), name: z.string(), ...said }).catchall(z.unknown()),
  z.object({ type: z.literal('Tombstone'), formerType: z.enum(['Note', 'Article']), ...own }).strict(),
  z.object({ type: z.literal('Like'), id: urn, actor: urn, object: urn, content: z.string() }).strict(),
  z.object({ type: z.literal('Person'), id: urn, name: z.string(), published: time }).catchall(z.unknown()),
])
const page = z
  .object({ '@context': context, id: urn, partOf: urn, prev: urn.optional(), next: urn.optional() })
  .and(
    z.union([
      z.object({ type: z.literal('OrderedCollectionPage'), orderedItems: z.array(item) }),
      z.object({ type: z.literal('CollectionPage'), items: z.array(item) }),
    ]),
  )
const collection = z.object({
  ...{ id: urn, type: z.enum(['Collection', 'OrderedCollection']), totalItems: z.number(), first: urn, last: urn },
  ...{ name: z.string(), 'folkmoot:files': z.array(z.string()) },
})
const index = z.object({ '@context': context, type: z.literal('Collection'), items: z.array(collection) })

type Item = z.infer<typeof item>

function read(reading: ReturnType<typeof gardenReading>) {
  const texts = textsOf(activityFiles(reading))
  const pages = new Map(
    [...texts]
      .filter(([path]) => path !== 'activity/index.json')
      .map(([path, text]) => [path, page.parse(JSON.parse(text))]),
  )
  const items = (path: string): Item[] => {
    const found = pages.get(path)
    return !found ? [] : 'orderedItems' in found ? found.orderedItems : found.items
  }
  return { texts, pages, items, index: index.parse(JSON.parse(texts.get('activity/index.json') ?? '')) }
}

describe('ActivityStreams of an archive', () => {
  test('have what the vocabulary asks for, and say nothing else under its names', () => {
    const { items } = read(gardenReading())
    const all = items('activity/general-1.json')
    for (const each of all) {
      const odd = Object.keys(each).filter(
        (name) =>
          !name.startsWith('folkmoot:') && !(name in { ...said, type: 1, name: 1, formerType: 1, actor: 1, object: 1 }),
      )
      expect(odd).toEqual([])
      expect(
        mine.safeParse(Object.fromEntries(Object.entries(each).filter(([name]) => name.includes(':')))).success,
      ).toBe(true)
    }
    expect(all.filter(({ type }) => type === 'Like')).toHaveLength(4)
    expect(all.filter(({ type }) => type === 'Tombstone')).toHaveLength(1)
    const topic = items('activity/how-to-1.json')[0]
    expect(topic).toMatchObject({ type: 'Article', name: 'How do I prune an old apple tree?' })
    expect(topic).toMatchObject({
      content: '<div class="body" dir="auto"><p dir="auto">It was <strong>not</strong> cut for ten years.</p></div>',
    })
  })

  test('mark what nobody signed', () => {
    const { items } = read(gardenReading())
    const old = items('activity/general-1.json').filter((each) => 'folkmoot:signed' in each)
    expect(old).toHaveLength(1)
    expect(old[0]).toMatchObject({
      ...{ 'folkmoot:signed': false, 'folkmoot:importedFrom': 'discord' },
      attributedTo: { type: 'Person', name: 'Old Bram' },
    })
    expect(JSON.stringify(old[0])).not.toContain(`"id":"${memberId('Bram')}`)
  })

  test('list every file, every collection with as many things as it holds', () => {
    const { texts, index: listed, items } = read(gardenReading())
    const files = listed.items.flatMap((each) => each['folkmoot:files'])
    expect(
      files
        .map((file) => `activity/${file}`)
        .concat('activity/index.json')
        .toSorted(),
    ).toEqual([...texts.keys()].toSorted())
    for (const { totalItems, 'folkmoot:files': own } of listed.items)
      expect(own.flatMap((file) => items(`activity/${file}`))).toHaveLength(totalItems)
  })

  test('go on in another file where one is full, each naming the next', () => {
    const text = 'Nine words about a garden and then some more. '.repeat(60)
    const { texts, pages } = read(crowdedReading(text, 500))
    const room = [...pages].filter(([path]) => path.startsWith('activity/crowd-')).map(([, each]) => each)
    expect(room.length).toBeGreaterThan(2)
    for (const [at, { id, next, prev }] of room.entries()) {
      expect(next).toBe(room[at + 1]?.id)
      expect(prev).toBe(room[at - 1]?.id)
      expect(id).toMatch(new RegExp(`:page:${at + 1}$`))
    }
    for (const each of texts.values()) expect(Buffer.byteLength(each)).toBeLessThan(LIMITS.activityFileBytes + 1024)
  })

  test('are the same bytes each time, names sorted everywhere', () => {
    const { texts } = read(gardenReading())
    expect(textsOf(activityFiles(gardenReading()))).toEqual(texts)
    for (const text of texts.values()) {
      const json = JSON.parse(text) as Json
      expect(text.replaceAll('\n', '')).toBe(canonicalJson(json))
    }
  })

  test('hold hostile texts as HTML that does nothing', () => {
    const { items } = read(hostileReading())
    const contents = items('activity/talk-1.json').flatMap((each) =>
      'content' in each && each.type === 'Note' ? [each.content] : [],
    )
    expect(contents).toHaveLength(2 * HOSTILE.length)
    for (const content of contents) {
      const { attributes, tags } = strictPage(`<!DOCTYPE html>\n${content}`)
      expect(
        attributes.filter(([name]) => !['class', 'dir', 'href', 'title', 'rel', 'tabindex'].includes(name)),
      ).toEqual([])
      expect(tags.filter((each) => ['script', 'img', 'svg', 'iframe', 'style'].includes(each))).toEqual([])
    }
  })
})
