/** What people of the laboratory say and read. */
import type { PathKind } from '../../core/shared/index.ts'
import type { LanPerson } from './lan-person.ts'
import { foundGarden, inviteTo, type Place, readRoom, until, untilTotal } from './named-people.ts'

let sent = 0

export const say = async ({ client }: LanPerson, room: Place, text: string): Promise<void> =>
  void (await client.rooms.send({ ...room, text, clientKey: `lab-message-${++sent}` }))

export const texts = async ({ client }: LanPerson, room: Place): Promise<string[]> =>
  (await readRoom(client, room)).map(({ text }) => text)

/** Waits until all of them hold so many messages; answers what each reads. */
export async function allRead(
  people: readonly LanPerson[],
  room: Place,
  total: number,
  ms = 120_000,
): Promise<string[][]> {
  for (const { client } of people) await untilTotal(client, room, total, ms)
  return Promise.all(people.map((person) => texts(person, room)))
}

/** The first founds a garden; the others join by one link of theirs, called as they are here. */
export async function garden(people: Readonly<Record<string, LanPerson>>): Promise<{ room: Place; link: string }> {
  const [founder, ...others] = Object.entries(people)
  if (!founder) throw new RangeError('a garden needs somebody')
  const room = await foundGarden(founder[1].client, founder[0])
  const link = await inviteTo(founder[1].client, room, others.length + 5)
  for (const [name, person] of others) await join(person, link, name, room)
  return { room, link }
}

/** Waits until somebody is connected to so many devices of the community. */
export const meets = ({ client }: LanPerson, { community }: Place, peers: number, ms = 120_000): Promise<unknown> =>
  until(client.sync.watch({ community }), (now) => now.peers === peers, ms)

/** Joins by a link and waits until the room is there, longer than on a good line. */
export async function join(
  { client }: LanPerson,
  link: string,
  name: string,
  { space }: Place,
  ms = 120_000,
): Promise<void> {
  const { community } = await client.invites.accept({ link, displayName: name })
  await until(
    client.communities.watch(),
    (all) => all.some(({ id, state }) => id === community && state === 'member'),
    ms,
  )
  await until(client.spaces.watch({ community }), (spaces) => spaces.some(({ id }) => id === space), ms)
}

/** Waits until somebody is connected to a person in one of these ways. */
export const reaches = (
  { client }: LanPerson,
  { community }: Place,
  name: string,
  paths: readonly PathKind[],
  ms = 120_000,
): Promise<unknown> =>
  until(
    client.sync.watch({ community }),
    ({ list }) => list.some((peer) => peer.name === name && peer.state === 'synced' && paths.includes(peer.path)),
    ms,
  )
