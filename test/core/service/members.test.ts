/** Roles, removals and what can be taken back: each told of people who do it, and of people who may not. */
import { expect, it } from 'vitest'
import type { MemberView } from '../../../core/contract/index.ts'
import type { CommunityId, MemberId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now } from '../../support/neighbours.ts'

async function membersOf({ client }: Neighbour, community: CommunityId): Promise<MemberView[]> {
  return now(client.members.watch({ community }))
}

async function idOf(asked: Neighbour, community: CommunityId, name: string): Promise<MemberId> {
  const found = (await membersOf(asked, community)).find((member) => member.name === name)
  if (!found) throw new TypeError(`nobody is called ${name}`)
  return found.id
}

async function standings(asked: Neighbour, community: CommunityId): Promise<string[]> {
  return (await membersOf(asked, community)).map(({ name, role, state }) => `${name}: ${role}, ${state}`)
}

/** Ada, the owner; Bram, whom she makes a moderator; Cleo and Dora. */
async function garden(all: Neighbours) {
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const cleo = await all.join('Cleo', ada, community)
  const dora = await all.join('Dora', bram, community)
  await ada.client.members.setRole({ community, member: await idOf(ada, community, 'Bram'), role: 'moderator' })
  all.deliver()
  return { ada, bram, cleo, dora, community, place }
}

it('Ada makes Bram a moderator; nobody else can give roles, and nobody decides about those above', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community } = await garden(all)
  const [adaId, bramId, cleoId] = [
    await idOf(ada, community, 'Ada'),
    await idOf(ada, community, 'Bram'),
    await idOf(ada, community, 'Cleo'),
  ]
  const before = ['Ada: owner, active', 'Bram: moderator, active', 'Cleo: member, active', 'Dora: member, active']
  expect(await standings(cleo, community)).toEqual(before)

  const refused = async (command: Promise<unknown>, code: string) =>
    expect(command).rejects.toMatchObject({ code, message: expect.stringMatching(/^[A-Z].+\.$/) as string })
  await refused(cleo.client.members.setRole({ community, member: cleoId, role: 'owner' }), 'community/not-allowed')
  await refused(bram.client.members.setRole({ community, member: cleoId, role: 'moderator' }), 'community/owners-only')
  await refused(
    bram.client.members.remove({ community, member: adaId, keep: 'none', reason: '' }),
    'community/out-of-reach',
  )
  await refused(
    cleo.client.members.remove({ community, member: bramId, keep: 'none', reason: '' }),
    'community/not-allowed',
  )
  await refused(ada.client.members.setRole({ community, member: adaId, role: 'member' }), 'community/last-owner')
  await refused(bram.client.communities.setHistory({ community, history: 'from-joining' }), 'community/owners-only')
  await refused(
    bram.client.members.setRole({ community, member: `${'x'.repeat(42)}w`, role: 'owner' }),
    'member/unknown',
  )
  all.deliver()
  expect(await standings(ada, community)).toEqual(before)

  const detail = async (asked: Neighbour, member: MemberId) => now(asked.client.members.watchOne({ community, member }))
  expect(await detail(ada, cleoId)).toMatchObject({
    mayGive: ['owner', 'moderator'],
    mayRemove: true,
    mayConfirm: false,
  })
  expect(await detail(bram, cleoId)).toMatchObject({
    mayGive: [],
    mayRemove: true,
    invitedBy: adaId,
    admittedBy: adaId,
  })
  expect(await detail(cleo, bramId)).toMatchObject({ mayGive: [], mayRemove: false })
  expect((await detail(cleo, bramId)).safetyNumber).toBe((await detail(bram, cleoId)).safetyNumber)
  expect((await detail(cleo, cleoId)).safetyNumber).not.toBe((await detail(cleo, bramId)).safetyNumber)
})

it('Bram removes Dora with a reason: she reads on what she has and writes nothing; Ada overturns it, and she is back', async () => {
  await using all = new Neighbours()
  const { ada, bram, dora, community, place } = await garden(all)
  const member = await idOf(ada, community, 'Dora')
  await all.say(dora, place, 'before')
  all.deliver()
  const removed = await bram.client.members.remove({ community, member, keep: 'none', reason: ' She sold the shed. ' })
  expect(removed.state).toBe('counts')
  all.deliver()

  expect(await all.read(ada, place)).toEqual([])
  expect(await standings(ada, community)).toContain('Dora: member, removed')
  const [listed] = await now(dora.client.communities.watch())
  expect(listed).toMatchObject({ state: 'removed', name: 'Garden' })
  await expect(
    dora.client.rooms.send({ ...place, text: 'still here', clientKey: 'dora-two-key' }),
  ).rejects.toMatchObject({
    code: 'community/removed',
    message: expect.stringContaining('can be read') as string,
  })
  await expect.poll(() => dora.carried.size).toBe(0)

  const history = await now(ada.client.members.watchHistory({ community, limit: 50 }))
  const line = history.decisions.find(({ id }) => id === removed.action)
  expect(line).toMatchObject({
    type: 'remove',
    byName: 'Bram',
    targetName: 'Dora',
    reason: 'She sold the shed.',
    state: 'counts',
  })
  expect(line?.mayOverturn).toBe(true)
  expect(await now(ada.client.members.watchOne({ community, member }))).toMatchObject({
    removal: removed.action,
    mayOverturn: true,
    mayRemove: false,
  })
  await expect(dora.client.members.overturn({ community, action: removed.action })).rejects.toMatchObject({
    code: 'community/removed',
  })

  await ada.client.members.overturn({ community, action: removed.action })
  await expect(ada.client.members.overturn({ community, action: removed.action })).rejects.toMatchObject({
    code: 'decision/settled',
  })
  // After a start, who was removed asks for a while.
  const back = await dora.restart()
  all.deliver()
  all.deliver()
  expect(await now(back.client.communities.watch())).toMatchObject([{ state: 'member' }])
  await all.say(back, place, 'back')
  all.deliver()
  expect(await all.read(ada, place)).toEqual(['before', 'back'])
  const after = await now(bram.client.members.watchHistory({ community, limit: 2 }))
  expect(after.total).toBe(history.total + 1)
  expect(after.decisions.map(({ type, about }) => ({ type, about }))).toMatchObject([
    { type: 'overturn', about: removed.action },
    { type: 'remove' },
  ])
})

