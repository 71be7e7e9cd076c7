/** A picture and a file that Ada attached outlive her being there: whoever fetched them hands them on, and to nobody who was removed. */
import { afterEach, expect, test } from 'vitest'
import type { FileProgress } from '../../core/contract/index.ts'
import type { CommunityId, EntryId, MemberId } from '../../core/shared/index.ts'
import { chunksIn, handOver, readFile, someFile, type SomeFile } from '../support/attaching.ts'
import { freePort } from '../support/free-port.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, type Place, until, untilTotal } from '../support/named-people.ts'
import type { Client } from '../support/screen.ts'

const MiB = 1024 * 1024
const picture = someFile('beets.png', 'image/png', 200_000)
const plan = someFile('plan.pdf', 'application/pdf', 3 * MiB)
const film = someFile('harvest.mp4', 'video/mp4', 48 * MiB)

let open = new AsyncDisposableStack()
afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

/** Somebody who is found again where they were. */
const person = async (name: string): Promise<NamedPerson> =>
  open.use(new NamedPerson(name, ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]))

const memberCalled = async (client: Client, community: CommunityId, name: string): Promise<MemberId> => {
  const members = await until(client.members.watch({ community }), (all) => all.some((each) => each.name === name))
  const found = members.find((each) => each.name === name)
  if (!found) throw new TypeError('nobody')
  return found.id
}

const untilMet = (client: Client, community: CommunityId, peers: number) =>
  until(client.sync.watch({ community }), ({ list }) => list.filter(({ state }) => state === 'synced').length >= peers)

async function attach(client: Client, place: Place, files: readonly SomeFile[]): Promise<EntryId> {
  const ids = []
  for (const file of files) ids.push(await handOver(client, place, file))
  const clientKey = `files ${files.map(({ name }) => name).join()} ${place.space}`.slice(0, 60)
  return (await client.rooms.send({ ...place, text: '', clientKey, files: ids })).id
}

/** Fetches a file, waits until it is there, and answers its bytes. */
async function get(client: Client, place: Place, message: EntryId, { bytes }: SomeFile, at = 0): Promise<Uint8Array> {
  await client.files.fetch({ ...place, message, at })
  await until(client.files.watch({ ...place, message, at }), ({ state }) => state === 'here', 60_000)
  return readFile(client, place, message, { size: bytes.length, at })
}

const standing = (client: Client, place: Place, message: EntryId): Promise<FileProgress> =>
  until(client.files.watch({ ...place, message, at: 0 }), () => true)

test(
  'Cy gets what Ada attached from Ben alone, in a room and in private, over a kill in between',
  { timeout: 180_000 },
  async () => {
    const [ada, ben, cy] = [await person('Ada'), await person('Ben'), await person('Cy')]
    const [a, b] = [await ada.start(), await ben.start()]
    let c = await cy.start()
    const garden = await foundGarden(a, 'Ada')
    const { community } = garden
    await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
    await joinBy(c, await inviteTo(b, garden), 'Cy', garden)
    for (const client of [a, b, c]) await untilMet(client, community, 2)
    const people = [await memberCalled(a, community, 'Ben'), await memberCalled(a, community, 'Cy')]
    const shed: Place = { community, ...(await a.spaces.createPrivate({ community, name: 'shed', topic: '', people })) }

    const both = await attach(a, garden, [picture, plan])
    const hushed = await attach(a, shed, [picture])
    const moving = await attach(a, garden, [film])
    await untilTotal(b, garden, 2)
    await until(b.spaces.watch({ community }), (all) =>
      all.some(({ id, messages }) => id === shed.space && messages === 1),
    )
    expect(await get(b, garden, both, picture)).toEqual(picture.bytes)
    expect(await get(b, garden, both, plan, 1)).toEqual(plan.bytes)
    expect(await get(b, shed, hushed, picture)).toEqual(picture.bytes)
    await b.files.fetch({ ...garden, message: moving, at: 0 })
    await until(b.files.watch({ ...garden, message: moving, at: 0 }), ({ state }) => state === 'here', 60_000)
    await untilTotal(c, garden, 2)
    await until(c.spaces.watch({ community }), (all) =>
      all.some(({ id, messages }) => id === shed.space && messages === 1),
    )
    expect(chunksIn(cy.profile)).toEqual([])
    await ada.end()

    expect(await get(c, garden, both, picture)).toEqual(picture.bytes)
    expect(await get(c, garden, both, plan, 1)).toEqual(plan.bytes)
    expect(await get(c, shed, hushed, picture)).toEqual(picture.bytes)

    const before = chunksIn(cy.profile).length
    await c.files.fetch({ ...garden, message: moving, at: 0 })
    await expect.poll(() => chunksIn(cy.profile).length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(before + 4)
    await cy.end('kill')
    const cut = chunksIn(cy.profile).length
    expect(cut).toBeLessThan(before + 192)
    c = await cy.start()
    // Nobody asks for it anew.
    await until(c.files.watch({ ...garden, message: moving, at: 0 }), ({ state }) => state === 'here', 60_000)
    expect(chunksIn(cy.profile)).toHaveLength(before + 193)
    expect(Buffer.compare(await readFile(c, garden, moving, { size: film.bytes.length }), film.bytes)).toBe(0)
  },
)

test('Dan, who asked and was removed before anybody could answer, gets no chunk', { timeout: 120_000 }, async () => {
  const [ada, ben, dan] = [await person('Ada'), await person('Ben'), await person('Dan')]
  let a = await ada.start()
  const [b, d] = [await ben.start(), await dan.start()]
  const garden = await foundGarden(a, 'Ada')
  const { community } = garden
  await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
  await joinBy(d, await inviteTo(b, garden), 'Dan', garden)
  for (const client of [a, b, d]) await untilMet(client, community, 2)
  const member = await memberCalled(a, community, 'Dan')
  const message = await attach(a, garden, [plan])
  for (const client of [b, d]) await untilTotal(client, garden, 1)
  await ada.end()

  // Only Ada has it.
  await d.files.fetch({ ...garden, message, at: 0 })
  await until(d.files.watch({ ...garden, message, at: 0 }), ({ state, asked }) => state === 'coming' && asked === 1)
  expect(chunksIn(dan.profile)).toEqual([])
  await dan.end()
  a = await ada.start()
  await untilMet(b, community, 1)
  await a.members.remove({ community, member, keep: 'all', reason: 'took the ladder' })
  await until(b.members.watch({ community }), (all) =>
    all.some(({ id, state }) => id === member && state === 'removed'),
  )

  const back = await dan.start()
  await until(back.communities.watch(), (all) => all.some(({ id, state }) => id === community && state === 'removed'))
  expect(await standing(back, garden, message)).toMatchObject({ state: 'coming', held: 0 })
  await expect(back.files.fetch({ ...garden, message, at: 0 })).rejects.toMatchObject({
    data: { code: 'community/removed' },
  })
  expect(await get(b, garden, message, plan)).toEqual(plan.bytes)
  expect(chunksIn(dan.profile)).toEqual([])
})
