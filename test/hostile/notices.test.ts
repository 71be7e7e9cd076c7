/** Who would like to be heard by Ada's system: it tells of nobody who may not be read. */
import { expect, it } from 'vitest'
import { messageEntry } from '../../core/documents/index.ts'
import { LIMITS, mentionHref } from '../../core/shared/index.ts'
import { blockOf, hostileFeed } from '../support/hostile-builder.ts'
import { handOf } from '../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now } from '../support/neighbours.ts'
import { seededRandom } from '../support/surroundings.ts'

it('61 who was removed is told of by no notice, inbox or number, and who waits to be let in has nothing to write with', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const mallory = await all.join('Mallory', ada, community)
  const pia = await all.join('Pia', ada, community, { approval: true })
  all.deliver()
  const [adas, mallorys] = [await idOf(ada, community), await idOf(mallory, community)]
  const call = (text: string) =>
    messageEntry(all.clock.now(), `[@Ada](${mentionHref({ kind: 'member', id: adas })}) ${text}`)
  await bram.client.rooms.send({ ...place, text: 'the first page', clientKey: 'the first page' })
  all.deliver()
  const random = seededRandom('notices')
  const words = async (person: Neighbour, text: string): Promise<Uint8Array> => {
    using hand = await handOf(all, person, community)
    const page = hand.documents.pages(place.space).at(-1)
    if (!page) throw new TypeError('no page')
    return blockOf([hostileFeed(hand.writer, page, random).write(call(text))])
  }
  const block = await words(mallory, 'buy pills')
  await expect(pia.client.rooms.send({ ...place, text: 'let me in', clientKey: 'let me in' })).rejects.toMatchObject({
    code: 'community/pending',
  })
  await expect(words(pia, 'let me in')).rejects.toMatchObject({ code: 'documents/unknown' })
  await ada.client.members.remove({ community, member: mallorys, keep: 'none', reason: '' })
  all.deliver()
  await ada.client.inbox.changeSettings({ on: true })
  await ada.client.inbox.markAllRead({ filter: 'unread' })
  // What is there when a community is opened is no news.
  all.clock.advance(LIMITS.noticePause)
  await new Promise((resolve) => setTimeout(resolve, 50))
  const notices = (await ada.client.inbox.watchNotices())[Symbol.asyncIterator]()
  expect((await notices.next()).value).toEqual([])
  const told = notices.next()
  ada.carried.get(community)?.documents.receive(block)
  // That Pia waits is for Ada, and nothing besides.
  expect(await now(ada.client.inbox.watchCounts())).toMatchObject({ unread: 0, mentions: 1 })
  // Who may be read is told of, so that silence above means something.
  all.clock.advance(1000)
  await bram.client.rooms.send({ ...place, text: 'tea?', clientKey: 'tea is ready' })
  all.deliver()
  let value: unknown
  const heard = told.then((each) => (value = each.value))
  // Nothing is told before a while has gone by; each step lets what waits for the clock go on.
  await expect
    .poll(() => {
      all.clock.advance(LIMITS.noticePause)
      return value
    })
    .toBeDefined()
  await heard
  expect(value).toMatchObject([{ author: 'Bram', count: 1 }])
  const { groups } = await now(ada.client.inbox.watch({ filter: 'unread' }))
  expect(groups.flatMap(({ rows }) => rows.map(({ text }) => text))).toEqual(['tea?'])
  await notices.return?.(undefined)
})

async function idOf({ client }: Neighbour, community: Parameters<typeof client.members.watch>[0]['community']) {
  const me = (await now(client.members.watch({ community }))).find((member) => member.me)
  if (!me) throw new TypeError('nobody')
  return me.id
}
