/**
 * Ada and Bram, never there together, talk in private by way of the community's keeper. Cy, who is a member too, fetches all a keeper has for
 * him meanwhile, and learns neither what is said, nor how much, nor that anything is. Real processes and sockets.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { profileSchemas } from '../../core/service/index.ts'
import { type CommunityId, fromBase64url, type MemberId, type SpaceId, utf8 } from '../../core/shared/index.ts'
import { fileKeyStore, openProfile } from '../../core/storage/index.ts'
import { keepFrames } from '../../core/sync/keeping/index.ts'
import { CoreProcess, startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { allOf, isKept, keeperLink, reads, say, startKeeper } from '../support/keeper-process.ts'
import { type Place, until } from '../support/neighbours.ts'
import type { Client } from '../support/screen.ts'

const script = fileURLToPath(new URL('../support/overheard-cli.ts', import.meta.url))
const said = ['a ring for Cy, hidden in the shed', 'the shed it is', 'I have moved it to the cellar']

const personOf = async (client: Client, community: CommunityId, wanted: string): Promise<MemberId> => {
  const all = await until(client.members.watch({ community }), (people) => people.some(({ name }) => name === wanted))
  return all.find(({ name }) => name === wanted)?.id ?? ('' as MemberId)
}

/** Until the keeper has all that somebody said in private. */
const isCarried = (client: Client, place: Place) =>
  until(client.keepers.watchCarried(place), ({ on, state, waiting }) => on && state === 'reached' && !waiting)

const isThere = (client: Client, { community, space }: Place) =>
  until(client.spaces.watch({ community }), (all) => all.some(({ id }) => id === space))

/** The names a keeper knows the private spaces of somebody by, and what names those spaces. */
async function secretsOf(folder: string, space: SpaceId): Promise<Uint8Array[]> {
  const signal = AbortSignal.timeout(10_000)
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), schemas: profileSchemas, signal })
  const rows = profile.database
    .statement<{ id: CommunityId; secret: Uint8Array }>('SELECT id, secret FROM private_space')
    .all()
  const shelves = rows.flatMap(({ id }) =>
    profile.openCommunity(id, []).statement<{ shelf: string }>('SELECT shelf FROM keeper').all(),
  )
  profile.close()
  const names = [...rows.map(({ id }) => id), ...shelves.map(({ shelf }) => shelf), space]
  return [
    ...names.flatMap((name) => [utf8(name), fromBase64url(name) ?? utf8(name)]),
    ...rows.map(({ secret }) => secret),
  ]
}

it('carries what two say in private, and a third member sees nothing of it', { timeout: 240_000 }, async () => {
  using folder = temporaryFolder()
  const [home, port, overheard] = [join(folder.path, 'keeper'), await freePort(), join(folder.path, 'frames')]
  const inFolder = (name: string) => join(folder.path, name)
  await using keeper = await startKeeper(home, port)
  const cys = () =>
    new CoreProcess({
      args: ['--profile', inFolder('cy'), '--print-url', '--no-discovery', '--listen', '127.0.0.1:0'],
      ...{ script, env: { OVERHEARD: overheard } },
    })

  await using ada = startCoreProcess(inFolder('ada'))
  let { client: a } = await ada.screen()
  const garden = await a.communities.create({
    ...{ name: 'Garden', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { community } = garden
  await a.keepers.add({ community, link: keeperLink(home) })
  await using bram = startCoreProcess(inFolder('bram'))
  await using cy = cys()
  let [b, c] = [(await bram.screen()).client, (await cy.screen()).client]
  for (const [client, displayName] of [
    [b, 'Bram'],
    [c, 'Cy'],
  ] as const) {
    const { link } = await a.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
    await client.invites.accept({ link, displayName })
    await until(client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
    await isKept(client, garden)
  }
  await isKept(a, garden)
  await bram.stop()
  await cy.stop()

  // Bram does not know yet that they talk at all.
  const { space } = await a.spaces.direct({ community, people: [await personOf(a, community, 'Bram')] })
  const place: Place = { community, space }
  await a.keepers.carry({ ...place, on: true })
  await say(a, place, said[0] ?? '')
  await isCarried(a, place)
  await ada.stop()

  await using bramAgain = startCoreProcess(inFolder('bram'))
  b = (await bramAgain.screen()).client
  await isThere(b, place)
  await reads(b, place, said[0] ?? '')
  await say(b, place, said[1] ?? '')
  await isCarried(b, place)

  // Cy is there while Bram writes on, and sees of the keeper what he saw before.
  await using cyAgain = cys()
  c = (await cyAgain.screen()).client
  await isKept(c, garden)
  const used = async () => (await until(c.sync.watch({ community }), () => true)).keepers[0]?.used
  const before = await used()
  await say(b, place, said[2] ?? '')
  await isCarried(b, place)
  expect(await used()).toBe(before)
  await say(c, garden, 'good morning, all')
  await isKept(c, garden)
  await cyAgain.stop()
  await bramAgain.stop()

  await using adaAgain = startCoreProcess(inFolder('ada'))
  a = (await adaAgain.screen()).client
  await isThere(a, place)
  for (const text of said.slice(1)) await reads(a, place, text)
  await reads(a, garden, 'good morning, all')

  await adaAgain.stop()
  const { code, out, errors } = await keeper.stop()
  expect([code, errors]).toEqual([0, ''])

  const secrets = [...(await secretsOf(inFolder('ada'), space)), ...said.map((text) => utf8(text))]
  expect(secrets.length).toBeGreaterThan(8)
  const lines = readFileSync(overheard, 'utf8').trim().split('\n')
  const heard = lines.map((line) => Buffer.from(line, 'hex'))
  const held = await allOf(home)
  const logs = readdirSync(join(inFolder('cy'), 'logs')).map((file) => readFileSync(join(inFolder('cy'), 'logs', file)))
  for (const secret of secrets)
    for (const bytes of [...heard, ...logs]) expect(bytes.includes(Buffer.from(secret))).toBe(false)
  for (const text of said) expect(held.includes(text) || out.includes(text)).toBe(false)
  // The ears were open: of what the keeper sent Cy, nothing was about any shelf but the community's.
  const told = heard.flatMap((frame) => {
    try {
      return [keepFrames.decode(frame)]
    } catch {
      return []
    }
  })
  expect(told.filter(({ type }) => type === 'item').length).toBeGreaterThan(0)
  expect(told.filter(({ type }) => type === 'called')).toEqual([])
  expect(readdirSync(join(inFolder('cy'), 'communities')).filter((file) => file.endsWith('.db'))).toHaveLength(1)
})
