/** The charter: what the community is, its rooms, what owners have set, and why things were decided. Who may say what is a matter of role. */
import type { DocumentId } from '../shared/index.ts'
import {
  type Effect,
  readCharter,
  readDirect,
  readHistorySetting,
  readKeeper,
  readOrigin,
  readReason,
  readRoom,
  readSpaceSettings,
  type RoomText,
} from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import type { FoldFacts, Touched } from './fold-facts.ts'
import { foldBoardSettings } from './boards/settings.ts'
import { rankOf } from './rank.ts'

export function foldCharter(
  { database, isPrivate = false }: FoldFacts,
  effect: Effect,
  author: Member,
  touched: Touched,
): void {
  const said =
    foldText(database, effect) ||
    foldSettings(database, effect) ||
    foldOrigin(database, effect) ||
    foldKeeper(database, effect, isPrivate) ||
    foldReason(database, effect, author)
  if (said) touched.charter = true
  if (effect.entry.kind === 'own' && effect.opened) foldOwn(database, effect)
  if (foldRoom(database, effect) || foldSpaceSettings(database, effect) || foldBoardSettings(database, effect))
    touched.spaces = true
}

/** Makes anew what the charter says. What is in rooms stays, and is counted where a room comes back. */
export function refoldCharter(
  facts: FoldFacts,
  said: readonly { effect: Effect; author: Member }[],
  touched: Touched,
): void {
  const { database } = facts
  for (const table of ['charter', 'setting', 'reason', 'keeper', 'space_setting', 'board_setting'])
    database.statement(`DELETE FROM ${table}`).run()
  const opened = new Set<DocumentId>(said.flatMap(({ effect }) => (roomOf(effect) && effect.opened) || []))
  for (const { id } of database.statement<{ id: DocumentId }>('SELECT id FROM space').all()) {
    if (!opened.has(id)) database.statement('DELETE FROM space WHERE id = ?').run(id)
  }
  // Whatever is said of a room now comes before this.
  database.statement('UPDATE space SET restated = ?').run(BEFORE_ALL)
  for (const { effect, author } of said) foldCharter(facts, effect, author, touched)
  touched.charter = true
  touched.spaces = true
}

