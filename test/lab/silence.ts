/** Nobody says anything for longer than libraries keep what is idle (trap 7); then somebody does. */
import { LanPerson } from '../support/lan-person.ts'
import { allRead, garden, meets, say } from '../support/lan-talk.ts'
import { until } from '../support/named-people.ts'
import { NetLab } from '../support/netlab.ts'

/** Whether what is said then comes over the very session that was there before. */
export async function silence(minutes: number): Promise<boolean> {
  using lab = new NetLab()
  const network = lab.network('lan')
  await using ada = await LanPerson.at(lab.host('desk', network, '192.168.9.2/24'))
  await using bram = await LanPerson.at(lab.host('couch', network, '192.168.9.3/24'))
  const { room } = await garden({ ada, bram })
  for (const person of [ada, bram]) await meets(person, room, 1)
  const sessions = async (): Promise<string> => {
    const views = [ada, bram].map(({ client }) => until(client.sync.watch({ community: room.community }), () => true))
    return (await Promise.all(views)).flatMap(({ list }) => list.map(({ since }) => since)).join()
  }
  const before = await sessions()
  await new Promise((resolve) => setTimeout(resolve, minutes * 60_000))
  await say(ada, room, 'Are you still there?')
  await allRead([bram], room, 1)
  return (await sessions()) === before
}
