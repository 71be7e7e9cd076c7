/** From effects to rows: what each entry changes in the index. */
import { entryId } from '../shared/index.ts'
import { type Effect, readCharter, readDirect, readProfile, readRoom } from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import { foldMessage } from './fold-message.ts'
import type { FoldFacts, Touched } from './fold-facts.ts'

/** Folds one effect; an entry whose author may not, or whose fields do not fit, changes nothing. */
export function fold(facts: FoldFacts, effect: Effect, touched: Touched): void {
  const author = facts.memberOf(effect.device)
  if (!author) return
  switch (effect.kind) {
    case 'charter':
      foldCharter(facts, effect, touched)
      return foldRoom(facts, effect, touched)
    case 'profiles':
      return foldProfile(facts, effect, author, touched)
    case 'room-page':
      return foldMessage(facts, effect, author, touched)
    case 'room-root':
      return
  }
}

/** Only owners say what the community is; of several sayings the one claimed latest counts, ties by id. */
function foldCharter({ database }: FoldFacts, { entry, feed, seq, role }: Effect, touched: Touched): void {
  const text = readCharter(entry)
  if (!text || role !== 'owner') return
  const { changes } = database
    .statement(
      `INSERT INTO charter (one, name, purpose, rules, at, entry) VALUES (1, ?, ?, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET name = excluded.name, purpose = excluded.purpose, rules = excluded.rules,
         at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (charter.at, charter.entry)`,
    )
    .run(text.name, text.purpose, text.rules, entry.at, entryId(feed, seq))
  if (changes > 0) touched.charter = true
}

/** Rooms are laid out by owners and moderators. */
function foldRoom({ database }: FoldFacts, { entry, feed, seq, opened, role }: Effect, touched: Touched): void {
  const room = readRoom(entry) ?? readDirect(entry)
  if (!room || role === 'member' || !opened) return
  database
    .statement(`INSERT OR IGNORE INTO space (id, kind, name, topic, at, feed, seq) VALUES (?, 'room', ?, ?, ?, ?, ?)`)
    .run(opened, room.name, room.topic, entry.at, feed, seq)
  touched.spaces = true
}

/** One's name is what one last said it is. */
function foldProfile({ database }: FoldFacts, { entry, feed, seq }: Effect, author: Member, touched: Touched): void {
  const name = readProfile(entry)
  if (!name) return
  const { changes } = database
    .statement(
      `INSERT INTO profile (member, name, at, entry) VALUES (?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET name = excluded.name, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (profile.at, profile.entry)`,
    )
    .run(author.id, name, entry.at, entryId(feed, seq))
  if (changes > 0) touched.people = true
}
