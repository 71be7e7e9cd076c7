/** What a screen asks of a core, and how long each answer takes. */
import type { CommunityId, SpaceId } from '../../../core/shared/index.ts'
import type { Client } from '../../support/screen.ts'
import { median } from '../bench.ts'
import { EASTERN, RARE } from './talk.ts'

export interface Places {
  readonly community: CommunityId
  /** The large room. */
  readonly space: SpaceId
  /** The board with one large topic. */
  readonly board: SpaceId
  /** A board with many topics. */
  readonly many: SpaceId
}

export interface Answered {
  /** The middle one of some rounds, ms. */
  readonly ms: number
  /** How much the answer held. */
  readonly rows: number
}

/** Each is asked so often, one after the other, so that none is always asked first. */
const ROUNDS = 15

export async function asked(client: Client, places: Places): Promise<Readonly<Record<string, Answered>>> {
  const { community, space, board, many } = places
  const topics = await first(client.boards.watch({ community, space: board, order: 'active', limit: 50 }))
  const root = topics.rows[0]?.id
  const moment = (await first(client.rooms.watch({ community, space, limit: 1 }))).rows[0]?.at ?? 0
  const find = async (text: string) =>
    (await client.search.find({ text, community, order: 'newest', limit: 50 })).messages.length
  const questions: Readonly<Record<string, () => Promise<number>>> = {
    'last 50': async () => (await first(client.rooms.watch({ community, space, limit: 50 }))).rows.length,
    'last 50 of a topic': async () =>
      (await first(client.rooms.watch({ community, space: board, limit: 50, ...(root && { root }) }))).rows.length,
    '50 around a day': async () =>
      (await client.rooms.around({ community, space, to: { moment: moment - 30 * 24 * 3600 * 1000 }, limit: 50 })).rows
        .length,
    unread: async () => (await first(client.spaces.watch({ community }))).length,
    'inbox counts': async () => (await first(client.inbox.watchCounts())).unread,
    'inbox mentions': async () => (await first(client.inbox.watch({ filter: 'mentions' }))).groups.length,
    'inbox unread': async () => (await first(client.inbox.watch({ filter: 'unread' }))).groups.length,
    home: async () => (await first(client.home.watch({ community, limit: 50 }))).items.length,
    topics: async () =>
      (await first(client.boards.watch({ community, space: many, order: 'active', limit: 50 }))).rows.length,
    people: async () => (await first(client.members.watch({ community }))).length,
    'search: rare word': () => find(RARE),
    'search: common word': () => find('the'),
    'search: two words': () => find('package version'),
    'search: beginning': () => find('conf*'),
    'search: Chinese': () => find(EASTERN),
  }
  const times = new Map<string, number[]>()
  const rows = new Map<string, number>()
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, ask] of Object.entries(questions)) {
      const begun = performance.now()
      rows.set(name, await ask())
      // The first round finds nothing in memory and is not counted.
      if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - begun])
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, { ms: median(all), rows: rows.get(name) ?? 0 }]))
}

/** The first that is told. */
export async function first<T>(told: Promise<AsyncIterable<T>>): Promise<T> {
  for await (const each of await told) return each
  throw new TypeError('nothing was told')
}
