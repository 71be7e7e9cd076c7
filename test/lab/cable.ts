/** Pulls a cable again and again, and measures how long it takes both ends to notice, and to meet again. */
import { LanPerson } from '../support/lan-person.ts'
import { garden, meets } from '../support/lan-talk.ts'
import { NetLab } from '../support/netlab.ts'

/** Milliseconds. */
export interface Pull {
  /** Until neither counts the other as there. */
  readonly noticed: number
  /** Until both are connected, once the cable is back. */
  readonly mended: number
}

/** Milliseconds after which it counts as never. */
const patience = 120_000

export async function* pulls(times: number): AsyncGenerator<Pull> {
  using lab = new NetLab()
  const network = lab.network('lan')
  const [desk, couch] = [lab.host('desk', network, '192.168.9.2/24'), lab.host('couch', network, '192.168.9.3/24')]
  await using ada = await LanPerson.at(desk)
  await using bram = await LanPerson.at(couch)
  const { room } = await garden({ ada, bram })
  const both = (peers: number): Promise<unknown> =>
    Promise.all([ada, bram].map((person) => meets(person, room, peers, patience)))
  await both(1)
  for (let at = 0; at < times; at++) {
    lab.cable(couch, 'down')
    const noticed = await took(both(0))
    lab.cable(couch, 'up')
    yield { noticed, mended: await took(both(1)) }
  }
}

async function took(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work
  return performance.now() - began
}
