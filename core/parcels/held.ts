/** Remembering what another place holds, from the parcels that lie there. */
import type { ActionId, DocumentId, FeedId } from '../shared/index.ts'
import type { Covers, CoveredRun, Held, ParcelSource } from './about.ts'

export const NOTHING_HELD: Held = { actions: [], documents: new Map() }

/**
 * What is held where further parcels lie. Of what follows on something that is not held there nothing is noted, so that it is packed
 * again, with what is missing before it. The actions answered are those that no other of them stands on.
 */
export function withCovered(
  { membership }: Pick<ParcelSource, 'membership'>,
  held: Held,
  more: Iterable<Covers>,
): Held {
  const documents = new Map<DocumentId, Map<FeedId, number>>()
  const wanted = new Set<ActionId>()
  for (const { actions, runs } of more) {
    for (const id of actions) wanted.add(id)
    for (const run of runs) {
      const known = documents.get(run.document) ?? new Map(held.documents.get(run.document))
      documents.set(run.document, known)
      noteRun(known, run)
    }
  }
  return {
    actions: wanted.size === 0 ? held.actions : headsWith(membership, held.actions, wanted),
    documents: documents.size === 0 ? held.documents : new Map([...held.documents, ...documents]),
  }
}

function noteRun(vector: Map<FeedId, number>, { feed, first, last, exact }: CoveredRun): void {
  const known = vector.get(feed) ?? 0
  if (exact && (first <= known + 1 || (exact.after && vector.has(exact.after)))) vector.set(exact.name, last)
  if (first <= known + 1) vector.set(feed, Math.max(known, last))
}

/** The heads of all that is held, with some more actions as far as what they stand on is held. */
function headsWith(
  membership: ParcelSource['membership'],
  held: readonly ActionId[],
  more: ReadonlySet<ActionId>,
): readonly ActionId[] {
  const actions = membership.actions()
  const parents = new Map(actions.map((action) => [action.id, action.parents]))
  const there = new Set(held)
  for (const id of there) for (const parent of parents.get(id) ?? []) there.add(parent)
  const heads = new Set(held)
  for (const { id, parents: before } of actions) {
    if (!more.has(id) || there.has(id) || !before.every((each) => there.has(each))) continue
    there.add(id)
    heads.add(id)
    for (const each of before) heads.delete(each)
  }
  return [...heads]
}
