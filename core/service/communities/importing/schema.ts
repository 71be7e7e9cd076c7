import type { Schema } from '../../../storage/index.ts'

/** What of other systems was brought in, in the community's own database: an entry and the note that it is here are kept together. */
export const importingSchema: Schema = {
  room: 'importing',
  migrations: [
    `CREATE TABLE import_run (
       number INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, done INTEGER NOT NULL, written INTEGER NOT NULL, over INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE import_room (
       run INTEGER NOT NULL, room TEXT NOT NULL, space TEXT NOT NULL, PRIMARY KEY (run, room)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE import_item (
       run INTEGER NOT NULL, id TEXT NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (run, id)
     ) STRICT, WITHOUT ROWID`,
  ],
}
