import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { root } from '../../build/proc.ts'

const family: number[] = []

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

afterEach(() => {
  for (const pid of family.splice(0)) if (alive(pid)) process.kill(pid, 'SIGKILL')
})

/** Starts boot, which starts a script, which starts another; resolves with the pids of all but boot. */
async function start(): Promise<{ boot: ChildProcess; pids: number[] }> {
  const boot = spawn(process.execPath, [join(root, 'build/boot.mjs'), 'test/support/sleeper.ts', '1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pids: number[] = []
  for await (const line of createInterface({ input: boot.stdout })) {
    pids.push(Number(line))
    if (pids.length === 2) break
  }
  family.push(...pids)
  return { boot, pids }
}

describe('boot', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const) {
    it(`leaves no process behind after ${signal}`, async () => {
      const { boot, pids } = await start()
      expect(pids.filter(alive)).toEqual(pids)
      boot.kill(signal)
      await expect.poll(() => pids.filter(alive), { timeout: 8000 }).toEqual([])
    })
  }

  it('ends with the exit code of the script, and refuses one that is not there', async () => {
    const codeOf = (...args: string[]): Promise<unknown> => {
      const boot = spawn(process.execPath, [join(root, 'build/boot.mjs'), ...args], { stdio: 'ignore' })
      return new Promise((resolve) => boot.on('exit', resolve))
    }
    expect(await codeOf('build/lint.ts', 'no-such-check')).toBe(1)
    expect(await codeOf('build/lint.ts', 'licences')).toBe(0)
    expect(await codeOf('no/such/script.ts')).toBe(1)
  })
})
