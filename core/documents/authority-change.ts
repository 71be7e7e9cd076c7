/** When the log has changed: feeds are cut where it says now, and what their authors' words count for is asked again. */
import { base64url, type DeviceId, type MemberId } from '../shared/index.ts'
import { digest } from '../identity/index.ts'
import type { Authority } from './authority.ts'
import type { HeldHashes } from './feeds/held-hashes.ts'
import type { FeedStore, StoredFeed } from './feeds/store.ts'
import type { Folding, News } from './folding.ts'

/** Actions that give somebody a role, or take it. */
const GRANTS = new Set(['admit', 'add', 'add-device', 'set-role'])

export interface AuthorityChangeParts {
  readonly store: FeedStore
  readonly folding: Folding
  readonly hashes: HeldHashes
  readonly membership: Authority
}

/** Brings all documents in line with the log; nothing is touched where nothing of it changed. Within a transaction. */
export function followAuthority({ store, folding, hashes, membership }: AuthorityChangeParts, news: News): void {
  const concerned = new Set<number>()
  const cut = store.cutDevices()
  const standings = standingsOf(membership)
  const known = store.devices()
  for (const { id, standing: noted } of [...known, ...unheard(membership, known)]) {
    const member = membership.state.devices.get(id)?.member ?? ''
    const word = standings.get(member as MemberId) ?? ''
    const now = `${member} ${word}`
    // Nothing was noted yet of whose device it is.
    const standing = noted === word ? now : noted
    const isCut = membership.cutReason(id) !== undefined || cut.has(id)
    if (!isCut && now === noted) continue
    for (const feed of store.feedsOf(id)) {
      const isMoved = isCut && moveCut(store, feed, membership.cutOf(id, feed.id), hashes)
      if (isMoved || now !== standing) concerned.add(feed.document)
    }
    if (now !== noted) store.noteStanding(id, now)
  }
  for (const number of [...concerned].sort((a, b) => a - b)) {
    const document = store.documentOfNumber(number)
    if (document) folding.refold(document, news)
  }
}

/** Devices nothing has come of yet: what comes of them will be made under what the log says of them now. */
function unheard(
  { state }: Authority,
  known: readonly { readonly id: DeviceId }[],
): { readonly id: DeviceId; readonly standing: string }[] {
  const heard = new Set(known.map(({ id }) => id))
  return [...state.devices.keys()].filter((id) => !heard.has(id)).map((id) => ({ id, standing: '' }))
}

/** Cuts off one feed, or lets it go on; answers whether that is news. */
function moveCut(store: FeedStore, feed: StoredFeed, cutSeq: number | undefined, hashes: HeldHashes): boolean {
  if (cutSeq === feed.cutSeq) return false
  const isInside = cutSeq !== undefined && cutSeq > 0 && cutSeq < feed.headSeq
  store.updateFeed({ ...feed, cutSeq, cutHash: isInside ? hashes.at(feed, cutSeq) : undefined })
  return true
}

/**
 * For each member, a name for what the log has taken from their word: grants that do not count, steps down, and that they wait to be let
 * in. While it stays the same, all they wrote counts for the same.
 */
function standingsOf(membership: Authority): ReadonlyMap<MemberId, string> {
  const all = new Map<MemberId, string[]>()
  for (const { action, target, state } of membership.history()) {
    const { payload, id } = action
    const isStepDown = payload.type === 'set-role' && (payload.role !== 'owner' || payload.cut.length > 0)
    if (!target || !GRANTS.has(payload.type) || (state === 'counts' && !isStepDown)) continue
    all.set(target, [...(all.get(target) ?? []), `${id} ${state}`])
  }
  // Whoever waits to be let in is shown nowhere until then.
  for (const [id, { state }] of membership.state.members)
    if (state === 'pending') all.set(id, [...(all.get(id) ?? []), state])
  return new Map([...all].map(([member, lines]) => [member, nameOf(lines)]))
}

function nameOf(lines: readonly string[]): string {
  return base64url(digest('folkmoot/standing/1', new TextEncoder().encode(lines.toSorted(compare).join('\n'))))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a === b ? 0 : 1
}
