/** Ada runs Folkmoot from a terminal: what she sees, and what is left when it ends. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../core/shared/index.ts'
import { CoreProcess, quietly, startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { openScreen, signIn } from '../support/screen.ts'

const standIn = fileURLToPath(new URL('../support/standin-cli.ts', import.meta.url))
const cli = fileURLToPath(new URL('../../core/node/cli.ts', import.meta.url))

const unshare = '/usr/bin/unshare'

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Alone on standard error, and no trace of where in the code it came from. */
function oneSentence(errors: string): string {
  expect(errors).toMatch(/^folkmoot: [^\n]+\n$/)
  expect(errors).not.toMatch(/\bat .*:\d+:\d+/)
  return errors.slice('folkmoot: '.length).trimEnd()
}

describe('Ada starts Folkmoot', () => {
  it('reads the address alone on standard output, and nothing is left after Ctrl+C', async () => {
    using folder = temporaryFolder()
    await using core = startCoreProcess(folder.path)
    const address = await core.address()
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/)
    const { client, closed } = await core.screen()
    const views = await client.host.watch()
    expect((await views.next()).value).toMatchObject({ state: 'ready' })
    const ended = await core.stop()
    expect(ended).toEqual({ code: 0, signal: null, out: `${address}\n`, errors: '' })
    expect(await closed).toBe(1001)
    await expect(fetch(address)).rejects.toThrow()
    expect(readdirSync(folder.path).sort()).toEqual(['communities', 'key', 'logs', 'profile.db'])
  })

  it('finds her profile again, and her old address is worth nothing', async () => {
    using folder = temporaryFolder()
    await using first = startCoreProcess(folder.path)
    const old = await first.address()
    await first.stop()
    await using second = startCoreProcess(folder.path)
    const { origin } = new URL(await second.address())
    await expect(signIn(`${origin}/${new URL(old).hash}`)).rejects.toThrow('401')
    await (await second.screen()).close()
  })

  it('gets a clear sentence for a word she mistyped', async () => {
    await using core = new CoreProcess({ args: ['--heedless'] })
    const { code, out, errors } = await core.ended
    expect([code, out]).toEqual([2, ''])
    expect(oneSentence(errors)).toBe('There is no option --heedless. `--help` lists those there are.')
  })

  it('starts it twice with one profile: the second says so, and the first goes on', async () => {
    using folder = temporaryFolder()
    await using first = startCoreProcess(folder.path)
    const { client } = await first.screen()
    await using second = startCoreProcess(folder.path)
    const { code, out, errors } = await second.ended
    expect([code, out]).toEqual([1, ''])
    expect(oneSentence(errors)).toMatch(/^Another Folkmoot is already running with this profile/)
    expect((await (await client.host.watch()).next()).value).toMatchObject({ state: 'ready' })
  })

  it('wants a port that another program has', async () => {
    using folder = temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await using core = startCoreProcess(folder.path, '--port', String(port))
    const { code, errors } = await core.ended
    expect(code).toBe(1)
    expect(oneSentence(errors)).toBe(
      `Port ${port} of this computer is used by another program. Choose another one with --port, or none.`,
    )
    other.close()
  })

  const mounts = spawnSync(unshare, ['-m', 'true']).status === 0
  it.skipIf(!mounts)('keeps her profile where nothing can be written', async () => {
    using folder = temporaryFolder()
    const made = join(folder.path, 'made')
    await using before = startCoreProcess(made)
    await before.address()
    await before.stop()
    for (const profile of [made, join(folder.path, 'new')]) {
      const readOnly = `mount --bind ${folder.path} ${folder.path} && mount -o remount,ro,bind ${folder.path} && exec "$@"`
      const args = [
        '-m',
        'sh',
        '-c',
        readOnly,
        'sh',
        process.execPath,
        cli,
        '--profile',
        profile,
        '--print-url',
        ...quietly,
      ]
      const { status, stdout, stderr } = spawnSync(unshare, args, { encoding: 'utf8' })
      expect([status, stdout]).toEqual([1, ''])
      expect(oneSentence(stderr)).toMatch(/^Folkmoot may not write here/)
    }
  })

  it('has a profile whose key is damaged', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'key'), 'not a key')
    await using core = startCoreProcess(folder.path)
    const { code, errors } = await core.ended
    expect(code).toBe(1)
    expect(oneSentence(errors)).toMatch(/^The key of this profile is damaged/)
  })

  it('lets it open her browser by a file that only she can read', async () => {
    using folder = temporaryFolder()
    const bin = join(folder.path, 'bin')
    mkdirSync(bin)
    const opener = join(bin, 'xdg-open')
    writeFileSync(opener, `#!/bin/sh\necho "$@" > ${folder.path}/argv\n`)
    chmodSync(opener, 0o700)
    const profile = join(folder.path, 'profile')
    const args = ['--profile', profile, '--browser', ...quietly]
    await using core = new CoreProcess({ args, env: { PATH: `${bin}:${process.env['PATH']}` } })
    const line = await core.line()
    const file = join(profile, 'open.html')
    expect(line).toMatch(
      /^Folkmoot runs at http:\/\/127\.0\.0\.1:\d+\/ and opens in your browser; if not, open .*open\.html there\. Ctrl\+C stops it\.$/,
    )
    expect(line).not.toContain('token')
    expect(line).toContain(file)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await expect
      .poll(() => existsSync(join(folder.path, 'argv')) && readFileSync(join(folder.path, 'argv'), 'utf8'))
      .toBe(`${file}\n`)
    const address = /url=(http[^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
    const pass = await signIn(address)
    await expect.poll(() => existsSync(file)).toBe(false)
    await (await openScreen(address, pass)).close()
    expect((await core.stop()).code).toBe(0)
  })

  it('leaves it without screens', async () => {
    using folder = temporaryFolder()
    await using core = new CoreProcess({ args: ['--profile', folder.path, '--headless', ...quietly] })
    expect(await core.line()).toBe('Folkmoot runs without screens. Ctrl+C stops it.')
    const { code, errors } = await core.stop()
    expect([code, errors]).toEqual([0, ''])
  })
})

