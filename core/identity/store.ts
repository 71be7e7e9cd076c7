/** The device seeds of this profile, one a community and those it had there before, kept in the encrypted profile database. */
import type { CommunityId } from '../shared/index.ts'
import type { Database, Schema } from '../storage/index.ts'
import { type Device, deviceOf } from './device.ts'

export const identitySchema: Schema = {
  room: 'identity',
  migrations: [
    `CREATE TABLE device (community TEXT PRIMARY KEY, seed BLOB NOT NULL) STRICT, WITHOUT ROWID`,
    `CREATE TABLE former_device (number INTEGER PRIMARY KEY, community TEXT NOT NULL, seed BLOB NOT NULL) STRICT`,
  ],
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

/** Forgets the device of a community, and those before it. */
export function forgetDevice(database: Database, community: CommunityId): void {
  database.transaction('authored', () => {
    database.statement('DELETE FROM device WHERE community = ?').run(community)
    database.statement('DELETE FROM former_device WHERE community = ?').run(community)
  })
}

/** The device is in use no more; its seed stays, so that its person can show that it was theirs. */
export function retireDevice(database: Database, community: CommunityId): void {
  database.transaction('authored', () => {
    database
      .statement('INSERT INTO former_device (community, seed) SELECT community, seed FROM device WHERE community = ?')
      .run(community)
    database.statement('DELETE FROM device WHERE community = ?').run(community)
  })
}

/** Devices this profile had in a community before, the last first. */
export function formerDevices(database: Database, community: CommunityId): Device[] {
  return database
    .statement<{ seed: Uint8Array }>('SELECT seed FROM former_device WHERE community = ? ORDER BY number DESC')
    .all(community)
    .map(({ seed }) => deviceOf(seed))
}
