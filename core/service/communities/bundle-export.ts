/** Writing changes into a file for somebody who cannot be reached. */
import { type DeviceId, type DocumentId, type FeedId, LIMITS, type Random } from '../../shared/index.ts'
import {
  bundleBegin,
  bundleEnd,
  bundleParcel,
  type Held,
  NOTHING_HELD,
  packDecoy,
  packLetters,
  packParcels,
} from '../../parcels/index.ts'
import type { FeedPlace } from '../../view/index.ts'
import { bundleErrors } from '../errors.ts'
import type { Community } from './community.ts'
import { type CarriedPlace, carriedPlaces } from './parcel-sources.ts'
import type { Place } from './place.ts'

export interface BundleAim {
  /** Whom it is for; everybody unless told. */
  readonly device: DeviceId | undefined
  /** ms: only what was received or written here since. */
  readonly since: number | undefined
}

/** One piece of the file, the beginning, a parcel or the end; `parcels` counts those until then. */
export interface BundlePart {
  readonly bytes: Uint8Array
  readonly parcels: number
}

/**
 * The file, in pieces. It is whole with the last of them alone: who reads a shorter one is told so. @throws bundle/no-device, community/left …
 */
export function* writeBundle(community: Community, aim: BundleAim, random: Random): Generator<BundlePart> {
  community.assertMayWrite()
  if (aim.device !== undefined && !community.membership.isActive(aim.device)) throw bundleErrors('no-device')
  let parcels = 0
  yield { bytes: bundleBegin(), parcels }
  for (const bytes of parcelsFor(community, aim, random)) yield { bytes: bundleParcel(bytes), parcels: ++parcels }
  yield { bytes: bundleEnd(parcels), parcels }
}

/** Letters come after the community's log, which they need, and before the private spaces they tell of. */
function* parcelsFor(community: Community, aim: BundleAim, random: Random): Generator<Uint8Array> {
  const [own, ...spaces] = carriedPlaces(community, aim.device)
  if (!own) return
  for (const { bytes } of packParcels(own.source, beyond(own, community, aim), random)) yield bytes
  // One for somebody may be carried by others, who know the community's own parcels as well.
  yield* amongDecoys(secludedParcels(own, spaces, community, aim, random), random)
}

/** What not all of the community can open. */
function* secludedParcels(
  own: CarriedPlace,
  spaces: readonly CarriedPlace[],
  community: Community,
  aim: BundleAim,
  random: Random,
): Generator<Uint8Array> {
  const devices = aim.device === undefined ? otherDevices(community) : [aim.device]
  for (const { bytes } of packLetters(own.source, devices, random)) yield bytes
  for (const space of spaces)
    for (const { bytes } of packParcels(space.source, beyond(space, community, aim), random)) yield bytes
}

/** That there are parcels one cannot open tells nobody that anything is said in private. */
function* amongDecoys(parcels: Iterable<Uint8Array>, random: Random): Generator<Uint8Array> {
  const chance = (): number => random.bytes(1)[0] ?? 0
  let left = 1 + (chance() % LIMITS.bundleDecoys)
  for (const parcel of parcels) {
    if (left > 0 && chance() % 2 === 0) {
      yield packDecoy(random)
      left -= 1
    }
    yield parcel
  }
  for (; left > 0; left--) yield packDecoy(random)
}

function otherDevices({ membership, device }: Community): DeviceId[] {
  return [...membership.state.devices.keys()].filter((id) => id !== device && membership.isActive(id))
}

function beyond(carried: CarriedPlace, community: Community, { device, since }: BundleAim): Held {
  const known = device === undefined ? NOTHING_HELD : heldBy(carried.place, community, device)
  return since === undefined ? known : withVectors(known, receivedBefore(carried.place, since))
}

/**
 * What a device is known to hold: what its own decisions stand on, what its member's version vectors said, and what it pointed at as seen.
 * Of somebody with several devices only the first can be told apart.
 */
function heldBy({ membership, view }: Place, community: Community, device: DeviceId): Held {
  const actions = membership.actions().flatMap((action) => (action.device === device ? [action.id] : []))
  const { devices } = community.membership.state
  const member = devices.get(device)?.member
  const all = [...devices.values()].filter((each) => each.member === member && !each.recovery)
  if (!member || all.length > 1) return { actions, documents: new Map() }
  return { actions, documents: vectorsOf([...view.elsewhere.reachedBy(member), ...view.elsewhere.seenBy(member)]) }
}

/** All that is held of pages, up to the first of each feed that came at a moment or later. Of what is no page everything goes along. */
function receivedBefore({ documents, view }: Place, since: number): Held['documents'] {
  const pages = view.queries.spaces().flatMap(({ id }) => (documents.has(id) ? documents.pages(id).slice(1) : []))
  const first = vectorsOf(view.elsewhere.since(since), Math.min)
  return new Map(
    pages.map((page): [DocumentId, ReadonlyMap<FeedId, number>] => {
      const news = first.get(page)
      return [page, new Map(documents.vector(page).map(({ feed, seq }) => [feed, (news?.get(feed) ?? seq + 1) - 1]))]
    }),
  )
}

function withVectors(held: Held, more: Held['documents']): Held {
  const places = [held.documents, more].flatMap((documents) =>
    [...documents].flatMap(([document, vector]) => [...vector].map(([feed, seq]) => ({ document, feed, seq }))),
  )
  return { actions: held.actions, documents: vectorsOf(places) }
}

function vectorsOf(
  places: readonly FeedPlace[],
  which: (a: number, b: number) => number = Math.max,
): Map<DocumentId, Map<FeedId, number>> {
  const vectors = new Map<DocumentId, Map<FeedId, number>>()
  for (const { document, feed, seq } of places) {
    const vector = vectors.get(document) ?? new Map<FeedId, number>()
    vectors.set(document, vector.set(feed, which(vector.get(feed) ?? seq, seq)))
  }
  return vectors
}
