/** The directory as people use it: telling of oneself, vouching, finding who fits, and the first steps of a newcomer. */
import { expect, it } from 'vitest'
import { aboutEntry, vouchEntry } from '../../../core/documents/index.ts'
import type { AboutView, PersonDetail, PersonView } from '../../../core/contract/index.ts'
import { type CommunityId, LIMITS, type MemberId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now } from '../../support/neighbours.ts'

const nothing: AboutView = {
  ...{ pronouns: '', bio: '', languages: [], timeZone: '', birthday: '', skills: [], experience: [] },
  offers: { tags: [], text: '' },
  seeks: { tags: [], text: '' },
}

async function people({ client }: Neighbour, community: CommunityId): Promise<PersonView[]> {
  return (await now(client.directory.watch({ community }))).people
}

async function named(asked: Neighbour, community: CommunityId, name: string): Promise<PersonView> {
  const found = (await people(asked, community)).find((each) => each.name === name)
  if (!found) throw new TypeError(`nobody is called ${name}`)
  return found
}

async function one(asked: Neighbour, community: CommunityId, name: string): Promise<PersonDetail> {
  const { id } = await named(asked, community, name)
  return now(asked.client.directory.watchOne({ community, member: id }))
}

const tell = ({ client, name }: Neighbour, community: CommunityId, about: Partial<AboutView> & { name?: string }) =>
  client.directory.setAbout({ community, name, ...nothing, ...about })

it('Cleo tells of herself, everybody reads it, and what she tells later takes its place', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const cleo = await all.join('Cleo', ada, community)
  const about: AboutView = {
    pronouns: 'she/her',
    bio: '  I build **sheds**.  ',
    languages: ['DE', 'zh-hant-tw'],
    timeZone: 'europe/berlin',
    birthday: '02-29',
    skills: ['Carpentry', 'carpentry', ' '],
    experience: [
      { what: 'Joiner', where: 'Shipyard', from: 1999, to: 2004 },
      { what: '', where: '' },
    ],
    offers: { tags: ['tools'], text: 'On Sundays.' },
    seeks: { tags: [], text: '' },
  }
  await tell(cleo, community, { ...about, name: 'Cleo of the Sheds' })
  all.deliver()
  expect((await one(ada, community, 'Cleo of the Sheds')).about).toEqual({
    ...about,
    bio: '  I build **sheds**.',
    languages: ['de', 'zh-Hant-TW'],
    timeZone: 'Europe/Berlin',
    skills: ['Carpentry'],
    experience: [{ what: 'Joiner', where: 'Shipyard', from: 1999, to: 2004 }],
  })
  expect(await named(ada, community, 'Cleo of the Sheds')).toMatchObject({ words: 'I build sheds.', birthday: '02-29' })

  // A clock that was put back, or another device whose clock is behind, changes nothing about which word was last.
  all.clock.advance(-3_600_000)
  await tell(cleo, community, { bio: 'Only this' })
  all.deliver()
  expect((await one(ada, community, 'Cleo')).about).toEqual({ ...nothing, bio: 'Only this' })
  expect((await one(await ada.restart(), community, 'Cleo')).about.bio).toBe('Only this')
})

it('what does not fit is refused by field, and nothing of it is written', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  await tell(ada, community, { bio: 'before' })
  const refused = async (about: Partial<AboutView> & { name?: string }, code: string, field: string) =>
    expect(tell(ada, community, { bio: 'after', ...about })).rejects.toMatchObject({
      code,
      details: { field },
      message: expect.stringMatching(/^[A-Z“].+\.$/) as string,
    })
  const tags = (count: number) => Array.from({ length: count }, (_, each) => `tag ${each}`)
  const long = 'x'.repeat(1200)
  await refused({ name: ' ' }, 'text/empty', 'name')
  await refused({ name: 'New', pronouns: long }, 'text/too-long', 'pronouns')
  await refused({ bio: long }, 'text/too-long', 'bio')
  await refused({ languages: ['Klingonese!'] }, 'person/language', 'languages')
  await refused({ languages: ['__proto__'] }, 'person/language', 'languages')
  await refused({ timeZone: 'Mars/Olympus' }, 'person/time-zone', 'timeZone')
  await refused({ birthday: '02-30' }, 'person/birthday', 'birthday')
  await refused({ skills: tags(LIMITS.skills + 1) }, 'person/too-many', 'skills')
  await refused({ skills: [long] }, 'text/too-long', 'skills')
  await refused({ experience: [{ what: 'x', where: '', from: 19 }] }, 'person/year', 'experience')
  await refused({ experience: [{ what: 'x', where: '', from: 2004, to: 1999 }] }, 'person/years', 'experience')
  await refused({ experience: [{ what: ' ', where: '', from: 2004 }] }, 'person/experience', 'experience')
  await refused({ offers: { tags: tags(LIMITS.offerTags + 1), text: '' } }, 'person/too-many', 'offers')
  await refused({ seeks: { tags: [], text: long } }, 'text/too-long', 'seeksText')
  expect((await one(ada, community, 'Ada')).about).toEqual({ ...nothing, bio: 'before' })
})

