/** What people of the laboratory say and read. */
import { LanPerson } from './lan-person.ts'
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
  ms = 60_000,
): Promise<string[][]> {
  for (const { client } of people) await untilTotal(client, room, total, ms)
  return Promise.all(people.map((person) => texts(person, room)))
}

/** The first founds a garden; the others join by one link of theirs. */
export async function garden(
  founder: LanPerson,
  ...others: readonly LanPerson[]
): Promise<{ room: Place; link: string }> {
  const room = await foundGarden(founder.client, 'Ada')
  const link = await inviteTo(founder.client, room, Math.max(1, others.length + 5))
  for (const [at, other] of others.entries()) await join(other, link, `Guest ${at + 1}`, room)
  return { room, link }
}

/** Waits until somebody is connected to so many devices of the community. */
export const meets = ({ client }: LanPerson, { community }: Place, peers: number, ms = 60_000): Promise<unknown> =>
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
