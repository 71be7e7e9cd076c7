import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLog } from '../../../core/node/log.ts'
import { RotatingFile } from '../../../core/node/rotating-file.ts'
import { temporaryFolder } from '../../support/core-process.ts'

describe('the log', () => {
  it('keeps ids and codes, and nothing by a name that could hold a secret', async () => {
    using folder = temporaryFolder()
    const log = openLog(folder.path)
    log.info('core.ready', { community: 'abc', entries: 3, late: true, nothing: undefined })
    log.warn('call.lost', { key: 'k3y', passphrase: 'p4ss', token: 't0ken', text: 'w0rds', code: 'c'.repeat(1000) })
    await log.stop()
    const file = join(folder.path, 'logs', 'core.log')
    const [first, second] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(first).toEqual({
      level: 30,
      time: expect.any(String) as string,
      community: 'abc',
      entries: 3,
      late: true,
      msg: 'core.ready',
    })
    expect(second).toMatchObject({ key: '-', passphrase: '-', token: '-', text: '-', code: 'c'.repeat(100) })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    log.error('after.stop')
  })

  it('is two files at most, neither longer than its limit', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'logs', 'core.log')
    for (let round = 0; round < 3; round++) {
      const file = new RotatingFile(path, 1000)
      for (let n = 0; n < 50; n++) file.write(`${String(n).padStart(49, '.')}\n`)
      await file.stop()
    }
    expect(readdirSync(join(folder.path, 'logs')).sort()).toEqual(['core.log', 'core.log.1'])
    expect([statSync(path).size, statSync(`${path}.1`).size]).toEqual(
      [1000, 1000].map((most) => expect.toSatisfy((size: number) => size > 0 && size <= most) as number),
    )
    expect(readFileSync(path, 'utf8').endsWith('49\n')).toBe(true)
  })

  it('fails nobody when it cannot be written', async () => {
    using folder = temporaryFolder()
    mkdirSync(join(folder.path, 'logs', 'core.log'), { recursive: true })
    const log = openLog(folder.path)
    log.info('core.ready')
    await log.stop()
  })
})
