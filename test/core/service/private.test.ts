import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CommunityId, MemberId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now as first } from '../../support/neighbours.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let ada: Neighbour
let ben: Neighbour
let cy: Neighbour
let here: Neighbour[]

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  ada = founded.person
  ben = await all.join('Ben', ada, community)
  cy = await all.join('Cy', ada, community)
  here = [ada, ben, cy]
})

afterEach(async () => all[Symbol.asyncDispose]())

const { idOf, spaces, rows, texts, say, privateOf, post } = talking(() => ({ all, community, here }))

describe('a conversation', () => {
  it('is between two, by name, with what was said and what is unread', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const { space } = await ada.client.spaces.direct({ community, people: [b] })
    await say(ada, space, 'only for you')
    await post()
    expect(await spaces(ben)).toEqual([
      {
        id: space,
        kind: 'direct',
        name: '',
        topic: '',
        people: [a, b].sort(),
        mayManage: true,
        unread: 1,
        messages: 1,
        archived: false,
        draft: false,
        mayChange: false,
      },
    ])
    expect(await rows(ben, space)).toMatchObject([{ text: 'only for you', authorName: 'Ada', authorRole: 'owner' }])
    expect((await first(ben.client.communities.watch()))[0]).toMatchObject({ unread: 1 })
    await say(ben, space, 'and back')
    expect((await first(ben.client.sync.watch({ community }))).waiting).toBeGreaterThan(0)
    await post()
    expect(await texts(ada, space)).toEqual(['only for you', 'and back'])
    expect(await spaces(cy)).toEqual([])
    expect([...cy.carried.keys()]).toEqual([community])
  })

  it('is the same one for the same people, from either side', async () => {
    const [a, b, c] = [await idOf(ada), await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.direct({ community, people: [b] })
    expect(await ada.client.spaces.direct({ community, people: [b, b, a] })).toEqual({ space })
    await post()
    expect(await ben.client.spaces.direct({ community, people: [a] })).toEqual({ space })
    const group = await ben.client.spaces.direct({ community, people: [a, c] })
    expect(group.space).not.toBe(space)
    await post()
    expect(await cy.client.spaces.direct({ community, people: [b, a] })).toEqual(group)
  })

  it('opened by both at once is one for both from then on, and nothing that was said is lost', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const one = await ada.client.spaces.direct({ community, people: [b] })
    const other = await ben.client.spaces.direct({ community, people: [a] })
    expect(one.space).not.toBe(other.space)
    const [kept = one.space, spare = other.space] = [one.space, other.space].sort()
    await post()
    for (const who of [ada, ben]) expect((await spaces(who)).map(({ id }) => id)).toEqual([kept])
    await say(ada, spare, 'into the other one')
    await post()
    for (const who of [ada, ben]) {
      expect((await spaces(who)).map(({ id }) => id).sort()).toEqual([kept, spare])
      expect(await texts(who, spare)).toEqual(['into the other one'])
    }
    expect(await ada.client.spaces.direct({ community, people: [b] })).toEqual({ space: kept })
    expect(await ben.client.spaces.direct({ community, people: [a] })).toEqual({ space: kept })
  })

  it('of two stays one of two: with a third it is a new one', async () => {
    const [a, b, c] = [await idOf(ada), await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.direct({ community, people: [b] })
    await say(ada, space, 'between us')
    await post()
    await ben.client.spaces.addPeople({ community, space, people: [c] })
    await post()
    const [group] = await spaces(cy)
    expect(group).toMatchObject({ kind: 'direct', messages: 0, people: [a, b, c].sort() })
    expect((await spaces(ada)).find(({ id }) => id === space)).toMatchObject({ people: [a, b].sort(), messages: 1 })
    expect(await spaces(ada)).toHaveLength(2)
  })

  it('goes on after a restart', async () => {
    const b = await idOf(ben)
    const { space } = await ada.client.spaces.direct({ community, people: [b] })
    await say(ada, space, 'before')
    await post()
    here = [await ada.restart(), await ben.restart(), cy]
    ;[ada, ben] = here as [Neighbour, Neighbour]
    expect(await texts(ben, space)).toEqual(['before'])
    await say(ben, space, 'after')
    await post()
    expect(await texts(ada, space)).toEqual(['before', 'after'])
  })

  it('needs somebody, and members of the community', async () => {
    const a = await idOf(ada)
    await expect(ada.client.spaces.direct({ community, people: [a] })).rejects.toMatchObject({ code: 'private/nobody' })
    const stranger = 'A'.repeat(43) as MemberId
    await expect(ada.client.spaces.direct({ community, people: [stranger] })).rejects.toMatchObject({
      code: 'private/not-a-member',
    })
  })
})

