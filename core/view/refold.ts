/** A document folded anew: its rows come to be just what its effects make them, and what stays keeps what this device knows of it. */
import { type DocumentId, type EntryId, entryId, type FeedId, type MemberId, sameBytes } from '../shared/index.ts'
import { type DocumentKind, type Effect, foundingDocument } from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import { amendedBy, dropAmendment } from './amendments.ts'
import { BOARD_PAGE_TABLES } from './boards/schema.ts'
import { refoldCharter } from './fold-charter.ts'
import { authorOf, type FoldFacts, touchGone, type Touched, touchMessage } from './fold-facts.ts'
import { type Known, PageFold, shortHash } from './fold-page.ts'
import { refoldProfiles } from './fold-profile.ts'
import { type Place, placeAll } from './order.ts'
import { importedBy } from './imported.ts'
import { type PageRow, setPlace } from './page-rows.ts'
import { answersTo, dropConcern } from './inbox/concern.ts'
import { dropOwnWord } from './inbox/own-words.ts'
import { dropRemark, remarkedBy } from './reactions.ts'
import { isUnread } from './threads.ts'

interface Said {
  readonly effect: Effect
  readonly author: Member
}

/** @param effects all effects the document has, each after those of its feed before it */
export function refold(facts: FoldFacts, document: DocumentId, effects: readonly Effect[], touched: Touched): void {
  const said = effects.flatMap((effect): Said | [] => {
    const author = authorOf(facts, effect.device)
    return author ? { effect, author } : []
  })
  switch (effects[0]?.kind ?? kindOf(facts, document)) {
    case 'charter':
      return refoldCharter(facts, said, touched)
    case 'profiles':
      return refoldProfiles(facts, said, touched)
    case 'room-page':
      return refoldPage(facts, document, said, touched)
    case 'room-root':
      return
  }
}

/** The kind of a document of which nothing has effect. */
function kindOf({ community }: FoldFacts, document: DocumentId): DocumentKind {
  const founding = (['charter', 'profiles'] as const).find((kind) => foundingDocument(community, kind) === document)
  return founding ?? 'room-page'
}

interface HeldRow extends PageRow {
  readonly news: number
  readonly forked: number
  readonly mine: number
  readonly calls: number
  readonly imported: string | null
}

function refoldPage(facts: FoldFacts, document: DocumentId, said: readonly Said[], touched: Touched): void {
  const { database } = facts
  const page = new PageFold(facts, touched)
  const wanted = new Map(said.map((each) => [entryId(each.effect.feed, each.effect.seq), each]))
  const held = new Map<EntryId, HeldRow>()
  for (const row of heldRows(database, document)) {
    const id = entryId(row.feed, row.seq)
    const same = wanted.get(id)
    if (same && isSame(row, same)) held.set(id, row)
    else setAside(database, row, page, touched)
  }
  const places = placeAll([...wanted.values()].map(placeable))
  for (const [id, { effect, author }] of wanted) {
    const place = places.get(id) ?? { time: effect.entry.at, early: false }
    const row = held.get(id)
    if (row) {
      keep(database, row, { ...place, forked: effect.forked }, page, touched)
      keepCalls(database, row, effect, page)
      if (row.shown === 0) page.kept(row.arrival, effect)
    } else page.insert(effect, author, place, takeBack(database, effect))
  }
  page.settle()
}

function heldRows(database: Database, document: DocumentId): HeldRow[] {
  return database.statement<HeldRow>('SELECT * FROM message WHERE document = ?').all(document)
}

/** The same entry by the same member: else another branch of its feed has effect now, or its device is known to be another's. */
function isSame(row: HeldRow, { effect, author }: Said): boolean {
  // Who leads no more has brought in nothing: then it is their own word, and counts otherwise.
  const isImported = row.shown === 1 && importedBy(effect) !== undefined
  return sameBytes(row.hash, shortHash(effect)) && row.author === author.id && (row.imported !== null) === isImported
}

function placeable({ effect, author }: Said) {
  const { feed, seq, seen, entry } = effect
  return { feed, seq, seen, at: entry.at, author: author.id satisfies MemberId, hash: shortHash(effect) }
}

