/** An invite with approval: who comes by it waits, reads nothing, and is in once a moderator has confirmed. */
import { expect, it } from 'vitest'
import { foundGarden, NamedPerson, readRoom, until, untilTotal } from '../support/named-people.ts'

it('Bram comes by an invite with approval and waits; Ada confirms him, and he reads what was said and speaks', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  const [first, second] = [await ada.start(), await bram.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await first.rooms.send({ ...garden, text: 'before Bram', clientKey: 'before-bram' })
  const { link } = await first.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: true })
  await second.invites.accept({ link, displayName: 'Bram' })
  await until(second.invites.watchJoin({ community }), ({ step }) => step === 'pending')
  const [listed] = await until(second.communities.watch(), (all) => all[0]?.state === 'member')
  expect(listed).toMatchObject({ pending: true, unread: 0 })
  await expect(second.rooms.send({ ...garden, text: 'let me in', clientKey: 'let-me-in' })).rejects.toMatchObject({
    data: { code: 'community/pending' },
  })

  const waiting = await until(first.members.watch({ community }), (all) => all.some(({ state }) => state === 'pending'))
  const { id } = waiting.find(({ state }) => state === 'pending') ?? {}
  await first.members.confirm({ community, member: id ?? '' })
  await until(second.invites.watchJoin({ community }), ({ step }) => step === 'done')
  await until(second.spaces.watch({ community }), (spaces) => spaces.some((space) => space.id === garden.space))
  await untilTotal(second, garden, 1)
  expect((await readRoom(second, garden)).map(({ text }) => text)).toEqual(['before Bram'])
  await second.rooms.send({ ...garden, text: 'thank you', clientKey: 'thank-you' })
  await untilTotal(first, garden, 2)
  await until(first.members.watch({ community }), (all) =>
    all.some(({ name, state }) => name === 'Bram' && state === 'active'),
  )
})
