/** People who are never there together, and a keeper that always is: what one says the other reads, and the keeper nothing. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { eventually } from '../../support/carried-person.ts'
import { Visitor } from '../../support/keeper-visitor.ts'
import { keptVillage } from '../../support/kept-people.ts'
import { now } from '../../support/neighbours.ts'

it('carries what is said between two who never meet again', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben } = village
  await village.leaves(ben)
  await ada.say(place, 'the key lies under the third stone')
  await village.leaves(ada)
  const later = await village.start('ben')
  await later.reads(place, 'the key lies under the third stone')
  await later.say(place, 'I have put it back')
  await village.leaves(later)
  const again = await village.start('ada')
  await again.reads(place, 'I have put it back')
  expect(again.log.lines.concat(later.log.lines).filter((line) => /^(error|warn)/.test(line))).toEqual([])
  expect(keeper.keeper.status().communities).toBe(1)
  await village.leaves(again)
  await keeper.keeper.stop()
  for (const word of ['third stone', 'Garden', 'Ada', 'Ben', place.community])
    expect(readFileSync(keeper.path).includes(word)).toBe(false)
})

it('puts what two who are there together have only once', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben } = village
  await village.isKept(ada)
  await village.isKept(ben)
  const before = keeper.keeper.status().used
  await ada.say(place, 'once')
  await ben.reads(place, 'once')
  await village.isKept(ada)
  const { used } = keeper.keeper.status()
  expect(used).toBeGreaterThan(before)
  // Ben has it from Ada, and sees after a while that it is there already.
  await new Promise((resolve) => void setTimeout(resolve, 4000))
  expect(keeper.keeper.status().used).toBe(used)
})

it('goes on from the lane it finds, when a device comes back with an older copy of itself', async () => {
  await using village = await keptVillage()
  const { place, ada, ben } = village
  await village.leaves(ada)
  village.keepCopy('ada')
  const first = await village.start('ada')
  await first.say(place, 'before the disk broke')
  await village.leaves(first)
  village.putCopyBack('ada')
  const restored = await village.start('ada')
  await restored.reads(place, 'before the disk broke')
  await restored.say(place, 'and after')
  await village.isKept(restored)
  await ben.reads(place, 'and after')
  expect(ben.log.lines.filter((line) => line.includes('dishonest'))).toEqual([])
})

it('is closed to whom an owner removes, and keeps what they had put', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben } = village
  await ben.say(place, 'my last word')
  await village.isKept(ben)
  await ada.reads(place, 'my last word')
  const people = await now(ada.client.members.watch(place))
  const member = people.find(({ name }) => name === 'Ben')?.id
  if (member === undefined) throw new TypeError('Ben is not there')
  await ada.client.members.remove({ ...place, member, keep: 'all', reason: '' })
  await eventually(() => keeper.keeper.status().devices === 1, 'that Ben is let go')
  await village.leaves(ada)
  const again = await village.start('ada')
  await village.isKept(again)
  expect(await again.texts(place)).toEqual(['my last word'])
})

it('relays for those it keeps for, and for nobody else', async () => {
  await using village = await keptVillage()
  const { ada, ben, keeper, hub } = village
  const over = `/p2p/${keeper.transport.peer}/p2p-circuit/`
  for (const { transport } of [ada, ben])
    await eventually(() => transport.addresses().some((each) => each.includes(over)), 'an address over the keeper')
  const mallory = await Visitor.on(hub)
  mallory.transport.useRelays([{ peer: keeper.transport.peer, addresses: keeper.transport.addresses() }])
  await eventually(() => mallory.transport.reach().relays.length > 0, 'that Mallory asks')
  await village.isKept(ada)
  expect(mallory.transport.addresses().some((each) => each.includes(over))).toBe(false)
  await mallory.stop()
})

it('says that it is full, and members go on among themselves', async () => {
  await using village = await keptVillage({ budget: 12_000 })
  const { place, ada, ben } = village
  const status = () => ada.sync.status(place.community).keepers[0]
  for (let n = 0; n < 20 && status()?.state !== 'full'; n++) {
    await ada.say(place, `${n} `.repeat(500))
    await eventually(() => status()?.waiting === 0 || status()?.state === 'full', 'that it is kept or not')
  }
  expect(status()).toMatchObject({ state: 'full', waiting: 1, budget: 12_000 })
  await ada.say(place, 'never mind')
  await ben.reads(place, 'never mind')
})

it('is there no more for a community whose owner removed it', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben } = village
  await expect(ben.client.keepers.remove({ ...place, keeper: keeper.transport.peer })).rejects.toThrow('Only owners')
  await ada.client.keepers.remove({ ...place, keeper: keeper.transport.peer })
  await eventually(() => keeper.keeper.status().devices === 0, 'that nobody speaks to it')
  await eventually(() => keeper.keeper.status().communities === 0, 'that nothing of it lies there')
  expect(ben.sync.status(place.community).keepers).toEqual([])
})

it('is cleared by an owner’s device when it fills up, and has all for whoever comes after', async () => {
  await using village = await keptVillage({ budget: 40_000 })
  const { place, keeper, ada, ben } = village
  await village.leaves(ben)
  // One parcel each, of which most is padding.
  const said: string[] = []
  let most = 0
  const used = () => keeper.keeper.status().used
  while (used() > most / 2 && said.length < 60) {
    most = Math.max(most, used())
    said.push(`row ${said.length} of the beds`)
    await ada.say(place, said.at(-1) ?? '')
    await village.isKept(ada)
  }
  expect(most).toBeGreaterThan(25_000)
  expect(used()).toBeLessThan(most / 2)
  await village.leaves(ada)
  const later = await village.start('ben')
  await later.reads(place, said.at(-1) ?? '')
  expect(await later.texts(place)).toEqual(said)
  await later.say(place, 'thanks')
  await village.leaves(later)
  const again = await village.start('ada')
  await again.reads(place, 'thanks')
  expect([...again.log.lines, ...later.log.lines].filter((line) => line.includes('dishonest'))).toEqual([])
}, 60_000)

it('is told by an owner’s device who may use it, whatever a moderator had said meanwhile', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben, hub } = village
  const people = await now(ada.client.members.watch(place))
  const member = people.find(({ name }) => name === 'Ben')?.id
  if (member === undefined) throw new TypeError('Ben is not there')
  await ada.client.members.setRole({ ...place, member, role: 'moderator' })
  const [bens, mallory] = [await Visitor.on(hub), await Visitor.on(hub)]
  Object.assign(bens, { device: village.deviceOf(ben) })
  const shelf = keeper.shelves()[0] ?? new Uint8Array(16)
  const lists = {
    owners: [village.deviceOf(ada).id],
    moderators: [village.deviceOf(ben).id],
    others: [mallory.device.id],
  }
  let answer: string | undefined
  for (let n = 0; n < 50 && answer !== 'rostered'; n++) {
    const meeting = await bens.meet(keeper.transport, shelf)
    answer = (await meeting.roster({ ...lists, version: meeting.shown.state.version + 500 })).type
    await new Promise((resolve) => void setTimeout(resolve, 100))
  }
  const mallorys = await mallory.meet(keeper.transport, shelf)
  let heard = await mallorys.talk.receive(20_000)
  while (heard.type !== 'end') heard = await mallorys.talk.receive(20_000)
  expect(heard.code).toBe('keeper/refused')
  await ben.say(place, 'and on we go')
  await village.isKept(ben)
  await Promise.all([bens.stop(), mallory.stop()])
}, 30_000)
