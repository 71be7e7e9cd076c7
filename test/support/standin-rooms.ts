/** Rooms that stand in for the real ones, for tests of what is around them: they refuse, break, flood and take their time by name. */
import { implement } from '@orpc/server'
import { contract } from '../../core/contract/index.ts'
import type { Compose } from '../../core/node/parts.ts'
import { FolkmootError, type CommunityId, type KeyStore, type SpaceId } from '../../core/shared/index.ts'

export interface StandIn {
  readonly compose: Compose
  /** Commands and queries that have begun and not ended. */
  readonly underWay: Set<string>
  /** Windows that `rooms.watch` was asked for. */
  windows: number
  stops: number
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** @param open throws, or waits, as the opening of the profile would */
export function standInRooms(
  open: (keys: KeyStore, signal: AbortSignal) => Promise<void> = async () => undefined,
): StandIn {
  const underWay = new Set<string>()
  const standIn: StandIn = {
    underWay,
    windows: 0,
    stops: 0,
    compose: async ({ profileFolder }, keys, signal) => {
      await open(keys, signal)
      return {
        router: { profile: profileArea(profileFolder, underWay), rooms: roomsArea(standIn), sync: deafArea },
        stop: async () => void (standIn.stops += 1),
      }
    },
  }
  return standIn
}

function profileArea(folder: string, underWay: Set<string>) {
  const area = implement(contract.profile)
  const view = (name: string) => ({ name, protection: 'file' as const, folder })
  const settings = {
    theme: 'system',
    density: 'comfy',
    language: 'en',
    contextPane: true,
    skinTone: 'none',
    recentEmoji: [] as string[],
  } as const
  return area.router({
    watch: area.watch.handler(async function* ({ signal }) {
      underWay.add('watch')
      try {
        yield view('first')
        await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      } finally {
        underWay.delete('watch')
      }
    }),
    setName: area.setName.handler(async ({ input: { name } }) => {
      if (name === 'refuse')
        throw new FolkmootError('text/too-long', 'At most {most} characters.', { details: { most: 64 } })
      if (name === 'break') throw new TypeError('secret words of a person')
      if (name.startsWith('slow')) {
        underWay.add(name)
        await pause(300)
        underWay.delete(name)
      }
      return view(name)
    }),
    watchSettings: area.watchSettings.handler(async function* () {
      yield settings
      throw new FolkmootError('storage/disk-full', 'The disk is full.')
    }),
    changeSettings: area.changeSettings.handler(() => settings),
  })
}

function roomsArea(standIn: { windows: number }) {
  const area = implement(contract.rooms)
  const row = {
    time: 1,
    at: 1,
    author: 'A'.repeat(43),
    authorName: 'Ada',
    mine: false,
    late: false,
    withdrawn: false,
    forked: false,
    arrival: 1,
    reached: 0,
    reactions: [],
    files: [],
    pinned: false,
  }
  return {
    watch: area.watch.handler(async function* ({ signal }) {
      while (signal?.aborted !== true) {
        standIn.windows += 1
        const id = `${'0'.repeat(32)}.${standIn.windows}`
        const rows = [{ ...row, id, text: 'x'.repeat(100_000) }]
        yield { type: 'changes' as const, rows, total: 1, readUpTo: 0, gone: [] }
        if (standIn.windows % 10 === 0) await pause(0)
      }
    }),
  }
}

const syncArea = implement(contract.sync)

/** Hears nobody who wants it to end. */
const deafArea = {
  watch: syncArea.watch.handler(async function* () {
    const nobody = { peers: 0, waiting: 0, receiving: { left: 0, whole: 0 }, unreachedCount: 0 }
    yield { state: 'alone' as const, ...nobody, addresses: [], list: [], unreached: [], relays: [], keepers: [] }
    await new Promise(() => undefined)
  }),
}

export const someCommunity = 'C'.repeat(43) as CommunityId
export const someSpace = 'S'.repeat(43) as SpaceId