/** Only owners say what the community is; of several sayings the one claimed latest counts, ties by id. */
function foldText(database: Database, effect: Effect): boolean {
  const text = readCharter(effect.entry)
  if (!text || effect.role !== 'owner') return false
  const { changes } = database
    .statement(
      `INSERT INTO charter (one, name, purpose, rules, at, entry) VALUES (1, ?, ?, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET name = excluded.name, purpose = excluded.purpose, rules = excluded.rules,
         at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (charter.at, charter.entry)`,
    )
    .run(text.name, text.purpose, text.rules, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** Only owners set how the community is run; of several settings the one claimed latest counts. */
function foldSettings(database: Database, effect: Effect): boolean {
  const history = readHistorySetting(effect.entry)
  if (!history || effect.role !== 'owner') return false
  return foldSetting(database, effect, 'history', history)
}

/** Only owners say which community this one goes on from. */
function foldOrigin(database: Database, effect: Effect): boolean {
  const origin = readOrigin(effect.entry)
  if (!origin || effect.role !== 'owner') return false
  return foldSetting(database, effect, 'origin', origin)
}

function foldSetting(database: Database, effect: Effect, name: 'history' | 'origin', value: string): boolean {
  const { changes } = database
    .statement(
      `INSERT INTO setting (name, value, at, entry) VALUES (?, ?, ?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (setting.at, setting.entry)`,
    )
    .run(name, value, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** A space in which own devices talk to each other: it has no room to show. */
function foldOwn(database: Database, effect: Effect): void {
  database
    .statement("INSERT OR IGNORE INTO setting (name, value, at, entry) VALUES ('own', '', ?, ?)")
    .run(effect.entry.at, rankOf(effect))
}

/** Only owners name keepers, in private spaces whoever manages them; of what is said of one, what is claimed latest counts. */
function foldKeeper(database: Database, effect: Effect, isPrivate: boolean): boolean {
  const keeper = readKeeper(effect.entry)
  const may = effect.role === 'owner' || (isPrivate && effect.role === 'moderator')
  if (!keeper || !may) return false
  const { changes } = database
    .statement(
      `INSERT INTO keeper (peer, addresses, shelf, name, kept, at, entry) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (peer) DO UPDATE SET addresses = excluded.addresses, shelf = excluded.shelf, name = excluded.name,
         kept = excluded.kept, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (keeper.at, keeper.entry)`,
    )
    .run(
      keeper.peer,
      JSON.stringify(keeper.addresses),
      keeper.shelf,
      keeper.name,
      keeper.kept ? 1 : 0,
      effect.entry.at,
      rankOf(effect),
    )
  return changes > 0
}

/** Anybody may say why they decided something; it is shown with what they decided themselves, and with nothing else. */
function foldReason(database: Database, effect: Effect, author: Member): boolean {
  const reason = readReason(effect.entry)
  if (!reason) return false
  const { changes } = database
    .statement(
      `INSERT INTO reason (action, author, text, at, entry) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (action, author) DO UPDATE SET text = excluded.text, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (reason.at, reason.entry)`,
    )
    .run(reason.action, author.id, reason.text, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** Owners and moderators say what becomes of a room, however it was opened; of several sayings the one claimed latest counts. */
function foldSpaceSettings(database: Database, effect: Effect): boolean {
  const settings = effect.role === 'member' ? undefined : readSpaceSettings(effect.entry)
  if (!settings) return false
  const { changes } = database
    .statement(
      `INSERT INTO space_setting (space, name, topic, archived, at, entry) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (space) DO UPDATE SET name = excluded.name, topic = excluded.topic, archived = excluded.archived,
         at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (space_setting.at, space_setting.entry)`,
    )
    .run(settings.space, settings.name, settings.topic, Number(settings.archived), effect.entry.at, rankOf(effect))
  return changes > 0
}

/** Rooms are laid out by owners and moderators. */
function roomOf({ entry, opened, role }: Effect): RoomText | undefined {
  return opened && role !== 'member' ? (readRoom(entry) ?? readDirect(entry)) : undefined
}

/** In the place of how a room was opened, while that is to be said anew. */
const BEFORE_ALL = 2

/**
 * Should two entries open the same room, the one by whom it is called after counts, before any by others who say once more that it is open:
 * else those could name it. Of several such the one claimed first counts.
 */
function foldRoom(database: Database, effect: Effect): boolean {
  const room = roomOf(effect)
  const { opened, entry, feed, seq } = effect
  if (!room || !opened) return false
  const { changes } = database
    .statement(
      `INSERT INTO space (id, kind, name, topic, restated, at, feed, seq, messages, unread)
       SELECT s.id, s.kind, s.name, s.topic, s.restated, s.at, s.feed, s.seq,
         (SELECT count(*) FROM message m WHERE m.space = s.id AND m.root = '' AND m.shown = 1),
         (SELECT count(*) FROM message m LEFT JOIN read_mark r ON r.space = m.space AND r.root = m.root
            WHERE m.space = s.id AND m.news = 1 AND m.arrival > coalesce(r.up_to, 0))
       FROM (SELECT ? AS id, ? AS kind, ? AS name, ? AS topic, ? AS restated, ? AS at, ? AS feed, ? AS seq) s WHERE true
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, topic = excluded.topic,
         restated = excluded.restated, at = excluded.at, feed = excluded.feed, seq = excluded.seq
       WHERE (excluded.restated, excluded.at, excluded.feed, excluded.seq) < (space.restated, space.at, space.feed, space.seq)`,
    )
    .run(
      opened,
      entry.kind === 'board' ? 'board' : 'room',
      room.name,
      room.topic,
      entry.fields.has('opener') ? 1 : 0,
      entry.at,
      feed,
      seq,
    )
  return changes > 0
}
