import { LIMITS } from '../shared/index.ts'
import type { Database } from './database.ts'
import { storageErrors } from './errors.ts'

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** Small values by name, kept in profile.db. What is read may be of an older release: check its shape. */
export interface Settings {
  /** @throws storage/damaged when it is not what `set` writes */
  get(name: string): Json | undefined
  /** On the disk before it returns. @throws storage/invalid above LIMITS.settingBytes, and what writing throws */
  set(name: string, value: Json): void
  remove(name: string): void
}

export function settingsOf(database: Database): Settings {
  return {
    get(name) {
      const row = database.statement<{ value: string }>('SELECT value FROM setting WHERE name = ?').get(name)
      return row === undefined ? undefined : parse(row.value, database.path)
    },
    set(name, value) {
      const text = JSON.stringify(value)
      if (Buffer.byteLength(text) > LIMITS.settingBytes) throw storageErrors('invalid')
      database
        .statement('INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run(name, text)
    },
    remove(name) {
      database.statement('DELETE FROM setting WHERE name = ?').run(name)
    },
  }
}

function parse(text: string, place: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (cause) {
    throw storageErrors('damaged', { cause, details: { place } })
  }
}
