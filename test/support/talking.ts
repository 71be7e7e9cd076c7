/** What neighbours see and say in their private rooms and conversations; letters are carried by hand as everything else is. */
import type { SpaceView } from '../../core/contract/index.ts'
import { type Device, loadDevice } from '../../core/identity/index.ts'
import type { Carried } from '../../core/service/communities/carried.ts'
import type { CommunityId, MemberId, SpaceId } from '../../core/shared/index.ts'
import { type Neighbour, type Neighbours, now as first, until } from './neighbours.ts'

export interface Village {
  readonly all: Neighbours
  readonly community: CommunityId
  /** Those who are there. */
  readonly here: Neighbour[]
}

/** @param village as it is when it is asked for */
export function talking(village: () => Village) {
  let sent = 0
  const idOf = async (who: Neighbour): Promise<MemberId> => {
    const { community } = village()
    const found = (await first(who.client.members.watch({ community }))).find(({ me }) => me)
    if (!found) throw new TypeError('nobody')
    return found.id
  }
  const spaces = async (who: Neighbour): Promise<SpaceView[]> => {
    const { community } = village()
    return (await first(who.client.spaces.watch({ community }))).filter(
      ({ kind }) => kind === 'private' || kind === 'direct',
    )
  }
  const rows = async (who: Neighbour, space: SpaceId) => {
    const { community } = village()
    return (await first(who.client.rooms.watch({ community, space, limit: 50 }))).rows
  }
  const texts = async (who: Neighbour, space: SpaceId) => (await rows(who, space)).map(({ text }) => text)
  const say = (who: Neighbour, space: SpaceId, text: string) => {
    const { all, community } = village()
    all.clock.advance(1000)
    return who.client.rooms.send({ community, space, text, clientKey: `key-number-${sent++}` })
  }
  /** What somebody’s core hands the network of the one private space they are in. */
  const privateOf = (who: Neighbour): Carried => {
    const [found] = [...who.carried.values()].filter((each) => each.community !== village().community)
    if (!found) throw new TypeError('none')
    return found
  }
  /** Letters go out in the community’s sessions; then everything is exchanged. */
  const post = async (): Promise<void> => {
    const { all, community, here } = village()
    for (let round = 0; round < 3; round++) {
      for (const from of here)
        for (const to of here) {
          const [source, target] = [from.carried.get(community), to.carried.get(community)]
          if (from === to || !source || !target) continue
          for (const letter of source.letters(target.device)) target.takeLetter(letter)
        }
      all.deliver()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  /** Adds a device as two people at a table would. */
  const addDevice = async (to: Neighbour, name: string): Promise<Neighbour> => {
    const { all, community, here } = village()
    const device = await all.start(name)
    const pairing = (await to.client.devices.pair({ community }))[Symbol.asyncIterator]()
    const step = async (wanted: string): Promise<string> => {
      for (;;) {
        const { value, done } = await pairing.next()
        if (done === true) throw new TypeError('the pairing ended')
        if (value.step === wanted) return value.link
      }
    }
    await device.client.devices.accept({ link: await step('waiting') })
    await step('comparing')
    await to.client.devices.compared({ community, same: true })
    await step('done')
    await until(device.client.communities.watch(), (known) => known.some(({ state }) => state === 'member'))
    here.push(device)
    return device
  }
  /** Somebody’s keys, as their profile holds them. */
  const keysOf = ({ profile }: Neighbour): Device => {
    const device = loadDevice(profile.database, village().community)
    if (!device) throw new TypeError('no keys')
    return device
  }
  return { idOf, spaces, rows, texts, say, privateOf, post, addDevice, keysOf }
}
