/**
 * Tables of boards. `topic` says what each topic is filed under now; `own` is what its first entry said. `topic_facet` lists topics once
 * for each list they stand in (all, a category, a tag), so that every list is read by an index in both orders. `post_move` is what
 * entries said of posts, also of those that are not here yet; `moved` are posts that stand elsewhere than their authors put them.
 */
export const BOARD_TABLES = `
  CREATE TABLE board_setting (
    board TEXT PRIMARY KEY, categories TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE topic (
    arrival INTEGER PRIMARY KEY, space TEXT NOT NULL, root TEXT NOT NULL UNIQUE, own TEXT NOT NULL, head TEXT NOT NULL,
    closed INTEGER NOT NULL, answer TEXT, last INTEGER NOT NULL, time INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE topic_facet (
    space TEXT NOT NULL, facet TEXT NOT NULL, root TEXT NOT NULL, waits INTEGER NOT NULL, last INTEGER NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (space, facet, root)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX topic_active ON topic_facet (space, facet, last, root);
  CREATE INDEX topic_new ON topic_facet (space, facet, time, root);
  CREATE INDEX topic_waits ON topic_facet (space, facet, last, root) WHERE waits = 1;
  CREATE TABLE topic_change (
    source INTEGER PRIMARY KEY, topic TEXT NOT NULL, head TEXT NOT NULL, closed INTEGER NOT NULL, by_role TEXT NOT NULL
  ) STRICT;
  CREATE INDEX topic_change_of ON topic_change (topic);
  CREATE TABLE topic_answer (source INTEGER PRIMARY KEY, topic TEXT NOT NULL, post TEXT, by_role TEXT NOT NULL) STRICT;
  CREATE INDEX topic_answer_of ON topic_answer (topic);
  CREATE TABLE post_move (
    source INTEGER NOT NULL, post TEXT NOT NULL, topic TEXT NOT NULL, by_role TEXT NOT NULL, PRIMARY KEY (source, post)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX post_move_of ON post_move (post);
  CREATE INDEX post_move_to ON post_move (topic);
  CREATE TABLE moved (arrival INTEGER PRIMARY KEY, said TEXT NOT NULL, source INTEGER NOT NULL) STRICT`

/** `topic_wiki` is what was said of whether all may edit a first post; `base` of an edit the entry whose text it was made from. */
export const WIKI_TABLES = `
  ALTER TABLE amendment ADD COLUMN base TEXT;
  ALTER TABLE topic ADD COLUMN wiki INTEGER NOT NULL DEFAULT 0;
  CREATE TABLE topic_wiki (
    source INTEGER PRIMARY KEY, topic TEXT NOT NULL, is_on INTEGER NOT NULL, by_role TEXT NOT NULL
  ) STRICT;
  CREATE INDEX topic_wiki_of ON topic_wiki (topic)`

/** With their times, so that the earliest of many unread posts is found in it alone. */
export const UNREAD_INDEX = `
  DROP INDEX message_news;
  CREATE INDEX message_news ON message (space, root, arrival, time) WHERE news = 1`

/** Own edits that this person knows to stand beside others. Outlives the index. */
export const BESIDE_TABLE = 'CREATE TABLE beside_seen (entry TEXT PRIMARY KEY) STRICT, WITHOUT ROWID'

/** What is made anew with the index; what the charter says of boards is in `board_setting`. */
export const BOARD_PAGE_TABLES = [
  ...['topic', 'topic_facet', 'topic_change', 'topic_answer', 'topic_wiki', 'post_move', 'moved'],
] as const
