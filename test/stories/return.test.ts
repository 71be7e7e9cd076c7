/** People who left, or lost their data, and come back. */
import { writeFileSync, statSync, openSync, writeSync, closeSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { foundGarden, inviteTo, joinBy, NamedPerson, readRoom, until, untilTotal } from '../support/named-people.ts'

it('Bram leaves, and comes back by a new invite as somebody new, who reads what was said', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  const [first, second] = [await ada.start(), await bram.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  await second.rooms.send({ ...garden, text: 'I go', clientKey: 'before-leaving' })
  await untilTotal(first, garden, 1)
  await second.communities.leave({ community, keepData: true })
  await until(first.members.watch({ community }), (all) => all.some(({ state }) => state === 'left'))
  await joinBy(second, await inviteTo(first, garden), 'Bram again', garden)
  await untilTotal(second, garden, 1)
  await second.rooms.send({ ...garden, text: 'I am back', clientKey: 'after-coming-back' })
  await untilTotal(first, garden, 2)
  const members = await until(first.members.watch({ community }), (all) => all.length === 3)
  expect(members.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
    'Ada active',
    'Bram again active',
    'Bram left',
  ])
})

it('Bram’s data are damaged; he sets them aside, and an invite brings him back as who he was, with everything', async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  const first = await ada.start()
  let second = await bram.start()
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  for (let i = 0; i < 20; i++) await second.rooms.send({ ...garden, text: `line ${i}`, clientKey: `line-${i}-key` })
  await untilTotal(first, garden, 20)
  await bram.end('stop')
  overwrite(join(bram.profile, 'communities'))
  second = await bram.start()
  const [listed] = await until(second.communities.watch(), (all) => all.length === 1)
  expect(listed).toMatchObject({ id: community, state: 'damaged', name: 'Garden Commons' })
  expect(listed?.trouble?.text).toBeTruthy()
  await second.communities.forget({ community })
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  await untilTotal(second, garden, 20)
  const rows = await readRoom(second, garden)
  expect(rows.map(({ mine }) => mine)).toEqual(rows.map(() => true))
  const members = await until(second.members.watch({ community }), (all) => all.length > 0)
  expect(members.map(({ name }) => name)).toEqual(['Ada', 'Bram'])
})

/** Damage as a failing disk does: every database in a folder loses its beginning. */
function overwrite(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.db'))) {
    const file = openSync(join(folder, name), 'r+')
    writeSync(file, Buffer.alloc(Math.min(8192, statSync(join(folder, name)).size), 0x5a), 0, undefined, 0)
    closeSync(file)
  }
  for (const name of readdirSync(folder).filter((each) => each.endsWith('-wal'))) writeFileSync(join(folder, name), '')
}
