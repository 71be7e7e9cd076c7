/** A community as this device holds it, read out for an archive: the same on every device that holds the same. */
import { type MemberId, nameTag, type SpaceId } from '../../shared/index.ts'
import type { ArchivePlace, ArchiveWish } from '../about.ts'
import { archiveErrors } from '../errors.ts'
import type { MediaCount, PlacedMedia } from '../media/about.ts'
import { Media, type MediaPart } from '../media/media.ts'
import type { ReadCommunity, Reading, ReadSpace } from './about.ts'
import { LATEST } from './moments.ts'
import { readDecisions } from './read-decisions.ts'
import { readMembers } from './read-members.ts'
import { MessageReader, type MessageSource } from './read-messages.ts'

type Part = Pick<ArchiveWish, 'spaces' | 'since' | 'until' | 'by'> & MediaPart

export interface PlacedFiles {
  /** @throws archive/much-media */
  media(): Iterable<PlacedMedia>
  attached(): MediaCount
}

/** @param places the community, and then the private spaces in it that go along */
export function readPlaces(places: readonly ArchivePlace[], part: Part): Reading & PlacedFiles {
  const [whole] = places
  if (!whole) throw archiveErrors('no-record')
  const names = whole.view.queries.names()
  const nameOf = (id: MemberId): string => names.get(id) ?? nameTag(id)
  const laid = places.flatMap((place, index) =>
    spacesOf(place, index > 0, whole).filter(({ space }) => part.spaces?.includes(space.id) ?? true),
  )
  const media = new Media(laid, part)
  const readers = new Map(
    laid.map((each) => [each.space.id, readerOf(each, { nameOf, media, part, everybodyPins: each.place !== whole })]),
  )
  const reader = (id: SpaceId): MessageReader | undefined => readers.get(id)
  const decisions = () => readDecisions(whole, part)
  return {
    community: communityOf(whole, laid, part),
    withMedia: part.media === true,
    media: () => media.all(),
    attached: () => media.count(),
    members: () => readMembers(whole, nameOf).filter(({ id }) => part.by === undefined || part.by === id),
    decisions,
    spaces: () => laid.map(({ space }) => space),
    messages: (id) => reader(id)?.all(id) ?? [],
    standing: (id, root, after) => reader(id)?.standing(id, root, after) ?? [],
    message: (id, entry) => reader(id)?.one(id, entry),
  }
}

function readerOf(
  { place: { view, community }, space: { kind, id: space } }: Laid,
  { media, ...rest }: Pick<MessageSource, 'nameOf' | 'part' | 'everybodyPins'> & { readonly media: Media },
): MessageReader {
  const hasTopics = kind === 'board'
  return new MessageReader({
    ...{ view, hasTopics, ...rest },
    fileOf: ({ author }, file) => media.read({ community, space, author }, file),
  })
}

interface Laid {
  readonly place: ArchivePlace
  readonly space: ReadSpace
}

function spacesOf(place: ArchivePlace, isPrivate: boolean, whole: ArchivePlace): Laid[] {
  const members = isPrivate ? peopleOf(place, whole) : []
  return place.view.queries.spaces().map(({ id, kind, name, topic, archived }) => {
    const kindHere = isPrivate ? (name === '' ? 'direct' : 'private') : kind
    return { place, space: { id, kind: kindHere, name, topic, archived, members } }
  })
}

/** Members of the community who take part in a private space: its own log knows them by their devices. */
function peopleOf({ membership }: ArchivePlace, whole: ArchivePlace): readonly MemberId[] {
  const { devices } = whole.membership.state
  const active = [...membership.state.members.values()].filter(({ state }) => state === 'active')
  const people = active.flatMap((member) => member.devices.flatMap((device) => devices.get(device)?.member ?? []))
  return [...new Set(people)].sort()
}

function communityOf(whole: ArchivePlace, laid: readonly Laid[], part: Part): ReadCommunity {
  const charter = whole.view.queries.charter()
  const [first] = whole.membership.actions()
  const founded = first?.at ?? 0
  const said = laid.map(({ place, space }) => place.view.chronicle.newest(space.id, part) ?? 0)
  const decided = readDecisions(whole, part).map(({ at }) => at)
  return {
    id: whole.community,
    name: charter?.name ?? '',
    purpose: charter?.purpose ?? '',
    rules: charter?.rules ?? '',
    founded,
    newest: Math.min(
      LATEST,
      [...said, ...decided].reduce((a, b) => Math.max(a, b), founded),
    ),
  }
}
