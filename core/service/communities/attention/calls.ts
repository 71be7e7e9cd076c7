/** What is unread of rooms, threads and topics as lists tell it: what came and was not read, and what was read and calls this person since it was changed. */
import type { SpaceId } from '../../../shared/index.ts'
import type { Root, ThreadRecord, View } from '../../../view/index.ts'
import type { Community } from '../community.ts'
import { maskOf } from './heeding.ts'

/** The same rooms, with calls by edits among what is unread, as the inbox counts it; of a community one is no longer in, nobody is called. */
export function withCalls<T extends { readonly id: SpaceId; readonly unread: number }>(
  community: Community,
  spaces: readonly T[],
): T[] {
  if (community.standing() !== 'active') return [...spaces]
  const mask = maskOf(community)
  const known = new Map<View, ReadonlyMap<SpaceId, number>>()
  return spaces.map((space) => {
    const { view } = community.place(space.id)
    const calls = known.get(view) ?? view.inbox.calls(mask)
    known.set(view, calls)
    return { ...space, unread: space.unread + (calls.get(space.id) ?? 0) }
  })
}

/** How many messages of a room itself or of one thread were read and call this person by an edit that was not, as the inbox counts them. */
export function callsIn(community: Community, space: SpaceId, root: Root): number {
  if (community.standing() !== 'active') return 0
  return community.place(space).view.inbox.again(space, root, maskOf(community))
}

/** What is unread of a thread or topic, calls by edits among it. */
export function unreadOf(
  community: Community,
  space: SpaceId,
  { root, unread }: Pick<ThreadRecord, 'root' | 'unread'>,
): number {
  return unread + callsIn(community, space, root)
}
