import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openDatabase } from '../../core/storage/index.ts'
import { storageAcceptance } from './storage-suite.ts'

storageAcceptance('encrypted SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-storage-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const key = new Uint8Array(32).fill(1)
  return { open: (schemas) => openDatabase({ path: join(folder, 'some.db'), key, schemas }) }
})
