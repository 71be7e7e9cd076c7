/** Ada and Ben are never online together, and a machine of a friend’s, which can read nothing, keeps what they write. Real processes and sockets. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { deriveKey } from '../../core/identity/index.ts'
import { keeperSchema } from '../../core/keeper/index.ts'
import { fileKeyStore, openDatabase } from '../../core/storage/index.ts'
import { CoreProcess, startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { type Place, until } from '../support/neighbours.ts'
import type { Client } from '../support/screen.ts'

const said = ['the key lies under the third stone', 'I have put it back', 'and the door is open']

/** A keeper in a process of its own, always at the same place. */
async function startKeeper(folder: string, port: number, ...args: readonly string[]): Promise<CoreProcess> {
  const listen = ['--no-discovery', '--listen', `127.0.0.1:${port}`]
  const keeper = new CoreProcess({ args: ['--keeper', '--profile', folder, ...listen, ...args] })
  expect(await keeper.line()).toMatch(/cannot read/)
  return keeper
}

async function say(client: Client, place: Place, text: string): Promise<void> {
  await client.rooms.send({ ...place, text, clientKey: `${text} `.padEnd(12) })
}

async function reads(client: Client, place: Place, text: string): Promise<void> {
  await until(client.rooms.watch({ ...place, limit: 200 }), ({ rows }) => rows.some((row) => row.text === text))
}

/** Until the keeper has all that somebody wrote. */
async function isKept(client: Client, { community }: Place): Promise<void> {
  await until(client.sync.watch({ community }), ({ keepers }) =>
    keepers.some(({ state, waiting }) => state === 'reached' && waiting === 0),
  )
}

/** Everything on a keeper's disk, and everything in its database as it is read with its key. */
async function allOf(folder: string): Promise<Buffer> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const raw = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file))
  const master = await fileKeyStore(folder).open(AbortSignal.timeout(5000))
  const key = deriveKey(master, 'folkmoot/keeper-database/1')
  const database = openDatabase({ path: join(folder, 'keeper.db'), key, schemas: [keeperSchema] })
  const rows = ['setting', 'shelf', 'lane', 'parcel'].flatMap((table) =>
    database.statement<Record<string, unknown>>(`SELECT * FROM ${table}`).all(),
  )
  database.close()
  expect(rows.length).toBeGreaterThan(4)
  const values = rows.flatMap((row) => Object.values(row))
  return Buffer.concat([
    ...raw,
    ...values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)))),
  ])
}

it('54: brings what is said from one to the other, through a kill of the keeper, which can read none of it', async () => {
  using folder = temporaryFolder()
  const [home, port] = [join(folder.path, 'keeper'), await freePort()]
  await using first = await startKeeper(home, port, '--budget', '50MB')
  const file = join(home, 'keeper-link')
  const link = readFileSync(file, 'utf8').trim()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(link).toMatch(/^folkmoot:\/\/keeper#/)

  await using ada = startCoreProcess(join(folder.path, 'ada'))
  const { client } = await ada.screen()
  const place = await client.communities.create({
    ...{ name: 'Wilhelmina Gardens', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { community } = place
  expect(await client.keepers.preview({ link })).toMatchObject({ name: 'Keeper', budget: 50_000_000 })
  await client.keepers.add({ community, link })
  const invite = await client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })

  await using ben = startCoreProcess(join(folder.path, 'ben'))
  const { client: bens } = await ben.screen()
  await bens.invites.accept({ link: invite.link, displayName: 'Ben' })
  await until(bens.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
  await isKept(bens, place)
  // Used: nobody has it from the file any more.
  expect(readdirSync(home)).not.toContain('keeper-link')
  await ben.stop()

  await say(client, place, said[0] ?? '')
  await isKept(client, place)
  await ada.stop()

  // What it acknowledged outlives its being killed.
  await first.kill()
  await using second = await startKeeper(home, port)
  await using benAgain = startCoreProcess(join(folder.path, 'ben'))
  const { client: later } = await benAgain.screen()
  await reads(later, place, said[0] ?? '')
  await say(later, place, said[1] ?? '')
  await isKept(later, place)
  await benAgain.stop()

  await using adaAgain = startCoreProcess(join(folder.path, 'ada'))
  const { client: back } = await adaAgain.screen()
  await reads(back, place, said[1] ?? '')
  await say(back, place, said[2] ?? '')
  await isKept(back, place)
  await adaAgain.stop()

  const { code, out, errors } = await second.stop()
  expect([code, errors]).toEqual([0, ''])
  const held = await allOf(home)
  for (const text of [...said, 'Wilhelmina', 'Ada', 'Ben', community, place.space, link.slice(20)])
    expect(held.includes(text) || out.includes(text)).toBe(false)
  expect(held.includes(Buffer.from(community, 'base64url'))).toBe(false)
}, 90_000)
