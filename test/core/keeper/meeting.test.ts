/** People who are never there together, and a keeper that always is: what one says the other reads, and the keeper nothing. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { type KeptPerson, keeperOf, personOf, type RunningKeeper, type Surrounding } from '../../support/kept-people.ts'
import { type Place, until } from '../../support/neighbours.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

let folder: ReturnType<typeof temporaryFolder>
let world: Surrounding
let keeper: RunningKeeper
let place: Place
const open: { stop(): Promise<void> }[] = []

async function start(name: string): Promise<KeptPerson> {
  const person = await personOf(world, name)
  open.push(person)
  return person
}

/** Stops somebody once the keeper has all they have. */
async function leaves(person: KeptPerson): Promise<void> {
  await eventually(() => {
    const [status] = person.sync.status(place.community).keepers
    return status?.state === 'reached' && status.waiting === 0
  }, `that all of ${person.name}’s is kept`)
  await person.stop()
}

beforeEach(async () => {
  folder = temporaryFolder()
  world = { hub: new MemoryHub(), folder: folder.path }
  keeper = await keeperOf(world, 'keeper')
  open.length = 0
})

afterEach(async () => {
  await Promise.all(open.map((each) => each.stop()))
  await keeper.stop()
  folder[Symbol.dispose]()
})

async function village(): Promise<{ ada: KeptPerson; ben: KeptPerson }> {
  const ada = await start('ada')
  place = await ada.client.communities.create({
    ...{ name: 'Garden', purpose: 'Grow food', rules: '', template: 'neighbourhood', displayName: 'Ada' },
  })
  const { link } = await ada.client.invites.create({
    ...{ community: place.community, uses: 1, hours: 24, role: 'member', approval: false },
  })
  const ben = await start('ben')
  await ben.client.invites.accept({ link, displayName: 'Ben' })
  await until(ben.client.communities.watch(), (all) => all.some(({ state }) => state === 'member'))
  keeper.keeper.openClaim()
  await ada.client.keepers.add({ community: place.community, link: keeper.keeper.link() ?? '' })
  await eventually(() => ben.sync.status(place.community).keepers[0]?.state === 'reached', 'Ben meets the keeper')
  return { ada, ben }
}

it('carries what is said between two who never meet again', async () => {
  const { ada, ben } = await village()
  await leaves(ben)
  await ada.say(place, 'the key lies under the third stone')
  await leaves(ada)
  const later = await start('ben')
  await later.reads(place, 'the key lies under the third stone')
  await later.say(place, 'I have put it back')
  await leaves(later)
  const again = await start('ada')
  await again.reads(place, 'I have put it back')
  expect(again.log.lines.concat(later.log.lines).filter((line) => /^(error|warn)/.test(line))).toEqual([])
  expect(keeper.keeper.status().communities).toBe(1)
  await leaves(again)
  await keeper.keeper.stop()
  for (const word of ['third stone', 'Garden', 'Ada', 'Ben', place.community])
    expect(readFileSync(keeper.path).includes(word)).toBe(false)
})
