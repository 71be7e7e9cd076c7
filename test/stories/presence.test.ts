/** Who is there and who writes: seen by those who are met, kept by nobody, and said only by who wishes it. */
import { expect, it } from 'vitest'
import { foundGarden, inviteTo, joinBy, NamedPerson, until } from '../support/named-people.ts'

it('Ada sees that Bram sits at his screen and writes, until he does not, or would rather not say', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  const [first, second] = [await ada.start(), await bram.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  const brams = (
    await until(first.members.watch({ community }), (all) => all.some(({ name }) => name === 'Bram'))
  ).find(({ name }) => name === 'Bram')?.id

  // Nobody has said yet that somebody sits there: the device runs alone.
  await until(first.presence.watch({ community }), ({ members }) =>
    members.some(({ member, state }) => member === brams && state === 'away'),
  )
  const screen = new AbortController()
  const sitting = (await second.presence.attend(undefined, { signal: screen.signal }))[Symbol.asyncIterator]()
  await sitting.next()
  await until(first.presence.watch({ community }), ({ members }) =>
    members.some(({ member, state }) => member === brams && state === 'online'),
  )

  await second.presence.type({ ...garden, typing: true })
  const seen = await until(first.presence.watchTyping(garden), ({ members }) => members.length > 0)
  expect(seen.members).toEqual([{ member: brams, name: 'Bram' }])
  const [own] = [await until(second.presence.watchTyping(garden), () => true)]
  expect(own.members).toEqual([])
  await second.presence.type({ ...garden, typing: false })
  await until(first.presence.watchTyping(garden), ({ members }) => members.length === 0)

  // In a thread it is said there, and the room hears nothing of it.
  const { id: root } = await first.rooms.send({ ...garden, text: 'Peas?', clientKey: 'peas-here' })
  await second.presence.type({ ...garden, root, typing: true })
  const thread = await until(first.presence.watchTyping({ ...garden, root }), ({ members }) => members.length > 0)
  expect(thread.members).toEqual([{ member: brams, name: 'Bram' }])
  expect((await until(first.presence.watchTyping(garden), () => true)).members).toEqual([])
  await second.presence.type({ ...garden, root, typing: false })
  await until(first.presence.watchTyping({ ...garden, root }), ({ members }) => members.length === 0)
  await until(first.presence.watchTyping(garden), ({ members }) => members.length === 0)

  expect(await second.presence.changeSettings({ presence: false, typing: false })).toEqual({
    presence: false,
    typing: false,
  })
  await until(first.presence.watch({ community }), ({ members }) => members.every(({ member }) => member !== brams))
  await second.presence.type({ ...garden, typing: true })
  // What he writes comes after what he would have said before.
  await second.rooms.send({ ...garden, text: 'done', clientKey: 'done-writing' })
  await until(first.rooms.watch({ ...garden, limit: 5 }), ({ rows }) => rows.some(({ text }) => text === 'done'))
  expect((await until(first.presence.watchTyping(garden), () => true)).members).toEqual([])

  await bram.end()
  const again = await bram.start()
  expect(await until(again.presence.watchSettings(), () => true)).toEqual({ presence: false, typing: false })
  screen.abort()
})

it('in a conversation between two nobody else sees who writes', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  await using cleo = new NamedPerson('Cleo')
  const [first, second, third] = [await ada.start(), await bram.start(), await cleo.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  const link = await inviteTo(first, garden)
  await joinBy(second, link, 'Bram', garden)
  await joinBy(third, link, 'Cleo', garden)
  const members = await until(first.members.watch({ community }), (all) => all.length === 3)
  const brams = members.find(({ name }) => name === 'Bram')?.id
  if (!brams) throw new TypeError('no Bram')
  const { space } = await first.spaces.direct({ community, people: [brams] })
  await until(second.spaces.watch({ community }), (all) => all.some(({ id }) => id === space))
  await first.rooms.send({ community, space, text: 'psst', clientKey: 'psst-psst' })
  await until(second.rooms.watch({ community, space, limit: 5 }), ({ rows }) => rows.length > 0)
  await first.presence.type({ community, space, typing: true })
  await until(second.presence.watchTyping({ community, space }), ({ members: all }) => all.length === 1)
  expect((await until(third.presence.watchTyping({ community, space }), () => true)).members).toEqual([])
  expect((await until(third.presence.watchTyping(garden), () => true)).members).toEqual([])
})
