/** Who is in a sketched community, where, and what they said: long names, look-alikes, two directions of writing. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CommunitySummary, MemberView, MessageRow, SpaceView, SyncView } from '../../../core/contract/index.ts'
import type { CommunityId, DeviceId, EntryId, MemberId, SpaceId } from '../../../core/shared/index.ts'

const day = 86_400_000
const gap = 240_000

/** A text of the form ids have, always the same for the same seed. */
export const idOf = (seed: string): string => createHash('sha256').update(seed).digest('base64url')
export const communityOf = (name: string): CommunityId => idOf(name) as CommunityId
export const spaceOf = (community: string, name: string): SpaceId => idOf(community + name) as SpaceId

const texts = readFileSync(new URL('./text.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => line.replaceAll('\\n', '\n'))

const long = 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle'
const names = [
  'Ada',
  'Bram',
  'Chidi',
  'Dalia',
  'Emre',
  'Fatou',
  'Goro',
  'Hana',
  long,
  'ليلى حداد',
  '山田花子',
  'Ｂｒａｍ',
]
const rooms = [
  'general',
  'seed-swap',
  'empty-room',
  'a-very-long-room-name-that-somebody-thought-was-a-good',
  'أخبار الحديقة',
]

export function membersOf(sync: SyncView['state']): MemberView[] {
  return names.map((name, index) => ({
    id: idOf(name) as MemberId,
    name,
    tag: idOf(name).slice(0, 6),
    lookAlike: name.normalize('NFKC') === 'Bram',
    role: index === 0 ? 'owner' : index === 2 ? 'moderator' : 'member',
    state: name === 'Hana' ? 'left' : 'active',
    me: name === 'Bram',
    online: sync === 'up-to-date' && index < 4,
    since: Date.now() - (index + 3) * 21 * day,
    devices: 1 + (index % 2),
  }))
}

export function spacesOf(community: string, state: CommunitySummary['state'], messages: number): SpaceView[] {
  if (state === 'joining' || state === 'damaged') return []
  return rooms.map((name, index) => ({
    id: spaceOf(community, name),
    kind: 'room',
    name,
    topic: index === 0 ? 'Day-to-day talk for the garden, the shed and everything in between' : '',
    unread: state === 'left' || state === 'archive' ? 0 : index === 0 ? Math.min(messages, 3) : index === 1 ? 128 : 0,
    people: [],
    mayManage: false,
    mayChange: true,
    archived: false,
    draft: false,
    messages: index === 2 ? 0 : messages,
  }))
}

export function syncOf(state: SyncView['state'], members: readonly MemberView[]): SyncView {
  const busy = state === 'receiving'
  const near = state === 'up-to-date' || busy ? members.filter(({ me }) => !me).slice(0, 3) : []
  const list = near.map(({ id, name }, index) => ({
    member: id,
    device: idOf(`device of ${name}`) as DeviceId,
    name,
    path: index === 1 ? ('direct' as const) : ('lan' as const),
    address: `/ip4/192.168.1.${20 + index}/tcp/41${index}07`,
    state: index === 2 ? ('authenticated' as const) : ('synced' as const),
    deviceName: index === 0 ? 'Laptop' : '',
    mine: false,
    receiving: busy ? 120 : 0,
    sending: index === 2 ? 4 : 0,
    since: Date.now() - 3_600_000,
    received: 48_000,
    sent: 9000,
  }))
  const addresses = state === 'offline' ? [] : ['/ip4/192.168.1.17/tcp/40123', '/ip6/2001:db8::17/tcp/40123']
  const out = state === 'alone' || state === 'offline' ? members.filter(({ me }) => !me).slice(0, 4) : []
  const unreached = out.map(({ id, name }, index) => ({
    member: id,
    device: idOf(`device of ${name}`) as DeviceId,
    name,
    deviceName: index === 0 ? 'Laptop' : '',
    mine: false,
    lastMet: Date.now() - (index + 1) * 7 * 3_600_000,
    nextTry: Date.now() + 40_000,
    why: 'sync/unreachable',
    addresses: index,
  }))
  return {
    ...{ state, peers: list.length, waiting: state === 'alone' ? 4 : 0, addresses, list, relays: [], keepers: [] },
    receiving: busy ? { left: 120, whole: 300 } : { left: 0, whole: 0 },
    ...{ unreached, unreachedCount: unreached.length },
  }
}

let entries = 0

export function messageOf(author: MemberView, time: number, text: string, arrival: number): MessageRow {
  entries += 1
  return {
    id: `${entries.toString(16).padStart(32, '0')}.1` as EntryId,
    time,
    at: time,
    author: author.id,
    authorName: author.name,
    authorRole: author.role,
    mine: author.me,
    text,
    withdrawn: false,
    forked: false,
    late: arrival % 41 === 40,
    arrival,
    reached: author.me && arrival % 5 !== 0 ? arrival % 7 : 0,
    reactions: [],
    files: [],
    pinned: false,
  }
}

export function talkOf(members: readonly MemberView[], count: number): MessageRow[] {
  const start = Date.now() - count * gap
  const speaking = members.filter(({ state }) => state === 'active')
  return Array.from({ length: count }, (_, index) => {
    const author = speaking[(Math.floor(index / 2.7) * 7) % speaking.length]
    if (!author) throw new TypeError('nobody speaks here')
    const time = start + index * gap - (index % 3) * 60_000
    return messageOf(author, time, texts[(index * 7) % texts.length] ?? '', index + 1)
  })
}
