/** Ada and Ben talk in private. Cy is connected to both of them the whole time, and learns nothing: not even that they do. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { profileSchemas } from '../../core/service/index.ts'
import { type CommunityId, fromBase64url, type MemberId, utf8 } from '../../core/shared/index.ts'
import { type Database, fileKeyStore, openProfile } from '../../core/storage/index.ts'
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

const script = fileURLToPath(new URL('../support/overheard-cli.ts', import.meta.url))
let open = new AsyncDisposableStack()

afterEach(async () => {
  await open.disposeAsync()
  open = new AsyncDisposableStack()
})

const me = async (client: Client, community: CommunityId): Promise<MemberId> => {
  const members = await until(client.members.watch({ community }), (all) => all.some((member) => member.me))
  const found = members.find((member) => member.me)
  if (!found) throw new TypeError('nobody')
  return found.id
}

/** Waits until a core has a session with so many others. */
const untilMet = (client: Client, community: CommunityId, peers: number) =>
  until(client.sync.watch({ community }), ({ list }) => list.filter(({ state }) => state === 'synced').length >= peers)

/** Everything a database holds, as bytes. */
function* valuesOf(database: Database): Generator<Uint8Array> {
  const tables = database.statement<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  for (const { name } of tables)
    for (const row of database.statement(`SELECT * FROM "${name}"`).all())
      for (const value of Object.values(row)) {
        if (typeof value === 'string') yield utf8(value)
        else if (value instanceof Uint8Array) yield value
      }
}

/** All that lies in a profile whose core has stopped, opened with its own key. */
async function kept(folder: string, communities: readonly CommunityId[]): Promise<Uint8Array[]> {
  const signal = AbortSignal.timeout(10_000)
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), schemas: profileSchemas, signal })
  const databases = [profile.database, ...communities.map((id) => profile.openCommunity(id, []))]
  const all = databases.flatMap((database) => [...valuesOf(database)])
  profile.close()
  return all
}

/** What names a private space: its id and its secret, as the profile of somebody who is in it has them. */
async function namesOf(folder: string): Promise<readonly { readonly id: CommunityId; readonly secret: Uint8Array }[]> {
  const signal = AbortSignal.timeout(10_000)
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), schemas: profileSchemas, signal })
  const rows = profile.database
    .statement<{ id: CommunityId; secret: Uint8Array }>('SELECT id, secret FROM private_space')
    .all()
  profile.close()
  return rows.map(({ id, secret }) => ({ id, secret: Uint8Array.from(secret) }))
}

function holds(all: readonly Uint8Array[], wanted: Uint8Array): boolean {
  return all.some((each) => Buffer.from(each).includes(Buffer.from(wanted)))
}

