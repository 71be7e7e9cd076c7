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
  about:
    'invite opened → a screen full of messages, and the newest among them, 100,000 messages of 50 authors / one message, over TCP',
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
    const newestMs = median(large.map(({ msNewest }) => msNewest))
    const details = {
      messages: count,
      'ms until a screen is full': ours,
      'ms until the newest message': newestMs,
      'ms with one message': other,
      'messages here by then': median(large.map(({ messages }) => messages)),
    }
    return [
      { name: 'join', ratio: ours / other, goal: 2, unit: 'screen', details },
      { name: 'join', ratio: newestMs / other, goal: 2, unit: 'newest', details },
    ]
  },
}

interface Joined {
  /** Until a screen is full of messages of the newest page. */
  readonly ms: number
  /** Until the newest message of all is among them. */
  readonly msNewest: number
  /** How many messages had come by then. */
  readonly messages: number
}

/** A fresh core joins; a screen is full with so many messages. */
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
  const seen = await readable(zoe, community, newest, rows)
  await zoe.stop()
  await end()
  await sync.stop()
  return { ms: seen.full - start, msNewest: seen.newest - start, messages: seen.messages }
}

async function readable(
  { client }: WholeCore,
  community: CommunityId,
  newest: string,
  rows: number,
): Promise<{ full: number; newest: number; messages: number }> {
  await until(client.communities.watch(), (all) => all.some(({ state }) => state === 'member'), 60_000)
  const spaces = await until(client.spaces.watch({ community }), (all) => all.length > 0, 60_000)
  const [first] = spaces
  if (!first) throw new TypeError('no room')
  const shown = new Set<string>()
  let isThere = false
  let full: number | undefined
  const event = await until(
    client.rooms.watch({ community, space: first.id, limit: ROWS }),
    (told) => {
      if (told.type === 'window') shown.clear()
      for (const { id, text } of told.rows) {
        shown.add(id)
        isThere ||= text === newest
      }
      if (shown.size >= rows) full ??= performance.now()
      return isThere && full !== undefined
    },
    120_000,
  )
  const now = performance.now()
  return { full: full ?? now, newest: now, messages: event.total }
}
