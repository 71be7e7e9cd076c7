/** Somebody is removed while they are away, and it is overturned; somebody comes later and reads from then on: over real sockets. */
import { expect, it } from 'vitest'
import type { MemberId } from '../../core/shared/index.ts'
import {
  foundGarden,
  inviteTo,
  joinBy,
  NamedPerson,
  type Place,
  readRoom,
  until,
  untilTotal,
} from '../support/named-people.ts'
import { untilQuiet } from '../support/quiet.ts'
import type { Client } from '../support/screen.ts'

async function idOf(client: Client, { community }: Place, name: string): Promise<MemberId> {
  const all = await until(client.members.watch({ community }), (members) => members.some((each) => each.name === name))
  const found = all.find((each) => each.name === name)
  if (!found) throw new TypeError(`nobody is called ${name}`)
  return found.id
}

const texts = async (client: Client, place: Place) => (await readRoom(client, place)).map(({ text }) => text)

it('Cleo is removed while she is away: she learns why, reads what she has, and is back once Ada thinks better of it', async () => {
  await using ada = new NamedPerson('Ada')
  await using cleo = new NamedPerson('Cleo')
  const [first, second] = [await ada.start(), await cleo.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Cleo', garden)
  await second.rooms.send({ ...garden, text: 'before', clientKey: 'cleo-before' })
  await untilTotal(first, garden, 1)
  const member = await idOf(first, garden, 'Cleo')
  await cleo.end('stop')
  const { action } = await first.members.remove({ community, member, keep: 'all', reason: 'She took the ladder.' })
  await first.rooms.send({ ...garden, text: 'after', clientKey: 'ada-after' })

  const away = await cleo.start()
  await until(away.communities.watch(), ([listed]) => listed?.state === 'removed')
  await expect(away.rooms.send({ ...garden, text: 'why?', clientKey: 'cleo-why' })).rejects.toMatchObject({
    data: { code: 'community/removed' },
  })
  expect(await texts(away, garden)).toEqual(['before'])
  await cleo.end('stop')

  await first.members.overturn({ community, action })
  const back = await cleo.start()
  await until(back.communities.watch(), ([listed]) => listed?.state === 'member')
  await untilTotal(back, garden, 2)
  await back.rooms.send({ ...garden, text: 'back', clientKey: 'cleo-back' })
  await untilTotal(first, garden, 3)
  expect(await texts(first, garden)).toEqual(['before', 'after', 'back'])
})

it('Dora comes after it was said that newcomers read from then on: she finds the rooms, and nothing that was said before', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  await using dora = new NamedPerson('Dora')
  const [first, second] = [await ada.start(), await bram.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  await second.rooms.send({ ...garden, text: 'before', clientKey: 'bram-before' })
  await untilTotal(first, garden, 1)
  await first.communities.setHistory({ community, history: 'from-joining' })
  await until(second.communities.watch(), ([listed]) => listed?.history === 'from-joining')

  const third = await dora.start()
  await joinBy(third, await inviteTo(first, garden), 'Dora', garden)
  await until(second.members.watch({ community }), (members) => members.some(({ name }) => name === 'Dora'))
  await second.rooms.send({ ...garden, text: 'after', clientKey: 'bram-after' })
  await untilTotal(third, garden, 1)
  await third.rooms.send({ ...garden, text: 'hello', clientKey: 'dora-hello' })
  await untilTotal(first, garden, 3)
  expect(await texts(first, garden)).toEqual(['before', 'after', 'hello'])
  expect(await texts(third, garden)).toEqual(['after', 'hello'])
  // What she cannot read is not sent to her again and again.
  await untilQuiet([ada, bram, dora].map(({ process }) => process.child.pid ?? 0))
})
