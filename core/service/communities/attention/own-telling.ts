/** What this device tells other devices of its person about one community, and takes in from them. */
import type { SpaceId } from '../../../shared/index.ts'
import { LIMITS } from '../../../shared/index.ts'
import type { OwnWord } from '../../../documents/index.ts'
import type { HeedWord, Untold, View } from '../../../view/index.ts'
import type { Community } from '../community.ts'
import { hasOtherDevice, ownSpaces } from './own-space.ts'

/** Takes in what other own devices said; taking it in twice changes nothing. */
export function takeOwnWords(community: Community): void {
  handOver(community)
  for (const { view } of ownSpaces(community)) {
    for (let some = view.inbox.ownWords.waiting(1); some[0]; some = view.inbox.ownWords.waiting(1)) {
      const { source, rank, word } = some[0]
      take(community, word, rank)
      view.inbox.ownWords.taken(source)
    }
  }
}

/** What was said of a private space before this device heard of it was kept with the community; it belongs to that space. */
function handOver({ privates, view: { inbox } }: Community): void {
  for (const { space, view } of privates.all()) {
    const learnt = inbox.seen.learnt(space)
    for (const seen of learnt) view.learnRead(seen)
    if (learnt.length > 0) inbox.seen.forget(space)
  }
}

/** Whether other own devices have something to be told. */
export function hasOwnWords(community: Community): boolean {
  if (community.standing() !== 'active' || !hasOtherDevice(community)) return false
  return (
    community.view.inbox.heed.untold(1).length > 0 ||
    viewsOf(community).some((view) => view.inbox.seen.untold(1).length > 0)
  )
}

/** Tells what has not been told, in as few entries as it fits into. @throws what writing throws */
export function tellOwnWords(community: Community): void {
  while (hasOwnWords(community)) tellSome(community)
}

function tellSome(community: Community): void {
  const heed = community.view.inbox.heed.untold(LIMITS.ownWordPlaces)
  const read = viewsOf(community)
    .flatMap((view) => view.inbox.seen.untold(LIMITS.ownWordPlaces).map((untold) => ({ view, untold })))
    .slice(0, LIMITS.ownWordPlaces)
  const words = wordsOf(
    read.map(({ untold }) => untold),
    heed,
  )
  const [space] = words.length > 0 ? ownSpaces(community) : []
  const id = words.length === 0 ? undefined : (space?.space ?? community.privates.beginOwn())
  for (const word of words) if (id) community.place(id).writing.ownWord(id, word)
  // Were this not kept after the other was, it would be said once more, which does no harm.
  for (const { view, untold } of read) view.inbox.seen.tell(untold)
  for (const word of heed) community.view.inbox.heed.tell(word)
}

/** Cut into entries that are not too large. */
export function wordsOf(untold: readonly Untold[], heed: readonly HeedWord[]): OwnWord[] {
  const words: { read: { space: SpaceId; root: Untold['root']; feeds: Untold['feeds'] }[]; heed: HeedWord[] }[] = []
  let room = 0
  const next = (): (typeof words)[number] => {
    const word = { read: [], heed: [] }
    words.push(word)
    room = LIMITS.ownWordFeeds
    return word
  }
  const last = (): (typeof words)[number] => (room > 0 ? (words.at(-1) ?? next()) : next())
  for (const word of heed) {
    last().heed.push(word)
    room -= 3
  }
  for (const { space, root, feeds } of untold) {
    for (let at = 0; at < feeds.length;) {
      const word = last()
      const some = feeds.slice(at, at + room)
      word.read.push({ space, root, feeds: some })
      at += some.length
      room -= some.length + 2
    }
  }
  return words
}

function take(community: Community, { read, heed }: OwnWord, rank: string): void {
  for (const seen of read) community.place(seen.space).view.learnRead(seen)
  const learned = heed.filter((word) => community.view.inbox.heed.learn(word, rank))
  if (learned.length > 0) community.view.heedChanged()
}

function viewsOf(community: Community): View[] {
  return [community.view, ...community.privates.all().map(({ view }) => view)]
}
