/** What a blind keeper has on its disk: sealed parcels, who may put and fetch them, and no key to any of it. */
import type { Schema } from '../storage/index.ts'

export const keeperSchema: Schema = {
  room: 'keeper',
  migrations: [
    `CREATE TABLE setting (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE shelf (
       number INTEGER PRIMARY KEY,
       id BLOB NOT NULL UNIQUE,
       used INTEGER NOT NULL DEFAULT 0,
       -- The device that claimed it, which alone may use it until there is a roster.
       founder TEXT NOT NULL,
       roster BLOB, roster_by TEXT, roster_signature BLOB,
       clearing BLOB, clearing_by TEXT, clearing_signature BLOB
     ) STRICT;
     CREATE TABLE lane (
       number INTEGER PRIMARY KEY,
       shelf INTEGER NOT NULL, device TEXT NOT NULL,
       first INTEGER NOT NULL, last INTEGER NOT NULL, head BLOB NOT NULL,
       UNIQUE (shelf, device)
     ) STRICT;
     CREATE TABLE parcel (
       number INTEGER PRIMARY KEY,
       lane INTEGER NOT NULL, seq INTEGER NOT NULL,
       prev BLOB NOT NULL, signature BLOB NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL,
       UNIQUE (lane, seq)
     ) STRICT`,
    `CREATE TABLE guest (
       shelf INTEGER NOT NULL, device TEXT NOT NULL,
       -- By which device of a roster it came; empty when it was on one itself.
       sponsor TEXT NOT NULL,
       -- Whether a roster has left it out.
       out INTEGER NOT NULL,
       PRIMARY KEY (shelf, device)
     ) STRICT, WITHOUT ROWID`,
    // The community's shelf beside which a private space's stands.
    `ALTER TABLE shelf ADD COLUMN parent INTEGER;
     CREATE TABLE call (
       shelf INTEGER NOT NULL, device TEXT NOT NULL, letter BLOB NOT NULL,
       PRIMARY KEY (shelf, device)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE gone_annex (number INTEGER PRIMARY KEY, parent INTEGER NOT NULL, id BLOB NOT NULL UNIQUE) STRICT`,
  ],
}
