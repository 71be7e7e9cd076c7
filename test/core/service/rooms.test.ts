/** Messages that are changed, taken back, hidden or lost, as the people of a garden see them. */
import { expect, it } from 'vitest'
import { messageEntry } from '../../../core/documents/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { handOf } from '../../support/hostile-hand.ts'
import { type Neighbour, Neighbours, now, type Place } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'

it('Bram changes and takes back what he wrote; nobody else can, and earlier texts can be read', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const id = await all.say(bram, place, 'see you at nine')
  all.deliver()
  all.clock.advance(1000)
  await bram.client.rooms.edit({ ...place, id, text: ' see you at ten ' })
  all.deliver()
  const row = async ({ client }: Neighbour) => (await now(client.rooms.watch({ ...place, limit: 5 }))).rows[0]
  for (const person of [ada, bram]) {
    expect(await row(person)).toMatchObject({
      id,
      text: ' see you at ten',
      editedAt: all.clock.now(),
      withdrawn: false,
    })
    expect((await person.client.rooms.versions({ ...place, id })).map(({ text }) => text)).toEqual(['see you at nine'])
  }
  for (const command of [
    ada.client.rooms.edit({ ...place, id, text: 'never' }),
    ada.client.rooms.withdraw({ ...place, id }),
  ])
    await expect(command).rejects.toMatchObject({ code: 'message/not-yours' })
  await expect(bram.client.rooms.edit({ ...place, id, text: '  ' })).rejects.toMatchObject({ code: 'text/empty' })
  const nothing = `${'0'.repeat(32)}.1`
  await expect(bram.client.rooms.edit({ ...place, id: nothing, text: 'x' })).rejects.toMatchObject({
    code: 'message/unknown',
  })

  await bram.client.rooms.withdraw({ ...place, id })
  all.deliver()
  for (const person of [ada, bram]) {
    expect(await row(person)).toMatchObject({ id, text: '', withdrawn: true })
    expect(await person.client.rooms.versions({ ...place, id })).toEqual([])
  }
  await expect(bram.client.rooms.edit({ ...place, id, text: 'back' })).rejects.toMatchObject({
    code: 'message/withdrawn',
  })
})

it('what Cleo wrote is hidden when she is removed, and says why; nothing of it is gone', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const cleo = await all.join('Cleo', ada, community)
  const dora = await all.join('Dora', ada, community)
  // The first who speaks opens the page in which all others write.
  await all.say(cleo, place, 'buy my pills')
  all.deliver()
  await all.say(ada, place, 'please do not')
  await all.say(cleo, place, 'buy my pills!')
  all.deliver()
  const hidden = async ({ client }: Neighbour) => now(client.rooms.watchHidden(place))
  expect(await hidden(dora)).toEqual([])
  const member = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cleo')?.id
  if (!member) throw new TypeError('no Cleo')
  const { action } = await ada.client.members.remove({ community, member, keep: 'none', reason: 'spam' })
  all.deliver()
  expect(await all.read(dora, place)).toEqual(['please do not'])
  expect(await hidden(dora)).toMatchObject([
    {
      ...{ reason: 'removed', author: member, authorName: 'Cleo', byName: 'Ada', decision: action, count: 2 },
      texts: ['buy my pills', 'buy my pills!'],
    },
  ])
  await ada.client.members.overturn({ community, action })
  all.deliver()
  expect(await hidden(dora)).toEqual([])
  expect(await all.read(dora, place)).toEqual(['buy my pills', 'please do not', 'buy my pills!'])
})

it('a device that signs two things for one place is reported by itself, and what its person wrote there can be written again', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const bram = await all.join('Bram', ada, community)
  const dora = await all.join('Dora', ada, community)
  await all.say(ada, place, 'hello')
  all.deliver()

  const twice = await twoBranches(all, dora, place, [['to Ada: yes'], ['to Bram: no', 'to Bram: never']])
  const before = await decisions(ada, place)
  for (const [at, person] of [ada, bram].entries())
    for (const block of twice[at] ?? []) person.carried.get(community)?.documents.receive(block)
  all.deliver()
  const reported = async () => {
    all.deliver()
    return (await decisions(bram, place)).filter(({ type }) => type === 'fork-evidence')
  }
  await expect.poll(async () => (await reported()).length).toBeGreaterThan(0)
  await new Promise((resolve) => setTimeout(resolve, 60))
  const told = await reported()
  expect(told[0]).toMatchObject({ targetName: 'Dora' })
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(await reported()).toHaveLength(told.length)
  expect((await decisions(ada, place)).length).toBe(before.length + told.length)
  expect(await all.read(bram, place)).toEqual(await all.read(ada, place))
  const forked = await now(ada.client.rooms.watchHidden(place))
  expect(forked).toMatchObject([{ reason: 'forked', authorName: 'Dora', count: 3 }])

  // Dora learns what became of it, and says one of the two again.
  const back = await all.start('Dora')
  all.deliver()
  const lost = await now(back.client.rooms.watchLost({ community }))
  expect(lost.map(({ text, spaceName }) => `${spaceName}: ${text}`).toSorted()).toEqual([
    'general: to Ada: yes',
    'general: to Bram: never',
    'general: to Bram: no',
  ])
  expect(await now(back.client.members.watchCare({ community }))).toMatchObject({ lost: 3 })
  all.clock.advance(1000)
  const never = lost.filter(({ text }) => text === 'to Bram: never').map(({ id }) => id)
  const others = lost.map(({ id }) => id).filter((id) => !never.includes(id))
  await back.client.rooms.settleLost({ community, ids: never, again: false })
  for (let asked = 0; asked < 2; asked++) await back.client.rooms.settleLost({ community, ids: others, again: true })
  all.deliver()
  expect(await now(back.client.rooms.watchLost({ community }))).toEqual([])
  expect((await all.read(ada, place)).toSorted()).toEqual(['hello', 'to Ada: yes', 'to Bram: no'])
})

async function decisions({ client }: Neighbour, { community }: Place) {
  return (await now(client.members.watchHistory({ community, limit: 1000 }))).decisions
}

/** Stops somebody, and makes with their keys two branches of one feed. */
async function twoBranches(
  all: Neighbours,
  person: Neighbour,
  { community, space }: Place,
  texts: readonly [readonly string[], readonly string[]],
): Promise<readonly (readonly Uint8Array[])[]> {
  using hand = await handOf(all, person, community)
  const page = hand.documents.pages(space).at(-1)
  if (!page) throw new TypeError('no page')
  const one = hostileFeed(hand.writer, page, seededRandom('twice'))
  const other = one.fork()
  // Each in a block of its own, as when it is sent at once: signed by itself.
  const branches = [one, other].map((feed, at) =>
    (texts[at] ?? []).map((text) => blockOf([feed.write(messageEntry(all.clock.now(), text))])),
  )
  await person.stop()
  return branches
}
