/** A view over a database of its own, told of effects by hand: who says what, with which clock, having seen what. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Effect, type Entry, messageEntry, roomEntry } from '../../core/documents/index.ts'
import type { Member, MemberRole } from '../../core/membership/index.ts'
import type { CommunityId, DeviceId, DocumentId, EntryId, FeedId, MemberId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { markSchema, View, viewSchema } from '../../core/view/index.ts'
import { keptLog, temporaryFolder } from './surroundings.ts'

export const charter = 'C'.repeat(43) as DocumentId
export const profiles = 'F'.repeat(43) as DocumentId
export const space = 'S'.repeat(43) as DocumentId
export const page = 'P'.repeat(43) as DocumentId
export const community = 'Q'.repeat(43) as CommunityId
export const minute = 60_000

export function hashOf(name: string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(name).digest())
}

export function memberOf(id: string, more: Partial<Member> = {}): Member {
  return {
    id: id as MemberId,
    role: 'member',
    state: 'active',
    since: 0,
    devices: [id as DeviceId],
    recovery: undefined,
    grants: [],
    leaves: [],
    admittedBy: undefined,
    invitedBy: undefined,
    ...more,
  }
}

/** What an effect is made of when it is not what one would expect. */
export interface Odd {
  readonly document?: DocumentId
  readonly device?: string
  readonly seen?: readonly Effect[]
  readonly opened?: DocumentId
  readonly role?: MemberRole
  readonly forked?: boolean
  /** Instead of the feed named by its author. */
  readonly feed?: string
}

const DOCUMENTS = { charter, profiles, 'room-root': space, 'room-page': page }

/** Effects of feeds that are gone on with from call to call. */
export function effectMaker(role: (who: string) => MemberRole) {
  const seqs = new Map<string, number>()
  return (who: string, kind: Effect['kind'], entry: Entry, odd: Odd = {}): Effect => {
    const document = odd.document ?? DOCUMENTS[kind]
    const feed = createHash('md5')
      .update(`${odd.feed ?? who} ${document}`)
      .digest('hex') as FeedId
    const seq = (seqs.get(feed) ?? 0) + 1
    seqs.set(feed, seq)
    return {
      document,
      kind,
      space,
      feed,
      seq,
      hash: hashOf(`${feed} ${seq}`),
      device: (odd.device ?? who) as DeviceId,
      seen: (odd.seen ?? []).map((each) => ({ feed: each.feed, seq: each.seq, hash: each.hash.subarray(0, 16) })),
      entry,
      heads: [],
      role: odd.role ?? role(who),
      forked: odd.forked ?? false,
      opened: odd.opened,
    }
  }
}

/** Ada looks at her own index; she is the owner, Bram a member since minute 5, and whoever else is in `more`. Eve belongs to nobody. */
export function adasView(more: readonly Member[] = [], me = 'ada' as MemberId) {
  const folder = temporaryFolder()
  const database = openDatabase({
    path: join(folder.path, 'a.db'),
    key: new Uint8Array(32),
    schemas: [viewSchema, markSchema],
  })
  let now = 10 * minute
  const people = new Map<string, Member>()
  const know = (member: Member): void => member.devices.forEach((device) => void people.set(device, member))
  for (const member of [memberOf('ada', { role: 'owner' }), memberOf('bram'), ...more]) know(member)
  const options = {
    database,
    community,
    memberOf: (device: DeviceId) => people.get(device),
    me,
    mySince: () => 5 * minute,
    now: () => now,
    log: keptLog(),
  }
  const view = new View(options)
  view.prepare(() => [])
  const effect = effectMaker((who) => people.get(who)?.role ?? 'member')
  const apply = (...effects: Effect[]): void => database.transaction('received', () => view.apply(effects))
  const opening = effect('ada', 'charter', roomEntry(0, { name: 'general', topic: 'All' }, ''), { opened: space })
  apply(opening)
  const rows = () => view.queries.newest(space, 100)
  return {
    database,
    view,
    apply,
    know,
    effect,
    opening,
    refold: (document: DocumentId, effects: readonly Effect[]) =>
      database.transaction('received', () => view.refold(document, effects)),
    /** In the room's page. */
    say: (who: string, at: number, text: string, odd?: Odd): Effect => {
      const said = effect(who, 'room-page', messageEntry(at, text), odd)
      apply(said)
      return said
    },
    at: (time: number) => void (now = time),
    rows,
    texts: () => rows().map(({ text }) => text),
    close: () => {
      database.close()
      folder[Symbol.dispose]()
    },
  }
}

export function nameOf({ feed, seq }: Pick<Effect, 'feed' | 'seq'>): EntryId {
  return `${feed}.${seq}` as EntryId
}
