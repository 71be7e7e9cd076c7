/** The tables of documents: what documents there are, their feeds, the recent items, and the blocks older ones are packed in. */
import type { Schema } from '../../storage/index.ts'

export const documentsSchema: Schema = {
  room: 'documents',
  migrations: [
    `CREATE TABLE document (
       number INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       kind TEXT NOT NULL,
       parent TEXT,
       entries INTEGER NOT NULL DEFAULT 0,
       bytes INTEGER NOT NULL DEFAULT 0,
       operations INTEGER NOT NULL DEFAULT 0
     ) STRICT;
     CREATE TABLE device (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE) STRICT;
     CREATE TABLE named_heads (number INTEGER PRIMARY KEY, heads TEXT NOT NULL UNIQUE) STRICT;
     CREATE TABLE feed (
       number INTEGER PRIMARY KEY,
       document INTEGER NOT NULL REFERENCES document,
       id BLOB NOT NULL UNIQUE,
       device INTEGER NOT NULL REFERENCES device,
       session BLOB NOT NULL,
       head_seq INTEGER NOT NULL,
       head_hash BLOB NOT NULL,
       bytes INTEGER NOT NULL,
       heads INTEGER REFERENCES named_heads,
       packed_seq INTEGER NOT NULL,
       packed_hash BLOB,
       effect_end INTEGER,
       change_hash BLOB NOT NULL,
       change_op INTEGER NOT NULL
     ) STRICT;
     CREATE INDEX feed_document ON feed (document, device);
     CREATE TABLE tail (
       arrival INTEGER PRIMARY KEY,
       document INTEGER NOT NULL REFERENCES document,
       feed INTEGER NOT NULL REFERENCES feed,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       context TEXT NOT NULL,
       seen TEXT NOT NULL,
       entry BLOB NOT NULL,
       signature BLOB
     ) STRICT;
     CREATE INDEX tail_document ON tail (document);
     CREATE TABLE block (
       number INTEGER PRIMARY KEY,
       document INTEGER NOT NULL REFERENCES document,
       items INTEGER NOT NULL,
       weight INTEGER NOT NULL,
       checksum BLOB NOT NULL,
       runs BLOB NOT NULL,
       bytes BLOB NOT NULL
     ) STRICT;
     CREATE INDEX block_document ON block (document, number);
     CREATE TABLE snapshot (document INTEGER PRIMARY KEY REFERENCES document, bytes BLOB NOT NULL) STRICT`,
    // Cuts; what of a device's standing the effects were made under; documents nobody rightly opened; and feeds with two branches.
    `ALTER TABLE feed ADD COLUMN cut_seq INTEGER;
     ALTER TABLE feed ADD COLUMN cut_hash BLOB;
     CREATE INDEX feed_device ON feed (device);
     CREATE INDEX feed_cut ON feed (device) WHERE cut_seq IS NOT NULL;
     ALTER TABLE device ADD COLUMN standing TEXT NOT NULL DEFAULT '';
     ALTER TABLE document ADD COLUMN astray INTEGER NOT NULL DEFAULT 0;
     CREATE TABLE fork (
       feed INTEGER PRIMARY KEY REFERENCES feed,
       document INTEGER NOT NULL REFERENCES document,
       seq INTEGER NOT NULL,
       stem BLOB NOT NULL,
       main BLOB,
       evidence BLOB
     ) STRICT;
     CREATE INDEX fork_document ON fork (document);
     CREATE TABLE branch (
       number INTEGER PRIMARY KEY,
       feed INTEGER NOT NULL REFERENCES fork,
       first BLOB NOT NULL,
       head_seq INTEGER NOT NULL,
       head_hash BLOB NOT NULL
     ) STRICT;
     CREATE INDEX branch_feed ON branch (feed);
     CREATE TABLE branch_item (
       branch INTEGER NOT NULL REFERENCES branch,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       context TEXT NOT NULL,
       seen TEXT NOT NULL,
       entry BLOB NOT NULL,
       signature BLOB,
       PRIMARY KEY (branch, seq)
     ) STRICT, WITHOUT ROWID`,
  ],
}
