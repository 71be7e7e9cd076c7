/** Ada founds, names a keeper and goes away for good; Bram lets Cy in and goes. Cy and Bram, never there together, talk by way of the keeper. */
import { join } from 'node:path'
import { it } from 'vitest'
import { startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { freePort } from '../support/free-port.ts'
import { isKept, keeperLink, reads, say, startKeeper } from '../support/keeper-process.ts'
import { until } from '../support/neighbours.ts'
import type { Client } from '../support/screen.ts'

const joined = (client: Client) =>
  until(client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))

it('serves whom a member lets in while all who lead are away', async () => {
  using folder = temporaryFolder()
  const [home, port] = [join(folder.path, 'keeper'), await freePort()]
  await using keeper = await startKeeper(home, port)
  const own = (name: string) => startCoreProcess(join(folder.path, name))

  await using ada = own('ada')
  const { client: adas } = await ada.screen()
  const place = await adas.communities.create({
    ...{ name: 'Garden', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { community } = place
  await adas.keepers.add({ community, link: keeperLink(home) })
  const invite = () => adas.invites.create({ community, uses: 2, hours: 24, role: 'member', approval: false })
  const { link } = await invite()
  await using bram = own('bram')
  let { client: brams } = await bram.screen()
  await brams.invites.accept({ link, displayName: 'Bram' })
  await joined(brams)
  await isKept(brams, place)
  await ada.stop()

  // Bram's own invite, so that Cy knows where he is.
  const ours = await brams.invites.create({ community, uses: 2, hours: 24, role: 'member', approval: false })
  await using cy = own('cy')
  const { client: cys } = await cy.screen()
  await cys.invites.accept({ link: ours.link, displayName: 'Cy' })
  await joined(cys)
  // He has heard which keeper there is.
  await until(cys.sync.watch({ community }), ({ keepers }) => keepers.length > 0)
  await cy.stop()
  await bram.stop()

  await using cyAgain = own('cy')
  const { client: alone } = await cyAgain.screen()
  await isKept(alone, place)
  await say(alone, place, 'is anybody there?')
  await isKept(alone, place)
  await cyAgain.stop()

  await using bramAgain = own('bram')
  brams = (await bramAgain.screen()).client
  await reads(brams, place, 'is anybody there?')
  await say(brams, place, 'now I am')
  await isKept(brams, place)
  await bramAgain.stop()

  await using cyLast = own('cy')
  const { client: last } = await cyLast.screen()
  await reads(last, place, 'now I am')
  await keeper.stop()
}, 120_000)