it('members vouch for a skill of Cleo’s; each is named, takes it back, and counts only while they belong', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const [bram, cleo, dora] = [
    await all.join('Bram', ada, community),
    await all.join('Cleo', ada, community),
    await all.join('Dora', ada, community),
  ]
  await tell(cleo, community, { skills: ['Carpentry', '__proto__'] })
  all.deliver()
  const { id: member } = await named(ada, community, 'Cleo')
  const vouch = async ({ client }: Neighbour, skill: string, on = true, whom = member) =>
    client.directory.vouch({ community, member: whom, skill, on })
  await vouch(bram, 'CARPENTRY')
  await vouch(bram, 'Carpentry')
  await vouch(dora, 'carpentry')
  await vouch(dora, '__proto__')
  all.deliver()
  const by = async (asked: Neighbour) =>
    (await one(asked, community, 'Cleo')).skills.map(({ by: who, mine }) => [who.map(({ name }) => name).sort(), mine])
  expect(await by(dora)).toEqual([
    [['Bram', 'Dora'], true],
    [['Dora'], true],
  ])
  expect((await named(ada, community, 'Cleo')).skills).toEqual([
    { skill: 'Carpentry', vouches: 2 },
    { skill: '__proto__', vouches: 1 },
  ])
  expect(await one(cleo, community, 'Cleo')).toMatchObject({ mayVouch: false })
  await expect(vouch(cleo, 'Carpentry')).rejects.toMatchObject({ code: 'person/yourself' })
  await expect(vouch(bram, 'Singing')).rejects.toMatchObject({ code: 'person/no-such-skill' })
  await expect(vouch(bram, 'Carpentry', true, `${'x'.repeat(42)}w` as MemberId)).rejects.toMatchObject({
    code: 'member/unknown',
  })

  await vouch(dora, '__proto__', false)
  all.deliver()
  expect(await by(ada)).toEqual([
    [['Bram', 'Dora'], false],
    [[], false],
  ])

  const dorasId = (await named(ada, community, 'Dora')).id
  const removal = await ada.client.members.remove({ community, member: dorasId, keep: 'all', reason: '' })
  all.deliver()
  expect((await by(cleo))[0]).toEqual([['Bram'], false])
  expect((await people(cleo, community)).map(({ name }) => name)).toEqual(['Ada', 'Bram', 'Cleo'])
  await expect(vouch(bram, 'Carpentry', true, dorasId)).rejects.toMatchObject({ code: 'member/unknown' })
  await expect(vouch(dora, 'Carpentry')).rejects.toMatchObject({ code: 'community/removed' })
  await expect(tell(dora, community, { bio: 'still here' })).rejects.toMatchObject({ code: 'community/removed' })
  await ada.client.members.overturn({ community, action: removal.action })
  all.deliver()
  expect((await by(cleo))[0]).toEqual([['Bram', 'Dora'], false])

  // Cleo names the skill no more; who vouched may still take it back.
  await tell(cleo, community, {})
  all.deliver()
  await vouch(bram, 'Carpentry', false)
  all.deliver()
  await tell(cleo, community, { skills: ['Carpentry'] })
  all.deliver()
  expect(await by(ada)).toEqual([[['Dora'], false]])
})

