/** Making an archive of a community: what goes in, how large it is, and its pieces. */
import { type CommunityId, LIMITS, type MemberId, type Random, type SpaceId } from '../../../shared/index.ts'
import {
  archiveErrors,
  archiveName,
  type ArchivePiece,
  type ArchivePlace,
  type ArchiveWish,
  planArchive,
  planMedia,
  readableOf,
  sealArchive,
  StoredMedia,
  tryMedia,
  writeArchive,
} from '../../../archive/index.ts'
import type { Community } from '../community.ts'

/** What a person wishes for. */
export interface Wished {
  readonly spaces?: readonly SpaceId[] | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly mine: boolean
  readonly privates: boolean
  readonly media: boolean
  readonly record: boolean
  readonly language: string
}

export interface Planned {
  /** With attached files, if they are wished for. */
  readonly bytes: number
  /** Attached files that are here, their bytes, and those that are not here. */
  readonly files: number
  readonly fileBytes: number
  readonly away: number
  readonly messages: number
  readonly people: number
  readonly spaces: number
  /** Private spaces that stay out. */
  readonly without: number
  readonly record: boolean
  readonly name: string
}

export function planOf(community: Community, wished: Wished): Planned {
  const { places, wish, without } = partsOf(community, wished)
  const { bytes } = planArchive(places, wish)
  const { all, held, bytes: fileBytes } = planMedia(places, wish)
  const { name, newest } = readableOf(places, wish, community.me)
  const file = `${archiveName({ name, newest })}.folkmoot.zip`
  return {
    ...countOf(places, wish),
    ...{ bytes: bytes + (wish.media ? fileBytes : 0), files: held, fileBytes, away: all - held },
    ...{ without, record: wish.record, name: file },
  }
}

/**
 * Its pieces, sealed where there is a passphrase. What comes in meanwhile would make it an archive of two moments: then it begins anew.
 * @throws archive/changed when that goes on and on, archive/passphrase-too-short, the signal's reason
 */
export async function* piecesOf(
  community: Community,
  wished: Wished,
  passphrase: string | undefined,
  { random, signal }: { readonly random: Random; readonly signal: AbortSignal },
): AsyncGenerator<ArchivePiece | 'again'> {
  const { places, wish, stored } = partsOf(community, wished)
  const wrong = (): number => stored.reduce((sum, each) => sum + each.wrong, 0)
  for (let tries = 1; ; tries++) {
    const before = wrong()
    const plain = writeArchive(places, wish, community.deviceKeys, readableOf, signal)
    try {
      yield* passphrase === undefined ? plain : sealArchive(plain, passphrase, random)
      return
    } catch (error) {
      if (!archiveErrors.is(error, 'changed') || tries >= LIMITS.archiveTries) throw error
      // Where one file cannot be read, all are tried, so that not each begins it anew.
      if (wrong() > before) await tryMedia(readableOf(places, wish, community.me).media?.() ?? [], signal)
      yield 'again'
    }
  }
}

/** Private spaces that are known and not those in which own devices tell each other what was read. */
function partsOf(community: Community, wished: Wished) {
  const { spaces, since, until, mine, privates, media, language } = wished
  const known = community.privates.all().filter((space) => space.isKnown() && !space.view.inbox.isOwn())
  const wanted = known.filter(({ space }) => spaces?.includes(space) ?? true)
  const isTimed = since !== undefined || until !== undefined
  const wish: ArchiveWish = {
    ...{ spaces, since, until, media, language },
    by: mine ? community.me : undefined,
    record: wished.record && !isTimed,
  }
  const stored: StoredMedia[] = []
  const placeOf = (id: CommunityId, { membership, documents, ring, view, files }: Held): ArchivePlace => {
    const held = new StoredMedia(files.store)
    stored.push(held)
    return { community: id, membership, documents, ring, view, media: held }
  }
  const whole = placeOf(community.community, community)
  const apart = privates ? wanted.map((space) => placeOf(space.id, space)) : []
  const places: [ArchivePlace, ...ArchivePlace[]] = [whole, ...apart]
  return { places, wish, stored, without: spaces ? 0 : known.length - apart.length }
}

type Held = Omit<ArchivePlace, 'community' | 'media'> & Pick<Community, 'files'>

/** How many messages, by how many people, in how many rooms. */
function countOf(places: readonly ArchivePlace[], wish: ArchiveWish) {
  const people = new Set<MemberId>()
  let [messages, spaces] = [0, 0]
  for (const { view } of places) {
    const ids = view.queries.spaces().flatMap(({ id }) => ((wish.spaces?.includes(id) ?? true) ? [id] : []))
    spaces += ids.length
    for (const { author, count } of ids.flatMap((id) => view.chronicle.authors(id, wish))) {
      messages += count
      people.add(author)
    }
  }
  return { messages, people: people.size, spaces }
}
