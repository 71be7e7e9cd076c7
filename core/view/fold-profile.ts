/** Profiles: what members say of themselves. Each speaks for nobody else. */
import {
  type Effect,
  isFormerlyProven,
  isPastProven,
  readPast,
  readDeviceName,
  readFormerly,
  readProfile,
} from '../documents/index.ts'
import type { Member } from '../membership/index.ts'
import type { Database } from '../storage/index.ts'
import type { FoldFacts, Touched } from './fold-facts.ts'
import { foldAbout, foldVouch } from './people/fold.ts'
import { foldPicture } from './people/fold-picture.ts'
import { rankOf } from './rank.ts'

export function foldProfile(facts: FoldFacts, effect: Effect, author: Member, touched: Touched): void {
  const { database } = facts
  const said =
    foldName(database, effect, author) ||
    foldDeviceName(database, effect, author) ||
    foldFormerly(facts, effect, author) ||
    foldPast(facts, effect, author)
  if (said) touched.people = true
  if (foldAbout(database, effect, author) || foldVouch(database, effect, author)) touched.about = true
  if (foldPicture(database, effect, author)) touched.pictures = true
}

/** Makes anew what members say of themselves. */
export function refoldProfiles(
  facts: FoldFacts,
  said: readonly { effect: Effect; author: Member }[],
  touched: Touched,
): void {
  for (const table of ['profile', 'device_name', 'formerly', 'past', 'about', 'vouch', 'picture'])
    facts.database.statement(`DELETE FROM ${table}`).run()
  for (const { effect, author } of said) foldProfile(facts, effect, author, touched)
  touched.people = true
  touched.about = true
  touched.pictures = true
}

/** One's name is what one last said it is. */
function foldName(database: Database, effect: Effect, author: Member): boolean {
  const name = readProfile(effect.entry)
  if (!name) return false
  const { changes } = database
    .statement(
      `INSERT INTO profile (member, name, at, entry) VALUES (?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET name = excluded.name, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (profile.at, profile.entry)`,
    )
    .run(author.id, name, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** A device is called what its member calls it. Whose it is may be known later: that is asked when names are read. */
function foldDeviceName(database: Database, effect: Effect, author: Member): boolean {
  const said = readDeviceName(effect.entry)
  if (!said) return false
  const { changes } = database
    .statement(
      `INSERT INTO device_name (device, member, name, at, entry) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (device, member) DO UPDATE SET name = excluded.name, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (device_name.at, device_name.entry)`,
    )
    .run(said.device, author.id, said.name, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** Who one was before is shown when a device of that member's has signed it, for this member in this community. */
function foldFormerly({ database, community }: FoldFacts, effect: Effect, author: Member): boolean {
  const proof = readFormerly(effect.entry)
  if (!proof || !isFormerlyProven(proof, community, author.id)) return false
  const { changes } = database
    .statement(
      `INSERT INTO formerly (member, device, at, entry) VALUES (?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET device = excluded.device, at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (formerly.at, formerly.entry)`,
    )
    .run(author.id, proof.device, effect.entry.at, rankOf(effect))
  return changes > 0
}

/** The same of the community this one goes on from: whose the device was there is asked when it is shown. */
function foldPast({ database, community }: FoldFacts, effect: Effect, author: Member): boolean {
  const proof = readPast(effect.entry)
  if (!proof || !isPastProven(proof, community, author.id)) return false
  const { changes } = database
    .statement(
      `INSERT INTO past (member, community, device, at, entry) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET community = excluded.community, device = excluded.device, at = excluded.at,
         entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (past.at, past.entry)`,
    )
    .run(author.id, proof.of, proof.device, effect.entry.at, rankOf(effect))
  return changes > 0
}
