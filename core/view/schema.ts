/** The index: what screens read. It is a pure fold of entries and can be made anew from the feeds at any time. */
import type { Schema } from '../storage/index.ts'
import { ATTACHED_TABLES } from './attached.ts'
import { IMPORT_TABLES } from './imported.ts'
import { BEGAN_INDEX, CALLED_TABLE, HEED_TABLES, INBOX_TABLES } from './inbox/schema.ts'
import { BESIDE_TABLE, BOARD_TABLES, UNREAD_INDEX, WIKI_TABLES } from './boards/schema.ts'
import { PEOPLE_TABLES, PICTURE_TABLE, WELCOME_TABLE } from './people/schema.ts'
import { SEARCH_TABLES, SEARCH_TITLES } from './search/schema.ts'

/** Grows when the fold changes its mind: then the index is made anew. */
export const INDEX_VERSION = 8

export const viewSchema: Schema = {
  room: 'view',
  migrations: [
    `CREATE TABLE index_state (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
     CREATE TABLE charter (
       one INTEGER PRIMARY KEY CHECK (one = 1),
       name TEXT NOT NULL, purpose TEXT NOT NULL, rules TEXT NOT NULL,
       at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT;
     CREATE TABLE space (
       number INTEGER PRIMARY KEY,
       id TEXT NOT NULL UNIQUE,
       kind TEXT NOT NULL,
       name TEXT NOT NULL,
       topic TEXT NOT NULL,
       at INTEGER NOT NULL,
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       messages INTEGER NOT NULL DEFAULT 0,
       unread INTEGER NOT NULL DEFAULT 0
     ) STRICT;
     CREATE TABLE profile (member TEXT PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE message (
       arrival INTEGER PRIMARY KEY,
       space TEXT NOT NULL,
       document TEXT NOT NULL,
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       time INTEGER NOT NULL,
       at INTEGER NOT NULL,
       author TEXT NOT NULL,
       mine INTEGER NOT NULL,
       late INTEGER NOT NULL,
       news INTEGER NOT NULL,
       received INTEGER NOT NULL,
       text TEXT NOT NULL,
       UNIQUE (feed, seq)
     ) STRICT;
     CREATE INDEX message_order ON message (space, time, feed);
     CREATE INDEX message_news ON message (space, arrival) WHERE news = 1;
     CREATE INDEX message_document ON message (document, time, feed);
     CREATE TABLE own_feed (feed TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, reached_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
     CREATE INDEX own_feed_waiting ON own_feed (feed) WHERE last_seq > reached_seq;
     CREATE TABLE pointer (
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       source INTEGER NOT NULL,
       PRIMARY KEY (feed, seq, source)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX pointer_source ON pointer (source)`,
    /**
     * Every entry of a page has a row, since all of them hold others in their places; \`shown\` is 1 for messages. Arrival numbers are
     * never given twice, and what is set aside keeps its own in \`aside\`, should it come back.
     */
    `CREATE TABLE aside (
       feed TEXT NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL,
       arrival INTEGER NOT NULL, received INTEGER NOT NULL, news INTEGER NOT NULL, late INTEGER NOT NULL,
       PRIMARY KEY (feed, seq, hash)
     ) STRICT, WITHOUT ROWID;
     INSERT INTO aside SELECT feed, seq, hash, arrival, received, news, late FROM message;
     DROP TABLE message;
     DROP TABLE pointer;
     CREATE TABLE message (
       arrival INTEGER PRIMARY KEY AUTOINCREMENT,
       space TEXT NOT NULL,
       document TEXT NOT NULL,
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       time INTEGER NOT NULL,
       at INTEGER NOT NULL,
       author TEXT NOT NULL,
       mine INTEGER NOT NULL,
       late INTEGER NOT NULL,
       news INTEGER NOT NULL,
       received INTEGER NOT NULL,
       shown INTEGER NOT NULL,
       forked INTEGER NOT NULL,
       early INTEGER NOT NULL,
       withdrawn INTEGER NOT NULL DEFAULT 0,
       text TEXT NOT NULL,
       edited TEXT,
       edited_at INTEGER,
       UNIQUE (feed, seq)
     ) STRICT;
     INSERT INTO sqlite_sequence (name, seq) SELECT 'message', coalesce(max(arrival), 0) FROM aside;
     CREATE INDEX message_order ON message (space, time, feed) WHERE shown = 1;
     CREATE INDEX message_news ON message (space, arrival) WHERE news = 1;
     CREATE INDEX message_document ON message (document, time, feed);
     CREATE TABLE pointer (
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       hash BLOB NOT NULL,
       source INTEGER NOT NULL,
       PRIMARY KEY (feed, seq, hash, source)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX pointer_source ON pointer (source);
     CREATE TABLE amendment (
       source INTEGER PRIMARY KEY,
       feed TEXT NOT NULL,
       seq INTEGER NOT NULL,
       text TEXT,
       waiting INTEGER NOT NULL DEFAULT 0
     ) STRICT;
     CREATE INDEX amendment_target ON amendment (feed, seq);
     CREATE INDEX amendment_waiting ON amendment (waiting) WHERE waiting = 1;
     CREATE TABLE device_name (
       device TEXT NOT NULL, member TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
       PRIMARY KEY (device, member)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE formerly (
       member TEXT PRIMARY KEY, device TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE reason (
       action TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
       PRIMARY KEY (action, author)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE setting (
       name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT, WITHOUT ROWID`,
    // Whether it was not opened by this entry, which says once more that it was.
    `ALTER TABLE space ADD COLUMN restated INTEGER NOT NULL DEFAULT 0`,
    `CREATE TABLE keeper (
       peer TEXT PRIMARY KEY, addresses TEXT NOT NULL, shelf TEXT NOT NULL, name TEXT NOT NULL, kept INTEGER NOT NULL,
       at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT, WITHOUT ROWID`,
    /**
     * `root` is the id of the message whose thread something stands in, as its author said, and empty for what stands in the room
     * itself; `thread` counts what stands in each.
     */
    `ALTER TABLE message ADD COLUMN reply TEXT;
     ALTER TABLE message ADD COLUMN root TEXT NOT NULL DEFAULT '';
     DROP INDEX message_order;
     DROP INDEX message_news;
     CREATE INDEX message_order ON message (space, root, time, feed) WHERE shown = 1;
     CREATE INDEX message_news ON message (space, root, arrival) WHERE news = 1;
     CREATE TABLE thread (
       space TEXT NOT NULL, root TEXT NOT NULL,
       posts INTEGER NOT NULL, unread INTEGER NOT NULL, last INTEGER NOT NULL,
       PRIMARY KEY (space, root)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX thread_last ON thread (space, last);
     CREATE TABLE reaction (
       source INTEGER PRIMARY KEY, feed TEXT NOT NULL, seq INTEGER NOT NULL, emoji TEXT NOT NULL, is_on INTEGER NOT NULL
     ) STRICT;
     CREATE INDEX reaction_target ON reaction (feed, seq);
     CREATE TABLE pin (
       source INTEGER PRIMARY KEY, space TEXT NOT NULL, feed TEXT NOT NULL, seq INTEGER NOT NULL, is_on INTEGER NOT NULL,
       by_role TEXT NOT NULL
     ) STRICT;
     CREATE INDEX pin_target ON pin (space, feed, seq);
     CREATE TABLE space_setting (
       space TEXT PRIMARY KEY, name TEXT NOT NULL, topic TEXT NOT NULL, archived INTEGER NOT NULL,
       at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT, WITHOUT ROWID`,
    PEOPLE_TABLES,
    SEARCH_TABLES,
    BOARD_TABLES,
    INBOX_TABLES,
    PICTURE_TABLE,
    WIKI_TABLES,
    SEARCH_TITLES,
    CALLED_TABLE,
    IMPORT_TABLES,
    // Who a member was in the community this one goes on from.
    `CREATE TABLE past (
       member TEXT PRIMARY KEY, community TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
     ) STRICT, WITHOUT ROWID`,
    UNREAD_INDEX,
    BEGAN_INDEX,
    ATTACHED_TABLES,
  ],
}

