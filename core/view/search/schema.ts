/**
 * Tables of search. What is to be looked at is noted by triggers, so that nothing that changes a message can forget to: the words
 * of a message go at once when it changes or goes, and come from \`search_due\`, in a quiet moment or before the next search.
 *
 * Rows stand in the order of time: \`rowid\` is the minute a message stands at, and its arrival. The newest are found without a look
 * at any others, whatever is sought.
 */

/** Milliseconds of one step of the order. */
const STEP = 60_000
/** Arrivals told apart in one step; with as many steps a rowid is a whole number that JavaScript can hold. */
const ARRIVALS = 2 ** 26
const STEPS = 2 ** 27

/** Grows when texts are cut into words in another way: then all words are taken anew. */
export const SEARCH_VERSION = 1

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

const key = (row: 'old' | 'new'): string => `${step(row)} * ${ARRIVALS} + ${row}.arrival % ${ARRIVALS}`
const step = (row: 'old' | 'new'): string => `max(0, min(${row}.time / ${STEP}, ${STEPS - 1}))`

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