describe('a private room', () => {
  it('has a name, and only who made it adds and removes people', async () => {
    const [b, c] = [await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.createPrivate({
      community,
      name: ' Surprise party ',
      topic: 'hush',
      people: [b],
    })
    await post()
    expect(await spaces(ada)).toMatchObject([
      { name: 'Surprise party', topic: 'hush', kind: 'private', mayManage: true },
    ])
    expect(await spaces(ben)).toMatchObject([{ name: 'Surprise party', mayManage: false, unread: 0 }])
    await expect(ben.client.spaces.addPeople({ community, space, people: [c] })).rejects.toMatchObject({
      code: 'private/not-allowed',
    })
    await say(ada, space, 'at eight')
    await ada.client.spaces.addPeople({ community, space, people: [c] })
    await post()
    expect(await texts(cy, space)).toEqual(['at eight'])

    await ada.client.spaces.removePerson({ community, space, member: c })
    await post()
    await say(ada, space, 'at nine, without Cy')
    await post()
    expect(await texts(ben, space)).toEqual(['at eight', 'at nine, without Cy'])
    expect(await texts(cy, space)).toEqual(['at eight'])
    await expect(say(cy, space, 'hello?')).rejects.toMatchObject({ code: 'private/not-in-it' })
    expect((await spaces(ben))[0]?.people).not.toContain(c)

    await ada.client.spaces.addPeople({ community, space, people: [c] })
    await post()
    await post()
    expect(await texts(cy, space)).toEqual(['at eight', 'at nine, without Cy'])
    await say(cy, space, 'hello again')
    await post()
    expect(await texts(ada, space)).toContain('hello again')

    await ada.client.spaces.removePerson({ community, space, member: c })
    await post()
    await cy.client.spaces.leave({ community, space })
    expect(await spaces(cy)).toEqual([])
  })

  it('shows who comes later what is said from then on, where the community wishes it so', async () => {
    const [b, c] = [await idOf(ben), await idOf(cy)]
    await ada.client.communities.setHistory({ community, history: 'from-joining' })
    await post()
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: 'x', people: [b] })
    await say(ada, space, 'not for Cy')
    await post()
    await ada.client.spaces.addPeople({ community, space, people: [c] })
    await post()
    expect(await spaces(cy)).toMatchObject([{ name: 'Board', messages: 0 }])
    await say(ada, space, 'welcome')
    await say(ben, space, 'hello')
    await post()
    await post()
    expect(await texts(cy, space)).toEqual(['welcome', 'hello'])
    expect(await texts(ben, space)).toEqual(['not for Cy', 'welcome', 'hello'])
  })

  it('is left for good: what is here is forgotten, the others are told, and keys change', async () => {
    const [b, c] = [await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [b, c] })
    await say(ada, space, 'one')
    await post()
    expect(await texts(ben, space)).toEqual(['one'])
    const keys = () => privateOf(ada).log.keys.vouch(new Uint8Array(32))
    expect(keys()).toMatchObject({ heads: [{}], older: [] })
    await ben.client.spaces.leave({ community, space })
    expect(await spaces(ben)).toEqual([])
    await post()
    expect((await spaces(ada))[0]?.people).not.toContain(b)
    expect(keys()).toMatchObject({ heads: [{}], older: [{}] })
    await say(ada, space, 'two')
    await post()
    expect(await texts(cy, space)).toEqual(['one', 'two'])
    expect(await spaces(ben)).toEqual([])
    await expect.poll(() => [...ben.carried.keys()]).toEqual([community])

    await ada.client.spaces.leave({ community, space })
    await post()
    expect(await spaces(cy)).toMatchObject([{ id: space, mayManage: true, people: [c] }])
  })

  it('changes its keys also when only somebody who may is there to write', async () => {
    const [a, b, c] = [await idOf(ada), await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.direct({ community, people: [b, c] })
    await post()
    await ada.stop()
    here = [ben, cy]
    await cy.client.spaces.leave({ community, space })
    await post()
    expect(privateOf(ben).log.keys.vouch(new Uint8Array(32))).toMatchObject({ older: [] })
    await say(ben, space, 'Ada, are you there?')
    expect(privateOf(ben).log.keys.vouch(new Uint8Array(32))).toMatchObject({ heads: [{}], older: [{}] })
    ada = await all.start('Ada')
    here = [ada, ben, cy]
    await post()
    expect(await texts(ada, space)).toEqual(['Ada, are you there?'])
    expect(await spaces(ada)).toMatchObject([{ people: [a, b].sort() }])
  })

  it('is left with nobody there to tell: it is forgotten at once, and the others learn of it when they are met', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [b] })
    await say(ada, space, 'for a while')
    await post()
    await ada.stop()
    here = [ben, cy]
    await ben.client.spaces.leave({ community, space })
    expect(await spaces(ben)).toEqual([])
    expect(privateOf(ben).documents.list()).toHaveLength(2)
    ben = await ben.restart()
    ada = await all.start('Ada')
    here = [ada, ben, cy]
    expect(await spaces(ben)).toEqual([])
    await post()
    expect(await spaces(ada)).toMatchObject([{ people: [a] }])
    await expect.poll(() => [...ben.carried.keys()]).toEqual([community])
    await post()
    expect([...ben.carried.keys()]).toEqual([community])
  })

  it('whose file is damaged is fetched again from the others', async () => {
    const b = await idOf(ben)
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [b] })
    await say(ada, space, 'kept by both')
    await post()
    const { community: id } = privateOf(ben)
    const { folder } = ben.profile
    await ben.stop()
    writeFileSync(join(folder, 'communities', `${id}.db`), new Uint8Array(8192).fill(5))
    ben = await all.start('Ben')
    here = [ada, ben, cy]
    expect(await spaces(ben)).toEqual([])
    await post()
    expect(await texts(ben, space)).toEqual(['kept by both'])
  })

  it('loses who is removed from the community, and what is said then is not for them', async () => {
    const [b, c] = [await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [b, c] })
    await post()
    await ada.client.members.remove({ community, member: b, keep: 'all', reason: '' })
    await post()
    expect((await spaces(cy))[0]?.people).not.toContain(b)
    await say(cy, space, 'without Ben')
    await post()
    expect(await texts(ada, space)).toEqual(['without Ben'])
    expect([...ben.carried.keys()].length).toBeLessThanOrEqual(2)
  })

  it('keeps what was said in a page somebody opened who was removed before anybody heard of it', async () => {
    const [b, c] = [await idOf(ben), await idOf(cy)]
    const { space } = await ada.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [b, c] })
    await post()
    await ada.stop()
    here = [ben, cy]
    await say(ben, space, 'Ben opens the page')
    await post()
    await say(cy, space, 'Cy answers there')
    await post()
    await ben.stop()
    await cy.stop()
    ada = await all.start('Ada')
    here = [ada]
    await ada.client.spaces.removePerson({ community, space, member: b })
    cy = await all.start('Cy')
    here = [ada, cy]
    await post()
    await post()
    expect(await texts(cy, space)).toEqual(['Cy answers there'])
    expect(await texts(ada, space)).toEqual(['Cy answers there'])
  })

  it('is no room of all, and rooms of all are not private', async () => {
    const [b] = [await idOf(ben)]
    const [room] = await first(ada.client.spaces.watch({ community }))
    if (!room) throw new TypeError('no room')
    await expect(ada.client.spaces.leave({ community, space: room.id })).rejects.toMatchObject({
      code: 'private/not-private',
    })
    await expect(ada.client.spaces.addPeople({ community, space: room.id, people: [b] })).rejects.toMatchObject({
      code: 'private/not-private',
    })
  })
})