it('Eve, whose program does as she likes, vouches for nobody but in her own name, and not for herself', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const eve = await all.join('Eve', ada, community)
  const bram = await all.join('Bram', ada, community)
  await tell(eve, community, { skills: ['Trust'] })
  all.deliver()
  const [eveId, bramId] = [(await named(ada, community, 'Eve')).id, (await named(ada, community, 'Bram')).id]
  const { documents } = (await all.inside(eve, community)).carried
  const write = (entry: ReturnType<typeof vouchEntry>) =>
    (documents as never as { append: (...of: unknown[]) => void; founding: (kind: string) => string }).append(
      (documents as never as { founding: (kind: string) => string }).founding('profiles'),
      entry,
      undefined,
    )
  const praise = vouchEntry(1, { member: eveId, skill: 'Trust', on: true })
  write(praise)
  write({ ...praise, fields: new Map([...praise.fields, ['voucher', bramId], ['by', bramId]]) })
  const lie = aboutEntry(8.64e15, { ...nothing, bio: 'I am Bram' } as never)
  write({ ...lie, fields: new Map([...lie.fields, ['member', bramId]]) })
  all.deliver()
  expect((await one(ada, community, 'Eve')).skills).toEqual([])
  expect((await one(ada, community, 'Eve')).about.bio).toBe('I am Bram')
  expect((await one(bram, community, 'Bram')).about.bio).toBe('')
  // She said it at the end of time, and can still say something else.
  await tell(eve, community, { bio: 'I am Eve' })
  all.deliver()
  expect((await one(ada, community, 'Eve')).about.bio).toBe('I am Eve')
})

it('who offers what another seeks is found by both, with the words they share', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  await tell(ada, community, { offers: { tags: ['Carpentry', 'tea'], text: '' }, seeks: { tags: ['Seeds'], text: '' } })
  await tell(bram, community, {
    seeks: { tags: ['carpentry', 'coffee'], text: '' },
    offers: { tags: ['seeds'], text: '' },
  })
  all.deliver()
  expect(await named(bram, community, 'Ada')).toMatchObject({
    offersWhatISeek: ['Carpentry'],
    seeksWhatIOffer: ['Seeds'],
  })
  expect(await one(ada, community, 'Bram')).toMatchObject({
    offersWhatISeek: ['seeds'],
    seeksWhatIOffer: ['carpentry'],
  })
  expect(await named(ada, community, 'Ada')).toMatchObject({ offersWhatISeek: [], seeksWhatIOffer: [], founder: true })
})

it('a newcomer is shown some steps until they are taken or waved away, on this device and in this community', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const steps = async ({ client }: Neighbour) => now(client.directory.watchWelcome({ community }))
  const none = { hello: false, about: false, people: false, notices: false }
  expect(await steps(bram)).toEqual({ shown: true, founder: false, ...none, invited: true, room: place.space })
  await all.say(bram, place, 'Hello, I am Bram')
  await tell(bram, community, { bio: 'Bram' })
  const again = await bram.restart()
  expect(await steps(again)).toMatchObject({ shown: true, hello: true, about: true, people: false })
  await again.client.directory.welcomed({ community, step: 'people' })
  expect(await steps(again)).toMatchObject({ shown: true, people: true, notices: false })
  await again.client.inbox.setLevel({ community, level: 'mentions' })
  expect(await steps(again)).toMatchObject({ shown: false, notices: true })

  const cleo = await all.join('Cleo', ada, community)
  await cleo.client.directory.welcomed({ community, step: 'dismissed' })
  expect((await steps(await cleo.restart())).shown).toBe(false)
  const dora = await all.join('Dora', ada, community)
  expect((await steps(dora)).shown).toBe(true)
  await dora.client.inbox.changeSettings({ on: true })
  expect(await steps(dora)).toMatchObject({ shown: true, notices: true })
  all.clock.advance(LIMITS.welcomeTime)
  expect((await steps(dora)).shown).toBe(false)
})

it('who founded a community is shown how to begin: what it is for, who comes, what to be told of', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const steps = async ({ client }: Neighbour) => now(client.directory.watchWelcome({ community }))
  expect(await steps(ada)).toMatchObject({ shown: true, founder: true, hello: false, invited: false, notices: false })
  await ada.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
  expect(await steps(ada)).toMatchObject({ shown: true, invited: true })
  await all.say(ada, place, 'We grow what we eat')
  await ada.client.inbox.changeSettings({ on: false })
  expect(await steps(ada)).toMatchObject({ shown: false, hello: true, notices: true })
  expect((await steps(await ada.restart())).shown).toBe(false)
})
