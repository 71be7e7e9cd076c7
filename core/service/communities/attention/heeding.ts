/** How much of a community its person wishes to be told of, and what of it is unread and for them. */
import type { EntryId, SpaceId } from '../../../shared/index.ts'
import type { HeedLevel, HeedView } from '../../../contract/index.ts'
import { type HeedWord, type MessageRecord, type Root, type UnreadPlace, type View, WHY } from '../../../view/index.ts'
import type { Community } from '../community.ts'

/** A room or thread in which something is unread that its person wishes to be told of. */
export interface HeededPlace {
  readonly view: View
  readonly space: SpaceId
  readonly root: Root
  readonly unread: number
  /** Of them, those for this person; in a conversation all are. */
  readonly mentions: number
  /** Whether they take part in it: a conversation, or a thread they began, wrote in or follow. */
  readonly mine: boolean
}

/** What is set, as it holds at a moment. */
export class Heeding {
  readonly #community: Community
  readonly #now: number
  readonly #words: ReadonlyMap<string, HeedWord>

  constructor(community: Community, now: number) {
    this.#community = community
    this.#now = now
    this.#words = new Map(
      community.view.inbox.heed.all().map((word) => [`${word.what} ${word.space} ${word.root}`, word]),
    )
  }

  level(space: SpaceId): HeedLevel {
    return levelOf(this.#get('level', space)) ?? this.ofCommunity()
  }

  ofCommunity(): HeedLevel {
    return levelOf(this.#get('level', '')) ?? 'all'
  }

  isSnoozed(space: SpaceId, root: Root): boolean {
    return this.#until(space, '') > this.#now || (root !== '' && this.#until(space, root) > this.#now)
  }

  /** What is unread of a room or thread that is to be told of; nothing when that is none. */
  heed(view: View, { space, root, unread, own, again, concerns }: UnreadPlace): HeededPlace | undefined {
    const follow = root === '' ? '' : this.#get('follow', space, root)
    const level = this.level(space)
    if (follow === 'mute' || (level === 'none' && follow !== 'follow') || this.isSnoozed(space, root)) return undefined
    const isDirect = this.#community.privates.at(space)?.isDirect() === true
    const mine = isDirect || follow === 'follow' || own
    // What was read and is for them since it was changed is to be read again.
    const all = unread + again
    const mentions = isDirect ? all : concerns
    const isNone = all === 0 || (level === 'mentions' && mentions === 0 && !mine)
    return isNone ? undefined : { view, space, root, unread: all, mentions, mine }
  }

  /** Whether one message is to be told of as it comes. */
  heeds(view: View, { space, root, arrival }: MessageRecord): boolean {
    const place = this.heed(view, view.inbox.place(space, root, this.mask()))
    if (!place) return false
    return this.level(space) !== 'mentions' || place.mine || (view.inbox.why(arrival) & this.mask()) !== 0
  }

  /** What calls this person now, whoever they were when it was written. */
  mask(): number {
    return maskOf(this.#community)
  }

  view(): HeedView {
    const words = [...this.#words.values()]
    return {
      level: this.ofCommunity(),
      rooms: words.flatMap(({ what, space, value }) => {
        const level = levelOf(value)
        return what === 'level' && space !== '' && level ? [{ space, level }] : []
      }),
      threads: words.flatMap(({ what, space, root, value }) =>
        what === 'follow' && space !== '' && root !== '' && (value === 'follow' || value === 'mute')
          ? [{ space, root, follow: value }]
          : [],
      ),
      snoozed: words.flatMap(({ what, space, root, value }) =>
        what === 'snooze' && space !== '' && Number(value) > this.#now
          ? [{ space, ...(root !== '' && { root }), until: Number(value) }]
          : [],
      ),
    }
  }

  /** How many rooms and threads are put off. */
  get snoozed(): number {
    return this.view().snoozed.length
  }

  #get(what: HeedWord['what'], space: SpaceId | '', root: EntryId | '' = ''): string {
    return this.#words.get(`${what} ${space} ${root}`)?.value ?? ''
  }

  #until(space: SpaceId, root: Root): number {
    const until = Number(this.#get('snooze', space, root))
    return Number.isSafeInteger(until) ? until : 0
  }
}

/** What calls this person now, whoever they were when it was written: a sum of WHY. */
export function maskOf(community: Community): number {
  const { role } = community.member()
  const called = { owner: WHY.owners, moderator: WHY.moderators, member: 0 }[role]
  return WHY.me | WHY.room | WHY.reply | called
}

/** Every room and thread with something unread that is to be told of, in the order rooms are listed. */
export function heededPlaces(community: Community, now: number): HeededPlace[] {
  if (community.standing() !== 'active') return []
  const heeding = new Heeding(community, now)
  const mask = heeding.mask()
  return shownIn(community).flatMap(({ view, spaces }) =>
    view.inbox
      .places(mask)
      .filter(({ space }) => spaces.has(space))
      .flatMap((place) => heeding.heed(view, place) ?? []),
  )
}

/**
 * What is listed, and by which view. Whoever begins a private space could lay out more rooms in it than the one that is shown, and
 * whoever leads a community rooms without a name: nobody is told of what stands there, since nobody could read it.
 */
export function shownIn(community: Community): { readonly view: View; readonly spaces: ReadonlySet<SpaceId> }[] {
  const listed = new Set(community.privates.list().map(({ id }) => id))
  return [
    { view: community.view, spaces: new Set(community.rooms().map(({ id }) => id)) },
    ...community.privates
      .all()
      .filter(({ space }) => listed.has(space))
      .map(({ view, space }) => ({ view, spaces: new Set([space]) })),
  ]
}

function levelOf(value: string): HeedLevel | undefined {
  return value === 'all' || value === 'mentions' || value === 'none' ? value : undefined
}
