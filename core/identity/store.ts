/** The device seeds of this profile, one a community, kept in the encrypted profile database. */
import type { CommunityId } from '../shared/index.ts'
import type { Database, Schema } from '../storage/index.ts'
import { type Device, deviceOf } from './device.ts'

export const identitySchema: Schema = {
  room: 'identity',
  migrations: [`CREATE TABLE device (community TEXT PRIMARY KEY, seed BLOB NOT NULL) STRICT, WITHOUT ROWID`],
}

/** Keeps a device's seed; it is on the disk when this returns. */
export function keepDevice(database: Database, community: CommunityId, seed: Uint8Array): void {
  database.transaction('authored', () => {
    database.statement('INSERT OR REPLACE INTO device (community, seed) VALUES (?, ?)').run(community, seed)
  })
}

export function loadDevice(database: Database, community: CommunityId): Device | undefined {
  const row = database.statement<{ seed: Uint8Array }>('SELECT seed FROM device WHERE community = ?').get(community)
  return row && deviceOf(row.seed)
}

export function forgetDevice(database: Database, community: CommunityId): void {
  database.transaction('authored', () => {
    database.statement('DELETE FROM device WHERE community = ?').run(community)
  })
}
