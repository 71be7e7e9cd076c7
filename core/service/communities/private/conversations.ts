/**
 * Conversations between a few. The same people have the same conversation: who opens one finds the one there is. Two who open one at the
 * same time without hearing of each other make two; both stay, so that nothing said is lost, and from then on the one with the smaller
 * id is theirs.
 */
import type { SpaceView } from '../../../contract/index.ts'
import type { MemberId } from '../../../shared/index.ts'

/** The conversation that just these people have. */
export function conversationOf(views: readonly SpaceView[], people: readonly MemberId[]): SpaceView | undefined {
  return byPeople(views).get(nameOf(people))?.[0]
}

/** Those that are listed: of several between the same people the one that is theirs, and others only when something was said there. */
export function listed(views: readonly SpaceView[]): SpaceView[] {
  const spare = [...byPeople(views).values()].flatMap(([, ...others]) =>
    others.filter(({ messages }) => messages === 0),
  )
  return views.filter((view) => !spare.includes(view))
}

/** Conversations by their people, of each the one with the smallest id first. */
function byPeople(views: readonly SpaceView[]): ReadonlyMap<string, readonly SpaceView[]> {
  const direct = views.filter(({ kind }) => kind === 'direct').toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return Map.groupBy(direct, ({ people }) => nameOf(people))
}

function nameOf(people: readonly MemberId[]): string {
  return [...people].sort().join()
}
