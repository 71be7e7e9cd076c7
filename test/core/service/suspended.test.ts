/** A stolen phone and its owner's laptop revoke each other: both wait until somebody decides which of them it was. */
import { expect, it } from 'vitest'
import type { DeviceView } from '../../../core/contract/index.ts'
import type { CommunityId } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now, until } from '../../support/neighbours.ts'

const devices = async ({ client }: Neighbour, community: CommunityId): Promise<DeviceView[]> =>
  now(client.devices.watch({ community }))

/** Adds the second as another device of the first's. */
async function pair(all: Neighbours, here: Neighbour, there: Neighbour, community: CommunityId): Promise<void> {
  const pairing = await here.client.devices.pair({ community })
  const shown = await pairing.next()
  if (shown.done) throw new TypeError('no link')
  await there.client.devices.accept({ link: shown.value.link })
  for (;;) {
    const view = await pairing.next()
    if (view.done === true || view.value.step === 'comparing') break
  }
  await here.client.devices.compared({ community, same: true })
  await until(there.client.communities.watch(), ([listed]) => listed?.state === 'member')
  await pairing.return?.(undefined)
  all.deliver()
}

it('neither can write; Ada ends the revocation of the laptop, and the phone stays out', async () => {
  await using all = new Neighbours()
  const { person: ada, community, place } = await all.found('Ada')
  const laptop = await all.join('Bram', ada, community)
  const phone = await all.start('Bram’s phone')
  await pair(all, laptop, phone, community)
  await all.say(phone, place, 'from my phone')
  all.deliver()
  expect(await all.read(ada, place)).toEqual(['from my phone'])

  const other = async (of: Neighbour) => (await devices(of, community)).find(({ mine }) => !mine)?.id
  const [a, b] = [await other(laptop), await other(phone)]
  if (!a || !b) throw new TypeError('not paired')
  await laptop.client.devices.remove({ community, device: a })
  await phone.client.devices.remove({ community, device: b })
  all.deliver()
  for (const each of [laptop, phone]) {
    const sent = each.client.rooms.send({ ...place, text: 'it is me', clientKey: 'it-is-really-me' })
    await expect(sent).rejects.toMatchObject({ code: 'community/device-suspended' })
    expect(await now(each.client.communities.watch())).toMatchObject([
      { state: 'removed', trouble: { code: 'community/device-suspended' } },
    ])
  }
  const bram = (await now(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')
  if (!bram) throw new TypeError('no Bram')
  expect(bram).toMatchObject({ state: 'active', devices: 0 })
  const detail = async () => now(ada.client.members.watchOne({ community, member: bram.id }))
  const shown = await detail()
  expect(shown.deviceList.map(({ state }) => state)).toEqual(['suspended', 'suspended'])

  // Bram tells Ada in person which one is his.
  const removal = shown.deviceList.find(({ id }) => id === b)?.removal
  if (!removal) throw new TypeError('no removal')
  await ada.client.members.overturn({ community, action: removal })
  all.deliver()
  all.deliver()
  expect(await now(laptop.client.communities.watch())).toMatchObject([{ state: 'member' }])
  await all.say(laptop, place, 'from my laptop')
  all.deliver()
  expect(await all.read(ada, place)).toEqual(['from my phone', 'from my laptop'])
  expect((await detail()).deviceList.map(({ id, state }) => `${id === b ? 'laptop' : 'phone'} ${state}`)).toEqual([
    'laptop active',
    'phone removed',
  ])
  expect(await now(phone.client.communities.watch())).toMatchObject([
    { state: 'removed', trouble: { code: 'community/device-removed' } },
  ])
  await phone.client.communities.forget({ community })
})
