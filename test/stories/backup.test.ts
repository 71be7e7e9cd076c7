/** Ada copies her profile, lives on, and one day puts the old copy back. */
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SpaceView } from '../../core/contract/index.ts'
import { temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
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
import type { Client } from '../support/screen.ts'
import { untilQuiet } from '../support/quiet.ts'

let sent = 0
const say = (client: Client, place: Place, text: string): Promise<unknown> =>
  client.rooms.send({ ...place, text, clientKey: `backup-${++sent}` })

/** Empties a folder and fills it with what another holds. */
function replace(folder: string, from: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
  cpSync(from, folder, { recursive: true })
}

it(
  'both lives of hers come together, with her and with Bram, in one order, and nobody sees a fork',
  { timeout: 120_000 },
  async () => {
    using copy = temporaryFolder()
    // Found again after a restart: what peers say of places on this computer itself is not believed.
    await using ada = new NamedPerson('Ada', ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`])
    await using bram = new NamedPerson('Bram', ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`])
    let hers = await ada.start()
    const garden = await foundGarden(hers, 'Ada')
    const his = await bram.start()
    await joinBy(his, await inviteTo(hers, garden), 'Bram', garden)
    for (let n = 0; n < 3; n++) await say(hers, garden, `before ${n}`)
    await say(his, garden, 'I see you.')
    for (const client of [hers, his]) await untilTotal(client, garden, 4)
    await ada.end()
    cpSync(ada.profile, copy.path, { recursive: true })

    hers = await ada.start()
    for (let n = 0; n < 5; n++) await say(hers, garden, `the first life ${n}`)
    await say(his, garden, 'Talking to the first.')
    for (const client of [hers, his]) await untilTotal(client, garden, 10)
    const { space } = await hers.spaces.create({ ...garden, kind: 'room', name: 'first-life', topic: '' })
    await say(hers, { ...garden, space }, 'in a room of the first life')
    const isThere = (spaces: readonly SpaceView[]): boolean =>
      spaces.some(({ id, messages }) => id === space && messages === 1)
    await until(his.spaces.watch(garden), isThere)
    await ada.end()

    // She writes before she has met anybody, and after.
    replace(ada.profile, copy.path)
    await bram.end()
    hers = await ada.start()
    expect(await readRoom(hers, garden)).toHaveLength(4)
    for (let n = 0; n < 5; n++) await say(hers, garden, `the second life ${n}`)
    const back = await bram.start()
    for (const client of [hers, back]) await untilTotal(client, garden, 15)
    await say(back, garden, 'Talking to both.')
    await say(hers, garden, 'I remember all of it now.')
    for (const client of [hers, back]) {
      await untilTotal(client, garden, 17)
      await until(client.spaces.watch(garden), isThere)
    }
    await untilQuiet([ada, bram].map(({ process }) => process.child.pid ?? 0))

    const [a, b] = [await readRoom(hers, garden), await readRoom(back, garden)]
    expect(b.map(({ id }) => id)).toEqual(a.map(({ id }) => id))
    const texts = a.map(({ text }) => text)
    for (const life of ['before', 'the first life', 'the second life']) {
      const own = texts.filter((text) => text.startsWith(life))
      expect(own).toEqual(own.map((_, n) => `${life} ${n}`))
    }
    expect(a.every(({ authorName }) => ['Ada', 'Bram'].includes(authorName))).toBe(true)
    for (const person of [ada, bram]) {
      await person.end()
      expect(readFileSync(join(person.profile, 'logs/core.log'), 'utf8')).not.toMatch(
        /fork|suspect|same-device|shut-out|"level":50/,
      )
    }
  },
)
