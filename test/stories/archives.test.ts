/** Archives in people's hands: kept, brought in, come back with, and gone on from. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommunityId, errorCode, type MemberId } from '../../core/shared/index.ts'
import { checkArchive, handOver, openArchiveOf, writeArchiveOf } from '../support/archiving.ts'
import { type Neighbour, Neighbours, now as first, type Place } from '../support/neighbours.ts'
import { talking } from '../support/talking.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let bram: Neighbour

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  bram = await all.join('Bram', ada, community)
  for (const text of ['the beans are up', 'who waters on Sunday?']) await all.say(ada, place, text)
  await all.say(bram, place, 'I do')
  all.deliver()
})

afterEach(async () => all[Symbol.asyncDispose]())

const nobody = '' as MemberId
const said = ['the beans are up', 'who waters on Sunday?', 'I do']

const textsIn = async (who: Neighbour, of: CommunityId): Promise<string[]> => {
  const { rows } = await first(who.client.rooms.watch({ community: of, space: place.space, limit: 50 }))
  return rows.map(({ text }) => text)
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => errorCode(error),
  )

describe('an archive', () => {
  it('is read by Cy, who is in no community: checked, kept beside others, searched, and not written to', async () => {
    const file = await writeArchiveOf(ada, community)
    const cy = await all.start('Cy')
    const { id, view } = await openArchiveOf(cy, file)
    expect(view).toMatchObject({ community, name: 'Garden', record: true, part: 'all', standing: 'new' })
    expect(await checkArchive(cy, id)).toMatchObject({ sound: true, record: true, by: 'Ada', problems: [] })
    const kept = await cy.client.archives.keep({ id })
    const [listed] = await first(cy.client.communities.watch())
    expect(listed).toMatchObject({
      id: kept.community,
      name: 'Garden',
      state: 'archive',
      archiveOf: community,
      unread: 0,
      archiveUntil: view.newest,
    })
    expect(await textsIn(cy, kept.community)).toEqual(said)
    const found = await cy.client.search.find({ text: 'beans', order: 'newest', limit: 10 })
    expect(JSON.stringify(found)).toContain('the beans are up')
    const write = { ...place, community: kept.community, text: 'hello', clientKey: 'a key of mine' }
    expect(await codeOf(cy.client.rooms.send(write))).toBe('community/archive')
    expect(cy.carried.size).toBe(0)
    // It is there after a restart, and goes when it is forgotten.
    const again = await cy.restart()
    expect(await textsIn(again, kept.community)).toEqual(said)
    await again.client.communities.forget({ community: kept.community })
    expect(await first(again.client.communities.watch())).toEqual([])
    expect(again.profile.communities()).toEqual([])
  })

  it('lies beside the living community it is of, and is kept once', async () => {
    const { id } = await openArchiveOf(bram, await writeArchiveOf(ada, community))
    const kept = await bram.client.archives.keep({ id })
    await all.say(bram, place, 'and on Monday too')
    expect(await textsIn(bram, kept.community)).toEqual(said)
    expect(await textsIn(bram, community)).toEqual([...said, 'and on Monday too'])
    expect(await codeOf(bram.client.archives.keep({ id }))).toBe('archives/kept')
    expect(await bram.client.archives.inspect({ id })).toMatchObject({ kept: kept.community, standing: 'member' })
  })

  it('brings what was said apart into the living community, once', async () => {
    await all.say(ada, place, 'only Ada knows this')
    const file = await writeArchiveOf(ada, community)
    const { id } = await openArchiveOf(bram, file)
    const merged = await bram.client.archives.merge({ id })
    expect(merged).toMatchObject({ community, taken: 1, refused: 0, early: 0 })
    expect(await textsIn(bram, community)).toEqual([...said, 'only Ada knows this'])
    expect(await bram.client.archives.merge({ id })).toMatchObject({ taken: 0, refused: 0 })
  })

  it('after a time apart brings what was said in private rooms as well, to who is in them', async () => {
    const him = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')
    const about = { community, name: 'seeds', topic: '', people: [him?.id ?? nobody] }
    const { space } = await ada.client.spaces.createPrivate(about)
    await talking(() => ({ all, community, here: [ada, bram] })).post()
    await all.say(ada, { community, space }, 'the key is under the pot')
    await all.say(bram, place, 'is Ada away?')
    const { id } = await openArchiveOf(bram, await writeArchiveOf(ada, community, { privates: true }))
    expect(await bram.client.archives.merge({ id })).toMatchObject({ refused: 0, early: 0 })
    const { rows } = await first(bram.client.rooms.watch({ community, space, limit: 10 }))
    expect(rows.map(({ text }) => text)).toEqual(['the key is under the pot'])
    expect(await textsIn(bram, community)).toEqual([...said, 'is Ada away?'])
  })

  it('of another community is not brought in, nor by who is in none', async () => {
    const file = await writeArchiveOf(ada, community)
    const cy = await all.start('Cy')
    const { id } = await openArchiveOf(cy, file)
    expect(await codeOf(cy.client.archives.merge({ id }))).toBe('archives/not-a-member')
    expect(await first(cy.client.communities.watch())).toEqual([])
  })

  it('brings Ada back with her recovery key alone, with nobody there; later she and Bram are one', async () => {
    const { text: recovery } = await ada.client.devices.makeRecovery({ community })
    const file = await writeArchiveOf(ada, community)
    await ada.stop()
    const back = await all.start('Ada anew')
    const { id } = await openArchiveOf(back, file)
    expect(await codeOf(back.client.archives.restore({ id, recovery: 'nonsense', removeOthers: false }))).toMatch(
      /^recovery\//,
    )
    await back.client.archives.restore({ id, recovery, removeOthers: false })
    expect(await first(back.client.communities.watch())).toMatchObject([{ id: community, state: 'member' }])
    expect(await textsIn(back, community)).toEqual(said)
    await all.say(back, place, 'I lost my computer')
    await all.say(bram, place, 'where is Ada?')
    all.deliver()
    const both = [...said, 'I lost my computer', 'where is Ada?']
    expect(await textsIn(back, community)).toEqual(both)
    expect(await textsIn(bram, community)).toEqual(both)
    const me = (await first(back.client.members.watch({ community }))).find((each) => each.me)
    expect(me).toMatchObject({ name: 'Ada', role: 'owner' })
  })

  it('made before the recovery key brings nobody back, and nothing is touched', async () => {
    const file = await writeArchiveOf(ada, community)
    const { text: recovery } = await ada.client.devices.makeRecovery({ community })
    const back = await all.start('Ada anew')
    const { id } = await openArchiveOf(back, file)
    expect(await codeOf(back.client.archives.restore({ id, recovery, removeOthers: false }))).toBe('archives/not-yet')
    expect(await first(back.client.communities.watch())).toEqual([])
  })

  it('under a passphrase opens with it and with no other', async () => {
    const passphrase = 'four words for Garden'
    const file = await writeArchiveOf(ada, community, { passphrase })
    const cy = await all.start('Cy')
    const id = await handOver(cy, file)
    expect(await cy.client.archives.inspect({ id })).toEqual({ type: 'sealed' })
    expect(await codeOf(cy.client.archives.inspect({ id, passphrase: 'guessed at it' }))).toBe(
      'archive/wrong-passphrase',
    )
    expect(await cy.client.archives.inspect({ id, passphrase })).toMatchObject({ type: 'archive', community })
    expect(await checkArchive(cy, id)).toMatchObject({ sound: true })
  })

  it('has private rooms only when that is wished for; they are read by who opens it', async () => {
    const him = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')
    const about = { community, name: 'seeds', topic: '', people: [him?.id ?? nobody] }
    const { space } = await ada.client.spaces.createPrivate(about)
    await all.say(ada, { community, space }, 'the rare beans are in the shed')
    const [open, shut] = [
      await writeArchiveOf(ada, community, { privates: true }),
      await writeArchiveOf(ada, community),
    ]
    expect(open.length).toBeGreaterThan(shut.length)
    const cy = await all.start('Cy')
    const { id } = await openArchiveOf(cy, open)
    expect(await checkArchive(cy, id)).toMatchObject({ sound: true, problems: [] })
    const kept = await cy.client.archives.keep({ id })
    const see = async (who: Neighbour) => {
      const found = (await first(who.client.spaces.watch(kept))).find(({ name }) => name === 'seeds')
      expect(found).toMatchObject({ kind: 'private', unread: 0, mayManage: false })
      const { rows } = await first(who.client.rooms.watch({ ...kept, space, limit: 10 }))
      expect(rows.map(({ text, authorName }) => [authorName, text])).toEqual([
        ['Ada', 'the rare beans are in the shed'],
      ])
    }
    await see(cy)
    const again = await cy.restart()
    await see(again)
    await again.client.communities.forget(kept)
    expect(again.profile.communities()).toEqual([])
    const dora = await all.start('Dora')
    const without = await openArchiveOf(dora, shut)
    const bare = await dora.client.archives.keep({ id: without.id })
    expect((await first(dora.client.spaces.watch(bare))).map(({ name }) => name)).not.toContain('seeds')
  })

  it('tells how large it will be and what stays out', async () => {
    const wish = { community, mine: false, privates: false, media: true, record: true, language: 'en' as const }
    const rooms = await first(ada.client.spaces.watch({ community }))
    const plan = await ada.client.archives.plan(wish)
    expect(plan).toMatchObject({ messages: 3, people: 2, spaces: rooms.length, without: 0, record: true })
    expect(plan.name).toMatch(/^garden-\d{4}-\d\d-\d\d\.folkmoot\.zip$/)
  })
})

describe('a community that goes on from an archive', () => {
  it('has the same rooms, names the one before, and keeps its archive beside it', async () => {
    const file = await writeArchiveOf(ada, community)
    const dora = await all.start('Dora')
    const { id } = await openArchiveOf(dora, file)
    const text = { name: 'New Garden', purpose: 'Go on', rules: '', displayName: 'Dora' }
    const founded = await dora.client.archives.found({ id, ...text })
    const rooms = await first(dora.client.spaces.watch({ community: founded.community }))
    expect(rooms.map(({ name }) => name)).toEqual(
      (await first(ada.client.spaces.watch({ community }))).map(({ name }) => name),
    )
    const known = await first(dora.client.communities.watch())
    expect(known.map(({ name, state }) => [name, state])).toEqual([
      ['New Garden', 'member'],
      ['Garden', 'archive'],
    ])
    expect(await textsIn(dora, founded.archive)).toEqual(said)
  })
})

describe('who was in the community before', () => {
  const text = { name: 'New Garden', purpose: 'Go on', rules: '', displayName: 'Dora' }

  it('shows it by the key of then: Bram in the new garden is Bram of the old one, for whoever has the archive', async () => {
    const file = await writeArchiveOf(ada, community)
    const dora = await all.start('Dora')
    const opened = await openArchiveOf(dora, file)
    const founded = await dora.client.archives.found({ id: opened.id, ...text })
    await all.join('Bram', dora, founded.community)
    const of = { community: founded.community }
    const [past] = await bram.client.members.pastSelves(of)
    expect(past).toMatchObject({ name: 'Bram', community: 'Garden' })
    await bram.client.members.claimPast({ ...of, past: past?.member ?? nobody })
    all.deliver()
    const him = (await first(dora.client.members.watch(of))).find(({ name }) => name === 'Bram')
    const seen = await first(dora.client.members.watchOne({ ...of, member: him?.id ?? nobody }))
    expect(seen.past).toEqual({ name: 'Bram', community: 'Garden' })
    expect(await bram.client.members.pastSelves(of)).toEqual([])
  })

  it('cannot be claimed by who was not there', async () => {
    const dora = await all.start('Dora')
    const opened = await openArchiveOf(dora, await writeArchiveOf(ada, community))
    const founded = await dora.client.archives.found({ id: opened.id, ...text })
    const of = { community: founded.community }
    expect(await dora.client.members.pastSelves(of)).toEqual([])
    const [someone] = await first(ada.client.members.watch({ community }))
    expect(await codeOf(dora.client.members.claimPast({ ...of, past: someone?.id ?? nobody }))).toBe('member/no-key')
  })
})

describe('a file that is no good', () => {
  it('is refused with a reason, and leaves nothing behind', async () => {
    const cy = await all.start('Cy')
    const file = await writeArchiveOf(ada, community)
    const garbage = await handOver(cy, Buffer.from('PK is not enough'))
    expect(await codeOf(cy.client.archives.inspect({ id: garbage }))).toMatch(/^archive\/(not-an-archive|damaged)$/)
    await cy.client.archives.cancel({ id: garbage })
    const cut = await handOver(cy, file.subarray(0, file.length - 1000))
    expect(await codeOf(cy.client.archives.inspect({ id: cut }))).toMatch(/^archive\//)
    await cy.client.archives.cancel({ id: cut })
    expect(await codeOf(cy.client.archives.inspect({ id: cut }))).toBe('archives/unknown')
  })
})
