/** Fills rooms and boards of a community: everything signed by its author and taken through the gate, page by page. */
import type { Community } from '../../../core/service/communities/index.ts'
import { LIMITS, type SpaceId } from '../../../core/shared/index.ts'
import type { TestClock } from '../../support/surroundings.ts'
import { Chance } from './chance.ts'
import { Hand } from './hand.ts'
import { type Sentences, sentences } from './sentences.ts'
import { type Author, Talk } from './talk.ts'

/** Rooms and boards beside the large room and the board with the large topic. */
const [ROOMS, BOARDS] = [26, 12]
/** Of all messages, those in the large room, and those in the large topic. */
const LARGE = 0.1
/** People who talk on one page. */
const CAST = 45
/** Items of a block. */
const PER_BLOCK = 250
/** Of all messages, those that came before this person was last here: most rooms are read until then. */
const READ = 0.97
/** The rooms and boards that are never read: some of the smaller ones. */
const NEVER_READ = [25, 28]
/** Messages with the rare word. */
const RARE_ONES = 50
/** Years all of it takes, ms. */
const SPAN = 3 * 365 * 24 * 3600 * 1000

interface Filled {
  readonly id: SpaceId
  readonly talk: Talk
  /** Messages wanted. */
  readonly wanted: number
  /** When the last was written, ms. */
  at: number
}

export interface FillingParts {
  readonly community: Community
  readonly authors: readonly Author[]
  readonly clock: TestClock
  readonly count: number
  readonly tell: (line: string) => void
}

export function fill(parts: FillingParts): void {
  const { community, clock, count, tell } = parts
  const { documents, view } = community
  const chance = new Chance(1)
  const spaces = layOut(parts, chance)
  const begun = clock.now()
  let [done, isRead, told] = [0, false, performance.now()]
  for (let open = spaces; open.length > 0; open = open.filter(({ talk, wanted }) => talk.messages < wanted)) {
    // Whichever is furthest behind its share goes on, so that all of them grow over the years.
    const space = open.reduce((least, each) => (shareOf(each) < shareOf(least) ? each : least))
    const before = space.talk.messages
    clock.set(Math.max(clock.now(), begun + (done / count) * SPAN))
    fillPage(parts, space, chance)
    done += space.talk.messages - before
    if (!isRead && done > READ * count) {
      isRead = true
      const [from = 0, to = 0] = NEVER_READ
      for (const { id } of [...spaces.slice(0, from), ...spaces.slice(to)]) view.markAllRead(id)
    }
    if (performance.now() - told > 5000) {
      told = performance.now()
      tell(`${done} of ${count} messages`)
    }
  }
  tell('words')
  while (view.search.behind) view.search.settle(2000)
  while (documents.compact());
  documents.rest()
}

const shareOf = ({ talk, wanted }: Filled): number => talk.messages / wanted

function fillPage({ community, authors, clock }: FillingParts, space: Filled, chance: Chance): void {
  const { documents } = community
  const page = documents.writablePage(space.id)
  const hand = new Hand({ ...community, bytes: (length) => chance.bytes(length) }, page)
  // Few talk much.
  const cast = Array.from({ length: CAST }, () => authors[Math.floor(authors.length * chance.share() ** 2)]).filter(
    (author) => author !== undefined,
  )
  const from = Math.max(space.at, clock.now() - 7 * 24 * 3600 * 1000)
  for (let said = 0; said < LIMITS.pageEntries; said += PER_BLOCK) {
    const most = Math.min(PER_BLOCK, space.wanted - space.talk.messages)
    if (most <= 0) return
    const between = (clock.now() - from) / LIMITS.pageEntries
    documents.receive(hand.block(talk(space, cast, most, (index) => Math.floor(from + between * (said + index)))))
    if (documents.writablePage(space.id) !== page) break
  }
  space.at = clock.now()
}

function* talk({ talk: of }: Filled, cast: readonly Author[], most: number, at: (index: number) => number) {
  for (let index = 0; index < most; index++) yield of.next(cast, at(index))
}

function layOut({ community, authors, clock, count }: FillingParts, chance: Chance): Filled[] {
  const { writing } = community
  const words: Sentences = sentences()
  const [me] = authors
  if (!me) throw new TypeError('nobody is there')
  let messages = 0
  const isRare = (): boolean => messages++ % Math.ceil(count / RARE_ONES) === 7
  const filled = (id: SpaceId, kind: 'room' | 'board', wanted: number, oneTopic = false): Filled => ({
    ...{ id, wanted: Math.max(20, Math.round(wanted)), at: clock.now() },
    talk: new Talk({ kind, oneTopic, words, chance, me, isRare }),
  })
  const large = filled(writing.openRoom({ name: 'everything', topic: 'The large room' }), 'room', LARGE * count)
  const long = filled(writing.boards.open({ name: 'long', topic: 'One large topic' }), 'board', LARGE * count, true)
  const others = Array.from({ length: ROOMS + BOARDS }, (_, at) => {
    const kind = at % 3 === 2 && at / 3 < BOARDS ? ('board' as const) : ('room' as const)
    const about = { name: `${kind} ${at + 1}`, topic: '' }
    return { kind, id: kind === 'room' ? writing.openRoom(about) : writing.boards.open(about), weight: 1 / (at + 4) }
  })
  const sum = others.reduce((all, { weight }) => all + weight, 0)
  const rest = others.map(({ id, kind, weight }) => filled(id, kind, ((1 - 2 * LARGE) * count * weight) / sum))
  return [...rest, large, long]
}
