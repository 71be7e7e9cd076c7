import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keysOf, type Keys, type LockedKeys } from '../../../core/node/keys.ts'
import { temporaryFolder } from '../../support/core-process.ts'

const { signal } = new AbortController()
const passphrase = 'by the old oak'
const ask = async (): Promise<string> => passphrase

function waiting(keys: Keys): LockedKeys {
  if ('open' in keys) throw new TypeError('it did not wait for a screen')
  return keys
}

async function open(keys: Keys): Promise<Uint8Array> {
  return 'open' in keys ? await keys.open(signal) : await keys.with(passphrase).open(signal)
}

describe('the key of a profile that no shell holds', () => {
  it('is a file of its own unless a passphrase was wished', async () => {
    using folder = temporaryFolder()
    const made = await keysOf(folder.path, { locked: false, ask })
    expect(made).toMatchObject({ protection: 'file' })
    const key = await open(made)
    expect(await open(await keysOf(folder.path, { locked: false }))).toEqual(key)
    await expect(keysOf(folder.path, { locked: true, ask })).rejects.toMatchObject({ code: 'storage/key-unprotected' })
  })

  it('waits for a screen, which is told whether the passphrase is chosen now', async () => {
    using folder = temporaryFolder()
    const made = waiting(await keysOf(folder.path, { locked: true }))
    expect(await made.fresh()).toBe(true)
    await expect(made.with('short').open(signal)).rejects.toMatchObject({ code: 'storage/passphrase-too-short' })
    expect(await made.fresh()).toBe(true)
    const key = await open(made)
    expect(await made.fresh()).toBe(false)

    const found = waiting(await keysOf(folder.path, { locked: false }))
    expect(await found.fresh()).toBe(false)
    await expect(found.with('by the elm').open(signal)).rejects.toMatchObject({ code: 'storage/wrong-passphrase' })
    expect(await open(found)).toEqual(key)
    expect(await open(await keysOf(folder.path, { locked: false, ask }))).toEqual(key)
  })

  it('is none of ours when the keychain has sealed it', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'key.sealed'), 'v11')
    for (const locked of [false, true])
      await expect(keysOf(folder.path, { locked, ask })).rejects.toMatchObject({ code: 'host/needs-window' })
  })
})
