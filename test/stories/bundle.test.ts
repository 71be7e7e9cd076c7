/** Ada and Ben are never online together again: a stick goes back and forth between their real cores. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { MemberId } from '../../core/shared/index.ts'
import { CoreProcess, quietly, temporaryFolder } from '../support/core-process.ts'
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
import { SmallDisk, whyNoDisk } from '../support/small-disk.ts'
import { readStick, writeStick } from '../support/sticks.ts'

let open = new AsyncDisposableStack()

afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

const texts = async (client: Client, place: Place): Promise<string[]> =>
  (await readRoom(client, place)).map(({ text }) => text)

async function say(client: Client, place: Place, text: string): Promise<void> {
  await client.rooms.send({ ...place, text, clientKey: randomBytes(9).toString('base64url') })
}

async function named(client: Client, { community }: Place, name: string): Promise<MemberId> {
  const members = await until(client.members.watch({ community }), (all) => all.some((each) => each.name === name))
  const found = members.find((each) => each.name === name)
  if (!found) throw new TypeError(`nobody is called ${name}`)
  return found.id
}

test(
  'a stick carries rooms, a private talk and a removal between two cores that never run together',
  { timeout: 180_000 },
  async () => {
    const folder = open.use(temporaryFolder())
    const file = join(folder.path, 'garden.folkmoot')
    const [ada, ben, cy] = ['Ada', 'Ben', 'Cy'].map((name) => open.use(new NamedPerson(name)))
    if (!ada || !ben || !cy) throw new TypeError('nobody')
    let [a, b] = [await ada.start(), await ben.start()]
    const garden = await foundGarden(a, 'Ada')
    const { community } = garden
    await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
    await joinBy(await cy.start(), await inviteTo(a, garden), 'Cy', garden)
    await named(b, garden, 'Cy')
    await named(a, garden, 'Ben')
    for (const who of [ada, ben, cy]) await who.end()

    // Ada alone.
    a = await ada.start()
    for (let i = 0; i < 30; i++) await say(a, garden, `row ${i} is sown`)
    const { space } = await a.spaces.direct({ community, people: [await named(a, garden, 'Ben')] })
    const between: Place = { community, space }
    await say(a, between, 'the key is under the pot')
    await a.members.remove({ community, member: await named(a, garden, 'Cy'), reason: '', keep: 'all' })
    await say(a, garden, 'Cy is gone')
    writeFileSync(file, await writeStick({ client: a }, { community }))
    await ada.end()
    const onStick = readFileSync(file)
    for (const word of ['sown', 'under the pot', 'Garden', 'Ada', community, space])
      expect([word, onStick.includes(word)]).toEqual([word, false])

    // Ben alone: the stick is pulled out, his core dies, and he begins again.
    b = await ben.start()
    const half = await readStick({ client: b }, onStick.subarray(0, Math.floor(onStick.length / 2)))
    expect(half.complete).toBe(false)
    const { id } = await b.bundles.begin()
    await b.bundles.append({ id, chunk: onStick.subarray(0, onStick.length - 3000).toString('base64') })
    await ben.end('kill')
    b = await ben.start()
    const report = await readStick({ client: b }, onStick)
    expect(report.complete).toBe(true)
    expect(report.communities).toMatchObject([
      { community, name: 'Garden Commons', refused: 0, early: 0, waitingForKey: 0 },
    ])
    expect(await texts(b, garden)).toEqual([...Array.from({ length: 30 }, (_, i) => `row ${i} is sown`), 'Cy is gone'])
    await untilTotal(b, between, 1)
    expect(await texts(b, between)).toEqual(['the key is under the pot'])
    expect((await until(b.members.watch({ community }), () => true)).find(({ name }) => name === 'Cy')?.state).toBe(
      'removed',
    )
    await say(b, garden, 'I have read it all')
    await say(b, between, 'found it')
    const device = (await until(b.members.watch({ community }), () => true)).find(({ name }) => name === 'Ada')
    expect(device).toBeDefined()
    writeFileSync(file, await writeStick({ client: b }, { community }))
    await ben.end()

    a = await ada.start()
    expect(await readStick({ client: a }, readFileSync(file))).toMatchObject({ complete: true })
    expect((await texts(a, garden)).at(-1)).toBe('I have read it all')
    expect(await texts(a, between)).toEqual(['the key is under the pot', 'found it'])
    await ada.end()

    // Cy finds the stick: nothing that was said after his removal, nor that there is a private talk.
    const c = await cy.start()
    const his = await readStick({ client: c }, onStick)
    expect(his.others).toBeGreaterThan(0)
    expect(await texts(c, garden)).not.toContain('Cy is gone')
    expect(
      (await until(c.spaces.watch({ community }), () => true)).every(({ kind }) => kind === 'room' || kind === 'board'),
    ).toBe(true)
  },
)

const why = whyNoDisk()

test.skipIf(why !== undefined)(
  'Ben’s disk is too full for the stick: he reads so, keeps what he has, and takes it all when there is room',
  {
    timeout: 120_000,
  },
  async () => {
    using disk = new SmallDisk(2048)
    const ada = open.use(new NamedPerson('Ada'))
    let a = await ada.start()
    const garden = await foundGarden(a, 'Ada')
    const { community } = garden
    const start = (): CoreProcess => new CoreProcess({ args: ['--profile', disk.path, '--print-url', ...quietly] })
    const core = open.use(start())
    const b = (await core.screen()).client
    await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
    await named(a, garden, 'Ben')
    expect((await core.stop()).code).toBe(0)
    for (let i = 0; i < 120; i++) await say(a, garden, randomBytes(15_000).toString('base64'))
    const stick = await writeStick({ client: a }, { community })
    const hers = await texts(a, garden)
    await ada.end()

    const again = open.use(start())
    const ben = (await again.screen()).client
    await expect(readStick({ client: ben }, stick)).rejects.toThrow(/^The disk is full/)
    const kept = await texts(ben, garden)
    expect(hers.filter((text) => kept.includes(text))).toEqual(kept)
    disk.resize(32 * 1024)
    expect(await readStick({ client: ben }, stick)).toMatchObject({ complete: true })
    expect(await texts(ben, garden)).toEqual(hers)
    await say(ben, garden, 'room again')
    a = await ada.start()
    expect(await readStick({ client: a }, await writeStick({ client: ben }, { community }))).toMatchObject({
      complete: true,
    })
    await untilTotal(a, garden, 121)
  },
)
