import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed, sealFor } from '../../../core/identity/index.ts'
import { found, foundPrivate } from '../../../core/membership/index.ts'
import { writeLetter } from '../../../core/service/communities/private/letter.ts'
import { type CommunityId, encodeCanonical, LIMITS } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now as first, until } from '../../support/neighbours.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let ada: Neighbour
let ben: Neighbour
let cy: Neighbour
let here: Neighbour[]

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  ada = founded.person
  ben = await all.join('Ben', ada, community)
  cy = await all.join('Cy', ada, community)
  here = [ada, ben, cy]
})

afterEach(async () => all[Symbol.asyncDispose]())

const { idOf, spaces, rows, texts, say, privateOf, post, addDevice, keysOf } = talking(() => ({ all, community, here }))

it('what somebody said is there again who had to wait anew, whenever and from whomever it came', async () => {
  const bram = await all.join('Bram', ada, community, { role: 'moderator' })
  const { link } = await bram.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
  // Everybody is away but Bram, who lets Dora in; Ada hears nothing of it.
  for (const away of [ada, ben, cy]) await away.stop()
  const dora = await all.start('Dora')
  await all.accept(dora, link)
  ada = await all.start('Ada')
  ben = await all.start('Ben')
  cy = await all.start('Cy')
  here.splice(0, here.length, ben, cy, dora)
  const spread = (...among: Neighbour[]): void => {
    for (let round = 0; round < 4; round++)
      for (const from of among) for (const to of among) if (from !== to) all.carry(from, to)
  }
  const tell = (from: Neighbour, to: Neighbour): void => {
    const [source, target] = [from.carried.get(community), to.carried.get(community)]
    for (const letter of (target && source?.letters(target.device)) ?? []) target?.takeLetter(letter)
  }
  spread(bram, ben, cy, dora)
  const people = [await idOf(cy), await idOf(dora)]
  const { space } = await ben.client.spaces.createPrivate({ community, name: 'plans', topic: '', people })
  tell(ben, cy)
  tell(ben, dora)
  spread(ben, cy, dora)
  await say(dora, space, 'to Cy first')
  spread(dora, cy)
  expect(await texts(cy, space)).toEqual(['to Cy first'])
  // Ada takes out Bram, not knowing whom he let in.
  await ada.client.members.remove({ community, member: await idOf(bram), keep: 'all', reason: '' })
  spread(ada, ben, cy)
  const stateOf = async () => (await first(ben.client.members.watch({ community }))).find(({ id }) => id === people[1])
  expect(await stateOf()).toMatchObject({ state: 'pending' })
  spread(ben, cy)
  expect(await texts(ben, space)).toEqual([])
  expect(await texts(cy, space)).toEqual([])
  const member = (await stateOf())?.id
  if (!member) throw new TypeError('no Dora')
  await ada.client.members.confirm({ community, member })
  spread(ada, ben, cy)
  expect(await texts(ben, space)).toEqual(['to Cy first'])
  expect(await texts(cy, space)).toEqual(['to Cy first'])
})

describe('a person with several devices', () => {
  it('has their conversations on all of them, as one person, and loses them on one that is taken out', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const { space } = await ben.client.spaces.direct({ community, people: [a] })
    await say(ben, space, 'before the phone')
    await post()
    const phone = await addDevice(ada, 'Ada phone')
    await post()
    await post()
    expect(await texts(phone, space)).toEqual(['before the phone'])
    await say(phone, space, 'from the phone')
    await post()
    expect(await rows(ben, space)).toMatchObject([{}, { text: 'from the phone', author: a, authorName: 'Ada' }])
    expect(await rows(ada, space)).toMatchObject([{}, { text: 'from the phone', mine: true }])
    expect(await spaces(ben)).toMatchObject([{ people: [a, b].sort() }])
    expect(await phone.client.spaces.direct({ community, people: [b] })).toEqual({ space })

    const devices = await first(ada.client.devices.watch({ community }))
    const lost = devices.find(({ mine }) => !mine)
    if (!lost) throw new TypeError('no phone')
    await ada.client.devices.remove({ community, device: lost.id })
    await post()
    await say(ben, space, 'not for the phone')
    await post()
    expect(await texts(ada, space)).toEqual(['before the phone', 'from the phone', 'not for the phone'])
    expect(await texts(phone, space)).toEqual(['before the phone', 'from the phone'])
  })

  it('leaves a room with all of them', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const phone = await addDevice(ada, 'Ada phone')
    await post()
    const { space } = await ben.client.spaces.createPrivate({ community, name: 'Board', topic: '', people: [a] })
    await post()
    expect(await spaces(phone)).toMatchObject([{ name: 'Board', people: [a, b].sort() }])
    await ada.client.spaces.leave({ community, space })
    await post()
    await expect.poll(async () => (await spaces(phone)).length).toBe(0)
    expect(await spaces(ben)).toMatchObject([{ people: [b] }])
    await expect(ben.client.spaces.addPeople({ community, space, people: [a] })).rejects.toMatchObject({
      code: 'private/left',
    })
  })

  it('who comes back with a recovery key is taken back into their conversations, and the lost device is out', async () => {
    const [a, b] = [await idOf(ada), await idOf(ben)]
    const { space } = await ada.client.spaces.direct({ community, people: [b] })
    await say(ada, space, 'before the sea took the phone')
    await post()
    const { text } = await ben.client.devices.makeRecovery({ community })
    all.deliver()
    await ben.stop()
    here = [ada, cy]
    const again = await all.start('Ben again')
    await again.client.devices.recover({ text })
    await until(again.client.communities.watch(), (known) => known.some(({ state }) => state === 'member'))
    here = [ada, cy, again]
    await post()
    const devices = await first(again.client.devices.watch({ community }))
    const old = devices.find(({ mine, recovery }) => !mine && !recovery)
    if (!old) throw new TypeError('no old device')
    await again.client.devices.remove({ community, device: old.id })
    await post()
    await post()
    expect(await spaces(again)).toMatchObject([{ id: space, people: [a, b].sort() }])
    expect(await texts(again, space)).toEqual(['before the sea took the phone'])
    await say(again, space, 'I am back')
    await post()
    expect(await rows(ada, space)).toMatchObject([{}, { text: 'I am back', author: b, authorName: 'Ben' }])
    expect(privateOf(ada).log.standing(old.id)?.may).toBe('nothing')
    expect(await again.client.spaces.direct({ community, people: [a] })).toEqual({ space })
  })
})

