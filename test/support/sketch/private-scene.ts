/** What a sketched community has that not everybody sees: own devices, private spaces, and what became of messages. */
import type {
  CommunitySummary,
  DeviceView,
  HiddenView,
  LostView,
  MessageRow,
  PairingView,
  SpaceView,
} from '../../../core/contract/index.ts'
import type { ActionId, DeviceId, MemberId, SpaceId } from '../../../core/shared/index.ts'
import { idOf, spaceOf } from './people.ts'

export interface PrivateScene {
  /** This device alone, several with a suspended and a removed one, or as many as there may be. */
  readonly devices?: 'one' | 'several' | 'full'
  readonly recovery?: boolean
  /** How adding a device goes on by itself; without one it waits for ever. */
  readonly pairing?: Extract<PairingView['step'], 'comparing' | 'done' | 'expired'>
  readonly why?: PairingView['why']
  /** How the join under way stands. */
  readonly join?: 'comparing' | 'pending'
  /** Messages that were edited, withdrawn or said twice; others that are set aside; own ones nobody sees. */
  readonly troubled?: boolean
  /** There is no key to write with. */
  readonly noKey?: boolean
  /** Every command about devices, keys and private spaces is refused. */
  readonly refuse?: boolean
  /** Everybody else has left the private spaces. */
  readonly alone?: boolean
}

const day = 86_400_000
const hour = 3_600_000
const person = (name: string): MemberId => idOf(name) as MemberId
const long = 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'

const apart = [
  { kind: 'private', name: 'allotment-board', topic: 'Keys, money and quarrels', with: ['Ada', 'Chidi', long] },
  { kind: 'private', name: 'مجلس الحديقة', topic: '', with: ['Ada', 'ليلى حداد'] },
  { kind: 'direct', name: '', topic: '', with: ['Ada'] },
  { kind: 'direct', name: '', topic: '', with: ['Ｂｒａｍ'] },
  { kind: 'direct', name: '', topic: '', with: [long, 'Dalia', '山田花子'] },
] as const

export const privateSpaceOf = (community: string, index: number): SpaceId => spaceOf(community, `private ${index}`)

export function privateSpacesOf(community: string, state: CommunitySummary['state'], alone = false): SpaceView[] {
  // Somewhere there must be a community without any.
  if (state !== 'member' || community.startsWith('Chess')) return []
  return apart.map(({ kind, name, topic, with: others }, index) => ({
    id: privateSpaceOf(community, index),
    kind,
    name,
    topic,
    people: [person('Bram'), ...(alone ? [] : others.map(person))],
    mayManage: index === 0,
    mayChange: index === 0,
    archived: false,
    draft: false,
    unread: index === 2 ? 2 : 0,
    messages: index === 4 || alone ? 0 : 12,
  }))
}

function device(name: string, over: Partial<DeviceView> = {}): DeviceView {
  return {
    id: idOf(`device ${name}`) as DeviceId,
    name,
    state: 'active',
    recovery: false,
    mine: false,
    online: false,
    equivocated: false,
    since: Date.now() - 40 * day,
    ...over,
  }
}

export function devicesOf({ devices = 'one', recovery = false }: PrivateScene): DeviceView[] {
  const removal = idOf('removal') as ActionId
  const first = device('', { mine: true, online: true, since: Date.now() - 63 * day })
  const key = device('recovery key', { name: '', recovery: true, since: Date.now() - 60 * day })
  const several = [
    device('Laptop in the shed', { online: true }),
    device('The very old computer of my grandmother that stands in the attic and is on only on Sundays', {
      state: 'suspended',
      removal,
    }),
    device('هاتف العمل', { state: 'suspended', removal, since: Date.now() - 12 * day }),
    device('Old phone', { state: 'removed', removal, equivocated: true, since: Date.now() - 300 * day }),
  ]
  const full = Array.from({ length: 7 }, (_, index) => device(`Computer ${index + 2}`))
  const others = { one: [], several, full }[devices]
  return [first, ...others, ...(recovery ? [key] : [])]
}

export function hiddenOf(): HiddenView[] {
  const decision = idOf('decision') as ActionId
  const at = Date.now() - 9 * day
  const decided = { decision, byName: 'Ada', at }
  return [
    {
      reason: 'removed',
      author: person('Goro'),
      authorName: 'Goro',
      count: 11,
      ...decided,
      texts: ['Buy seeds from me, **half price**!', 'Why does nobody answer?'],
    },
    { reason: 'left', author: person('Hana'), authorName: 'Hana', count: 1, at, texts: ['One more thing …'] },
    { reason: 'device-removed', author: person(long), authorName: long, count: 3, ...decided, texts: [] },
    { reason: 'forked', author: person('Emre'), authorName: 'Emre', count: 2, texts: ['The meeting is at eight'] },
    { reason: 'refused', author: person('Fatou'), authorName: 'Fatou', count: 1, texts: [] },
    { reason: 'waiting-for-key', author: person('ليلى حداد'), authorName: 'ليلى حداد', count: 4, texts: [] },
    { reason: 'damaged', authorName: '', count: 0, texts: [] },
    { reason: 'update-needed', author: person('Dalia'), authorName: 'Dalia', count: 1, texts: [] },
  ]
}

export function lostOf(community: string): LostView[] {
  const lost = (n: number, text: string): LostView => ({
    id: `${n.toString(16).padStart(32, 'a')}.1` as LostView['id'],
    space: spaceOf(community, 'general'),
    spaceName: 'general',
    at: Date.now() - n * hour,
    text,
  })
  return [lost(3, 'I can bring the long ladder on Saturday.'), lost(2, 'And the small one too, if it is needed.')]
}

/** Marks the last rows of a room: mine changed, another's said twice, another's taken back. */
export function troubled(rows: readonly MessageRow[]): MessageRow[] {
  const last = (wanted: (row: MessageRow) => boolean): number => rows.findLastIndex(wanted)
  const mine = last((row) => row.mine)
  const theirs = last((row) => !row.mine)
  const before = rows.findLastIndex((row, index) => !row.mine && index < theirs)
  return rows.map((row, index) => {
    if (index === mine) return { ...row, editedAt: row.at + 90_000 }
    if (index === theirs) return { ...row, forked: true, editedAt: row.at + 60_000 }
    if (index === before) return { ...row, text: '', withdrawn: true }
    return row
  })
}
