/** How long it takes from opening an invite to a screen one can read, in a community with a long history and in one without. */
import { createSync } from '../../core/sync/index.ts'
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
import { carriedOf } from '../support/carried-person.ts'
import { until } from '../support/named-people.ts'
import { type SmallCommunity, smallCommunity } from '../support/small-community.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import { type Bench, median } from './bench.ts'
import { benchCommunity } from './data.ts'
import { type WholeCore, wholeCore } from './whole-core.ts'

/** Rows of a screen. */
const ROWS = 50
const ROUNDS = 3

export const join: Bench = {
  name: 'join',
  about: 'invite opened → the newest messages can be read, 100,000 messages of 50 authors / one message, over TCP',
  async run(options) {
    const count = Number(options.get('entries') ?? 100_000)
    const small = smallCommunity('join')
    small.say('ada', 'Welcome.')
    const bench = benchCommunity(count)
    const newest = bench.texts.at(-1)?.text ?? ''
    const [large, empty]: [Joined[], Joined[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      empty.push(await joined(small, 'Welcome.', 1))
      large.push(await joined(bench.village, newest, Math.min(count, ROWS)))
    }
    bench.village[Symbol.dispose]()
    small[Symbol.dispose]()
    const [ours, other] = [median(large.map(({ ms }) => ms)), median(empty.map(({ ms }) => ms))]
    const details = {
      messages: count,
      'ms until readable': ours,
      'ms with one message': other,
      'messages here by then': median(large.map(({ messages }) => messages)),
    }
    return [{ name: 'join', ratio: ours / other, goal: 2, unit: 'time', details }]
  },
}

interface Joined {
  readonly ms: number
  /** How many messages had come by then. */
  readonly messages: number
}

/** A fresh core joins; it can read once the newest message stands on the screen, among so many. */
async function joined(village: SmallCommunity, newest: string, rows: number): Promise<Joined> {
  const log = keptLog()
  const privateKey = await createPeerKey()
  const listen = { host: '127.0.0.1', port: 0 }
  const transport = await libp2pTransport({ privateKey, listen, discovery: false, log, clock: wallClock })
  const sync = createSync({ transport, clock: wallClock, random: seededRandom('bench-join'), log })
  await sync.start(AbortSignal.timeout(10_000))
  const carried = carriedOf(village, 'ada')
  carried.inviting = true
  const end = sync.carry(carried)
  const zoe = await wholeCore()
  const link = village.link(sync.addresses())
  const start = performance.now()
  const { community } = await zoe.client.invites.accept({ link, displayName: 'Zoe' })
  const messages = await readable(zoe, community, newest, rows)
  const ms = performance.now() - start
  await zoe.stop()
  await end()
  await sync.stop()
  return { ms, messages }
}

async function readable({ client }: WholeCore, community: CommunityId, newest: string, rows: number): Promise<number> {
  await until(client.communities.watch(), (all) => all.some(({ state }) => state === 'member'), 60_000)
  const spaces = await until(client.spaces.watch({ community }), (all) => all.length > 0, 60_000)
  const [first] = spaces
  if (!first) throw new TypeError('no room')
  const shown = new Set<string>()
  let isThere = false
  const event = await until(
    client.rooms.watch({ community, space: first.id, limit: ROWS }),
    (told) => {
      if (told.type === 'window') shown.clear()
      for (const { id, text } of told.rows) {
        shown.add(id)
        isThere ||= text === newest
      }
      return isThere && shown.size >= rows
    },
    120_000,
  )
  return event.total
}