function keep(
  database: Database,
  row: HeldRow,
  now: Place & { readonly forked: boolean },
  page: PageFold,
  touched: Touched,
): void {
  if (row.time !== now.time || row.early !== Number(now.early)) setPlace(database, row.arrival, now.time, now.early)
  if (row.time !== now.time) page.moved(row)
  if (row.forked === Number(now.forked)) return
  database.statement('UPDATE message SET forked = ? WHERE arrival = ?').run(Number(now.forked), row.arrival)
  if (row.shown === 1) touchMessage(touched, row.space, row.arrival)
}

/** Whoever led no more when they wrote has called nobody together, and has not changed what only those who lead may. */
function keepCalls(database: Database, { arrival, feed, seq, calls }: HeldRow, { role }: Effect, page: PageFold): void {
  const now = Number(role !== 'member')
  if (now === calls) return
  database.statement('UPDATE message SET calls = ? WHERE arrival = ?').run(now, arrival)
  const amended = amendedBy(database, arrival)
  if (amended) page.amend(amended)
  else page.concern(entryId(feed, seq))
}

const ASIDE = 'INSERT OR REPLACE INTO aside SELECT feed, seq, hash, arrival, received, news, late FROM message'

/** Takes an entry out, and remembers what is known of it here. */
function setAside(database: Database, row: HeldRow, page: PageFold, touched: Touched): void {
  const { arrival, space, root, feed, seq } = row
  database.statement(`${ASIDE} WHERE arrival = ?`).run(arrival)
  database.statement('DELETE FROM message WHERE arrival = ?').run(arrival)
  database.statement('DELETE FROM pointer WHERE source = ?').run(arrival)
  page.boards.gone(row)
  if (row.shown === 1) {
    dropConcern(database, arrival)
    if (row.mine === 1) for (const answer of answersTo(database, entryId(feed, seq))) page.concern(answer)
    page.amend(entryId(feed, seq))
    page.counts.add(space, root, -1, row.news === 1 && isUnread(database, space, root, arrival) ? -1 : 0)
    touchGone(touched, space, entryId(feed, seq))
    return
  }
  const amended = amendedBy(database, arrival)
  if (amended) {
    dropAmendment(database, arrival)
    return page.amend(amended)
  }
  const remarked = remarkedBy(database, arrival)
  if (!remarked) return dropOwnWord(database, arrival)
  dropRemark(database, arrival)
  page.remark(remarked)
}

/** What is known of an entry that was here before. */
function takeBack(database: Database, effect: Effect): Known | undefined {
  const named = [effect.feed satisfies FeedId, effect.seq, shortHash(effect)]
  const known = database
    .statement<Known & Record<string, number>>(
      'SELECT arrival, received, news, late FROM aside WHERE feed = ? AND seq = ? AND hash = ?',
    )
    .get(...named)
  if (known) database.statement('DELETE FROM aside WHERE feed = ? AND seq = ? AND hash = ?').run(...named)
  return known
}

/** Empties the index and folds everything again. What stays keeps its arrival, so that what was read stays read. */
export function refoldAll(facts: FoldFacts, effects: Iterable<Effect>, touched: Touched): void {
  const { database } = facts
  database.statement(ASIDE).run()
  const tables = [
    'charter',
    'setting',
    'reason',
    'space',
    'space_setting',
    'board_setting',
    'profile',
    'device_name',
    'formerly',
    'past',
    'about',
    'vouch',
    'imported_author',
  ]
  const ofPages = [
    'message',
    'attachment',
    'pointer',
    'amendment',
    'reaction',
    'pin',
    'thread',
    'own_feed',
    'concern',
    'called',
    'own_word',
  ]
  for (const table of [...tables, ...ofPages, ...BOARD_PAGE_TABLES]) database.statement(`DELETE FROM ${table}`).run()
  const documents = Map.groupBy(effects, ({ document }) => document)
  for (const [document, of] of documents) refold(facts, document, of, touched)
}