/** What only this device knows: it outlives the index. */
export const markSchema: Schema = {
  room: 'marks',
  migrations: [
    `CREATE TABLE read_mark (space TEXT PRIMARY KEY, up_to INTEGER NOT NULL) STRICT, WITHOUT ROWID;
     CREATE TABLE reach (feed TEXT NOT NULL, member TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (feed, member)) STRICT, WITHOUT ROWID;
     CREATE TABLE sent (client_key TEXT PRIMARY KEY, entry TEXT NOT NULL) STRICT, WITHOUT ROWID`,
    // Each thread is read by itself; what is being written in each is kept.
    `ALTER TABLE read_mark RENAME TO room_mark;
     CREATE TABLE read_mark (
       space TEXT NOT NULL, root TEXT NOT NULL, up_to INTEGER NOT NULL, PRIMARY KEY (space, root)
     ) STRICT, WITHOUT ROWID;
     INSERT INTO read_mark SELECT space, '', up_to FROM room_mark;
     DROP TABLE room_mark;
     CREATE TABLE draft (
       space TEXT NOT NULL, root TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (space, root)
     ) STRICT, WITHOUT ROWID`,
    WELCOME_TABLE,
    HEED_TABLES,
    // Which message a draft answers; empty for none.
    `ALTER TABLE draft ADD COLUMN reply TEXT NOT NULL DEFAULT ''`,
    BESIDE_TABLE,
  ],
}
