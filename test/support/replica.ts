/** Documents of one community on their own, over a stand-in for the log that says of cuts and roles whatever a test wants. */
import { join } from 'node:path'
import {
  type Authority,
  Documents,
  documentsSchema,
  type Effect,
  type EffectPort,
  type Keys,
} from '../../core/documents/index.ts'
import type { Device } from '../../core/identity/index.ts'
import type { MemberRole } from '../../core/membership/index.ts'
import type { DeviceId, DocumentId, FeedId, MemberId } from '../../core/shared/index.ts'
import { type Database, openDatabase } from '../../core/storage/index.ts'
import { keptEffects, type Person } from './small-community.ts'
import { keptLog, seededRandom, testClock } from './surroundings.ts'

/** Cuts by device: how far each of its feeds counts, none of those that are not named. */
export type Cuts = ReadonlyMap<DeviceId, ReadonlyMap<FeedId, number>>

export interface Replica {
  readonly documents: Documents
  readonly database: Database
  /** What the view was given, by document. */
  readonly effects: Effect[]
  readonly log: ReturnType<typeof keptLog>
  /** Whatever the log says of cuts from now on. */
  cut(cuts: Cuts): void
  /** What somebody's word counts for from now on. */
  rank(device: DeviceId, role: MemberRole): void
  /** Whose device one is from now on. */
  claim(device: DeviceId, member: MemberId): void
  restart(): Replica
}

export interface ReplicaOptions {
  readonly folder: string
  readonly name: string
  /** Whose log and keys these are. */
  readonly like: Person
  readonly device?: Device
  readonly ring?: Keys
  readonly cuts?: Cuts
}

export function replica(options: ReplicaOptions): Replica {
  const { folder, name, like } = options
  const { membership } = like
  const device = options.device ?? like.device
  const path = join(folder, `${name}.db`)
  const database = openDatabase({ path, key: new Uint8Array(32).fill(3), schemas: [documentsSchema] })
  let cuts = options.cuts ?? new Map<DeviceId, ReadonlyMap<FeedId, number>>()
  const ranks = new Map<DeviceId, MemberRole>()
  const claims = new Map<DeviceId, MemberId>()
  const action = membership.heads()[0]
  if (!action) throw new TypeError('an empty log')
  const listeners = new Set<() => void>()
  const decision = membership.history()[0]
  const authority: Authority = {
    get state() {
      if (claims.size === 0) return membership.state
      const { devices, members } = membership.state
      return {
        members,
        devices: new Map([...devices].map(([id, of]) => [id, { ...of, member: claims.get(id) ?? of.member }])),
      }
    },
    has: (id) => membership.has(id),
    heads: () => membership.heads(),
    headsFor: (of) => membership.headsFor(of),
    roleAt: (of, heads) => membership.roleAt(of, heads),
    roleOf: (item) => ranks.get(item.device) ?? membership.roleAt(item.device, item.heads),
    cutOf: (of, feed) => (cuts.has(of) ? (cuts.get(of)?.get(feed) ?? 0) : undefined),
    cutReason: (of) => (cuts.has(of) ? { kind: 'removed', action } : undefined),
    isActive: (of) => !cuts.has(of) && membership.isActive(of),
    history: () =>
      [...ranks].flatMap(([of, role]) => {
        const member = membership.state.devices.get(of)?.member
        const payload = { type: 'set-role', member: new Uint8Array(32), role, cut: [] } as const
        return decision && member ? [{ action: { ...decision.action, payload }, target: member, state: 'void' }] : []
      }),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const effects: Effect[] = []
  const view: EffectPort = keptEffects(effects)
  const log = keptLog()
  const documents = new Documents({
    database,
    community: membership.community,
    membership: authority,
    ring: options.ring ?? like.ring,
    device,
    clock: testClock(),
    random: seededRandom(`replica ${name}`),
    log,
    view,
  })
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  return {
    documents,
    database,
    effects,
    log,
    cut(now) {
      cuts = now
      tell()
    },
    rank(of, role) {
      ranks.set(of, role)
      tell()
    },
    claim(of, member) {
      claims.set(of, member)
      tell()
    },
    restart() {
      documents.close()
      database.close()
      const again = replica({ ...options, cuts })
      again.effects.push(...again.documents.effects())
      return again
    },
  }
}

/** Carries what `from` holds and `to` lacks, as sync does: by vector, and where nothing comes of it by what stands last. */
export function exchange(from: Replica, to: Replica, document: DocumentId): void {
  for (let turn = 0; turn < 20; turn++) {
    if (!from.documents.has(document) || !to.documents.has(document) || isEqual(from, to, document)) return
    if (ask(from, to, document, to.documents.vector(document)) > 0) continue
    if (ask(from, to, document, to.documents.exactVector(document)) === 0) return
  }
  throw new TypeError('an exchange without end')
}

/** All with all, until nothing changes. Answers how many rounds it took. */
export function exchangeAll(replicas: readonly Replica[]): number {
  const state = (): string =>
    replicas
      .map(({ documents }) =>
        documents
          .list()
          .map((id) => `${id} ${documents.digest(id).join()}`)
          .join(),
      )
      .join('|')
  for (let round = 1; ; round++) {
    const before = state()
    for (const from of replicas)
      for (const to of replicas)
        if (from !== to) for (const document of from.documents.list()) exchange(from, to, document)
    if (state() === before) return round
    if (round > 20) throw new TypeError('no end of exchanges')
  }
}

function isEqual(a: Replica, b: Replica, document: DocumentId): boolean {
  return a.documents.digest(document).join() === b.documents.digest(document).join()
}

function ask(
  from: Replica,
  to: Replica,
  document: DocumentId,
  heads: readonly { feed: FeedId; seq: number }[],
): number {
  const vector = new Map(heads.map(({ feed, seq }) => [feed, seq]))
  let accepted = 0
  for (const block of from.documents.blocksBeyond(document, vector)) accepted += to.documents.receive(block).accepted
  return accepted
}
