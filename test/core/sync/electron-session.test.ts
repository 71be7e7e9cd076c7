import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const agent = fileURLToPath(new URL('../../support/sync-agent.ts', import.meta.url))
const run = promisify(execFile)

test(
  'without ChaCha20 in node:crypto, as in Electron, members meet and exchange all the same',
  { timeout: 40_000 },
  async () => {
    const { stdout } = await run(process.execPath, [agent, 'like-electron'], { timeout: 35_000 })
    expect(stdout).toBe('level 50\n')
  },
)
