/** Readers of what lies on the disk: key files, keys under a passphrase, settings and databases. */
import sodium from 'libsodium-wrappers-sumo'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect } from 'vitest'
import { fileKeyStore, keyKind, openDatabase } from '../../../core/storage/index.ts'
import { showsOtherKey } from '../../../core/storage/header.ts'
import { readKeyFile } from '../../../core/storage/keys/key-file.ts'
import { unsealKey } from '../../../core/storage/keys/sealed-key.ts'
import { settingsOf } from '../../../core/storage/settings.ts'
import { joinBytes, utf8 } from '../../../core/shared/index.ts'
import { inside } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes, spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import { seededRandom, temporaryFolder } from '../../support/surroundings.ts'

await sodium.ready
const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
const random = seededRandom('fuzz/storage')
const signal = new AbortController().signal
const key = random.bytes(32)

const sum = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest())
const summed = (front: Uint8Array): Uint8Array => joinBytes(front, sum(front))
const keyFile = (kind: number, body: Uint8Array): Uint8Array =>
  summed(joinBytes(utf8('FolkmootKey'), Uint8Array.of(1, kind), body))

/** A key sealed as cheaply as the form allows. */
function sealedKey(): Uint8Array {
  const numbers = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 8)
  const [salt, nonce] = [random.bytes(16), random.bytes(24)]
  const stretched = sodium.crypto_pwhash(32, 'a passphrase', salt, 1, 8 * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
  const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(key, numbers, null, nonce, stretched)
  return joinBytes(numbers, salt, nonce, box)
}
const sealed = sealedKey()

describe('the key', () => {
  fuzz({
    name: 'key-file',
    samples: [keyFile(0, key), keyFile(1, sealed)],
    spoil: [inside((file) => file.subarray(0, -32), summed, spoilBytes), spoilBytes],
    read: async (input) => {
      writeFileSync(join(folder.path, 'key'), input)
      const read = await readKeyFile(folder.path)
      expect(await keyKind(folder.path)).toBe(read?.kind ?? 'none')
      await fileKeyStore(folder.path)
        .open(signal)
        .catch((error: unknown) => {
          expect(error).toMatchObject({ code: expect.stringMatching(/^storage\/key-(protected|damaged)$/) as string })
        })
      return read
    },
    throws: ['storage/key-damaged', 'storage/newer-version'],
    accepted: (read, input) => read && expect(keyFile(read.kind === 'file' ? 0 : 1, read.body)).toEqual(input),
    cases: 300,
  })
  fuzz({
    name: 'sealed-key',
    samples: [sealed],
    // What asks for much work is let be: it is allowed, and slow.
    spoil: [
      inside(
        (bytes) => bytes.subarray(8),
        (rest, bytes) => joinBytes(bytes.subarray(0, 8), rest),
        spoilBytes,
      ),
    ],
    read: (input) => unsealKey('a passphrase', input, 'here'),
    throws: ['storage/key-damaged'],
    accepted: (opened) => opened && expect(opened).toEqual(key),
    cases: 300,
  })
})

describe('settings', () => {
  const database = openDatabase({
    path: join(folder.path, 'settings.db'),
    key,
    schemas: [
      { room: 'settings', migrations: ['CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT'] },
    ],
  })
  afterAll(() => database.close())
  const settings = settingsOf(database)
  fuzz({
    name: 'setting',
    samples: ['{"theme":"dark","density":"compact"}', '"Ada"', '[1,{"__proto__":{"a":1}}]', 'null'].map(unitsOf),
    spoil: [spoilText],
    read: (input) => {
      database.statement('INSERT OR REPLACE INTO setting VALUES (?, ?)').run('some', textOf(input).toWellFormed())
      return { value: settings.get('some') }
    },
    throws: ['storage/damaged'],
    accepted: ({ value }) => {
      settings.set('other', value ?? null)
      // Numbers beyond any, and minus nothing, are none that `set` writes.
      expect(JSON.stringify(settings.get('other'))).toEqual(JSON.stringify(value))
    },
    cases: 300,
  })
})

describe('a database', () => {
  const schemas = [
    { room: 'notes', migrations: ['CREATE TABLE note (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'] },
  ]
  const place = join(folder.path, 'databases')
  mkdirSync(place)
  const sound = join(place, 'sound.db')
  const made = openDatabase({ path: sound, key, schemas })
  made.statement('INSERT INTO note VALUES (?, ?)').run(1, 'soup')
  made.close()
  const begin = 200
  const whole = Uint8Array.from(readFileSync(sound))
  fuzz({
    name: 'database',
    // The beginning alone is spoilt and saved: the rest follows.
    samples: [whole.slice(0, begin)],
    read: (input) => {
      const path = join(place, 'spoilt.db')
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
      writeFileSync(path, joinBytes(input, whole.subarray(begin)))
      expect(typeof showsOtherKey(path, key)).toBe('boolean')
      const opened = openDatabase({ path, key, schemas })
      try {
        return opened.statement<{ text: string }>('SELECT text FROM note').all()
      } finally {
        opened.close()
      }
    },
    throws: ['storage/damaged', 'storage/wrong-key', 'storage/newer-version'],
    accepted: (rows) => expect(rows).toEqual([{ text: 'soup' }]),
    cases: 150,
  })
})
