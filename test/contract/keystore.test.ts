import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { fileKeyStore, heldKeyStore, passphraseKeyStore } from '../../core/storage/index.ts'
import { keyStoreAcceptance } from './keystore-suite.ts'

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

keyStoreAcceptance('file', () => {
  const folder = tempFolder()
  return { store: () => fileKeyStore(folder), protection: 'file' }
})

keyStoreAcceptance('passphrase', () => {
  const folder = tempFolder()
  return { store: () => passphraseKeyStore(folder, async () => 'correct horse battery'), protection: 'passphrase' }
})

keyStoreAcceptance('held for us', () => {
  const key = randomBytes(32)
  return { store: () => heldKeyStore(key, 'plain-keychain'), protection: 'plain-keychain' }
})