test('two talk in private, and a third who is connected to both learns nothing', { timeout: 120_000 }, async () => {
  const heard = open.use(temporaryFolder())
  const overheard = join(heard.path, 'frames')
  const [ada, ben] = ['Ada', 'Ben'].map((name) => open.use(new NamedPerson(name)))
  const cy = open.use(new NamedPerson('Cy', undefined, { script, env: { OVERHEARD: overheard } }))
  if (!ada || !ben) throw new TypeError('nobody')

  const [a, b, c] = [await ada.start(), await ben.start(), await cy.start()]
  const garden = await foundGarden(a, 'Ada')
  const { community } = garden
  await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
  // A link of Ben's tells where both are.
  await joinBy(c, await inviteTo(b, garden), 'Cy', garden)
  for (const client of [a, b, c]) await untilMet(client, community, 2)

  const { space } = await a.spaces.direct({ community, people: [await me(b, community)] })
  const place: Place = { community, space }
  await a.rooms.send({ ...place, text: 'a ring for Cy, hidden in the shed', clientKey: 'private-1' })
  await until(b.spaces.watch({ community }), (all) => all.some(({ id, unread }) => id === space && unread === 1))
  await b.rooms.send({ ...place, text: 'the shed it is', clientKey: 'private-2' })
  await untilTotal(a, place, 2)
  expect((await readRoom(b, place)).map(({ text }) => text)).toEqual([
    'a ring for Cy, hidden in the shed',
    'the shed it is',
  ])
  await until(a.rooms.watch({ ...place, limit: 1 }), () => true)

  const { space: room } = await b.spaces.createPrivate({
    community,
    name: 'Surprise for Cy',
    topic: 'hush',
    people: [await me(a, community)],
  })
  await until(a.spaces.watch({ community }), (all) =>
    all.some(({ id, name }) => id === room && name === 'Surprise for Cy'),
  )

  // Cy hears of everything else.
  await a.rooms.send({ ...garden, text: 'good morning, all', clientKey: 'public-1' })
  await untilTotal(c, garden, 1)
  const spaces = await until(c.spaces.watch({ community }), () => true)
  expect(spaces.every(({ kind }) => kind === 'room' || kind === 'board')).toBe(true)

  for (const who of [cy, ben, ada]) await who.end()
  const names = await namesOf(ada.profile)
  expect(names).toHaveLength(2)
  const secrets = [
    ...names.flatMap(({ id, secret }) => [fromBase64url(id) ?? new Uint8Array(0), utf8(id), secret]),
    ...[space, room].flatMap((id) => [fromBase64url(id) ?? new Uint8Array(0), utf8(id)]),
    ...['a ring for Cy', 'the shed it is', 'Surprise for Cy', 'hush'].map((text) => utf8(text)),
  ]
  const frames = readFileSync(overheard, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'hex'))
  const logs = readdirSync(join(cy.profile, 'logs')).map((file) => readFileSync(join(cy.profile, 'logs', file)))
  const database = await kept(cy.profile, [community])
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(3)
    for (const all of [frames, logs, database]) expect(holds(all, secret)).toBe(false)
  }
  expect(readdirSync(join(cy.profile, 'communities')).filter((file) => file.endsWith('.db'))).toHaveLength(1)
  // The ears were open, and the search finds what is there.
  expect(holds(database, utf8('good morning, all'))).toBe(true)
  expect(frames.length).toBeGreaterThan(10)
  expect(holds(frames, fromBase64url(garden.space) ?? new Uint8Array(0))).toBe(true)
  expect(
    holds(await kept(ada.profile, [names[0]?.id ?? community, names[1]?.id ?? community]), utf8('the shed it is')),
  ).toBe(true)
})

test(
  'Ada writes while Ben is away; he reads it when they meet, answers after a restart, and leaves',
  { timeout: 120_000 },
  async () => {
    // Where Ben looks for her again.
    const listen = ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
    const [ada, ben] = [open.use(new NamedPerson('Ada', listen)), open.use(new NamedPerson('Ben'))]
    let [a, b] = [await ada.start(), await ben.start()]
    const garden = await foundGarden(a, 'Ada')
    const { community } = garden
    await joinBy(b, await inviteTo(a, garden), 'Ben', garden)
    await untilMet(a, community, 1)
    const [mine, his] = [await me(a, community), await me(b, community)]
    await ben.end()

    const { space } = await a.spaces.direct({ community, people: [his] })
    const place: Place = { community, space }
    await a.rooms.send({ ...place, text: 'when you are back', clientKey: 'private-1' })
    expect((await until(a.sync.watch({ community }), ({ waiting }) => waiting === 1)).waiting).toBe(1)
    b = await ben.start()
    await until(b.spaces.watch({ community }), (all) => all.some(({ id, unread }) => id === space && unread === 1))
    await until(a.sync.watch({ community }), ({ waiting }) => waiting === 0)

    await ada.end('kill')
    await b.rooms.send({ ...place, text: 'I am back', clientKey: 'private-2' })
    a = await ada.start()
    await untilTotal(a, place, 2)
    expect((await readRoom(a, place)).map(({ text }) => text)).toEqual(['when you are back', 'I am back'])
    expect(await b.spaces.direct({ community, people: [mine] })).toEqual({ space })

    await b.spaces.leave(place)
    await until(b.spaces.watch({ community }), (all) => all.every(({ id }) => id !== space))
    await until(a.spaces.watch({ community }), (all) =>
      all.some(({ id, people }) => id === space && people.length === 1),
    )
    await ben.end()
    expect(readdirSync(join(ben.profile, 'communities')).filter((file) => file.endsWith('.db'))).toHaveLength(1)
  },
)
