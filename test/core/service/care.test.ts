/** What a community asks of its people, and people who come back under a new key. */
import { expect, it } from 'vitest'
import { type Neighbour, Neighbours, now, until } from '../../support/neighbours.ts'

const care = async ({ client }: Neighbour, community: Parameters<typeof client.members.watchCare>[0]) =>
  now(client.members.watchCare(community))

it('Ada is told that she is the only owner as soon as there is somebody else, and no more once there is a second', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  expect(await care(ada, { community })).toMatchObject({
    needsSecondOwner: false,
    needsRecovery: true,
    needsUpdate: false,
  })
  const bram = await all.join('Bram', ada, community)
  expect(await care(ada, { community })).toMatchObject({ needsSecondOwner: true })
  expect(await care(bram, { community })).toMatchObject({ needsSecondOwner: false, needsRecovery: true })
  await ada.client.devices.makeRecovery({ community })
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')?.id
  if (!member) throw new TypeError('no Bram')
  await ada.client.members.setRole({ community, member, role: 'owner' })
  expect(await care(ada, { community })).toMatchObject({ needsSecondOwner: false, needsRecovery: false })
  all.deliver()
  // Bram came later: he does not decide about Ada, and she does about him.
  const me = (await now(bram.client.members.watch({ community }))).find(({ name }) => name === 'Ada')?.id
  if (!me) throw new TypeError('no Ada')
  await expect(bram.client.members.setRole({ community, member: me, role: 'member' })).rejects.toMatchObject({
    code: 'community/out-of-reach',
  })
  await ada.client.members.setRole({ community, member, role: 'member' })
  all.deliver()
  expect(await now(bram.client.communities.watch())).toMatchObject([{ myRole: 'member' }])
})

it('an invite that was used too often by members who did not know of each other is shown to moderators', async () => {
  await using all = new Neighbours()
  const { person: ada, community } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const { link } = await ada.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
  // Ada and Bram do not meet for a while; each lets somebody in.
  const [cleo, dora] = [await all.start('Cleo'), await all.start('Dora')]
  await all.accept(cleo, link)
  await ada.stop()
  await all.accept(dora, link)
  const back = await all.start('Ada')
  all.deliver()
  expect(await care(back, { community })).toMatchObject({ overused: 1 })
  expect(await care(bram, { community })).toMatchObject({ overused: 0 })
  expect((await now(back.client.invites.watch({ community })))[0]).toMatchObject({ used: 2, uses: 1, overused: true })
  const states = (await now(back.client.members.watch({ community }))).map(({ name, state }) => `${name} ${state}`)
  expect(states).toEqual(['Ada active', 'Bram active', 'Cleo active', 'Dora active'])
})

it('Bram leaves and comes back as somebody new, who can show who he was', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  await all.say(bram, place, 'I go')
  all.deliver()
  await bram.client.communities.leave({ community, keepData: true })
  const { link } = await ada.client.invites.create({ community, uses: 2, hours: 24, role: 'member', approval: false })
  expect(await bram.client.invites.preview({ link })).toMatchObject({ standing: 'left' })
  await all.accept(bram, link)
  await until(bram.client.communities.watch(), ([listed]) => listed?.state === 'member')
  all.deliver()

  const selves = await bram.client.members.formerSelves({ community })
  expect(selves).toMatchObject([{ name: 'Bram', state: 'left', me: false }])
  expect(await ada.client.members.formerSelves({ community })).toEqual([])
  const [former] = selves
  if (!former) throw new TypeError('he was nobody')
  await expect(ada.client.members.claimFormer({ community, former: former.id })).rejects.toMatchObject({
    code: 'member/no-key',
  })
  await bram.client.members.claimFormer({ community, former: former.id })
  all.deliver()
  const brams = (await now(ada.client.members.watch({ community }))).filter(({ name }) => name === 'Bram')
  const again = brams.find(({ state }) => state === 'active')
  if (!again) throw new TypeError('he is not back')
  expect(brams.map(({ state }) => state).toSorted()).toEqual(['active', 'left'])
  expect(await now(ada.client.members.watchOne({ community, member: again.id }))).toMatchObject({ formerly: former.id })
  expect(await now(ada.client.members.watchOne({ community, member: former.id }))).not.toHaveProperty('formerly')

  // Whoever forgets a community forgets who they were in it.
  await bram.client.communities.leave({ community, keepData: false })
  await all.accept(bram, link)
  expect(await bram.client.members.formerSelves({ community })).toEqual([])
})
