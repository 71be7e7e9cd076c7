/**
 * A core in a process of its own on a large profile, spoken to as a screen would. `<what> <folder>` on the command line; answers with
 * one line of JSON.
 */
import { argv, exit, memoryUsage, stdout } from 'node:process'
import { Documents } from '../../../core/documents/index.ts'
import { composeRooms } from '../../../core/node/compose.ts'
import { systemClock, systemRandom } from '../../../core/node/system.ts'
import { fileKeyStore } from '../../../core/storage/index.ts'
import type { CommunityId } from '../../../core/shared/index.ts'
import { createRouterClient } from '@orpc/server'
import type { Client } from '../../support/screen.ts'
import { keptLog } from '../../support/surroundings.ts'
import { asked, first } from './questions.ts'

export interface Started {
  /** From the profile being opened to the first rows of a room, ms. */
  readonly ms: number
  /** Until the profile was open and everything on it runs, ms. */
  readonly open: number
  readonly rows: number
  /** Automerge documents that were loaded for it. */
  readonly loaded: number
}

export interface Lived {
  /** Resident memory after each round of opening and closing all rooms, MB. */
  readonly rss: readonly number[]
  /** The same after the second and after the last, once what nobody needs was let go of. */
  readonly kept: readonly [number, number]
}

const MB = 1e6
const ROUNDS = 20
/** Rounds until everything was needed once. */
const WARM = 2

/** Whoever holds documents, to be asked how many of them are open. */
const holders = new Set<Documents>()
const { authorityChanged } = Documents.prototype
Documents.prototype.authorityChanged = function (this: Documents): void {
  holders.add(this)
  authorityChanged.call(this)
}

async function roomsOf(client: Client) {
  const communities = await first(client.communities.watch())
  const community = communities[0]?.id
  if (!community) throw new TypeError('no community')
  return { community, spaces: await first(client.spaces.watch({ community })) }
}

async function largeRoom(client: Client) {
  const { community, spaces } = await roomsOf(client)
  const space = spaces.find(({ name }) => name === 'everything')?.id
  const board = spaces.find(({ name }) => name === 'long')?.id
  const many = spaces.find(({ name }) => name === 'board 3')?.id
  if (!space || !board || !many) throw new TypeError('no such room')
  return { community, space, board, many }
}

async function openAll(client: Client, community: CommunityId): Promise<void> {
  for (const { id: space, kind } of await first(client.spaces.watch({ community }))) {
    const seen = await first(client.rooms.watch({ community, space, limit: 50 }))
    const [top] = seen.rows
    if (top) await client.rooms.before({ community, space, position: { time: top.time, id: top.id }, limit: 50 })
    if (kind === 'board') await first(client.boards.watch({ community, space, order: 'active', limit: 50 }))
    else await first(client.rooms.watchThreads({ community, space, limit: 50 }))
  }
}

const [what = '', profileFolder = ''] = argv.slice(2)
const begun = performance.now()
const network = { listen: { host: '127.0.0.1', port: 0 }, discovery: false }
const keys = fileKeyStore(profileFolder)
const options = { profileFolder, keys, network, clock: systemClock, random: systemRandom, log: keptLog() }
const running = await composeRooms(options, keys, AbortSignal.timeout(600_000))
const open = performance.now() - begun
const client = createRouterClient(running.router) as unknown as Client

async function answer(): Promise<unknown> {
  if (what === 'start') {
    const { community, space } = await largeRoom(client)
    const { rows } = await first(client.rooms.watch({ community, space, limit: 50 }))
    const ms = performance.now() - begun
    const loaded = [...holders].reduce((sum, { openPages }) => sum + openPages, 0)
    return { ms, open, rows: rows.length, loaded } satisfies Started
  }
  if (what === 'memory') {
    const { community } = await roomsOf(client)
    const rss: number[] = []
    const kept: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await openAll(client, community)
      rss.push(memoryUsage().rss / MB)
      if (round !== WARM - 1 && round !== ROUNDS - 1) continue
      globalThis.gc?.({ execution: 'sync', flavor: 'last-resort', type: 'major' })
      kept.push(memoryUsage().rss / MB)
    }
    return { rss, kept: [kept[0] ?? 0, kept[1] ?? 0] } satisfies Lived
  }
  return asked(client, await largeRoom(client))
}

stdout.write(`${JSON.stringify(await answer())}\n`)
await running.stop()
exit(0)
