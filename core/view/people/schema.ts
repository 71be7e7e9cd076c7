/** What members say of themselves, and whom they vouch for. A skill in `vouch` is written as `tagKey` writes it. */
export const PEOPLE_TABLES = `
  CREATE TABLE about (
    member TEXT PRIMARY KEY, about TEXT NOT NULL, words TEXT NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE vouch (
    voucher TEXT NOT NULL, member TEXT NOT NULL, skill TEXT NOT NULL, stands INTEGER NOT NULL,
    at INTEGER NOT NULL, entry TEXT NOT NULL,
    PRIMARY KEY (voucher, member, skill)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX vouch_member ON vouch (member, skill, voucher) WHERE stands = 1`

/** The picture each member shows; one that was taken away has neither name nor bytes, and stands for when that was said. */
export const PICTURE_TABLE = `
  CREATE TABLE picture (
    member TEXT PRIMARY KEY, name TEXT NOT NULL, bytes BLOB NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX picture_name ON picture (name) WHERE name <> ''`

/** The first steps of this person here: which were taken that nothing else shows. Outlives the index. */
export const WELCOME_TABLE = 'CREATE TABLE welcome (step TEXT PRIMARY KEY) STRICT, WITHOUT ROWID'