describe('Ada writes', () => {
  it('and what was acknowledged is there after the process was killed', async () => {
    using folder = temporaryFolder()
    await using first = startCoreProcess(folder.path)
    const { client } = await first.screen()
    const moot = { name: 'Moot', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' } as const
    const { community, space } = await client.communities.create(moot)
    const room = { community, space }
    const live = await client.rooms.watch({ ...room, limit: 10 })
    expect((await live.next()).value).toMatchObject({ type: 'window', rows: [] })
    await client.rooms.send({ ...room, text: 'Who has a ladder?', clientKey: 'ladder-1' })
    expect((await live.next()).value).toMatchObject({ rows: [{ text: 'Who has a ladder?', mine: true }] })
    expect((await first.kill()).signal).toBe('SIGKILL')

    await using second = startCoreProcess(folder.path)
    const again = await second.screen()
    const window = (await (await again.client.rooms.watch({ ...room, limit: 10 })).next()).value
    expect(window).toMatchObject({ type: 'window', total: 1, rows: [{ text: 'Who has a ladder?' }] })
    expect(await second.stop()).toMatchObject({ code: 0, errors: '' })
  })
})

describe('Ada locks her profile', () => {
  it('and opens it on the screen, after a slip', async () => {
    using folder = temporaryFolder()
    await using first = startCoreProcess(folder.path, '--passphrase')
    const fresh = await first.screen()
    const views = await fresh.client.host.watch()
    expect((await views.next()).value).toMatchObject({ state: 'locked' })
    await expect(fresh.client.host.unlock({ passphrase: 'short' })).rejects.toMatchObject({
      data: { code: 'storage/passphrase-too-short' },
    })
    await fresh.client.host.unlock({ passphrase: 'moot on the green' })
    expect((await views.next()).value).toMatchObject({ state: 'ready' })
    await first.stop()

    await using second = startCoreProcess(folder.path)
    const { client } = await second.screen()
    await expect(client.profile.setName({ name: 'Ada' })).rejects.toMatchObject({ data: { code: 'host/not-ready' } })
    const wrong = client.host.unlock({ passphrase: 'moot on the greed' })
    await expect(wrong).rejects.toMatchObject({
      data: { code: 'storage/wrong-passphrase' },
      message: 'This is not the passphrase of this profile. Try again.',
    })
    await client.host.unlock({ passphrase: 'moot on the green' })
    expect((await (await client.host.watch()).next()).value).toMatchObject({ state: 'ready' })
    expect((await second.stop()).code).toBe(0)
  })

  it('and cannot be asked for the passphrase where there is neither screen nor terminal', async () => {
    using folder = temporaryFolder()
    await using core = new CoreProcess({
      args: ['--profile', folder.path, '--headless', '--passphrase', ...quietly],
    })
    const { code, errors } = await core.ended
    expect(code).toBe(1)
    expect(oneSentence(errors)).toMatch(/no terminal/)
  })
})

describe('Folkmoot ends', () => {
  it('when the process that started it is killed, by its closed channel', async () => {
    using folder = temporaryFolder()
    const args = JSON.stringify([cli, '--profile', folder.path, '--print-url', ...quietly])
    const parent = spawn(process.execPath, [
      '-e',
      `const c = require('node:child_process').spawn(process.execPath, ${args}, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
       c.stdout.once('data', () => console.log(c.pid)); setInterval(() => {}, 1000)`,
    ])
    const pid = Number(String((await once(parent.stdout, 'data'))[0]))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })

  it('when the process that FOLKMOOT_PARENT names is killed', async () => {
    using folder = temporaryFolder()
    const args = JSON.stringify([cli, '--profile', folder.path, '--headless', ...quietly])
    const parent = spawn(process.execPath, [
      '-e',
      `const env = { ...process.env, FOLKMOOT_PARENT: String(process.pid) };
       const c = require('node:child_process').spawn(process.execPath, ${args}, { stdio: ['ignore', 'pipe', 'inherit'], env });
       c.stdout.once('data', () => console.log(c.pid)); setInterval(() => {}, 1000)`,
    ])
    const pid = Number(String((await once(parent.stdout, 'data'))[0]))
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  })

  it('in LIMITS.stopTimeout even when a room hangs, and at once after a second Ctrl+C', async () => {
    using folder = temporaryFolder()
    const args = (name: string): string[] => ['--profile', join(folder.path, name), '--print-url', ...quietly]
    const env = { STANDIN_HANGS: '1' }
    await using patient = new CoreProcess({ script: standIn, args: args('patient'), env })
    await using hasty = new CoreProcess({ script: standIn, args: args('hasty'), env })
    await Promise.all([patient.line(), hasty.line()])
    const started = performance.now()
    hasty.child.kill('SIGINT')
    patient.child.kill('SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect((await hasty.stop()).code).toBe(130)
    expect(isAlive(patient.child.pid ?? 0)).toBe(true)
    expect((await patient.ended).code).toBe(0)
    expect(performance.now() - started).toBeLessThan(2 * LIMITS.stopTimeout)
  })

  it('and its log holds codes, not words', async () => {
    using folder = temporaryFolder()
    await using core = new CoreProcess({ script: standIn, args: ['--profile', folder.path, '--print-url'] })
    const { client } = await core.screen()
    await client.profile.setName({ name: 'break' }).catch(() => undefined)
    core.child.kill('SIGTERM')
    await core.ended
    const log = readFileSync(join(folder.path, 'logs/core.log'), 'utf8')
    expect(log).toContain('"call":"profile.setName","code":"TypeError","msg":"call.unexpected"')
    expect(log).not.toContain('secret')
    expect(log).not.toContain(new URL(await core.address()).hash.slice(7))
  })
})
