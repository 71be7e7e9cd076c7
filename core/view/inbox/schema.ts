/** What in the rooms is for this person, and what their other devices said. */

/**
 * `calls`: whether a message's author could call a whole role or room together when they wrote it. `concern` names messages that mention
 * this person or answer them, and goes with them into another thread; `why` is a sum of WHY. `own_word` holds what own devices said until it was taken in.
 */
export const INBOX_TABLES = `
  ALTER TABLE message ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX message_reply ON message (reply) WHERE reply IS NOT NULL;
  CREATE INDEX message_own ON message (space, root) WHERE mine = 1 AND shown = 1;
  CREATE INDEX thread_unread ON thread (space, root) WHERE unread > 0;
  CREATE TABLE concern (
    arrival INTEGER PRIMARY KEY, space TEXT NOT NULL, root TEXT NOT NULL, why INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX concern_place ON concern (space, root, arrival);
  CREATE TRIGGER concern_moves AFTER UPDATE OF root ON message
    BEGIN UPDATE concern SET root = NEW.root WHERE arrival = NEW.arrival; END;
  CREATE TABLE own_word (source INTEGER PRIMARY KEY, rank TEXT NOT NULL, word TEXT NOT NULL) STRICT`

/** What this person said, by its name: which of very many threads they began is found without reading what was said. */
export const BEGAN_INDEX = 'CREATE INDEX message_began ON message (feed, seq, space) WHERE mine = 1 AND shown = 1'

/** Edits that call this person by a message that had not: `source` is the arrival of the edit, `feed` and `seq` its name, `target` the message. */
export const CALLED_TABLE = `
  CREATE TABLE called (
    source INTEGER PRIMARY KEY, target INTEGER NOT NULL, space TEXT NOT NULL, root TEXT NOT NULL,
    feed TEXT NOT NULL, seq INTEGER NOT NULL, why INTEGER NOT NULL, before INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX called_place ON called (space, root, source);
  CREATE INDEX called_target ON called (target);
  CREATE TRIGGER called_moves AFTER UPDATE OF root ON message
    BEGIN UPDATE called SET root = NEW.root WHERE target = NEW.arrival; END`

/**
 * `told`: up to which arrival own devices were told what was read. `seen`: how far each feed was read on any own device, in a room or a
 * thread. `heed`: what this person set, of a community (no space), a room (no root) or a thread.
 */
export const HEED_TABLES = `
  ALTER TABLE read_mark ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX read_mark_untold ON read_mark (space, root) WHERE up_to > told;
  CREATE TABLE seen (
    space TEXT NOT NULL, root TEXT NOT NULL, feed TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (space, root, feed)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE heed (
    space TEXT NOT NULL, root TEXT NOT NULL, what TEXT NOT NULL, value TEXT NOT NULL,
    at INTEGER NOT NULL, rank TEXT NOT NULL, told INTEGER NOT NULL,
    PRIMARY KEY (space, root, what)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX heed_untold ON heed (told) WHERE told = 0`
