/** Ada and Ben are never online together, and a machine of a friend’s, which can read nothing, keeps what they write. Real processes and sockets. */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { allOf, isKept, keeperLink, reads, say, startKeeper } from '../support/keeper-process.ts'
import { until } from '../support/neighbours.ts'

const said = ['the key lies under the third stone', 'I have put it back', 'and the door is open']

it('54: brings what is said from one to the other, through a kill of the keeper, which can read none of it', async () => {
  using folder = temporaryFolder()
  const [home, port] = [join(folder.path, 'keeper'), await freePort()]
  await using first = await startKeeper(home, port, '--budget', '50MB')
  const file = join(home, 'keeper-link')
  const link = keeperLink(home)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(link).toMatch(/^folkmoot:\/\/keeper#/)

  await using ada = startCoreProcess(join(folder.path, 'ada'))
  const { client } = await ada.screen()
  const place = await client.communities.create({
    ...{ name: 'Wilhelmina Gardens', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Adalberta' },
  })
  const { community } = place
  expect(await client.keepers.preview({ link })).toMatchObject({ name: 'Keeper', budget: 50_000_000 })
  await client.keepers.add({ community, link })
  const invite = await client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })

  await using ben = startCoreProcess(join(folder.path, 'ben'))
  const { client: bens } = await ben.screen()
  await bens.invites.accept({ link: invite.link, displayName: 'Benedictus' })
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
  // Of three letters some would be there by chance.
  for (const text of [...said, 'Wilhelmina', 'Adalberta', 'Benedictus', community, place.space, link.slice(20)])
    expect(held.includes(text) || out.includes(text)).toBe(false)
  expect(held.includes(Buffer.from(community, 'base64url'))).toBe(false)
}, 90_000)
