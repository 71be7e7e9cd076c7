/**
 * Tables of search. What is to be looked at is noted by triggers, so that nothing that changes a message can forget to: the words
 * of a message go at once when it changes or goes, and come from \`search_due\`, in a quiet moment or before the next search.
 *
 * Rows stand in the order of time: \`rowid\` is the minute a message stands at, and its arrival. The newest are found without a look
 * at any others, whatever is sought.
 */

import { type EntryId, parseEntryId } from '../../shared/index.ts'
import type { Database } from '../../storage/index.ts'

/** Milliseconds of one step of the order. */
const STEP = 60_000
/** Arrivals told apart in one step; with as many steps a rowid is a whole number that JavaScript can hold. */
const ARRIVALS = 2 ** 26
const STEPS = 2 ** 27

/** Grows when texts are cut into words in another way: then all words are taken anew. */
export const SEARCH_VERSION = 2

export function searchKey(time: number, arrival: number): number {
  return stepOf(time) * ARRIVALS + (arrival % ARRIVALS)
}

/** The arrival a key stands for. */
export function arrivalOf(key: number): number {
  return key % ARRIVALS
}

/** The first key of all that stand at a time or later. */
export function keyFrom(time: number): number {
  return stepOf(time) * ARRIVALS
}

function stepOf(time: number): number {
  return Math.max(0, Math.min(Math.trunc(time / STEP), STEPS - 1))
}

const key = (row: 'old' | 'new' | 'm'): string => `${step(row)} * ${ARRIVALS} + ${row}.arrival % ${ARRIVALS}`
const step = (row: 'old' | 'new' | 'm'): string => `max(0, min(${row}.time / ${STEP}, ${STEPS - 1}))`

export const SEARCH_TABLES = `
  CREATE VIRTUAL TABLE message_words USING fts5(
    words, letters, about, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
  );
  CREATE TABLE search_due (arrival INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE search_state (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
  CREATE TRIGGER search_came AFTER INSERT ON message WHEN new.shown = 1 BEGIN
    INSERT OR IGNORE INTO search_due (arrival) VALUES (new.arrival);
  END;
  CREATE TRIGGER search_changed AFTER UPDATE ON message WHEN new.shown = 1 AND (
    old.text <> new.text OR old.edited IS NOT new.edited OR old.withdrawn <> new.withdrawn OR ${step('old')} <> ${step('new')}
  ) BEGIN
    DELETE FROM message_words WHERE rowid = ${key('old')};
    INSERT OR IGNORE INTO search_due (arrival) VALUES (new.arrival);
  END;
  CREATE TRIGGER search_gone AFTER DELETE ON message WHEN old.shown = 1 BEGIN
    DELETE FROM message_words WHERE rowid = ${key('old')};
    DELETE FROM search_due WHERE arrival = old.arrival;
  END`

/**
 * Titles of topics are searched as well, in columns of their own, and what became of a message besides its text. Whether something was
 * reacted to or pinned stands in what was said last, so the fold itself notes that (`noteSearched`).
 */
export const SEARCH_TITLES = `
  DROP TABLE message_words;
  CREATE VIRTUAL TABLE message_words USING fts5(
    words, letters, title, title_letters, about, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3'
  );
  CREATE TRIGGER search_filed AFTER UPDATE OF head, answer ON topic
  WHEN old.head <> new.head OR (old.answer IS NULL) <> (new.answer IS NULL) BEGIN
    DELETE FROM message_words WHERE rowid = (SELECT ${key('m')} FROM message m WHERE m.arrival = new.arrival);
    INSERT OR IGNORE INTO search_due (arrival) VALUES (new.arrival);
  END;
  CREATE TRIGGER search_answered AFTER INSERT ON thread BEGIN ${due('new')} END;
  CREATE TRIGGER search_answered_more AFTER UPDATE OF posts ON thread
  WHEN (old.posts > 0) <> (new.posts > 0) OR (old.posts > 1) <> (new.posts > 1) BEGIN ${due('new')} END;
  CREATE TRIGGER search_answered_less AFTER DELETE ON thread BEGIN ${due('old')} END`

/** The message a thread began with is to be looked at. What OR IGNORE says is overruled by a statement that counts a thread up. */
function due(row: 'old' | 'new'): string {
  const at = `instr(${row}.root, '.')`
  return `INSERT INTO search_due (arrival) SELECT m.arrival FROM message m
    WHERE NOT EXISTS (SELECT 1 FROM search_due d WHERE d.arrival = m.arrival) AND m.feed = substr(${row}.root, 1, ${at} - 1) AND m.seq = CAST(substr(${row}.root, ${at} + 1) AS INTEGER) AND m.shown = 1;`
}

/** Something was said about a message: it is to be looked at. */
export function noteSearched(database: Database, id: EntryId): void {
  const name = parseEntryId(id)
  if (!name) return
  database
    .statement(
      'INSERT OR IGNORE INTO search_due (arrival) SELECT arrival FROM message WHERE feed = ? AND seq = ? AND shown = 1',
    )
    .run(name.feed, name.seq)
}
