/** Invites as their makers see them, and people who wait to be let in. */
import { expect, it } from 'vitest'
import { Neighbours, now } from '../../support/neighbours.ts'

const day = { hours: 24, role: 'member', approval: false } as const

it('Ada sees her invites again, who came by them, and ends one', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const two = await ada.client.invites.create({ ...day, community, uses: 2 })
  all.clock.advance(1000)
  const spare = await ada.client.invites.create({ ...day, community, uses: 5, hours: 48 })
  const bram = await all.start('Bram')
  await all.accept(bram, two.link)
  all.deliver()

  const shown = await now(ada.client.invites.watch({ community }))
  expect(shown).toMatchObject([
    { link: spare.link, used: 0, usedBy: [], state: 'open', mine: true, inviterName: 'Ada', mayRevoke: true },
    { link: two.link, used: 1, usedBy: ['Bram'], state: 'open', uses: 2 },
  ])
  // Bram knows of the one that was used, without its link, and may not end it.
  const known = await now(bram.client.invites.watch({ community }))
  expect(known).toMatchObject([{ used: 1, mine: false, inviterName: 'Ada', mayRevoke: false }])
  expect(known[0]).not.toHaveProperty('link')
  const key = known[0]?.key ?? ''
  await expect(bram.client.invites.revoke({ community, key })).rejects.toMatchObject({ code: 'community/not-allowed' })
  await expect(ada.client.invites.revoke({ community, key: '__proto__' })).rejects.toMatchObject({
    code: 'invite/unknown',
  })

  await ada.client.invites.revoke({ community, key })
  await ada.client.invites.revoke({ community, key })
  all.deliver()
  expect((await now(bram.client.invites.watch({ community }))).map(({ state }) => state)).toEqual(['revoked'])
  const cleo = await all.start('Cleo')
  await cleo.client.invites.accept({ link: two.link, displayName: 'Cleo' })
  await expect
    .poll(async () => (await now(cleo.client.invites.watchJoin({ community }))).trouble?.code)
    .toBe('invite/revoked')

  const again = await (await ada.restart()).client.invites.watch({ community })
  expect((await now(Promise.resolve(again))).map(({ state }) => state)).toEqual(['open', 'revoked'])
})

it('Bram, who is a member, invites members and nobody above himself, and not without end', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  await expect(bram.client.invites.create({ ...day, community, uses: 1, role: 'moderator' })).rejects.toMatchObject({
    code: 'invite/above-you',
    message: expect.stringContaining('below your own') as string,
  })
  const cleo = await all.join('Cleo', ada, community, { role: 'moderator' })
  expect(await now(cleo.client.communities.watch())).toMatchObject([{ myRole: 'moderator' }])
  for (let made = 0; made < 20; made++) await bram.client.invites.create({ ...day, community, uses: 1 })
  await expect(bram.client.invites.create({ ...day, community, uses: 1 })).rejects.toMatchObject({
    code: 'invite/too-many',
  })
  all.clock.advance(25 * 3_600_000)
  await bram.client.invites.create({ ...day, community, uses: 1 })
})

it('Dora waits until Cleo, a moderator, lets her in; until then she reads nothing and writes nothing', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const cleo = await all.join('Cleo', ada, community, { role: 'moderator' })
  await all.say(ada, place, 'what was said before')
  const dora = await all.join('Dora', ada, community, { approval: true })
  expect(await now(dora.client.communities.watch())).toMatchObject([{ state: 'member', pending: true }])
  expect(await now(dora.client.invites.watchJoin({ community }))).toMatchObject({ step: 'pending' })
  expect(await now(dora.client.spaces.watch({ community }))).toEqual([])
  await expect(dora.client.rooms.send({ ...place, text: 'hello?', clientKey: 'dora-one-key' })).rejects.toMatchObject({
    code: 'community/pending',
  })
  await expect(dora.client.invites.create({ ...day, community, uses: 1 })).rejects.toMatchObject({
    code: 'community/pending',
  })
  expect(await now(cleo.client.members.watchCare({ community }))).toMatchObject({ pending: 1 })
  const waiting = (await now(cleo.client.members.watch({ community }))).find(({ state }) => state === 'pending')
  if (!waiting) throw new TypeError('nobody waits')
  expect(await now(cleo.client.members.watchOne({ community, member: waiting.id }))).toMatchObject({ mayConfirm: true })

  await cleo.client.members.confirm({ community, member: waiting.id })
  await expect(cleo.client.members.confirm({ community, member: waiting.id })).rejects.toMatchObject({
    code: 'decision/settled',
  })
  all.deliver()
  await new Promise((resolve) => setTimeout(resolve, 20))
  all.deliver()
  expect(await now(dora.client.communities.watch())).toMatchObject([{ state: 'member', pending: false }])
  const { rows } = await now(dora.client.rooms.watch({ ...place, limit: 10 }))
  expect(rows.map(({ text }) => text)).toEqual(['what was said before'])
  await all.say(dora, place, 'hello!')
  all.deliver()
  const names = (await now(ada.client.members.watch({ community }))).map(({ name }) => name)
  expect(names).toEqual(['Ada', 'Cleo', 'Dora'])
})

it('with history from joining, who comes later reads what is said from then on', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  await all.say(ada, place, 'before')
  await ada.client.communities.setHistory({ community, history: 'from-joining' })
  all.deliver()
  expect(await now(bram.client.communities.watch())).toMatchObject([{ history: 'from-joining' }])
  const cleo = await all.join('Cleo', ada, community)
  await all.say(ada, place, 'after')
  all.deliver()
  all.deliver()
  expect(await all.read(bram, place)).toEqual(['before', 'after'])
  expect(await all.read(cleo, place)).toEqual(['after'])
  // What she was not meant to have is not asked for, and nobody would hand it over.
  expect(await now(cleo.client.members.watchCare({ community }))).toMatchObject({ missingKeys: 0 })
})

it('and finds the rooms that were there, and goes on in the page the others write in', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  await ada.client.communities.setHistory({ community, history: 'from-joining' })
  all.deliver()
  await all.say(bram, place, 'bram, before')
  all.deliver()
  const cleo = await all.join('Cleo', ada, community)
  const dora = await all.join('Dora', bram, community)
  const rooms = async (asked: typeof ada) =>
    (await now(asked.client.spaces.watch({ community }))).map(({ name }) => name)
  expect(await rooms(cleo)).toEqual(await rooms(ada))
  expect(await rooms(cleo)).toContain('general')
  expect(await now(cleo.client.communities.watch())).toMatchObject([{ name: 'Garden', history: 'from-joining' }])
  await all.say(bram, place, 'bram, after')
  await all.say(cleo, place, 'cleo')
  all.deliver()
  for (const person of [ada, bram])
    expect(await all.read(person, place)).toEqual(['bram, before', 'bram, after', 'cleo'])
  expect(await all.read(cleo, place)).toEqual(['bram, after', 'cleo'])
  // Bram is no moderator: who comes by him reads from the last change of the keys.
  expect(await all.read(dora, place)).toEqual(['bram, after', 'cleo'])
  const names = (await now(cleo.client.members.watch({ community }))).map(({ name }) => name)
  expect(names).toContain('Bram')
})
