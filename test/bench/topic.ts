/** What a screen asks of one topic with a hundred thousand posts, against one with a thousand, each in a profile of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { composeRooms } from '../../core/node/compose.ts'
import { systemClock, systemRandom } from '../../core/node/system.ts'
import { profileSchemas } from '../../core/service/index.ts'
import { Communities } from '../../core/service/communities/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { fileKeyStore, openProfile } from '../../core/storage/index.ts'
import { noNetwork } from '../support/one-service.ts'
import type { Client } from '../support/screen.ts'
import { keptLog, seededRandom, testClock } from '../support/surroundings.ts'
import { type Bench, type BenchResult, median } from './bench.ts'
import { Chance } from './large/chance.ts'
import { Hand } from './large/hand.ts'
import { populate } from './large/people.ts'
import { first } from './large/questions.ts'
import { sentences } from './large/sentences.ts'
import { Talk } from './large/talk.ts'

const MEMBERS = 45
const PER_BLOCK = 250
/** Between two posts, ms. */
const BETWEEN = 600_000
const BEGIN = Date.UTC(2023, 9, 1)
const ROUNDS = 15
/** Posts of one window. */
const WINDOW = 50

/** A board with one topic of so many posts, made through the real formats. */
async function make(path: string, count: number): Promise<void> {
  const clock = testClock(BEGIN)
  const profile = await openProfile({
    ...{ folder: path, keyStore: fileKeyStore(path), schemas: profileSchemas, signal: AbortSignal.timeout(30_000) },
  })
  const random = seededRandom('topic')
  const communities = new Communities({ profile, clock, random, log: keptLog(), network: noNetwork })
  try {
    const { community } = communities.found({ name: 'Many', purpose: '', rules: '' }, 'neighbourhood', 'Ada')
    const large = communities.get(community)
    const authors = populate(large, MEMBERS, { clock, random })
    const [me] = authors
    if (!me) throw new TypeError('nobody is there')
    const board = large.writing.boards.open({ name: 'long', topic: '' })
    const chance = new Chance(1)
    const talk = new Talk({ kind: 'board', oneTopic: true, words: sentences(), chance, me, isRare: () => false })
    while (talk.messages < count) {
      const page = large.documents.writablePage(board)
      const hand = new Hand({ ...large, bytes: (length) => chance.bytes(length) }, page)
      for (let said = 0; said < LIMITS.pageEntries && talk.messages < count; said += PER_BLOCK) {
        const from = clock.now()
        const some = Math.min(PER_BLOCK, count - talk.messages)
        large.documents.receive(
          hand.block(
            Array.from({ length: some }, (_, at) => at)
              .values()
              .map((at) => talk.next(authors, from + at * BETWEEN)),
          ),
        )
        clock.advance(some * BETWEEN)
      }
    }
    while (large.view.search.behind) large.view.search.settle(2000)
  } finally {
    await communities.stop()
    profile.close()
  }
}

async function asked(path: string): Promise<Readonly<Record<string, number>>> {
  const keys = fileKeyStore(path)
  const network = { listen: { host: '127.0.0.1', port: 0 }, discovery: false }
  const options = { profileFolder: path, keys, network, clock: systemClock, random: systemRandom, log: keptLog() }
  const running = await composeRooms(options, keys, AbortSignal.timeout(600_000))
  try {
    const client = createRouterClient(running.router) as unknown as Client
    const community = (await first(client.communities.watch()))[0]?.id
    if (!community) throw new TypeError('no community')
    const space = (await first(client.spaces.watch({ community }))).find(({ name }) => name === 'long')?.id
    if (!space) throw new TypeError('no board')
    const root = (await first(client.boards.watch({ community, space, order: 'active', limit: 1 }))).rows[0]?.id
    if (!root) throw new TypeError('no topic')
    const at = { community, space, root }
    const top = (await first(client.rooms.watch({ ...at, limit: WINDOW }))).rows[0]
    if (!top) throw new TypeError('no post')
    const middle = (BEGIN + top.at) / 2
    const jump = (to: { id: typeof root } | { moment: number }) => client.rooms.around({ ...at, to, limit: WINDOW })
    const questions: Readonly<Record<string, () => Promise<unknown>>> = {
      opening: async () => {
        await first(client.boards.watchTopic({ community, space, topic: root }))
        await client.boards.firstUnread({ community, space, topic: root })
        await first(client.rooms.watch({ ...at, limit: WINDOW }))
      },
      'first post': () => jump({ id: root }),
      'last post': () => jump({ moment: 8.64e15 }),
      'a day': () => jump({ moment: middle }),
      'scrolling up': () => client.rooms.before({ ...at, position: { time: top.time, id: top.id }, limit: WINDOW }),
      'first unread': () => client.boards.firstUnread({ community, space, topic: root }),
      versions: () => client.boards.versions({ community, space, topic: root }),
      'one more post': () => client.rooms.send({ ...at, text: 'one more', clientKey: `more-${performance.now()}` }),
    }
    const times = new Map<string, number[]>()
    for (let round = 0; round <= ROUNDS; round++)
      for (const [name, ask] of Object.entries(questions)) {
        const begun = performance.now()
        await ask()
        // The first round finds nothing in memory and is not counted.
        if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - begun])
      }
    return Object.fromEntries(Array.from(times, ([name, all]) => [name, median(all)]))
  } finally {
    await running.stop()
  }
}

export const topic: Bench = {
  name: 'topic',
  about: 'milliseconds of each answer about a topic of 100,000 posts / about one of 1,000',
  async run(options) {
    const [many, few] = [Number(options.get('entries') ?? 100_000), Number(options.get('against') ?? 1000)]
    const measured: Readonly<Record<string, number>>[] = []
    for (const count of [few, many]) {
      const path = mkdtempSync(join(tmpdir(), 'folkmoot-topic-'))
      try {
        await make(path, count)
        measured.push(await asked(path))
      } finally {
        rmSync(path, { recursive: true, force: true })
      }
    }
    const [small = {}, large = {}] = measured
    return Object.entries(large).map(([question, ms]): BenchResult => {
      const before = small[question] ?? Infinity
      const details = { question, posts: many, ms, 'ms with few': before }
      return { name: 'topic', ratio: ms / before, goal: 3, unit: 'growth', details }
    })
  },
}