describe('what is believed', () => {
  it('is no letter that is rubbish, somebody else’s, or of something that is no private space', async () => {
    const target = ben.carried.get(community)
    const source = ada.carried.get(community)
    if (!target || !source) throw new TypeError('not carried')
    const eve = deviceOf(newDeviceSeed(seededRandom('eve')))
    const known = keysOf(ben).box.publicKey
    const device = keysOf(cy)
    const founding = foundPrivate(device, seededRandom('space'), 1)
    const open = found(device, seededRandom('open'), 1)
    const strange = foundPrivate(eve, seededRandom('strange'), 1)
    const sealed = (value: Parameters<typeof encodeCanonical>[0]) => sealFor(known, encodeCanonical(value))
    for (const letter of [
      new Uint8Array(0),
      new Uint8Array(4096).fill(7),
      writeLetter(eve.box.publicKey, { secret: founding.secret, genesis: founding.item }),
      writeLetter(known, { secret: founding.secret.map((byte) => byte ^ 1), genesis: founding.item }),
      writeLetter(known, { secret: founding.secret, genesis: founding.item.subarray(1) }),
      writeLetter(known, { secret: open.secret, genesis: open.item }),
      writeLetter(known, { secret: strange.secret, genesis: strange.item }),
      sealed([2, founding.secret, founding.item]),
      sealed([1, founding.secret, founding.item, founding.item]),
      sealed([1, founding.secret.subarray(1), founding.item]),
      sealed([1, 'secret', 'genesis']),
      sealed(new Map()),
    ])
      target.takeLetter(letter)
    expect([...ben.carried.keys()]).toEqual([community])
    // A true one of a space that does not name this device is waited for, and shown to nobody.
    target.takeLetter(writeLetter(known, { secret: founding.secret, genesis: founding.item }))
    target.takeLetter(writeLetter(known, { secret: founding.secret, genesis: founding.item }))
    expect([...ben.carried.keys()]).toEqual([community, founding.community])
    expect(await spaces(ben)).toEqual([])
    await say(ada, (await ada.client.spaces.direct({ community, people: [await idOf(ben)] })).space, 'hello')
    await post()
    expect(await spaces(ben)).toMatchObject([{ messages: 1 }])
  })

  it('is not so many of one member’s that others’ find no room', { timeout: 60_000 }, async () => {
    const target = ben.carried.get(community)
    if (!target) throw new TypeError('not carried')
    const known = keysOf(ben).box.publicKey
    const device = keysOf(cy)
    for (let n = 0; n < LIMITS.privateSpacesOfOne + 8; n++) {
      const { secret, item: genesis } = foundPrivate(device, seededRandom(`space ${n}`), 1)
      target.takeLetter(writeLetter(known, { secret, genesis }))
    }
    expect(ben.carried.size).toBe(1 + LIMITS.privateSpacesOfOne)
    const { space } = await ada.client.spaces.direct({ community, people: [await idOf(ben)] })
    await say(ada, space, 'still here')
    await post()
    expect(await texts(ben, space)).toEqual(['still here'])
  })
})
