/** What an owner's device had cleared and could not have known of: who wrote it puts it again, without being asked. */
import { expect, it } from 'vitest'
import { sign } from '../../../core/identity/index.ts'
import { clearingDigest, encodeClearing } from '../../../core/sync/keeping/index.ts'
import { eventually } from '../../support/carried-person.ts'
import { keptVillage } from '../../support/kept-people.ts'
import { Visitor } from '../../support/keeper-visitor.ts'

it('is put again by who has it, while they stay', async () => {
  await using village = await keptVillage()
  const { place, keeper, ada, ben, hub } = village
  const device = village.deviceOf(ada)
  await village.leaves(ada)
  await ben.say(place, 'which nobody else has read')
  await village.isKept(ben)
  const owner = await Visitor.on(hub)
  Object.assign(owner, { device })
  const shelf = keeper.shelves()[0] ?? new Uint8Array(16)
  const there = await owner.meet(keeper.transport, shelf)
  const upTo = new Map(there.shown.lanes.map((lane) => [lane.device, lane.last]))
  const bytes = encodeClearing(shelf, { version: 1, upTo })
  const signature = sign(owner.device.signing, clearingDigest(bytes))
  expect(await there.ask({ type: 'clear', bytes, signature })).toMatchObject({ type: 'kept', used: 0 })
  await eventually(() => keeper.keeper.status().used > 0, 'that it is put again')
  await village.leaves(ben)
  await owner.stop()
  const again = await village.start('ada')
  await again.reads(place, 'which nobody else has read')
})
