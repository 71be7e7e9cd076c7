/** Bram’s laptop and phone: added by a link and a compared code, lost, and got back with the recovery key. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { DeviceView, JoinProgress, PairingView } from '../../core/contract/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
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

const refusal = (code: string): object =>
  expect.objectContaining({ data: expect.objectContaining({ code }) as object }) as object

/** A screen on which a device is being added: what it shows now, and what it will. */
async function pairing(client: Client, community: CommunityId) {
  const source = (await client.devices.pair({ community }))[Symbol.asyncIterator]()
  const next = async (found: (view: PairingView) => boolean): Promise<PairingView> => {
    for (;;) {
      const { value, done } = await source.next()
      if (done === true) throw new TypeError('the pairing ended')
      if (found(value)) return value
    }
  }
  const { link } = await next(({ step }) => step === 'waiting')
  return { link, next, close: () => source.return?.() }
}

const step = (wanted: JoinProgress['step']) => (progress: JoinProgress) => progress.step === wanted

/** Adds a device as two people at a table would. */
async function addDevice(here: Client, there: Client, { community, space }: Place): Promise<void> {
  const { link, next } = await pairing(here, community)
  await there.devices.accept({ link })
  const { code } = await next((view) => view.step === 'comparing')
  const shown = await until(there.invites.watchJoin({ community }), step('comparing'))
  expect(code).toMatch(/^\d{3} \d{3}$/)
  expect(shown.code).toBe(code)
  await here.devices.compared({ community, same: true })
  await next((view) => view.step === 'done')
  await until(there.communities.watch(), (all) => all.some(({ id, state }) => id === community && state === 'member'))
  await until(there.spaces.watch({ community }), (spaces) => spaces.some(({ id }) => id === space))
}

const devicesOf = (client: Client, community: CommunityId, found: (all: readonly DeviceView[]) => boolean) =>
  until(client.devices.watch({ community }), found)
const states = (all: readonly DeviceView[]): string =>
  all
    .filter(({ recovery }) => !recovery)
    .map(({ state }) => state)
    .toSorted()
    .join()

/** That nothing under a profile folder holds these words: not its logs, nor anything else at rest. */
function expectUnwritten(profile: string, ...words: readonly string[]): void {
  for (const name of readdirSync(profile, { recursive: true, encoding: 'utf8' })) {
    const path = join(profile, name)
    if (!statSync(path).isFile()) continue
    const bytes = readFileSync(path)
    for (const word of words) expect(bytes.includes(word), `${name} holds a secret`).toBe(false)
  }
}

