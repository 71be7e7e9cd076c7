/** Tables of blobs: the chunks that are held, the blobs that were asked for or sent, and which chunks each of them takes. */
import type { Schema } from '../storage/index.ts'

export const blobsSchema: Schema = {
  room: 'blobs',
  migrations: [
    // `upload` names what a chunk is kept for until a message is sent with it.
    `CREATE TABLE chunk (id TEXT PRIMARY KEY, upload TEXT) STRICT, WITHOUT ROWID;
     CREATE INDEX chunk_upload ON chunk (upload) WHERE upload IS NOT NULL;
     CREATE TABLE blob (
       root TEXT PRIMARY KEY,
       size INTEGER NOT NULL,
       wanted INTEGER,
       listed INTEGER NOT NULL DEFAULT 0
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX blob_wanted ON blob (wanted) WHERE wanted IS NOT NULL;
     CREATE TABLE part (
       root TEXT NOT NULL REFERENCES blob,
       at INTEGER NOT NULL,
       chunk TEXT NOT NULL,
       held INTEGER NOT NULL,
       PRIMARY KEY (root, at)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX part_chunk ON part (chunk);
     CREATE INDEX part_missing ON part (root, at) WHERE held = 0;`,
  ],
}