it('what Dora wrote until now stays when Bram keeps it', async () => {
  await using all = new Neighbours()
  const { ada, bram, dora, community, place } = await garden(all)
  for (const text of ['one', 'two']) await all.say(dora, place, text)
  all.deliver()
  await all.say(dora, place, 'three, which nobody has seen')
  await bram.client.members.remove({
    community,
    member: await idOf(bram, community, 'Dora'),
    keep: 'all',
    reason: '',
  })
  all.deliver()
  expect(await all.read(ada, place)).toEqual(['one', 'two'])
  expect(await all.read(dora, place)).toEqual(['one', 'two'])
})

it('Cleo leaves: the keys change by themselves, once, and she cannot read on', async () => {
  await using all = new Neighbours()
  const { ada, bram, cleo, community, place } = await garden(all)
  await cleo.client.communities.leave({ community, keepData: true })
  all.deliver()
  const rotations = async () =>
    (await now(ada.client.members.watchHistory({ community, limit: 100 }))).decisions.filter(
      ({ type }) => type === 'rotate',
    )
  await expect.poll(rotations).toHaveLength(1)
  all.deliver()
  await new Promise((resolve) => setTimeout(resolve, 60))
  all.deliver()
  expect((await rotations()).length).toBeLessThanOrEqual(2)
  const settled = (await rotations()).length
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(await rotations()).toHaveLength(settled)
  await all.say(bram, place, 'now that she is gone')
  all.deliver()
  expect(await all.read(ada, place)).toEqual(['now that she is gone'])
  expect(await all.read(cleo, place)).toEqual([])
  expect(await now(cleo.client.communities.watch())).toMatchObject([{ state: 'left' }])
  await expect(cleo.client.communities.leave({ community, keepData: true })).rejects.toMatchObject({
    code: 'community/left',
  })
})

it('the sixth removal of a day waits for a second signer', async () => {
  await using all = new Neighbours()
  const { ada, bram, community } = await garden(all)
  const guests = ['Eve', 'Finn', 'Gus', 'Hana', 'Ivo', 'Juna']
  for (const name of guests) {
    const guest = await all.join(name, ada, community)
    await guest.stop()
  }
  const states: string[] = []
  for (const name of guests) {
    const member = await idOf(bram, community, name)
    states.push((await bram.client.members.remove({ community, member, keep: 'all', reason: '' })).state)
  }
  expect(states).toEqual(['counts', 'counts', 'counts', 'counts', 'counts', 'unsigned'])
  all.deliver()
  expect(await now(ada.client.members.watchCare({ community }))).toMatchObject({ unsigned: 1 })
  expect(await now(bram.client.members.watchCare({ community }))).toMatchObject({ unsigned: 0 })
  const { decisions } = await now(ada.client.members.watchHistory({ community, limit: 5 }))
  const waiting = decisions.find(({ state }) => state === 'unsigned')
  if (!waiting) throw new TypeError('nothing waits')
  expect(waiting).toMatchObject({ targetName: 'Juna', maySign: true })
  await expect(bram.client.members.signRemoval({ community, action: waiting.id })).rejects.toMatchObject({
    code: 'community/not-allowed',
  })
  expect(await standings(ada, community)).toContain('Juna: member, active')
  await ada.client.members.signRemoval({ community, action: waiting.id })
  all.deliver()
  expect(await standings(bram, community)).toContain('Juna: member, removed')
})

it('a member who is called __proto__, or signs reasons so, troubles nobody', async () => {
  await using all = new Neighbours()
  const { ada, community } = await garden(all)
  const proto = await all.join('__proto__', ada, community)
  const constructor = await all.join('constructor', ada, community)
  const member = await idOf(ada, community, '__proto__')
  expect((await membersOf(proto, community)).map(({ name }) => name)).toContain('constructor')
  await ada.client.members.setRole({ community, member, role: 'moderator' })
  await ada.client.members.remove({ community, member, keep: 'all', reason: '__proto__' })
  all.deliver()
  expect(await standings(constructor, community)).toContain('__proto__: moderator, removed')
  const { decisions } = await now(constructor.client.members.watchHistory({ community, limit: 1 }))
  expect(decisions).toMatchObject([{ targetName: '__proto__', reason: '__proto__' }])
})