it('Bram adds his phone: both show one code, it reads everything, and both speak as Bram', async () => {
  await using ada = new NamedPerson('Ada')
  await using laptop = new NamedPerson('Bram’s laptop')
  await using phone = new NamedPerson('Bram’s phone')
  const [first, second, third] = [await ada.start(), await laptop.start(), await phone.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  await second.rooms.send({ ...garden, text: 'from the laptop', clientKey: 'laptop-says' })
  await addDevice(second, third, garden)
  await untilTotal(third, garden, 1)
  const [own] = await readRoom(third, garden)
  expect(own).toMatchObject({ text: 'from the laptop', mine: true, authorName: 'Bram' })
  await third.rooms.send({ ...garden, text: 'from the phone', clientKey: 'phone-says' })
  await untilTotal(first, garden, 2)
  expect((await readRoom(first, garden)).map(({ text, authorName }) => `${authorName}: ${text}`)).toEqual([
    'Bram: from the laptop',
    'Bram: from the phone',
  ])
  const members = await until(first.members.watch({ community }), (all) => all.length > 0)
  expect(members.map(({ name, devices }) => `${name} ${devices}`)).toEqual(['Ada 1', 'Bram 2'])

  const [mine] = (await devicesOf(third, community, (all) => all.length === 2)).filter((each) => each.mine)
  await third.devices.rename({ community, device: mine?.id ?? '', name: 'Phone' })
  await devicesOf(second, community, (all) => all.some(({ name, mine: own }) => name === 'Phone' && !own))
  await expect(second.devices.rename({ community, device: 'A'.repeat(43), name: 'x' })).rejects.toEqual(
    refusal('device/unknown'),
  )

  const lost = (await devicesOf(second, community, (all) => all.length === 2)).find(({ name }) => name === 'Phone')
  await second.devices.remove({ community, device: lost?.id ?? '' })
  await until(third.communities.watch(), ([listed]) => listed?.state === 'removed')
  await expect(third.rooms.send({ ...garden, text: 'no more', clientKey: 'phone-again' })).rejects.toEqual(
    refusal('community/device-removed'),
  )
  await second.rooms.send({ ...garden, text: 'after the phone', clientKey: 'laptop-again' })
  await untilTotal(first, garden, 3)
  await phone.end('stop')
  const [again] = [await phone.start()]
  expect(await readRoom(again, garden)).toHaveLength(2)
})

it('a link that was cancelled, refused, opened twice or used up adds nothing', async () => {
  await using ada = new NamedPerson('Ada')
  await using phone = new NamedPerson('Ada’s phone')
  await using thief = new NamedPerson('Mallory')
  const [here, there, elsewhere] = [await ada.start(), await phone.start(), await thief.start()]
  const garden = await foundGarden(here, 'Ada')
  const { community } = garden
  const ended = (client: Client) => until(client.invites.watchJoin({ community }), step('refused'))

  const cancelled = await pairing(here, community)
  await there.devices.accept({ link: cancelled.link })
  await cancelled.next((view) => view.step === 'comparing')
  await cancelled.close()
  expect((await ended(there)).trouble?.code).toBe('device/ended')
  await expect(here.devices.compared({ community, same: true })).rejects.toEqual(refusal('device/nothing-to-compare'))

  const differing = await pairing(here, community)
  await there.devices.accept({ link: differing.link })
  await differing.next((view) => view.step === 'comparing')
  await here.devices.compared({ community, same: false })
  expect(await differing.next((view) => view.step === 'expired')).toMatchObject({ why: 'different' })
  expect((await ended(there)).trouble?.code).toBe('device/differs')

  const seen = await pairing(here, community)
  await elsewhere.devices.accept({ link: seen.link })
  await seen.next((view) => view.step === 'comparing')
  await there.devices.accept({ link: seen.link })
  expect(await seen.next((view) => view.step === 'expired')).toMatchObject({ why: 'other' })
  for (const client of [there, elsewhere]) expect((await ended(client)).trouble?.code).toBe('device/other-keys')
  expect(await devicesOf(here, community, () => true)).toHaveLength(1)

  await addDevice(here, there, garden)
  expectUnwritten(ada.profile, cancelled.link.slice(20), differing.link.slice(20), seen.link.slice(20))
  expectUnwritten(phone.profile, seen.link.slice(20))
}, 120_000)

it('links that are not what they should be say what they are', async () => {
  await using ada = new NamedPerson('Ada')
  const here = await ada.start()
  const garden = await foundGarden(here, 'Ada')
  const { community } = garden
  const invite = await inviteTo(here, garden)
  const { link, close } = await pairing(here, community)
  const { text } = await here.devices.makeRecovery({ community })
  await expect(here.devices.makeRecovery({ community })).rejects.toEqual(refusal('recovery/exists'))
  await expect(here.invites.preview({ link })).rejects.toEqual(refusal('invite/device-link'))
  await expect(here.invites.accept({ link: text, displayName: 'Eve' })).rejects.toEqual(refusal('invite/recovery-key'))
  await expect(here.devices.accept({ link: invite })).rejects.toEqual(refusal('device/invite-link'))
  await expect(here.devices.accept({ link: text })).rejects.toEqual(refusal('device/recovery-key'))
  await expect(here.devices.accept({ link })).rejects.toEqual(refusal('community/already-member'))
  await expect(here.devices.recover({ text: invite })).rejects.toEqual(refusal('recovery/invite-link'))
  await expect(here.devices.recover({ text: link })).rejects.toEqual(refusal('recovery/device-link'))
  await expect(here.devices.recover({ text })).rejects.toEqual(refusal('recovery/not-needed'))
  await expect(here.devices.recover({ text: text.slice(0, -3) })).rejects.toEqual(refusal('recovery/damaged'))
  expectUnwritten(ada.profile, text.slice(20), link.slice(20))
  await close()
})

it('Bram loses everything, and comes back with his recovery key as who he was; his old devices have no rights any more', async () => {
  await using ada = new NamedPerson('Ada')
  await using old = new NamedPerson('Bram’s old laptop')
  await using fresh = new NamedPerson('Bram’s new laptop')
  const [first, second, third] = [await ada.start(), await old.start(), await fresh.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  const { text } = await second.devices.makeRecovery({ community })
  await devicesOf(second, community, (all) => all.some(({ recovery }) => recovery))
  await second.rooms.send({ ...garden, text: 'before the fire', clientKey: 'before-fire' })
  await untilTotal(first, garden, 1)
  await old.end('stop')

  await third.devices.recover({ text, removeOthers: true })
  await until(third.communities.watch(), (all) => all.some(({ id, state }) => id === community && state === 'member'))
  await until(third.spaces.watch({ community }), (spaces) => spaces.some(({ id }) => id === garden.space))
  await untilTotal(third, garden, 1)
  const [row] = await readRoom(third, garden)
  expect(row).toMatchObject({ text: 'before the fire', mine: true, authorName: 'Bram' })
  await devicesOf(third, community, (all) => states(all) === 'active,removed')
  await third.rooms.send({ ...garden, text: 'after the fire', clientKey: 'after-fire' })
  await untilTotal(first, garden, 2)
  const members = await until(first.members.watch({ community }), (all) => all.length > 0)
  expect(members.map(({ name, devices }) => `${name} ${devices}`)).toEqual(['Ada 1', 'Bram 1'])

  const again = await old.start()
  await until(again.communities.watch(), ([listed]) => listed?.state === 'removed')
  expectUnwritten(fresh.profile, text.slice(20))
  expectUnwritten(old.profile, text.slice(20))
})

it('two devices that revoked each other are both still, until the recovery key says which one is in good hands', async () => {
  // Who was away is found where they were.
  const atHome = async (): Promise<string[]> => ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
  await using ada = new NamedPerson('Ada', await atHome())
  await using laptop = new NamedPerson('Bram’s laptop', await atHome())
  await using phone = new NamedPerson('Bram’s stolen phone', await atHome())
  let [first, second, third] = [await ada.start(), await laptop.start(), await phone.start()]
  const garden = await foundGarden(first, 'Ada')
  const { community } = garden
  await joinBy(second, await inviteTo(first, garden), 'Bram', garden)
  const { text } = await second.devices.makeRecovery({ community })
  await addDevice(second, third, garden)
  const other = async (client: Client): Promise<string> =>
    (await devicesOf(client, community, (all) => all.filter(({ recovery }) => !recovery).length === 2)).find(
      ({ mine, recovery }) => !mine && !recovery,
    )?.id ?? ''
  const [laptopSees, phoneSees] = [await other(second), await other(third)]
  for (const person of [ada, laptop, phone]) await person.end('stop')

  // Each revokes the other where nobody hears of it; the thief is the first to tell.
  second = await laptop.start()
  await second.devices.remove({ community, device: laptopSees })
  await laptop.end('stop')
  third = await phone.start()
  await third.devices.remove({ community, device: phoneSees })
  first = await ada.start()
  const bramHas = (count: number) =>
    until(first.members.watch({ community }), (all) =>
      all.some(({ name, devices }) => name === 'Bram' && devices === count),
    )
  await bramHas(1)
  second = await laptop.start()
  await until(second.communities.watch(), ([listed]) => listed?.state === 'removed')
  await devicesOf(second, community, (all) => states(all) === 'suspended,suspended')

  await second.devices.recover({ text })
  await until(second.communities.watch(), ([listed]) => listed?.state === 'member')
  await devicesOf(second, community, (all) => states(all) === 'active,removed')
  await until(third.communities.watch(), ([listed]) => listed?.state === 'removed')
  await second.rooms.send({ ...garden, text: 'it is me', clientKey: 'it-is-me' })
  await untilTotal(first, garden, 1)
  await bramHas(1)
  // Nobody tells it more than why it is not listened to.
  const why = await third.rooms
    .send({ ...garden, text: 'me, too', clientKey: 'not-me-at-all' })
    .catch((error: unknown) => error)
  expect(why).toMatchObject({
    data: { code: expect.stringMatching(/^community\/device-(?:removed|suspended)$/) as string },
  })
}, 120_000)
