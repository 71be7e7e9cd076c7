/** What this device knows of its community's shelves at keepers; in the community's own database. */
import type { Schema } from '../../../storage/index.ts'

export const keepingSchema: Schema = {
  room: 'keeping',
  migrations: [
    `CREATE TABLE keep_shelf (
       shelf TEXT PRIMARY KEY, clearing INTEGER NOT NULL DEFAULT 0,
       -- Whether something lies there that this device may not read; up to where lanes are cleared once all is packed anew.
       closed INTEGER NOT NULL DEFAULT 0, plan TEXT,
       at INTEGER NOT NULL DEFAULT 0, used INTEGER NOT NULL DEFAULT 0, budget INTEGER NOT NULL DEFAULT 0
     ) STRICT, WITHOUT ROWID;
     -- How far each lane was read, and the furthest it was ever shown.
     CREATE TABLE keep_lane (
       shelf TEXT NOT NULL, device TEXT NOT NULL,
       seq INTEGER NOT NULL, head BLOB NOT NULL, top_seq INTEGER NOT NULL, top_head BLOB NOT NULL,
       PRIMARY KEY (shelf, device)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE keep_unread (
       shelf TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL,
       link BLOB NOT NULL, early INTEGER NOT NULL, tries INTEGER NOT NULL,
       PRIMARY KEY (shelf, device, seq)
     ) STRICT, WITHOUT ROWID;
     -- What is held there.
     CREATE TABLE keep_feed (
       shelf TEXT NOT NULL, document TEXT NOT NULL, feed TEXT NOT NULL, seq INTEGER NOT NULL,
       PRIMARY KEY (shelf, document, feed)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE keep_action (shelf TEXT NOT NULL, action TEXT NOT NULL, PRIMARY KEY (shelf, action)) STRICT, WITHOUT ROWID;
     -- What was sent last and not acknowledged: it is sent again as it was, so that no two parcels are ever signed for one place.
     CREATE TABLE keep_pending (
       shelf TEXT PRIMARY KEY, seq INTEGER NOT NULL, prev BLOB NOT NULL, signature BLOB NOT NULL,
       parcel BLOB NOT NULL, covers TEXT NOT NULL
     ) STRICT`,
  ],
}
