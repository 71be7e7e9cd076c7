/** What a member says of themselves, and the skills of others they vouch for. Each speaks for nobody else: the author of the feed is who counts. */
import { markupText, parseMarkup, tagKey } from '../../shared/index.ts'
import { type Effect, readAbout, readVouch } from '../../documents/index.ts'
import type { Member } from '../../membership/index.ts'
import type { Database } from '../../storage/index.ts'
import { rankOf } from '../rank.ts'

/** What one last said of oneself is all that one says. */
export function foldAbout(database: Database, effect: Effect, author: Member): boolean {
  const about = readAbout(effect.entry)
  if (!about) return false
  const { changes } = database
    .statement(
      `INSERT INTO about (member, about, words, at, entry) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET about = excluded.about, words = excluded.words,
         at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (about.at, about.entry)`,
    )
    .run(author.id, JSON.stringify(about), markupText(parseMarkup(about.bio)), effect.entry.at, rankOf(effect))
  return changes > 0
}

/** One vouches for others alone, and once for each skill, however it is written. Whether it counts is asked when vouches are read. */
export function foldVouch(database: Database, effect: Effect, author: Member): boolean {
  const vouch = readVouch(effect.entry)
  const skill = tagKey(vouch?.skill ?? '')
  if (!vouch || skill === '' || vouch.member === author.id) return false
  const { changes } = database
    .statement(
      `INSERT INTO vouch (voucher, member, skill, stands, at, entry) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (voucher, member, skill) DO UPDATE SET stands = excluded.stands, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (vouch.at, vouch.entry)`,
    )
    .run(author.id, vouch.member, skill, vouch.on ? 1 : 0, effect.entry.at, rankOf(effect))
  return changes > 0
}
