/** The picture a member showed last is the one they show. Whoever changes it a thousand times has one row here all the same. */
import { type Effect, readPicture } from '../../documents/index.ts'
import type { Member } from '../../membership/index.ts'
import type { Database } from '../../storage/index.ts'
import { rankOf } from '../rank.ts'

export function foldPicture(database: Database, effect: Effect, author: Member): boolean {
  const said = readPicture(effect.entry)
  if (!said) return false
  const { changes } = database
    .statement(
      `INSERT INTO picture (member, name, bytes, at, entry) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (member) DO UPDATE SET name = excluded.name, bytes = excluded.bytes,
         at = excluded.at, entry = excluded.entry
       WHERE (excluded.at, excluded.entry) > (picture.at, picture.entry)`,
    )
    .run(author.id, said.picture?.name ?? '', said.picture?.bytes ?? new Uint8Array(0), effect.entry.at, rankOf(effect))
  return changes > 0
}
