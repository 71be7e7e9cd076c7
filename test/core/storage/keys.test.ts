import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  fileKeyStore,
  heldKeyStore,
  keyKind,
  openProfile,
  passphraseKeyStore,
  type PassphraseQuestion,
} from '../../../core/storage/index.ts'
import { codeOfAsync, never, tempFolder } from './support.ts'

const RIGHT = 'nine o’clock on the green'
const always = (passphrase: string) => async () => passphrase

async function profileWithKey(): Promise<{ folder: string; path: string }> {
  const folder = tempFolder()
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), signal: never })
  profile.close()
  return { folder, path: join(folder, 'key') }
}

/** Changes a key file and mends its checksum, as a writer of another format would. */
function rewrite(path: string, change: (bytes: Buffer) => void): void {
  const front = readFileSync(path).subarray(0, -32)
  change(front)
  writeFileSync(path, Buffer.concat([front, createHash('sha256').update(front).digest()]))
}

describe('the key file', () => {
  it('is for this account alone, and known by its kind', async () => {
    const folder = tempFolder()
    expect(await keyKind(folder)).toBe('none')
    expect(await keyKind(join(folder, 'missing'))).toBe('none')
    await fileKeyStore(folder).open(never)
    expect(await keyKind(folder)).toBe('file')
    if (process.platform !== 'win32') expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600)
    const other = tempFolder()
    await passphraseKeyStore(other, always(RIGHT)).open(never)
    expect(await keyKind(other)).toBe('passphrase')
  })

  it('is never made anew where there is data', async () => {
    const { folder, path } = await profileWithKey()
    rmSync(path)
    expect(await codeOfAsync(fileKeyStore(folder).open(never))).toBe('storage/key-missing')
    const asked: unknown[] = []
    const ask = async (question: PassphraseQuestion) => (asked.push(question), RIGHT)
    expect(await codeOfAsync(passphraseKeyStore(folder, ask).open(never))).toBe('storage/key-missing')
    expect(asked, 'nobody is asked for nothing').toEqual([])
    expect(existsSync(path)).toBe(false)
    rmSync(join(folder, 'profile.db'))
    mkdirSync(join(folder, 'communities'), { recursive: true })
    writeFileSync(join(folder, 'communities', 'some.db'), 'data')
    expect(await codeOfAsync(fileKeyStore(folder).open(never))).toBe('storage/key-missing')
  })

  it('is told to be damaged whatever byte of it changed or is missing', async () => {
    const { folder, path } = await profileWithKey()
    const bytes = readFileSync(path)
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(path, changed)
      expect(await codeOfAsync(fileKeyStore(folder).open(never)), `byte ${at}`).toBe('storage/key-damaged')
    }
    for (const length of [0, 10, bytes.length - 1]) {
      writeFileSync(path, bytes.subarray(0, length))
      expect(await codeOfAsync(fileKeyStore(folder).open(never))).toBe('storage/key-damaged')
      expect(await codeOfAsync(keyKind(folder))).toBe('storage/key-damaged')
    }
    writeFileSync(path, bytes)
    await fileKeyStore(folder).open(never)
  })

  it('of a newer format is left alone', async () => {
    const { folder, path } = await profileWithKey()
    for (const at of [11, 12]) {
      const bytes = readFileSync(path)
      rewrite(path, (front) => front.writeUInt8(7, at))
      expect(await codeOfAsync(fileKeyStore(folder).open(never))).toBe('storage/newer-version')
      writeFileSync(path, bytes)
    }
  })

  it('is the same for all who make it at once', async () => {
    const folder = tempFolder()
    const keys = await Promise.all(Array.from({ length: 10 }, () => fileKeyStore(folder).open(never)))
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1)
  })
})

describe('a passphrase', () => {
  it('opens the key, in any spelling of the same characters', async () => {
    const folder = tempFolder()
    const key = await passphraseKeyStore(folder, always('Zoë am Grün')).open(never)
    expect(await passphraseKeyStore(folder, always('Zoe\u0308 am Gru\u0308n')).open(never)).toEqual(key)
    expect(readFileSync(join(folder, 'key')).includes(Buffer.from(key)), 'the key is sealed').toBe(false)
  })

  it('that is wrong is asked for again, then refused', async () => {
    const folder = tempFolder()
    const key = await passphraseKeyStore(folder, always(RIGHT)).open(never)
    const asked: PassphraseQuestion[] = []
    const learns = async (question: PassphraseQuestion) => (
      asked.push(question),
      question.attempt < 3 ? 'wrong wrong' : RIGHT
    )
    expect(await passphraseKeyStore(folder, learns).open(never)).toEqual(key)
    expect(asked).toEqual([
      { fresh: false, attempt: 1 },
      { fresh: false, attempt: 2, problem: 'wrong-passphrase' },
      { fresh: false, attempt: 3, problem: 'wrong-passphrase' },
    ])
    const store = passphraseKeyStore(folder, always('wrong wrong'), { attempts: 1 })
    expect(await codeOfAsync(store.open(never))).toBe('storage/wrong-passphrase')
    const caught: unknown = await store.open(never).catch((error: unknown) => error)
    expect(inspect(caught, { depth: 10, showHidden: true })).not.toContain('wrong wrong')
  })

  it('that is new and short is asked for again, then refused, and nothing is written', async () => {
    const folder = tempFolder()
    const asked: PassphraseQuestion[] = []
    const ask = async (question: PassphraseQuestion) => (asked.push(question), '1234567')
    expect(await codeOfAsync(passphraseKeyStore(folder, ask, { attempts: 2 }).open(never))).toBe(
      'storage/passphrase-too-short',
    )
    expect(asked).toEqual([
      { fresh: true, attempt: 1 },
      { fresh: true, attempt: 2, problem: 'passphrase-too-short' },
    ])
    expect(await keyKind(folder)).toBe('none')
  })

  it('is not asked for where none is set, and wanted where one is', async () => {
    const { folder } = await profileWithKey()
    expect(await codeOfAsync(passphraseKeyStore(folder, always(RIGHT)).open(never))).toBe('storage/key-unprotected')
    const other = tempFolder()
    await passphraseKeyStore(other, always(RIGHT)).open(never)
    expect(await codeOfAsync(fileKeyStore(other).open(never))).toBe('storage/key-protected')
  })

  it('lets the person give up', async () => {
    const gone = new Error('window closed')
    const ask = () => Promise.reject(gone)
    await expect(passphraseKeyStore(tempFolder(), ask).open(never)).rejects.toBe(gone)
  })

  it('guards its own limits: a file that asks for endless work is damaged, a changed one does not open', async () => {
    const folder = tempFolder()
    const path = join(folder, 'key')
    await passphraseKeyStore(folder, always(RIGHT)).open(never)
    const bytes = readFileSync(path)
    const store = passphraseKeyStore(folder, always(RIGHT), { attempts: 1 })
    for (const [at, value] of [
      [13, 0],
      [13, 65],
      [17, 0],
      [17, 2 ** 31],
    ] as const) {
      rewrite(path, (front) => front.writeUInt32BE(value, at))
      expect(await codeOfAsync(store.open(never))).toBe('storage/key-damaged')
      writeFileSync(path, bytes)
    }
    rewrite(path, (front) => front.writeUInt32BE(1, 13))
    expect(await codeOfAsync(store.open(never))).toBe('storage/wrong-passphrase')
  })
})

describe('a held key', () => {
  it('of another length is refused', async () => {
    expect(await codeOfAsync(heldKeyStore(new Uint8Array(31), 'keychain').open(never))).toBe('storage/key-damaged')
  })
})
