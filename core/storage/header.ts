import { hkdfSync } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

/** Bytes at the beginning of a database that stay as they are under every key. */
const MARK_BYTES = 16

/**
 * Stands in a database's first 16 bytes, where the cipher keeps a salt that a raw key has no use for.
 * So a wrong key is told apart from damage; of the key it betrays nothing.
 */
export function keyMark(key: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'folkmoot/key-mark/1', MARK_BYTES))
}

/** Whether a database that does not open looks sound but was written under another key. The file must not be open. */
export function showsOtherKey(path: string, key: Uint8Array): boolean {
  const start = Buffer.alloc(MARK_BYTES + SHAPE.length)
  const file = openSync(path, 'r')
  try {
    if (readSync(file, start, 0, start.length, 0) < start.length) return false
  } finally {
    closeSync(file)
  }
  if (start.subarray(0, MARK_BYTES).equals(keyMark(key))) return false
  return SHAPE.every((values, at) => values.includes(start[MARK_BYTES + at] ?? -1))
}

/** What SQLite leaves readable behind the salt: page size 4096, journal kind, 32 reserved bytes a page, three constants. */
const SHAPE: readonly (readonly number[])[] = [[16], [0], [1, 2], [1, 2], [32], [64], [32], [32]]
