/** Who waits to be let in stands in the inbox of those who may let them in, until somebody has said yes or no. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Notice } from '../../../core/contract/index.ts'
import { type CommunityId, LIMITS, type MemberId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now } from '../../support/neighbours.ts'

let all: Neighbours
let community: CommunityId
let ada: Neighbour
let bram: Neighbour
let cleo: Neighbour

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  ada = founded.person
  bram = await all.join('Bram', ada, community)
  cleo = await all.join('Cleo', ada, community, { role: 'moderator' })
  all.deliver()
})
afterEach(async () => all[Symbol.asyncDispose]())

const knock = async (name: string): Promise<MemberId> => {
  all.clock.advance(1000)
  const person = await all.join(name, ada, community, { approval: true })
  all.deliver()
  const me = (await now(person.client.members.watch({ community }))).find((one) => one.me)
  if (!me) throw new TypeError('nobody')
  return me.id
}
const inbox = async ({ client }: Neighbour) => now(client.inbox.watch({ filter: 'mentions' }))
/** Who waits, as the inbox has it, which must agree with what is counted and with what the community asks of one. */
const waiting = async (who: Neighbour): Promise<MemberId[]> => {
  const { requests, groups } = await inbox(who)
  const people = requests.flatMap((request) => request.people.map(({ member }) => member))
  const counts = await now(who.client.inbox.watchCounts())
  expect(groups).toEqual([])
  expect([counts.unread, counts.mentions]).toEqual([0, people.length])
  expect((await now(who.client.members.watchCare({ community }))).pending).toBe(people.length)
  return people
}

it('Pia and Quin wait: owner and moderator see it and Bram does not; Cleo lets one in, Ada sends the other away', async () => {
  const [pia, quin] = [await knock('Pia'), await knock('Quin')]
  for (const who of [ada, cleo]) expect(await waiting(who)).toEqual([pia, quin])
  expect(await waiting(bram)).toEqual([])
  expect((await inbox(ada)).requests).toMatchObject([{ community, communityName: 'Garden', count: 2 }])
  expect((await now(ada.client.inbox.watch({ filter: 'unread' }))).requests).toHaveLength(1)
  // It is not read away, and is there after a start.
  await cleo.client.inbox.markAllRead({ filter: 'unread' })
  await cleo.client.inbox.markAllRead({ filter: 'mentions' })
  cleo = await cleo.restart()
  expect(await waiting(cleo)).toEqual([pia, quin])
  await cleo.client.members.confirm({ community, member: pia })
  expect(await waiting(cleo)).toEqual([quin])
  expect(await waiting(ada)).toEqual([pia, quin])
  all.deliver()
  expect(await waiting(ada)).toEqual([quin])
  await ada.client.members.remove({ community, member: quin, keep: 'none', reason: '' })
  all.deliver()
  for (const who of [ada, bram, cleo]) expect(await waiting(who)).toEqual([])
})

it('Cleo, who leads no more, is asked nothing; Bram, who leads now, is', async () => {
  const pia = await knock('Pia')
  const members = await now(ada.client.members.watch({ community }))
  const idOf = (name: string): MemberId => members.find((one) => one.name === name)?.id ?? ('' as MemberId)
  await ada.client.members.setRole({ community, member: idOf('Cleo'), role: 'member' })
  await ada.client.members.setRole({ community, member: idOf('Bram'), role: 'moderator' })
  all.deliver()
  expect(await waiting(cleo)).toEqual([])
  expect(await waiting(bram)).toEqual([pia])
})

it('of many the first are named and all are counted; who wishes to hear nothing of the community is not told', async () => {
  const came: MemberId[] = []
  for (let each = 0; each < LIMITS.inboxRows + 2; each++) came.push(await knock(`Person ${each}`))
  const [request] = (await inbox(ada)).requests
  expect(request).toMatchObject({ count: came.length })
  expect(request?.people.map(({ member }) => member)).toEqual(came.slice(0, LIMITS.inboxRows))
  expect((await now(ada.client.inbox.watchCounts())).mentions).toBe(came.length)
  await ada.client.inbox.setLevel({ community, level: 'mentions' })
  expect((await inbox(ada)).requests).toHaveLength(1)
  await ada.client.inbox.setLevel({ community, level: 'none' })
  expect((await inbox(ada)).requests).toEqual([])
  expect((await now(ada.client.inbox.watchCounts())).mentions).toBe(0)
})

it('a notice tells of them once, all together, and only those who may let them in', async () => {
  const stop = new AbortController()
  const told = new Map<Neighbour, Notice[]>()
  const hearing = [ada, bram].map(async (who) => {
    const mine: Notice[] = []
    told.set(who, mine)
    await who.client.inbox.changeSettings({ on: true, quiet: false })
    for await (const batch of await who.client.inbox.watchNotices(undefined, { signal: stop.signal }))
      mine.push(...batch)
  })
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 5; round++) {
      await new Promise((resolve) => void setTimeout(resolve, 15))
      all.clock.advance(LIMITS.noticePause)
    }
  }
  await settle()
  const pia = await knock('Pia')
  await knock('Quin')
  await settle()
  const notice = { what: 'requests', community, communityName: 'Garden', count: 2 }
  await expect.poll(() => told.get(ada)).toMatchObject([notice])
  // Those who are there still are no news when one of them has gone, nor is she who is in.
  await cleo.client.members.confirm({ community, member: pia })
  all.deliver()
  await settle()
  await knock('Rosa')
  await settle()
  await expect.poll(() => told.get(ada)).toMatchObject([notice, { ...notice, count: 1 }])
  expect(told.get(bram)).toEqual([])
  stop.abort()
  await Promise.allSettled(hearing)
})
